// The exact numbers of the edge or neuron under the mouse or in focus.

const PARTS = [
  ["weights", "value"],
  ["gradients", "last gradient"],
  ["updates", "last update"],
];

function inspectPanel(store) {
  const name = h("strong", {});
  const cells = PARTS.map(() => h("td", { class: "nnb-number" }));
  const heads = PARTS.map(([, text]) => h("th", { scope: "col" }, text));
  const table = h("table", {}, h("tr", {}, heads), h("tr", {}, cells));
  const more = h("p", { class: "nnb-muted nnb-number" });
  const box = h("div", { class: "nnb-inspect" }, h("p", {}, name), table, more);
  const show = () => {
    const focus = store.ui.hover ?? store.ui.focus;
    const column = focusColumn(store, focus);
    if (store.arrays.weights) showNumbers(store, { name, heads, cells, table, more }, focus, column);
  };
  store.on("ui", (changed) => {
    if (!changed.includes("hover") && !changed.includes("focus")) return;
    show();
    if (!store.ui.playing) complete(store).then(show);
  });
  store.on("tick", () => {
    show();
    if (!store.ui.playing && (store.ui.focus || store.ui.hover)) complete(store).then(show);
  });
  return box;
}

const INVITATION = "Point at an edge or a neuron to read its numbers, or go there with Tab and arrows.";

function showNumbers(store, { name, heads, cells, table, more }, focus, column) {
  table.hidden = !column || column.kind !== "dense";
  if (!column) {
    write(name, "");
    write(more, INVITATION);
    return;
  }
  write(name, focus.kind === "edge" ? edgeTitle(store, focus) : unitTitle(store, focus));
  write(more, focus.kind === "edge" ? edgeMore(store, focus) : unitMore(store, focus));
  if (table.hidden) return;
  write(heads[0], focus.kind === "edge" ? "weight" : "bias");
  PARTS.forEach(([part], i) => {
    const values = store.arrays[part];
    const value = values && valueOf(store, values, focus);
    write(cells[i], values ? number(value) : "not yet");
    cells[i].classList.toggle("nnb-minus", value < 0);
    cells[i].classList.toggle("nnb-plus", value > 0);
  });
}

function valueOf(store, values, focus) {
  const column = store.picture.columns[focus.column] ?? store.layout.columns[focus.column];
  if (focus.kind === "unit") return values[column.b + focus.unit];
  return edgeValue(values, column, focus.to, focus.from);
}

function edgeTitle(store, { column, to, from }) {
  const { source } = store.picture.columns[column];
  const start = source.image ? "64 pixels" : unitName(store.layout, source.place, from);
  return `${start} → ${unitName(store.layout, column, to)}`;
}

function unitTitle(store, { column, unit }) {
  const { kind, image } = store.layout.columns[column];
  if (image) return "The image: 8 × 8 pixels";
  const name = unitName(store.layout, column, unit);
  return kind === "input" ? `Input ${name}` : `${name[0].toUpperCase()}${name.slice(1)}, ${answer(store.layout, store.picture.columns[column])}`;
}

function edgeMore(store, { column }) {
  const { source } = store.picture.columns[column];
  if (!source.image) return "";
  return "One bundle of 64 edges: the numbers are the root of their mean square. The neuron's tile shows each.";
}

// The strongest of what comes in: what the neuron listens to.
function unitMore(store, { column, unit }) {
  const place = store.picture.columns[column];
  if (place?.kind === "input") return "Its tile shows the feature over the plane.";
  if (!place?.source || place.source.image) return "Its tile shows the 64 weights as an image.";
  const incoming = place.source.ys.map((_, from) => [
    unitName(store.layout, place.source.place, from).replace(/ of .*/, ""),
    edgeValue(store.arrays.weights, place, unit, from),
  ]);
  incoming.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const strongest = incoming.slice(0, 4).map(([name, value]) => `${name} ${number(value, 3)}`);
  return `Strongest inputs: ${strongest.join(", ")}`;
}

// While paused, one frame brings the gradients and one the last updates of this very state.
async function complete(store) {
  if (!store.ui.focus && !store.ui.hover) return;
  for (const view of ["gradients", "updates"]) {
    const { stamps } = store.arrays;
    if (store.ui.playing || stamps[view] === stamps.weights) continue;
    const wanted = `${store.layout.version} ${stamps.weights}`;
    if (store.asked[view] === wanted) continue; // before the first step there is none to be had
    store.asked[view] = wanted;
    await store.send({ do: "frame", train: false, view, maps: false });
  }
}
