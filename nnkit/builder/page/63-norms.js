// How large the gradients of each layer are: kept here, frame by frame, as long as the page is open.

const MOST_NORMS = 600;
const NORM_DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

function normsChart(store, probe) {
  const kept = { rows: new Float32Array(0), count: 0, stride: 1, names: [], signature: "" };
  const chart = newChart(store, probe, {
    title: "Gradient norm of each layer",
    curves: () => normCurves(store, kept),
    scale: () => ({ log: true }),
    empty: () => (store.frame?.steps ? "Kept from the next step on." : NO_EPOCH),
  });
  store.on("layout", (layout) => {
    const dense = [...layout.columns.keys()].filter((i) => layout.columns[i].kind === "dense");
    const names = dense.map((i) => columnName(layout, i));
    const signature = JSON.stringify(layout.columns);
    if (signature === kept.signature) return;
    const stride = names.length + 1;
    const rows = new Float32Array(stride * MOST_NORMS);
    Object.assign(kept, { names, signature, stride, rows, count: 0, steps: Infinity });
  });
  store.on("frame", (frame) => keepNorms(store, kept, frame));
  return { ...chart, kept };
}

// Rows later than this frame belong to a future that is gone. When there is no room, every second
// row goes. All at 0 is worth a row only right after a step: else no gradient was worked out yet,
// or the row is there.
function keepNorms({ layout }, kept, { epoch, position, steps, norms, snapshots }) {
  const stepped = steps > kept.steps;
  kept.steps = steps;
  if (norms?.length !== kept.stride - 1 || typeof snapshots?.at === "number") return;
  const when = Math.fround(epoch + Math.min(0.999, position / Math.max(1, layout.points.train)));
  const latest = () => (kept.count ? kept.rows[(kept.count - 1) * kept.stride] : -1);
  while (latest() > when) kept.count -= 1;
  if (!stepped && !norms.some((value) => value > 0)) return;
  if (latest() === when) kept.count -= 1;
  if (kept.count === MOST_NORMS) halveNorms(kept);
  kept.rows.set([when, ...norms.map((value) => value ?? NaN)], kept.count * kept.stride);
  kept.count += 1;
}

function halveNorms(kept) {
  const { rows, stride } = kept;
  for (let i = 0; 2 * i < kept.count; i += 1) {
    rows.copyWithin(i * stride, 2 * i * stride, (2 * i + 1) * stride);
  }
  kept.count = Math.ceil(kept.count / 2);
}

function normCurves(store, { names, rows, count, stride }) {
  if (!count || !store.colours) return [];
  const colours = classColours(store.colours);
  return names.map((name, i) => ({
    ...{ name, rows, count, stride, column: i + 1 },
    ...{ colour: colours[(i + 1) % colours.length], dash: NORM_DASHES[i % NORM_DASHES.length] },
  }));
}

function normsTable(store, { kept }) {
  return numbersTable(store, "The gradient norms in numbers", () => ({
    heads: ["Epoch", ...kept.names],
    rows: someRows(kept.count).map((row) => {
      const [when, ...norms] = kept.rows.subarray(row * kept.stride, (row + 1) * kept.stride);
      return [String(Math.floor(when)), ...norms.map((value) => number(value, 3))];
    }),
  }));
}
