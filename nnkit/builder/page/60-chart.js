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

const NO_EPOCH = "No epoch yet: press Play or Step.";

// `curves()` are those to draw now, the first of them the one that the probe walks along; `empty()`
// says why there are none. `scale` is {log, low, high, words}: low and high, where given, are the least that is shown.
function newChart(store, probe, { title, curves, scale, more = [], empty = () => NO_EPOCH }) {
  const { canvas, context, resize } = sharpCanvas();
  const slider = h("input", { type: "range", min: 0, step: 1, class: "nnb-probe" });
  slider.setAttribute("aria-label", `${title}, epoch by epoch`);
  const field = h("div", { class: "nnb-chart-field" }, canvas, slider);
  const legend = h("p", { class: "nnb-chart-legend nnb-number" });
  const head = h("div", { class: "nnb-chart-head" }, h("h4", {}, title), ...more);
  const box = h("div", { class: "nnb-chart" }, head, field, legend);
  const chart = { store, probe, context, curves, scale, empty, slider, legend, width: 0, drawn: [] };

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
  const here = () => walk(Number(slider.value));
  slider.addEventListener("focus", () => slider.matches(":focus-visible") && here());
  slider.addEventListener("blur", () => probe.set(null));
  slider.addEventListener("input", here);
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
  const looks = drawn.map((curve) => `${curve.name}${curve.dash}${store.colours?.dark}`);
  const names = looks.join() || chart.empty();
  if (legend.dataset.names !== names) {
    legend.dataset.names = names;
    const entries = drawn.map((each) => curveKey(store, each));
    legend.replaceChildren(h("span", { class: "nnb-chart-epoch" }), ...entries);
    if (!drawn.length) legend.append(names);
  }
  drawn.forEach((curve, i) => write(legend.children[i + 1].lastChild, wordsAt(chart, curve)));
  const at = drawn.length && chart.probe.epoch !== null;
  write(legend.firstChild, at ? `epoch ${epochWords(chart, drawn[0])}` : "");
}

function curveKey(store, { name, colour, dash, faint }) {
  const line = svg("svg", { class: "nnb-chart-key", viewBox: "0 0 22 8", "aria-hidden": "true" });
  const stroke = colourOf(store, colour);
  const look = { "stroke-width": faint ? 1.2 : 2.2, "stroke-dasharray": (dash ?? []).join() };
  line.append(svg("path", { d: "M0 4H22", stroke, ...look }));
  return h("span", {}, line, ` ${name} `, h("b", {}));
}

function colourOf(store, colour) {
  return store.colours?.[colour] ?? colour ?? "currentColor";
}
