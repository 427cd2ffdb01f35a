// The plane of the two features: what the network answers everywhere on it, and the points.

const FRAME = { left: 38, right: 8, top: 8, bottom: 34 };
const LARGEST = 420;
const FINER = 6; // cells of the stepped picture in one cell of the kernel's
const STRENGTH = { light: 0.62, dark: 0.62 };

function planePanel(store) {
  const { canvas, context, resize } = sharpCanvas();
  const field = h("div", { class: "nnb-field-of-points", tabindex: 0, role: "img" }, canvas);
  const caption = h("p", { class: "nnb-muted nnb-number nnb-caption" });
  const legend = h("p", { class: "nnb-point-legend" });
  const none = h("p", { class: "nnb-muted" }, NO_PLANE);
  const shown = h("div", {}, field, legend, caption);
  const state = { size: 0, sheet: null, finer: null, points: null, space: null };
  const plane = { store, state, context, field, caption };

  const place = (width) => {
    state.size = Math.min(LARGEST, Math.floor(width));
    if (state.size < 80) return;
    resize(state.size, state.size);
    field.style.width = `${state.size}px`;
    state.points = null;
    paint();
  };
  const paint = () => store.layout?.plane && state.size >= 80 && store.colours && paintPlane(plane);
  store.on("layout", ({ plane: there }) => {
    none.hidden = Boolean(there);
    shown.hidden = !there;
    state.points = null;
    if (!there) return;
    if (state.sheet?.width !== there.size) {
      state.sheet = byteSheet(there.size, there.size);
      state.finer = byteSheet(there.size * FINER, there.size * FINER);
    }
    state.colours = null;
    writePointLegend(store, legend);
    if (!store.ui.drawing) field.setAttribute("aria-label", planeWords(store));
  });
  store.on("theme", () => {
    state.points = state.colours = null;
    if (store.layout) writePointLegend(store, legend);
    paint();
  });
  store.on("ui", (changed) => {
    if (changed.includes("showValidation") || changed.includes("drawing")) state.points = null;
    if (changed.includes("discrete")) state.colours = null;
    paint();
  });
  store.on("frame", paint);
  const observer = new ResizeObserver(([entry]) => place(entry.contentRect.width));
  shown.prepend(planeChoices(store, plane));
  const box = h("div", { class: "nnb-plane" }, shown, none);
  observer.observe(box);
  store.on("destroy", () => observer.disconnect());
  readUnderPointer(plane);
  drawPoints(plane, () => {
    state.points = null;
    paint();
  });
  return box;
}

const NO_PLANE =
  "More than two measurements, so there is no plane to draw. " +
  "The curves and the confusion matrix show how well it does.";

function planeWords(store) {
  const { plane, points } = store.layout;
  return (
    `The network's answer over ${plane.x} and ${plane.y}, with ${points.train} training ` +
    `and ${points.validation} validation points`
  );
}

function planeChoices(store, plane) {
  const tick = (key, text) => {
    const box = h("input", { type: "checkbox", checked: store.ui[key] });
    box.addEventListener("change", () => store.setUi({ [key]: box.checked }));
    store.on("ui", () => (box.checked = store.ui[key]));
    return h("label", {}, box, ` ${text}`);
  };
  const choices = [tick("discrete", "decisions only"), tick("showValidation", "validation points")];
  return h("div", { class: "nnb-choices" }, choices, drawingControls(store, plane));
}

// A legend with the points' own shapes.
function writePointLegend(store, legend) {
  const { task, classes } = store.layout;
  const entries = task === "regression" ? [] : classes.slice(0, 10).map((name, i) => [name, i]);
  const filled = h("span", { class: "nnb-muted" }, "filled: training · outlined: validation");
  legend.replaceChildren(...entries.map(([name, i]) => pointKey(store, name, i)), filled);
}

function pointKey(store, name, i) {
  const { canvas, context, resize } = sharpCanvas();
  resize(13, 13);
  if (store.colours) {
    context.fillStyle = pointColour(store, i);
    tracePoint(context, SHAPES[i % SHAPES.length], 6.5, 6.5, 4.6);
    context.fill();
  }
  return h("span", { class: "nnb-key" }, canvas, name);
}

function pointColour(store, target) {
  if (isLabel(store)) return classColours(store.colours)[target % 10];
  return store.colours[targetShare(store, target) < 0 ? "orange" : "blue"];
}

// Whoever draws points draws classes, whatever was learned before.
function isLabel(store) {
  return store.layout.task !== "regression" || store.ui.drawing;
}

// −1 for the lowest target, 1 for the highest: the colours of the region have the same ends.
function targetShare(store, target) {
  const [low, high] = store.layout.targets ?? [-1, 1];
  return (2 * (target - low)) / (high - low || 1) - 1;
}

// From the plane to pixels and back -----------------------------------------------------------

function planeScale({ store, state }) {
  const { low, high } = store.layout.plane;
  const wide = state.size - FRAME.left - FRAME.right;
  const tall = state.size - FRAME.top - FRAME.bottom;
  return {
    wide,
    tall,
    low,
    high,
    x: (value) => FRAME.left + ((value - low[0]) / (high[0] - low[0])) * wide,
    y: (value) => FRAME.top + ((high[1] - value) / (high[1] - low[1])) * tall,
    back: (px, py) => [
      low[0] + ((px - FRAME.left) / wide) * (high[0] - low[0]),
      high[1] - ((py - FRAME.top) / tall) * (high[1] - low[1]),
    ],
  };
}

function niceTicks(low, high) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) * power;
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high + 1e-9; i += 1) ticks.push(i * step);
  return ticks.map((value) => [value, String(Number(value.toPrecision(6))).replace("-", "−")]);
}

// Painting ------------------------------------------------------------------------------------

function paintPlane(plane) {
  const { store, state, context } = plane;
  const scale = planeScale(plane);
  state.colours ??= regionColours(store);
  context.clearRect(0, 0, state.size, state.size);
  paintRegion(plane, scale);
  state.points ??= pointLayer(plane, scale);
  context.drawImage(state.points, 0, 0, state.size, state.size);
  paintCursor(plane, scale);
}

function regionColours(store) {
  const { colours, ui, layout } = store;
  const strength = STRENGTH[colours.dark ? "dark" : "light"];
  if (layout.task === "classes") return winnerRamp(colours, strength, ui.discrete);
  if (!ui.discrete) return divergingRamp(colours, strength * (layout.task === "binary" ? 1 : 1.4));
  if (layout.task === "binary") return steppedRamp(colours, strength);
  const smooth = divergingRamp(colours, strength * 1.4);
  return smooth.map((_, i) => smooth[Math.min(255, 16 + 32 * Math.floor(i / 32))]);
}

function paintRegion({ store, state, context }, scale) {
  const { region } = store.arrays;
  const area = [FRAME.left, FRAME.top, scale.wide, scale.tall];
  if (!region || region.length !== state.sheet.width ** 2) return;
  const classes = store.layout.task === "classes";
  const finer = store.ui.discrete && !classes;
  const sheet = finer ? state.finer : state.sheet;
  if (state.seen !== region || state.lookup !== state.colours) {
    sheet.fill(finer ? refined(region, state.sheet.width) : region, state.colours);
    Object.assign(state, { seen: region, lookup: state.colours });
  }
  context.imageSmoothingEnabled = !(classes && store.ui.discrete);
  context.imageSmoothingQuality = "high";
  context.drawImage(sheet.canvas, ...area);
  if (store.layout.task === "binary") paintBoundary(store, context, region, state.sheet.width, scale);
}

// The same values on a grid FINER times as fine, by straight lines between the middles of cells.
function refined(bytes, size) {
  const fine = size * FINER;
  const out = new Uint8Array(fine * fine);
  const places = Array.from({ length: fine }, (_, i) => {
    const at = Math.min(size - 1, Math.max(0, (i + 0.5) / FINER - 0.5));
    const low = Math.min(size - 2, Math.floor(at));
    return [low, at - low];
  });
  let to = 0;
  for (const [row, v] of places) {
    for (const [column, u] of places) {
      const i = row * size + column;
      const lower = bytes[i] + u * (bytes[i + 1] - bytes[i]);
      const upper = bytes[i + size] + u * (bytes[i + size + 1] - bytes[i + size]);
      out[to++] = lower + v * (upper - lower);
    }
  }
  return out;
}

// Where the network is undecided: a line through the cells whose corners disagree.
function paintBoundary(store, context, bytes, size, { wide, tall }) {
  const x = (column) => FRAME.left + ((column + 0.5) / size) * wide;
  const y = (row) => FRAME.top + ((row + 0.5) / size) * tall;
  const cut = (a, b) => (127.5 - a) / (b - a);
  context.beginPath();
  for (let row = 0; row < size - 1; row += 1) {
    for (let column = 0; column < size - 1; column += 1) {
      const i = row * size + column;
      const [a, b, c, d] = [bytes[i], bytes[i + 1], bytes[i + size + 1], bytes[i + size]];
      const ends = [];
      if (a > 127 !== b > 127) ends.push([x(column + cut(a, b)), y(row)]);
      if (b > 127 !== c > 127) ends.push([x(column + 1), y(row + cut(b, c))]);
      if (d > 127 !== c > 127) ends.push([x(column + cut(d, c)), y(row + 1)]);
      if (a > 127 !== d > 127) ends.push([x(column), y(row + cut(a, d))]);
      for (let k = 0; k + 1 < ends.length; k += 2) {
        context.moveTo(...ends[k]);
        context.lineTo(...ends[k + 1]);
      }
    }
  }
  Object.assign(context, { strokeStyle: store.colours.text, lineWidth: 1.3, lineCap: "round" });
  context.stroke();
}

// Axes and points change seldom: they are painted once, and copied in every frame.
function pointLayer(plane, scale) {
  const { state, context } = plane;
  const ratio = context.getTransform().a;
  const layer = new OffscreenCanvas(Math.ceil(state.size * ratio), Math.ceil(state.size * ratio));
  const ink = layer.getContext("2d");
  ink.scale(ratio, ratio);
  paintAxes(plane, ink, scale);
  ink.beginPath();
  ink.rect(FRAME.left, FRAME.top, scale.wide, scale.tall);
  ink.clip();
  for (const point of shownPoints(plane)) paintPoint(plane.store, ink, scale, point);
  return layer;
}

function paintAxes({ store, state }, ink, { wide, tall, low, high, x, y }) {
  const { plane } = store.layout;
  ink.strokeStyle = store.colours.muted;
  ink.lineWidth = 1;
  ink.strokeRect(FRAME.left + 0.5, FRAME.top + 0.5, wide - 1, tall - 1);
  ink.fillStyle = store.colours.muted;
  ink.font = "11px system-ui, sans-serif";
  Object.assign(ink, { textAlign: "center", textBaseline: "top" });
  for (const [value, text] of niceTicks(low[0], high[0])) {
    ink.fillRect(x(value), FRAME.top + tall, 1, 4);
    ink.fillText(text, x(value), FRAME.top + tall + 6);
  }
  Object.assign(ink, { textAlign: "right", textBaseline: "middle" });
  for (const [value, text] of niceTicks(low[1], high[1])) {
    ink.fillRect(FRAME.left - 4, y(value), 4, 1);
    ink.fillText(text, FRAME.left - 6, y(value));
  }
  ink.fillStyle = store.colours.text;
  ink.font = "12px system-ui, sans-serif";
  Object.assign(ink, { textAlign: "center", textBaseline: "bottom" });
  ink.fillText(plane.x, FRAME.left + wide / 2, state.size);
  ink.save();
  ink.translate(1, FRAME.top + tall / 2);
  ink.rotate(-Math.PI / 2);
  ink.textBaseline = "top";
  ink.fillText(plane.y, 0, 0);
  ink.restore();
}

// [x, y, target, 0 for training or 1 for validation]
function shownPoints({ store, state }) {
  if (store.ui.drawing) return state.drawn.map((point) => [...point, 0]);
  const flat = store.arrays.points ?? [];
  const points = [];
  for (let i = 0; i + 3 < flat.length; i += 4) points.push(Array.from(flat.subarray(i, i + 4)));
  return points.filter(([, , , validation]) => !validation || store.ui.showValidation);
}

function paintPoint(store, ink, { x, y }, [px, py, target, validation]) {
  const colour = pointColour(store, target);
  const labels = isLabel(store);
  const size = labels ? 3.4 : 1.8 + 3 * Math.min(1, Math.abs(targetShare(store, target)));
  tracePoint(ink, labels ? SHAPES[target % SHAPES.length] : "circle", x(px), y(py), size);
  ink.fillStyle = validation ? store.colours.card : colour;
  ink.strokeStyle = validation ? colour : store.colours.card;
  ink.lineWidth = validation ? 1.7 : 1;
  ink.fill();
  ink.stroke();
}
