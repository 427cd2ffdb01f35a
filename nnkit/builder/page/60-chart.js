// One small chart of curves over the epochs: axes, a legend that holds the numbers, and a probe that
// the mouse, a finger or the arrow keys move along the curve.

const PLOT = { left: 46, right: 12, top: 8, bottom: 22, height: 124 };

// A curve reads numbers from flat rows: {name, rows, stride, count, column, colour, dash, faint}.
// The first number of a row is the epoch.
function curveAt({ rows, stride, column }, i) {
  return rows[i * stride + column];
}

function epochAt({ rows, stride }, i) {
  return rows[i * stride];
}

// The row nearest to an epoch.
function rowNear(curve, epoch) {
  let [low, high] = [0, curve.count - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (epochAt(curve, middle) <= epoch) low = middle;
    else high = middle;
  }
  return high >= 0 && epochAt(curve, high) - epoch < epoch - epochAt(curve, low) ? high : low;
}

// What all charts of a page share: the epoch that is looked at, null for the newest.
function newProbe() {
  const followers = [];
  const probe = { epoch: null, follow: (fn) => followers.push(fn) };
  probe.set = (epoch) => {
    if (probe.epoch === epoch) return;
    probe.epoch = epoch;
    followers.forEach((fn) => fn());
  };
  return probe;
}

// `curves()` are those to draw now, the first of them the one that the probe walks along;
// `scale` is {log, low, high, words}: low and high, where given, are the least that is shown.
function newChart(store, probe, { title, curves, scale, more = [] }) {
  const { canvas, context, resize } = sharpCanvas();
  const slider = h("input", { type: "range", min: 0, step: 1, class: "nnb-probe" });
  slider.setAttribute("aria-label", `${title}, epoch by epoch`);
  const field = h("div", { class: "nnb-chart-field" }, canvas, slider);
  const legend = h("p", { class: "nnb-chart-legend nnb-number" });
  const head = h("div", { class: "nnb-chart-head" }, h("h4", {}, title), ...more);
  const box = h("div", { class: "nnb-chart" }, head, field, legend);
  const chart = { store, probe, context, curves, scale, slider, legend, width: 0, drawn: [], due: true };

  const paint = () => {
    chart.drawn = chart.curves().filter((curve) => curve.count > 0);
    writeLegend(chart);
    writeProbe(chart);
    if (chart.width > PLOT.left + 60 && store.colours) paintChart(chart);
  };
  const observer = new ResizeObserver(([entry]) => {
    chart.width = Math.floor(entry.contentRect.width);
    resize(chart.width, PLOT.height);
    paint();
  });
  observer.observe(field);
  store.on("destroy", () => observer.disconnect());
  store.on("theme", paint);
  probe.follow(paint);
  followProbe(chart, field);
  return { box, paint };
}

function followProbe(chart, field) {
  const { probe, slider } = chart;
  const walk = (row) => {
    const [curve] = chart.drawn;
    if (curve) probe.set(epochAt(curve, Math.max(0, Math.min(curve.count - 1, row))));
  };
  slider.addEventListener("focus", () => slider.matches(":focus-visible") && walk(Number(slider.value)));
  slider.addEventListener("blur", () => probe.set(null));
  slider.addEventListener("input", () => walk(Number(slider.value)));
  field.addEventListener("pointermove", (event) => {
    const [curve] = chart.drawn;
    if (!curve) return;
    const at = event.clientX - field.getBoundingClientRect().left;
    walk(rowNear(curve, placesOf(chart).epoch(at)));
  });
  field.addEventListener("pointerleave", () => slider.matches(":focus-visible") || probe.set(null));
}

function rowShown({ probe }, curve) {
  return probe.epoch === null ? curve.count - 1 : rowNear(curve, probe.epoch);
}

// Said to who listens: "Epoch 12: training 0.31, validation 0.35".
function writeProbe(chart) {
  const { slider, drawn } = chart;
  const [first] = drawn;
  slider.disabled = !first;
  if (!first) return;
  slider.max = first.count - 1;
  slider.value = rowShown(chart, first);
  const said = drawn.map((curve) => `${curve.name} ${wordsAt(chart, curve)}`);
  slider.setAttribute("aria-valuetext", `Epoch ${epochWords(chart, first)}: ${said.join(", ")}`);
}

function epochWords(chart, curve) {
  return Math.floor(epochAt(curve, rowShown(chart, curve))).toLocaleString("en");
}

function wordsAt(chart, curve) {
  const { words = (value) => number(value, 3) } = chart.scale();
  return words(curveAt(curve, rowShown(chart, curve)));
}

// The entries stay the same elements while the curves do: only their numbers are written anew.
function writeLegend(chart) {
  const { legend, drawn, store } = chart;
  const names = drawn.map((curve) => `${curve.name}${curve.dash}${store.colours?.dark}`).join();
  if (legend.dataset.names !== names) {
    legend.dataset.names = names;
    legend.replaceChildren(h("span", { class: "nnb-chart-epoch" }), ...drawn.map((each) => curveKey(store, each)));
    if (!drawn.length) legend.append(h("span", { class: "nnb-muted" }, "No epoch yet: press Play or Step."));
  }
  drawn.forEach((curve, i) => write(legend.children[i + 1].lastChild, wordsAt(chart, curve)));
  const at = drawn.length && chart.probe.epoch !== null;
  write(legend.firstChild, at ? `epoch ${epochWords(chart, drawn[0])}` : "");
}

function curveKey(store, { name, colour, dash, faint }) {
  const line = svg("svg", { class: "nnb-chart-key", viewBox: "0 0 22 8", "aria-hidden": "true" });
  const stroke = colourOf(store, colour);
  const width = faint ? 1.2 : 2.2;
  line.append(svg("path", { d: "M0 4H22", stroke, "stroke-width": width, "stroke-dasharray": (dash ?? []).join() }));
  return h("span", {}, line, ` ${name} `, h("b", {}));
}

function colourOf(store, colour) {
  return store.colours?.[colour] ?? colour ?? "currentColor";
}

// Places ---------------------------------------------------------------------------------------

function placesOf(chart) {
  const { drawn, width } = chart;
  const ends = drawn.map((curve) => [epochAt(curve, 0), epochAt(curve, curve.count - 1)]);
  const first = Math.min(...ends.map(([start]) => start), 0);
  const last = Math.max(...ends.map(([, end]) => end), first + 1);
  const wide = width - PLOT.left - PLOT.right;
  return {
    first,
    last,
    wide,
    x: (epoch) => PLOT.left + ((epoch - first) / (last - first)) * wide,
    epoch: (px) => first + ((px - PLOT.left) / wide) * (last - first),
    ...heights(drawn, chart.scale()),
  };
}

function heights(drawn, { log, low = Infinity, high = -Infinity }) {
  let [least, most] = [log ? Infinity : low, high];
  for (const curve of drawn) {
    for (let i = 0; i < curve.count; i += 1) {
      const value = curveAt(curve, i);
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  if (!Number.isFinite(least)) least = log ? 0.1 : 0;
  if (!(most > least)) most = log ? least * 10 : least + 1;
  const [bottom, top] = log ? [Math.log10(least) - 0.05, Math.log10(most) + 0.05] : [least, most];
  const tall = PLOT.height - PLOT.top - PLOT.bottom;
  const of = (value) => (log ? Math.log10(Math.max(value, 1e-300)) : value);
  const y = (value) => {
    const share = (of(value) - bottom) / (top - bottom);
    return PLOT.top + tall * (1 - Math.max(-0.02, Math.min(1.02, share)));
  };
  return { y, tall, ticks: log ? logTicks(bottom, top) : niceTicks(least, most) };
}

// Digits between the powers of ten, for less than half a power, one, one and a half, and two.
const LOG_DIGITS = [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 3, 5], [1, 2, 5], [1, 3]];

// Whole powers of ten, at most about four; within one power, numbers between.
function logTicks(bottom, top) {
  if (top - bottom < 2) {
    const digits = LOG_DIGITS[Math.floor(2 * (top - bottom))];
    return [...digits, ...digits.map((digit) => 10 * digit), ...digits.map((digit) => 100 * digit)]
      .map((digit) => digit * 10 ** Math.floor(bottom))
      .filter((value) => Math.log10(value) >= bottom && Math.log10(value) <= top)
      .map((value) => [value, plainTick(value)]);
  }
  const step = Math.ceil((top - bottom) / 4);
  const ticks = [];
  for (let power = Math.ceil(bottom); power <= top; power += step) {
    ticks.push([10 ** power, plainTick(10 ** power)]);
  }
  return ticks;
}

function plainTick(value) {
  const plain = value >= 1e-3 && value < 1e4;
  return plain ? String(Number(value.toPrecision(2))) : value.toExponential(0).replaceAll("-", "−").replace("+", "");
}

// Painting -------------------------------------------------------------------------------------

function paintChart(chart) {
  const { context, drawn, width } = chart;
  const places = placesOf(chart);
  context.clearRect(0, 0, width, PLOT.height);
  paintGrid(chart, places);
  context.save();
  context.beginPath();
  context.rect(PLOT.left - 1, PLOT.top - 3, places.wide + 3, places.tall + 6);
  context.clip();
  for (const curve of [...drawn].reverse()) paintCurve(chart, curve, places);
  context.restore();
  if (drawn.length) paintProbe(chart, places);
}

function paintGrid({ store, context, scale }, { x, y, tall, wide, first, last, ticks }) {
  const { colours } = store;
  const shown = scale().words && !scale().log ? ([value]) => scale().words(value).replace(".0", "") : ([, text]) => text;
  context.font = "11px system-ui, sans-serif";
  context.strokeStyle = colours.line;
  context.fillStyle = colours.muted;
  context.lineWidth = 1;
  Object.assign(context, { textAlign: "right", textBaseline: "middle" });
  context.beginPath();
  for (const tick of ticks) {
    const at = Math.round(y(tick[0])) + 0.5;
    context.moveTo(PLOT.left, at);
    context.lineTo(PLOT.left + wide, at);
    context.fillText(shown(tick), PLOT.left - 6, at);
  }
  context.stroke();
  context.textBaseline = "top";
  const below = PLOT.top + tall + 6;
  for (const [value, text] of niceTicks(first, last)) {
    if (value % 1) continue; // half an epoch has no row
    context.textAlign = x(value) > PLOT.left + wide - 16 ? "right" : "center";
    context.fillText(text, Math.min(x(value), PLOT.left + wide + 4), below);
  }
  context.textAlign = "right";
  context.fillText("epoch", PLOT.left - 8, below);
}

function paintCurve({ store, context }, curve, { x, y }) {
  context.strokeStyle = colourOf(store, curve.colour);
  context.globalAlpha = curve.faint ? 0.75 : 1;
  context.lineWidth = curve.faint ? 1 : 1.8;
  context.setLineDash(curve.dash ?? []);
  context.lineJoin = "round";
  context.beginPath();
  let open = false;
  for (let i = 0; i < curve.count; i += 1) {
    const value = curveAt(curve, i);
    const there = Number.isFinite(value);
    if (there && open) context.lineTo(x(epochAt(curve, i)), y(value));
    else if (there) context.moveTo(x(epochAt(curve, i)), y(value));
    open = there;
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// Where the probe stands; else, after going back in time, where the network stands.
function paintProbe(chart, { x, y, tall }) {
  const { store, context, probe, drawn } = chart;
  const back = typeof store.frame?.snapshots?.at === "number" ? store.frame.epoch : null;
  const epoch = probe.epoch ?? back;
  if (epoch === null) return;
  const at = Math.round(x(epoch)) + 0.5;
  context.strokeStyle = store.colours.text;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at, PLOT.top);
  context.lineTo(at, PLOT.top + tall);
  context.stroke();
  for (const curve of drawn) {
    const row = rowNear(curve, epoch);
    const value = curveAt(curve, row);
    if (!Number.isFinite(value)) continue;
    context.beginPath();
    context.arc(x(epochAt(curve, row)), y(value), 3.2, 0, 7);
    context.fillStyle = store.colours.card;
    context.fill();
    context.strokeStyle = colourOf(store, curve.colour);
    context.lineWidth = 1.8;
    context.stroke();
  }
}
