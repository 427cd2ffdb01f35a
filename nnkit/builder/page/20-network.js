// The picture of the network: one canvas for edges and heat maps, one button a neuron above it.

const VIEWS = [
  ["weights", "Weights"],
  ["gradients", "Gradients"],
  ["updates", "Last updates"],
];
const LEVELS = 12; // how many widths an edge can have: edges of one width are drawn at once
const DASH = [5, 3.5];
const CROWD = 600; // edges; with more of them the faintest are drawn without dashes, which cost most

function networkPanel(store) {
  const { canvas, context, resize } = sharpCanvas();
  const units = h("div", { class: "nnb-units", role: "group" });
  units.setAttribute("aria-label", UNITS_HELP);
  const titles = h("div", { class: "nnb-titles" });
  const sheet = h("div", { class: "nnb-sheet" }, canvas, titles, units);
  const scroller = h("div", { class: "nnb-picture" }, sheet);
  const legend = h("div", { class: "nnb-legend" });
  const state = { picture: null, sheets: null, lookup: null, signature: "", scale: 1, space: 0 };

  const place = () => {
    if (!store.layout || !state.space) return;
    state.picture = placed(store.layout, state.space);
    Object.assign(store.picture, state.picture);
    resize(state.picture.width, state.picture.height);
    sheet.style.width = `${state.picture.width}px`;
    sheet.style.height = `${state.picture.height}px`;
    delete titles.dataset.guilty;
    placeTitles(store, titles, state.picture);
    placeUnits(store, units, state.picture);
    store.emit("picture", store.picture);
    paint();
  };
  const paint = () => {
    if (!state.picture || !store.colours || !store.arrays.weights) return;
    fillSheets(store, state.sheets, state.lookup);
    paintPicture(store, state, context);
  };
  store.on("layout", (layout) => {
    const signature = JSON.stringify([layout.columns, layout.badges, layout.classes]);
    state.sheets = mapSheets(layout);
    if (signature === state.signature) return;
    state.signature = signature;
    state.scale = 0;
    if (!focusColumn(store, store.ui.focus)) store.setUi({ focus: null, hover: null });
    place();
  });
  store.on("theme", (colours) => {
    state.lookup = divergingRamp(colours);
    paint();
  });
  store.on("frame", () => {
    markProblem(store, titles, units);
    paint();
  });
  store.on("tick", () => writeScale(store, legend, state));
  store.on("ui", (changed) => {
    if (!changed.includes("view")) return;
    state.scale = 0;
    writeScale(store, legend, state);
  });
  const observer = new ResizeObserver(([entry]) => {
    const space = Math.floor(entry.contentRect.width);
    if (space === state.space) return;
    state.space = space;
    place();
  });
  observer.observe(scroller);
  store.on("destroy", () => observer.disconnect());
  followPointer(store, sheet, state);
  followKeys(store, units, sheet, state);
  legend.append(...legendParts());
  return h("div", { class: "nnb-network" }, networkHead(store, legend), scroller);
}

const UNITS_HELP =
  "The network's neurons. Arrow keys go from neuron to neuron, Enter to the edges that come in.";

function networkHead(store, legend) {
  const buttons = VIEWS.map(([view, text]) => {
    const choose = () => store.setUi({ view });
    return h("button", { onclick: choose, "aria-pressed": view === store.ui.view }, text);
  });
  const segments = { class: "nnb-segments", role: "group", "aria-label": "The edges show" };
  store.on("ui", () => {
    VIEWS.forEach(([view], i) => buttons[i].setAttribute("aria-pressed", view === store.ui.view));
  });
  return h("div", { class: "nnb-network-head" }, h("div", segments, buttons), legend);
}

function legendParts() {
  const line = (kind) => h("span", { class: `nnb-line nnb-${kind}`, "aria-hidden": "true" });
  return [
    h("span", {}, line("positive"), "positive"),
    h("span", {}, line("negative"), "negative"),
    h("span", { class: "nnb-number nnb-scale" }),
  ];
}

function writeScale(store, legend, state) {
  const size = number(state.scale, 2);
  const waiting = shownValues(store) ? `widest: ${size}` : "nothing to show before the first step";
  write(legend.lastChild, waiting);
}

// Painting ------------------------------------------------------------------------------------

function paintPicture(store, state, context) {
  const { picture, sheets } = state;
  context.clearRect(0, 0, picture.width, picture.height);
  const values = shownValues(store);
  const lit = store.ui.hover ?? store.ui.focus ?? phaseLight(store.slow, picture.columns);
  state.scale = follow(state.scale, largestEdge(values, picture), store.ui.view === "weights");
  paintEdges(store, context, { picture, values, scale: state.scale, lit });
  for (const column of picture.columns) {
    if (isSlim(column)) paintSlim(store, context, column, picture);
    else paintTiles(store, context, column, sheets.get(column.place));
    if (column.kind === "dense") paintBiases(store, context, column, values);
  }
  paintPhase(store, context, picture);
}

// The scale grows at once and shrinks slowly, so that widths don't flicker.
function follow(scale, largest, weights) {
  return Math.max(largest, scale * 0.98, weights ? 0.5 : 1e-12);
}

function largestEdge(values, picture) {
  let largest = 0;
  if (!values) return largest;
  for (const column of picture.columns) {
    if (column.kind !== "dense") continue;
    const bundles = column.source.image;
    const count = bundles ? column.units : column.units * column.fan_in;
    for (let i = 0; i < count; i += 1) {
      const value = bundles ? bundleStrength(values, column, i) : Math.abs(values[column.W + i]);
      if (value > largest) largest = value; // and NaN isn't
    }
  }
  return largest;
}

function paintEdges(store, context, { picture, values, scale, lit }) {
  const buckets = Array.from({ length: 4 * LEVELS }, () => []);
  const { widest } = picture;
  let chosen = null;
  for (const column of picture.columns) {
    if (column.kind !== "dense") continue;
    for (let to = 0; to < column.count; to += 1) {
      for (let from = 0; from < column.source.count; from += 1) {
        const value = edgeValue(values, column, to, from);
        const ends = edgeEnds(column, to, from);
        const level = Math.min(LEVELS - 1, Math.floor((Math.abs(value) / scale) * LEVELS)) || 0;
        const bright = !lit || touches(lit, column, to, from);
        if (lit?.kind === "edge" && bright) chosen = { ends, level, negative: value < 0 };
        buckets[(bright ? 2 * LEVELS : 0) + (value < 0 ? LEVELS : 0) + level].push(ends);
      }
    }
  }
  const crowded = picture.edges > CROWD;
  context.lineCap = "butt";
  buckets.forEach((edges, i) => edges.length && paintBucket(store, context, edges, i, { lit, widest, crowded }));
  if (chosen) paintChosen(store, context, chosen, widest);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function touches(lit, column, to, from) {
  if (lit.kind === "column") return lit.column === column.place;
  if (lit.kind === "edge") return lit.column === column.place && lit.to === to && lit.from === from;
  if (lit.column === column.place) return lit.unit === to;
  return lit.column === column.source.place && (lit.unit === from || column.source.image);
}

function paintBucket(store, context, edges, i, { lit, widest, crowded }) {
  const share = ((i % LEVELS) + 0.5) / LEVELS;
  const negative = Math.floor(i / LEVELS) % 2 === 1;
  const dimmed = lit && i < 2 * LEVELS;
  context.strokeStyle = store.colours[negative ? "orange" : "blue"];
  context.lineWidth = 0.4 + widest * share;
  context.globalAlpha = (0.14 + 0.76 * share) * (dimmed ? 0.3 : 1);
  context.setLineDash(negative && (!crowded || share > 0.35) ? DASH : []);
  context.beginPath();
  for (const ends of edges) traceEdge(context, ends);
  context.stroke();
}

function paintChosen(store, context, { ends, level, negative }, widest) {
  context.globalAlpha = 1;
  context.setLineDash([]);
  const width = 0.4 + (widest * (level + 0.5)) / LEVELS;
  const layers = [
    [store.colours.text, width + 5, []],
    [store.colours.card, width + 2.4, []],
    [store.colours[negative ? "orange" : "blue"], Math.max(1.6, width), negative ? DASH : []],
  ];
  for (const [colour, lineWidth, dash] of layers) {
    Object.assign(context, { strokeStyle: colour, lineWidth });
    context.setLineDash(dash);
    context.beginPath();
    traceEdge(context, ends);
    context.stroke();
  }
}

function paintSlim(store, context, column, picture) {
  const { source } = column;
  const half = source.tile / 2 + 6;
  const [top, bottom] = [source.ys[0] - half, source.ys.at(-1) + half];
  const { left, right } = column;
  context.beginPath();
  context.roundRect(left, top, right - left, bottom - top, 4);
  context.fillStyle = store.colours.ground;
  const guilty = store.picture.guilty === column.place;
  context.strokeStyle = store.colours[guilty ? "wrong" : "muted"];
  context.lineWidth = guilty ? 3 : 1;
  if (column.kind === "dropout") context.setLineDash([2, 2]);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  Object.assign(context, { strokeStyle: store.colours.line, lineWidth: 1 });
  context.beginPath();
  for (const y of source.ys) {
    context.moveTo(source.right, y);
    context.lineTo(left, y);
  }
  context.stroke();
}

function paintTiles(store, context, column, sheet) {
  const { left, tile, ys } = column;
  context.imageSmoothingEnabled = Boolean(store.layout.plane);
  ys.forEach((y, i) => {
    const height = tile;
    context.fillStyle = store.colours.zero;
    context.fillRect(left, y - height / 2, tile, height);
    if (!sheet?.filled) return;
    const from = [0, i * sheet.tile, sheet.width, sheet.tile];
    context.drawImage(sheet.canvas, ...from, left, y - height / 2, tile, height);
  });
}

// A bias is a disc at the tile's lower left corner: its size, its colour, and its sign in it.
function paintBiases(store, context, column, values) {
  if (!values) return;
  column.ys.forEach((y, i) => {
    const value = values[column.b + i];
    if (!value) return; // 0, and NaN too
    const relative = store.ui.view === "weights" ? Math.abs(value) : Infinity;
    const r = Math.min(6.5, 3.6 + 2 * Math.min(2, relative));
    const [cx, cy] = [column.left + 1, y + column.tile / 2 - 1];
    context.fillStyle = store.colours.card;
    context.beginPath();
    context.arc(cx, cy, r + 1.5, 0, 7);
    context.fill();
    context.fillStyle = store.colours[value < 0 ? "orange" : "blue"];
    context.beginPath();
    context.arc(cx, cy, r, 0, 7);
    context.fill();
    context.fillStyle = store.colours.card;
    context.fillRect(cx - r * 0.55, cy - 0.75, r * 1.1, 1.5);
    if (value > 0) context.fillRect(cx - 0.75, cy - r * 0.55, 1.5, r * 1.1);
  });
}
