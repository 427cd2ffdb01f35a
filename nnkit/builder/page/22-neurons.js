// What stands above the picture's canvas: titles, neurons as buttons, and the way through them by
// mouse and keyboard.

function placeTitles(store, titles, picture) {
  const { layout } = store;
  titles.replaceChildren(
    ...picture.columns.flatMap((column) => [
      columnTitle(layout, column),
      ...(column.kind === "input" && !column.image ? inputLabels(column) : []),
    ]),
    ...outputLabels(layout).map((name, i) => outputLabel(picture.columns.at(-1), name, i)),
  );
}

function columnTitle(layout, column) {
  const middle = (column.left + column.right) / 2;
  const badge = layout.badges.find((each) => each.layer === column.index);
  const slim = isSlim(column);
  const style = slim
    ? `left:${middle}px;top:${column.source.middle}px`
    : `left:${middle}px;top:0`;
  const title = h("div", { class: slim ? "nnb-title nnb-slim" : "nnb-title", style });
  title.dataset.place = column.place;
  title.append(...titleWords(layout, column));
  if (badge) title.append(badgeMark(badge));
  return title;
}

function titleWords(layout, column) {
  if (column.kind === "dropout") return [`dropout ${column.p}`];
  if (column.kind === "batch_norm") return ["batch norm"];
  if (isSlim(column)) return [column.kind];
  const name = columnName(layout, column.place);
  const small = column.kind === "input" ? `${column.units}` : `${column.units} · ${answer(layout, column)}`;
  return [h("strong", {}, name), h("span", {}, small)];
}

// The loss squashes the output itself, so that the network's last numbers are logits.
function answer(layout, column) {
  if (column.place !== layout.columns.length - 1) return column.activation;
  return { binary: "logit", classes: "logits" }[layout.task] ?? "linear";
}

function badgeMark({ sentence, passed }) {
  const kind = passed ? "nnb-badge" : "nnb-badge nnb-failed";
  const mark = { class: kind, role: "img", "aria-label": sentence, title: sentence };
  return h("span", mark, passed ? "✓" : "✗");
}

function inputLabels(column) {
  return column.ys.map((y, i) => {
    const style = `right:calc(100% - ${column.left - 6}px);top:${y}px;max-width:${LONG}px`;
    return h("div", { class: "nnb-name nnb-long", style, "aria-hidden": "true" }, column.labels[i]);
  });
}

function outputLabel(column, name, i) {
  const style = `left:${column.right + 9}px;top:${column.ys[i]}px`;
  return h("div", { class: "nnb-name", style, "aria-hidden": "true" }, name);
}

function placeUnits(store, units, picture) {
  const active = units.contains(document.activeElement) ? document.activeElement.dataset : null;
  units.replaceChildren(
    ...picture.columns.flatMap((column) =>
      isSlim(column) ? [] : column.ys.map((y, unit) => unitButton(store, column, unit, y)),
    ),
  );
  const again = active && findUnit(units, Number(active.column), Number(active.unit));
  rove(units, again ?? units.firstElementChild);
  if (again) again.focus({ preventScroll: true });
}

function unitButton(store, column, unit, y) {
  const { layout } = store;
  const name = column.image
    ? "The image of 8 by 8 pixels"
    : unitName(layout, column.place, unit);
  const style =
    `left:${column.left}px;top:${y - column.tile / 2}px;` +
    `width:${column.tile}px;height:${column.tile}px`;
  const button = h("button", { class: "nnb-unit", style, "aria-label": name, tabindex: -1 });
  Object.assign(button.dataset, { column: column.place, unit });
  const me = { kind: "unit", column: column.place, unit };
  button.addEventListener("focus", () => {
    store.setUi({ focus: me });
    rove(button.parentElement, button);
  });
  return button;
}

function rove(units, chosen) {
  for (const each of units.children) each.tabIndex = each === chosen ? 0 : -1;
}

function findUnit(units, column, unit) {
  const there = [...units.children].filter((each) => Number(each.dataset.column) === column);
  return there[Math.min(unit, there.length - 1)] ?? null;
}

// The neuron beside: up and down in its column, left and right in the next column at that height.
function neighbour(units, picture, from, key) {
  const [column, unit] = [Number(from.dataset.column), Number(from.dataset.unit)];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const to = unit + (key === "ArrowUp" ? -1 : 1);
    return to < 0 ? null : (findUnit(units, column, to) ?? null);
  }
  const solid = picture.columns.filter((each) => !isSlim(each));
  const here = solid.findIndex((each) => each.place === column);
  const next = solid[here + (key === "ArrowLeft" ? -1 : 1)];
  if (!next) return null;
  const away = next.ys.map((y) => Math.abs(y - solid[here].ys[unit]));
  return findUnit(units, next.place, away.indexOf(Math.min(...away)));
}

const WAYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

function followKeys(store, units, sheet, state) {
  const edge = h("button", { class: "nnb-edge", tabindex: -1, hidden: true });
  sheet.append(edge);
  let at = null; // the edge in focus
  const show = (to) => {
    at = to;
    const column = state.picture.columns[at.column];
    const ends = edgeEnds(column, at.to, at.from);
    edge.style.left = `${(ends[0] + ends[2]) / 2}px`;
    edge.style.top = `${heightAt(ends, 0.5)}px`;
    store.setUi({ focus: { ...at } });
    edge.setAttribute("aria-label", edgeWords(store, at));
  };
  const leave = () => {
    const unit = findUnit(units, at.column, at.to);
    edge.hidden = true;
    unit?.focus();
  };
  units.addEventListener("keydown", (event) => {
    const unit = event.target;
    if (WAYS.includes(event.key)) {
      event.preventDefault();
      neighbour(units, state.picture, unit, event.key)?.focus();
    } else if (event.key === "Enter" && Number(unit.dataset.column) > 0) {
      event.preventDefault();
      edge.hidden = false;
      const column = state.picture.columns[Number(unit.dataset.column)];
      show({ kind: "edge", column: column.place, to: +unit.dataset.unit, from: 0 });
      edge.focus({ preventScroll: true });
    } else if (event.key === "Escape") store.setUi({ focus: null });
  });
  edge.addEventListener("keydown", (event) => {
    const count = state.picture.columns[at.column].source.count;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) show({ ...at, from: (at.from + step + count) % count });
    else if (event.key === "Escape" || event.key === "Enter") leave();
    else return;
    event.preventDefault();
  });
  edge.addEventListener("blur", () => (edge.hidden = true));
  store.on("picture", () => (edge.hidden = true));
}

function edgeWords(store, { column, to, from }) {
  const place = store.picture.columns[column];
  const start = place.source.image
    ? "all pixels"
    : unitName(store.layout, place.source.place, from);
  const value = edgeValue(store.arrays.weights, place, to, from);
  const size = place.source.image ? "typical weight" : "weight";
  return `Edge from ${start} to ${unitName(store.layout, column, to)}: ${size} ${number(value)}`;
}

function followPointer(store, sheet, state) {
  const under = (event) => {
    const unit = event.target.closest?.(".nnb-unit");
    if (unit) return { kind: "unit", column: +unit.dataset.column, unit: +unit.dataset.unit };
    const box = sheet.getBoundingClientRect();
    return state.picture && edgeAt(state.picture, event.clientX - box.left, event.clientY - box.top);
  };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  sheet.addEventListener("pointermove", (event) => {
    const hover = under(event);
    if (!same(hover, store.ui.hover)) store.setUi({ hover });
    sheet.style.cursor = hover ? "pointer" : "";
  });
  sheet.addEventListener("pointerleave", () => store.setUi({ hover: null }));
  sheet.addEventListener("click", (event) => {
    const focus = under(event);
    if (!same(focus, store.ui.focus)) store.setUi({ focus });
  });
}

// A layer that raised an error: a frame around its column, an icon, and the sentence above all.
function markProblem(store, titles, units) {
  const layer = store.frame.problem?.layer ?? null;
  const numbered = store.layout.columns.map((column) => column.index ?? -1);
  const guilty =
    layer === null ? -1 : numbered.findLastIndex((index) => index >= 0 && index <= layer);
  // An activation has no column of its own: it belongs to the dense layer before it.
  const mark = (each, place) => each.classList.toggle("nnb-guilty", Number(place) === guilty);
  if (titles.dataset.guilty === String(guilty)) return;
  titles.dataset.guilty = guilty;
  store.picture.guilty = guilty;
  for (const title of titles.children) if (title.dataset.place) mark(title, title.dataset.place);
  for (const unit of units.children) mark(unit, unit.dataset.column);
}
