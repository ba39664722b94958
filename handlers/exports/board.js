// The board: what is filtered, sorted and opened stands in the address after #, so that a view can be kept and sent.
// Every text of the ledger goes into the page as text (textContent); nothing is ever read as HTML.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const CHUNK = 100; // rows that are made at a time, as the page is scrolled
  const UNKNOWN = "—";
  const FILTERS = ["place", "topic", "year", "scope", "status", "who"]; // those that choose from a list
  const SVG = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const isWall = new URLSearchParams(location.search).has("wall");

  const responsible = (row) => [row.unit, row.leader, row.contact].filter(Boolean);
  const dueOrder = (row) => row.due || "9999";
  const statusOrder = Object.keys(data.statuses);

  // heading · name in the address · what it sorts by · the cell
  const COLUMNS = [
    ["事项", "title", (r) => r.title, titleCell],
    ["地区", "place", (r) => r.places.join("、"), (r, cell) => text(cell, r.places.join("、"))],
    ["类别", "topic", (r) => kinds(r).join("、"), (r, cell) => text(cell, kinds(r).join("、"))],
    ["目标", "target", (r) => r.target || "", (r, cell) => text(cell, r.target)],
    ["进展", "progress", (r) => r.progress || "", (r, cell) => text(cell, r.progress)],
    ["完成比例", "percent", (r) => (r.percent === undefined ? -1 : r.percent), percentCell],
    ["时限", "due", dueOrder, dueCell],
    ["状态", "status", (r) => statusOrder.indexOf(r.status), statusCell],
    ["责任", "who", (r) => responsible(r).join("、"), whoCell],
    ["更新", "updated", (r) => r.updated || "", (r, cell) => text(cell, r.updated)],
  ];

  const rows = data.rows.map((row, at) => ({ ...row, at, topics: row.topics || [], groups: row.groups || [] }));
  let hay = null; // what the search looks in, made when it is first needed
  const state = { q: "", place: "", topic: "", year: "", scope: "", status: "", who: "", light: "", sort: "", dir: "", open: "", theme: "" };
  let shown = [];
  let made = 0;

  // --- making elements ---------------------------------------------------------------------------------------------

  function make(tag, words, className) {
    const node = document.createElement(tag);
    if (words) node.textContent = words;
    if (className) node.className = className;
    return node;
  }

  function text(cell, words) {
    cell.textContent = words || "";
  }

  function shape(tag, attributes, words) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (words !== undefined) node.textContent = words;
    return node;
  }

  function light(name) {
    const sign = make("span", "", `light ${name}`);
    sign.setAttribute("aria-hidden", "true");
    return sign;
  }

  // --- cells -------------------------------------------------------------------------------------------------------

  function kinds(row) {
    return [...row.topics, ...row.groups];
  }

  function titleCell(row, cell) {
    const open = make("button", row.title, "open");
    open.type = "button";
    open.setAttribute("aria-expanded", String(state.open === row.id));
    open.addEventListener("click", () => toggle(row, open));
    cell.append(open);
    if (row.year) cell.append(make("small", `${row.year}年`));
  }

  function percentCell(row, cell) {
    const bar = make("span", "", "bar");
    if (row.percent === undefined) {
      bar.classList.add("unknown");
      bar.title = "没有可比的数字";
      cell.append(make("span", UNKNOWN), bar);
      return;
    }
    const fill = make("i");
    fill.style.width = `${Math.max(0, Math.min(100, row.percent))}%`;
    bar.append(fill);
    cell.append(make("span", `${row.percent}%`), bar);
  }

  function dueCell(row, cell) {
    text(cell, row.due || row.limit);
    if (row.due && row.left) cell.append(make("small", row.left));
  }

  function statusCell(row, cell) {
    cell.append(light(row.light), data.statuses[row.status].word);
  }

  function whoCell(row, cell) {
    const people = responsible(row);
    text(cell, people[0]);
    for (const other of people.slice(1)) cell.append(make("small", other));
  }

  // --- what is shown -----------------------------------------------------------------------------------------------

  function hayOf(row) {
    const sentences = (row.sources || []).map((source) => source[2]);
    const words = [row.title, ...row.places, ...kinds(row), ...responsible(row), row.team, row.target, row.progress, ...sentences];
    return words.filter(Boolean).join("\n").toLowerCase();
  }

  function fits(row, without) {
    const is = (name, ok) => name === without || !state[name] || ok();
    return (
      is("place", () => row.places.includes(state.place)) &&
      is("topic", () => kinds(row).includes(state.topic)) &&
      is("year", () => String(row.year) === state.year) &&
      is("scope", () => row.scope === state.scope) &&
      is("status", () => row.status === state.status) &&
      is("light", () => row.light === state.light) &&
      is("who", () => responsible(row).includes(state.who))
    );
  }

  function select() {
    const terms = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (terms.length && !hay) hay = rows.map(hayOf);
    const found = (row) => terms.every((term) => hay[row.at].includes(term));
    return rows.filter((row) => (!terms.length || found(row)));
  }

  function sorted(list) {
    const column = COLUMNS.find(([, name]) => name === state.sort);
    if (!column) return list;
    const key = column[2];
    const keyed = list.map((row) => [key(row), row]);
    const compare = new Intl.Collator("zh-CN", { numeric: true }).compare;
    const sign = state.dir === "down" ? -1 : 1;
    keyed.sort(([a, x], [b, y]) => {
      const empty = (v) => v === "" || v === -1 || v === "9999";
      if (empty(a) !== empty(b)) return empty(a) ? 1 : -1; // what is not known stands last either way
      const order = typeof a === "number" ? a - b : compare(a, b);
      return order ? sign * order : x.at - y.at;
    });
    return keyed.map(([, row]) => row);
  }

  function update() {
    const searched = select();
    shown = sorted(searched.filter((row) => fits(row, "")));
    made = 0;
    byId("rows").replaceChildren();
    more();
    const isAll = shown.length === rows.length;
    byId("count").textContent = isAll ? `共${rows.length}项` : `符合的有${shown.length}项，全部${rows.length}项`;
    lights(searched.filter((row) => fits(row, "light")));
    shares();
    districts();
    months();
    headings();
    keep();
  }

  function more() {
    const body = byId("rows");
    const part = document.createDocumentFragment();
    for (const row of shown.slice(made, made + CHUNK)) {
      part.append(line(row));
      if (state.open === row.id) part.append(details(row));
    }
    body.append(part);
    made = Math.min(made + CHUNK, shown.length);
    byId("more").textContent = made < shown.length ? `已列出${made}项，往下翻还有${shown.length - made}项` : "";
  }

  function line(row) {
    const tr = make("tr", "", "matter");
    for (const [heading, , , fill] of COLUMNS) {
      const td = make("td");
      td.dataset.label = heading;
      const box = make("div"); // one child beside the label that a narrow screen puts before it
      fill(row, box);
      td.append(box);
      if (!box.textContent) td.classList.add("empty");
      tr.append(td);
    }
    return tr;
  }

  // --- one matter --------------------------------------------------------------------------------------------------

  function toggle(row, button) {
    const tr = button.closest("tr");
    const next = tr.nextElementSibling;
    const isOpen = next && next.classList.contains("details");
    if (isOpen) next.remove();
    else tr.after(details(row));
    button.setAttribute("aria-expanded", String(!isOpen));
    state.open = isOpen ? "" : row.id;
    keep();
  }

  function details(row) {
    const tr = make("tr", "", "details");
    const td = make("td");
    td.colSpan = COLUMNS.length;
    const facts = [
      ["数字", row.figures], ["序时", row.pace], ["时限", row.limit], ["责任单位", row.unit], ["牵头领导", row.leader],
      ["工作专班", row.team], ["工作方案", row.plan], ["联系人", row.contact], ["说明", (row.notes || []).join("；")],
    ].filter(([, words]) => words);
    td.append(list(facts.map(([name, words]) => [make("b", `${name}：`), words])));
    if (row.changes) td.append(make("h3", "变化"), list(row.changes.map((words) => [words])));
    td.append(make("h3", `出处（${(row.sources || []).length}）`));
    const sources = make("ul");
    for (const source of row.sources || []) sources.append(sentence(source));
    td.append(sources);
    tr.append(td);
    return tr;
  }

  function list(lines) {
    const ul = make("ul");
    for (const parts of lines) {
      const li = make("li");
      li.append(...parts);
      ul.append(li);
    }
    return ul;
  }

  function sentence([number, kind, quote, doubt]) {
    const from = data.documents[number];
    const li = make("li");
    const grade = data.grades[from.grade] || "";
    li.append(make("b", kind), ` · ${from.who ? `${from.who} ` : ""}${from.on}《${from.title}》 · ${grade}`);
    li.append(make("blockquote", `“${quote}”`));
    if (doubt) li.append(make("span", `存疑：${doubt}`, "doubt"));
    return li;
  }

  // --- lights, filters, headings -----------------------------------------------------------------------------------

  function lights(list) {
    const counts = {};
    for (const row of list) counts[row.light] = (counts[row.light] || 0) + 1;
    const buttons = Object.entries(data.lights).map(([name, words]) => {
      const button = make("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(state.light === name));
      button.append(light(name), words, make("b", String(counts[name] || 0)));
      button.addEventListener("click", () => set("light", state.light === name ? "" : name));
      return button;
    });
    byId("lights").replaceChildren(...buttons);
  }

  function options(id, groups) {
    const node = byId(id);
    const all = make("option", "全部");
    all.value = "";
    node.replaceChildren(all);
    for (const [label, values] of groups) {
      const parent = label ? make("optgroup") : node;
      if (label) parent.label = label;
      for (const [value, words] of values) {
        const option = make("option", words);
        option.value = value;
        parent.append(option);
      }
      if (label && values.length) node.append(parent);
    }
  }

  function counted(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([value, number]) => [value, `${value}（${number}）`]);
  }

  function filters() {
    options("place", [["", counted(rows.flatMap((row) => row.places))]]);
    options("topic", [["类别", counted(rows.flatMap((row) => row.topics))], ["任务组", counted(rows.flatMap((row) => row.groups))]]);
    options("year", [["", counted(rows.map((row) => row.year).filter(Boolean)).sort().reverse()]]);
    options("scope", [["", counted(rows.map((row) => row.scope))]]);
    options("status", [["", statusOrder.map((name) => [name, data.statuses[name].word])]]);
    const people = (name) => counted(rows.map((row) => row[name]).filter(Boolean));
    options("who", [["责任单位", people("unit")], ["牵头领导", people("leader")], ["联系人", people("contact")]]);
    let waiting = 0;
    byId("q").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => set("q", event.target.value), 150);
    });
    for (const name of FILTERS) {
      byId(name).addEventListener("change", (event) => set(name, event.target.value));
    }
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of [...FILTERS, "q", "light"]) state[name] = "";
      fill();
      update();
    });
    byId("theme").addEventListener("click", () => {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const now = state.theme || (dark ? "dark" : "light");
      state.theme = now === "dark" ? "light" : "dark";
      theme();
      keep();
    });
  }

  function theme() {
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    else delete document.documentElement.dataset.theme;
  }

  function fill() {
    for (const name of [...FILTERS, "q"]) byId(name).value = state[name];
  }

  function set(name, value) {
    state[name] = value;
    fill();
    update();
  }

  function headings() {
    const cells = COLUMNS.map(([heading, name]) => {
      const th = make("th");
      th.scope = "col";
      const button = make("button", heading);
      button.type = "button";
      const isSorted = state.sort === name;
      th.setAttribute("aria-sort", isSorted ? (state.dir === "down" ? "descending" : "ascending") : "none");
      button.addEventListener("click", () => {
        const next = !isSorted ? ["", name] : state.dir === "down" ? ["", ""] : ["down", name];
        [state.dir, state.sort] = next;
        update();
        byId("columns").children[COLUMNS.findIndex((one) => one[1] === name)].firstChild.focus();
      });
      th.append(button);
      return th;
    });
    byId("columns").replaceChildren(...cells);
  }

  // --- charts: bars from 0, hatched where nobody reported, each a way to filter ------------------------------------

  function chart(id, high, draw) {
    const box = byId(id);
    if (!shown.length) {
      box.replaceChildren(make("p", "没有符合的事项", "none"));
      return;
    }
    const svg = shape("svg", { viewBox: `0 0 420 ${high}`, role: "group" });
    const hatch = shape("pattern", { id: `hatch-${id}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.append(shape("rect", { width: 7, height: 7, fill: "#f2f2f2" }), shape("rect", { width: 2, height: 7, fill: "#9a9a9a" }));
    svg.append(hatch);
    draw(svg);
    box.replaceChildren(svg);
  }

  function colored(id, status) {
    return status === "no_evidence" ? `url(#hatch-${id})` : data.statuses[status].color;
  }

  function press(node, words, act) {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    node.setAttribute("aria-label", words);
    node.append(shape("title", {}, words));
    node.addEventListener("click", act);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        act();
      }
    });
  }

  function tally(list) {
    const counts = new Map(statusOrder.map((name) => [name, 0]));
    for (const row of list) counts.set(row.status, counts.get(row.status) + 1);
    return [...counts].filter(([, number]) => number);
  }

  function stack(svg, id, list, x, y, wide, high, label) {
    let at = x;
    for (const [status, number] of tally(list)) {
      const part = (wide * number) / list.length;
      const bar = shape("rect", { x: at, y, width: Math.max(part, 0.5), height: high, fill: colored(id, status) });
      press(bar, `${label}${data.statuses[status].word} ${number}项`, () => set("status", state.status === status ? "" : status));
      svg.append(bar);
      at += part;
    }
  }

  function shares() {
    const counts = tally(shown);
    chart("shares", 44 + counts.length * 26, (svg) => {
      stack(svg, "shares", shown, 0, 4, 420, 28, "");
      counts.forEach(([status, number], at) => {
        const y = 44 + at * 26;
        svg.append(shape("rect", { x: 0, y, width: 16, height: 16, fill: colored("shares", status), stroke: "#9a9a9a" }));
        svg.append(shape("text", { x: 24, y: y + 13 }, data.statuses[status].word));
        const share = ((100 * number) / shown.length).toFixed(1).replace(/\.0$/, "");
        svg.append(shape("text", { x: 420, y: y + 13, "text-anchor": "end" }, `${number}项 ${share}%`));
      });
    });
  }

  function groups(list, most) {
    const found = new Map();
    for (const [name, row] of list) {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(row);
    }
    const all = [...found].sort((a, b) => b[1].length - a[1].length);
    return [all.slice(0, most), all.length - Math.min(most, all.length)];
  }

  function districts() {
    const [lines, left] = groups(shown.flatMap((row) => row.places.map((place) => [place, row])), 9);
    chart("districts", lines.length * 26 + (left ? 24 : 4), (svg) => {
      lines.forEach(([place, list], at) => {
        const y = at * 26;
        const name = shape("text", { x: 0, y: y + 15 }, place.length > 7 ? `${place.slice(0, 6)}…` : place);
        press(name, `只看${place}`, () => set("place", state.place === place ? "" : place));
        svg.append(name);
        stack(svg, "districts", list, 104, y + 1, 262, 18, `${place} `);
        svg.append(shape("text", { x: 420, y: y + 15, "text-anchor": "end" }, `${list.length}项`));
      });
      if (left) svg.append(shape("text", { x: 0, y: lines.length * 26 + 14, class: "soft" }, `另有${left}个地区`));
    });
  }

  function months() {
    const dated = shown.filter((row) => row.due);
    const [all] = groups(dated.map((row) => [row.due.slice(0, 7), row]), 1e9);
    const today = data.today.slice(0, 7);
    const far = ([month]) => Math.abs(parseInt(month.slice(0, 4), 10) * 12 + parseInt(month.slice(5), 10) - (parseInt(today.slice(0, 4), 10) * 12 + parseInt(today.slice(5), 10)));
    const near = [...all].sort((a, b) => far(a) - far(b)).slice(0, 9).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const most = Math.max(1, ...near.map(([, list]) => list.length));
    const rest = shown.length - near.reduce((sum, [, list]) => sum + list.length, 0);
    chart("months", near.length * 26 + (rest ? 24 : 4), (svg) => {
      near.forEach(([month, list], at) => {
        const y = at * 26;
        const wide = (250 * list.length) / most;
        svg.append(shape("text", { x: 0, y: y + 15 }, month === today ? `${month} 本月` : month));
        stack(svg, "months", list, 104, y + 1, wide, 18, `${month} `);
        svg.append(shape("text", { x: 110 + wide, y: y + 15 }, `${list.length}项`));
      });
      if (rest) svg.append(shape("text", { x: 0, y: near.length * 26 + 14, class: "soft" }, `其他月份和没有日期的${rest}项`));
    });
  }

  // --- the address -------------------------------------------------------------------------------------------------

  function keep() {
    const kept = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    try {
      history.replaceState(null, "", `#${kept}`);
    } catch {
      // a page without an address of its own keeps nothing
    }
  }

  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(state)) state[name] = kept.get(name) || "";
    theme();
    fill();
    for (const name of FILTERS) {
      if (byId(name).value !== state[name]) state[name] = byId(name).value = ""; // gone from the ledger
    }
  }

  function wall() {
    document.body.classList.add("wall");
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    setInterval(() => {
      const end = document.documentElement.scrollHeight - innerHeight;
      const isDown = scrollY >= end - 2 && made >= shown.length;
      scrollTo({ top: isDown ? 0 : scrollY + innerHeight * 0.85, behavior: isCalm ? "auto" : "smooth" });
    }, 12000);
  }

  byId("said").textContent = data.said;
  filters();
  recall();
  update();
  new IntersectionObserver((seen) => {
    if (seen.some((one) => one.isIntersecting) && made < shown.length) more();
  }, { rootMargin: "800px" }).observe(byId("more"));
  addEventListener("hashchange", () => {
    recall();
    update();
  });
  addEventListener("beforeprint", () => {
    while (made < shown.length) more();
  });
  if (isWall) wall();
})();
