// Drawing a chart: where its numbers stand, its axes, its curves and its probe.

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
  if (value >= 1e-3 && value < 1e4) return String(Number(value.toPrecision(2)));
  return value.toExponential(0).replace("-", "−").replace("+", "");
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
  const { words } = scale();
  const shown = ([value, text]) => (words ? words(value).replace(".0", "") : text);
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
