// Reading values off the plane, and drawing points on it by mouse or keyboard.

function readUnderPointer({ store, state, field, caption }) {
  const scale = () => planeScale({ store, state });
  const read = (event) => {
    const box = field.getBoundingClientRect();
    const [x, y] = scale().back(event.clientX - box.left, event.clientY - box.top);
    write(caption, inside(store, x, y) ? answerWords(store, state, x, y) : "");
  };
  field.addEventListener("pointermove", (event) => store.layout?.plane && read(event));
  field.addEventListener("pointerleave", () => write(caption, drawingWords(store, state)));
}

function inside(store, x, y) {
  const { low, high } = store.layout.plane;
  return x >= low[0] && x <= high[0] && y >= low[1] && y <= high[1];
}

function answerWords(store, state, x, y) {
  const { plane, task, classes } = store.layout;
  const place = `${plane.x} = ${number(x, 3)}, ${plane.y} = ${number(y, 3)}`;
  const { region } = store.arrays;
  if (!region) return place;
  const cell = (value, k) => {
    const share = (value - plane.low[k]) / (plane.high[k] - plane.low[k]);
    return Math.min(plane.size - 1, Math.floor(share * plane.size));
  };
  const byte = region[(plane.size - 1 - cell(y, 1)) * plane.size + cell(x, 0)];
  if (task === "binary") return `${place}: ${percent(byte / 255)} ${classes[1] ?? "class 1"}`;
  if (task === "classes") return `${place}: ${classes[byte >> 4] ?? byte >> 4}`;
  return place;
}

// The kernel leaves some room around the points: inside it, a new point doesn't move the plane.
const MARGIN = 0.1 / 1.2;

function withinMargin(store, at) {
  const { low, high } = store.layout.plane;
  return at.map((value, k) => {
    const room = MARGIN * (high[k] - low[k]);
    return Math.min(high[k] - room, Math.max(low[k] + room, value));
  });
}

// Drawing -------------------------------------------------------------------------------------

const NEED = 2; // points of each class before there is something to learn
const DRAWING_HELP =
  "Draw points: arrow keys move the cursor, 1 and 2 choose the class, Enter puts a point, " +
  "Delete removes the nearest.";

function drawingWords(store, state) {
  if (!store.ui.drawing) return "";
  if (enough(state.drawn)) return "";
  return `Put at least ${NEED} points of each class: then the network trains on them.`;
}

function enough(points) {
  return [0, 1].every((label) => points.filter((point) => point[2] === label).length >= NEED);
}

function drawingControls(store, { state, caption }) {
  const toggle = h("button", { "aria-pressed": "false" }, "Draw points");
  const classes = ["1 ■", "2 ●"].map((text, label) => {
    const choose = () => store.setUi({ drawLabel: label });
    const name = `Draw class ${label + 1}`;
    return h("button", { onclick: choose, "aria-label": name, "aria-pressed": false }, text);
  });
  const attributes = { class: "nnb-segments", role: "group", "aria-label": "Class to draw" };
  const both = h("span", attributes, classes);
  toggle.addEventListener("click", () => store.setUi({ drawing: !store.ui.drawing }));
  const show = () => {
    toggle.setAttribute("aria-pressed", String(store.ui.drawing));
    const fixed = ["data.name", "data.points"].some((each) => frozen(store, each));
    toggle.hidden = !store.layout?.plane || hidden(store, "data") || fixed;
    both.hidden = !store.ui.drawing;
    classes.forEach((each, i) => each.setAttribute("aria-pressed", String(store.ui.drawLabel === i)));
  };
  store.on("layout", () => {
    if (!store.layout.plane && store.ui.drawing) store.setUi({ drawing: false });
    show();
  });
  store.on("ui", (changed) => {
    show();
    if (changed.includes("drawing")) write(caption, drawingWords(store, state));
  });
  show();
  return [toggle, both];
}

function drawPoints(plane, repaint) {
  const { store, state, field, caption } = plane;
  Object.assign(state, { drawn: [], cursor: null });
  field.setAttribute("data-lm-suppress-shortcuts", "true");
  const changed = () => {
    repaint();
    write(caption, drawingWords(store, state));
    if (!enough(state.drawn)) return;
    const points = state.drawn.map((point) => [...point]);
    store.edit((spec) => Object.assign(spec.data, { name: "points", points }));
  };
  const put = (...at) => {
    if (!inside(store, ...at)) return;
    const [x, y] = withinMargin(store, at).map((value) => Number(value.toPrecision(4)));
    state.drawn.push([x, y, store.ui.drawLabel]);
    changed();
  };
  const removeNear = (x, y) => {
    if (!state.drawn.length) return;
    const away = state.drawn.map(([px, py]) => Math.hypot(px - x, py - y));
    state.drawn.splice(away.indexOf(Math.min(...away)), 1);
    changed();
  };
  store.on("ui", (keys) => {
    if (!keys.includes("drawing")) return;
    startOrStop(plane);
    repaint();
  });
  field.addEventListener("click", (event) => {
    if (!store.ui.drawing) return;
    const box = field.getBoundingClientRect();
    const at = planeScale(plane).back(event.clientX - box.left, event.clientY - box.top);
    (event.shiftKey ? removeNear : put)(...at);
  });
  field.addEventListener("keydown", (event) => {
    if (store.ui.drawing && onDrawingKey(plane, event, { put, removeNear })) event.preventDefault();
    repaint();
  });
}

function startOrStop({ store, state, field }) {
  const { drawing } = store.ui;
  const { plane } = store.layout;
  const mine = store.spec.data.name === "points" ? store.spec.data.points : [];
  state.drawn = drawing ? mine.map((point) => [...point]) : [];
  state.cursor = drawing ? plane.low.map((low, k) => (low + plane.high[k]) / 2) : null;
  field.setAttribute("role", drawing ? "application" : "img");
  field.setAttribute("aria-label", drawing ? DRAWING_HELP : planeWords(store));
  field.classList.toggle("nnb-drawing", drawing);
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function onDrawingKey({ store, state }, event, { put, removeNear }) {
  const { low, high } = store.layout.plane;
  const move = MOVES[event.key];
  if (move) {
    const steps = event.shiftKey ? 100 : 25;
    const there = state.cursor.map((value, k) => value + (move[k] * (high[k] - low[k])) / steps);
    state.cursor = withinMargin(store, there);
    store.say(`${number(state.cursor[0], 2)}, ${number(state.cursor[1], 2)}`);
  } else if (event.key === "1" || event.key === "2") {
    store.setUi({ drawLabel: Number(event.key) - 1 });
  } else if (event.key === "Enter") put(...state.cursor);
  else if (event.key === "Delete" || event.key === "Backspace") removeNear(...state.cursor);
  else if (event.key === "Escape") store.setUi({ drawing: false });
  else return false;
  return true;
}

function paintCursor({ store, state, context, field }, { x, y }) {
  if (!state.cursor || document.activeElement !== field) return;
  const [cx, cy] = [x(state.cursor[0]), y(state.cursor[1])];
  context.beginPath();
  context.moveTo(cx - 9, cy);
  context.lineTo(cx + 9, cy);
  context.moveTo(cx, cy - 9);
  context.lineTo(cx, cy + 9);
  for (const [colour, width] of [["card", 4], ["text", 1.6]]) {
    Object.assign(context, { strokeStyle: store.colours[colour], lineWidth: width });
    context.stroke();
  }
  tracePoint(context, SHAPES[store.ui.drawLabel], cx, cy, 3.6);
  context.fillStyle = pointColour(store, store.ui.drawLabel);
  context.fill();
}
