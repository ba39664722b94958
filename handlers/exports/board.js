// The board: what is filtered, sorted and opened stands in the address after #, so that a view can be kept and sent.
// Every text of the ledger goes into the page as text (textContent); nothing is ever read as HTML.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const CHUNK = 100; // rows that are made at a time, as the page is scrolled
  const UNKNOWN = "—";
  const FILTERS = ["place", "topic", "year", "scope", "status", "who"]; // those that choose from a list
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
  const state = { light: "", sort: "", dir: "", open: "", theme: "", q: "" };
  for (const name of FILTERS) state[name] = "";
  const charts = boardCharts(data, state, set, make);
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
    const own = [row.title, ...row.places, ...kinds(row), ...responsible(row), row.target, row.progress];
    return [...own, ...sentences].filter(Boolean).join("\n").toLowerCase();
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
    charts(shown);
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
      button.addEventListener("click", () => {
        set("light", state.light === name ? "" : name);
        byId("lights").children[Object.keys(data.lights).indexOf(name)].focus();
      });
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
    const several = (name) => counted(rows.flatMap((row) => row[name]));
    options("topic", [["类别", several("topics")], ["任务组", several("groups")]]);
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
    const kept = new URLSearchParams(location.hash ? location.hash.slice(1) : data.start);
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
