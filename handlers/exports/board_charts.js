// The charts of the board: bars from 0, hatched where nobody reported, each a way to filter.
"use strict";

// Gives back a function that draws the charts of some rows; `set` changes a filter of `state`, `make` makes an element.
const boardCharts = (data, state, set, make) => {
  const SVG = "http://www.w3.org/2000/svg";
  const statusOrder = Object.keys(data.statuses);

  function shape(tag, attributes, words) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (words !== undefined) node.textContent = words;
    return node;
  }

  function chart(id, isEmpty, high, draw) {
    const box = document.getElementById(id);
    if (isEmpty) {
      box.replaceChildren(make("p", "没有符合的事项", "none"));
      return;
    }
    const svg = shape("svg", { viewBox: `0 0 420 ${high}`, role: "group" });
    const size = { width: 7, height: 7 };
    const tilted = { patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const hatch = shape("pattern", { id: `hatch-${id}`, ...size, ...tilted });
    hatch.append(shape("rect", { ...size, fill: "#f2f2f2" }), shape("rect", { ...size, width: 2, fill: "#9a9a9a" }));
    svg.append(hatch);
    draw(svg);
    box.replaceChildren(svg);
  }

  function colored(id, status) {
    return status === "no_evidence" ? `url(#hatch-${id})` : data.statuses[status].color;
  }

  // Makes a shape a button. The charts are drawn anew after each press, so the same button is looked for again.
  function press(node, words, act, isStop) {
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", words);
    node.append(shape("title", {}, words));
    node.addEventListener("click", act);
    if (!isStop) return; // reached with the keyboard elsewhere: no stop of its own
    node.setAttribute("tabindex", "0");
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      const box = node.closest("div");
      act();
      const stops = [...box.querySelectorAll("[tabindex]")];
      (stops.find((one) => one.getAttribute("aria-label") === words) || stops[0])?.focus();
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
      const words = `${label}${data.statuses[status].word} ${number}项`;
      press(bar, words, () => set("status", state.status === status ? "" : status), !label);
      svg.append(bar);
      at += part;
    }
  }

  function shares(shown) {
    const counts = tally(shown);
    chart("shares", !shown.length, 44 + counts.length * 26, (svg) => {
      stack(svg, "shares", shown, 0, 4, 420, 28, "");
      counts.forEach(([status, number], at) => {
        const y = 44 + at * 26;
        const fill = colored("shares", status);
        svg.append(shape("rect", { x: 0, y, width: 16, height: 16, fill, stroke: "#9a9a9a" }));
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

  function districts(shown) {
    const [lines, left] = groups(shown.flatMap((row) => row.places.map((place) => [place, row])), 9);
    chart("districts", !shown.length, lines.length * 26 + (left ? 24 : 4), (svg) => {
      lines.forEach(([place, list], at) => {
        const y = at * 26;
        const name = shape("text", { x: 0, y: y + 15 }, place.length > 7 ? `${place.slice(0, 6)}…` : place);
        press(name, `只看${place}`, () => set("place", state.place === place ? "" : place), true);
        svg.append(name);
        stack(svg, "districts", list, 104, y + 1, 262, 18, `${place} `);
        svg.append(shape("text", { x: 420, y: y + 15, "text-anchor": "end" }, `${list.length}项`));
      });
      if (left) svg.append(shape("text", { x: 0, y: lines.length * 26 + 14, class: "soft" }, `另有${left}个地区`));
    });
  }

  function months(shown) {
    const dated = shown.filter((row) => row.due);
    const [all] = groups(dated.map((row) => [row.due.slice(0, 7), row]), 1e9);
    const today = data.today.slice(0, 7);
    const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
    const far = ([month]) => Math.abs(number(month) - number(today));
    const nearest = [...all].sort((a, b) => far(a) - far(b)).slice(0, 9);
    const near = nearest.sort((a, b) => number(a[0]) - number(b[0]));
    const most = Math.max(1, ...near.map(([, list]) => list.length));
    const rest = shown.length - near.reduce((sum, [, list]) => sum + list.length, 0);
    chart("months", !shown.length, near.length * 26 + (rest ? 24 : 4), (svg) => {
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

  return (shown) => {
    shares(shown);
    districts(shown);
    months(shown);
  };
};
