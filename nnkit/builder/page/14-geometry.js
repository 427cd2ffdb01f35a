// Where the columns, tiles and edges of the picture stand. All lengths are CSS pixels.

const HEAD = 40; // above the tiles: the columns' titles
const FOOT = 8;
const SLIM = 24; // the width of a layer without units of its own
const LETTER = 6.6; // the width of a letter of a name, on average
const [SHORT, LONG] = [46, 112]; // the room for names left of the inputs, at least and at most
const LEAST_GAP = 30; // between two columns
const MOST_GAP = 180;

function isSlim(column) {
  return column.kind !== "input" && column.kind !== "dense";
}

// How many tiles a column has: an image is one tile, a layer between two others none.
function tilesOf(column) {
  if (isSlim(column)) return 0;
  return column.image ? 1 : column.units;
}

function outputLabels(layout) {
  const last = layout.columns.at(-1);
  if (layout.classes.length && last.units === layout.classes.length) return layout.classes;
  return [];
}

// The picture for so many pixels of width: {width, height, columns}, each column with left, right,
// centre, tile (its size), ys (the middles of its tiles), and `source`, the column that feeds it.
function placed(layout, space) {
  const rows = Math.max(...layout.columns.map(tilesOf), 3);
  const pitch = Math.min(52, Math.max(rows > 16 ? 20 : 29, 430 / rows));
  const full = layout.columns.filter((column) => !isSlim(column)).length;
  const before = Math.min(LONG, LETTER * Math.max(...layout.columns[0].labels.map((name) => name.length)));
  const labels = layout.columns[0].image ? 8 : Math.max(SHORT, 8 + before);
  const tile = Math.min(Math.round(pitch * 0.77), Math.max(22, (space - labels) / full / 1.9));
  const after = Math.min(90, LETTER * Math.max(5, ...outputLabels(layout).map((name) => name.length)));
  const solid = layout.columns.map((column) => widthOf(column, tile, rows * pitch));
  const free = space - labels - after - solid.reduce((sum, each) => sum + each, 0);
  const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, free / Math.max(1, full - 1)));
  const middle = HEAD + (rows * pitch) / 2;
  let at = labels;
  let source = null;
  const columns = layout.columns.map((column, i) => {
    if (i && !isSlim(column)) at += gap;
    const place = columnAt({ column, i, at, tile: solid[i], pitch, middle, source });
    if (isSlim(column)) Object.assign(place, { left: at + 6, right: at + SLIM - 2 });
    at += solid[i];
    if (!isSlim(column)) source = place;
    else source.exit = place.right;
    return place;
  });
  const edges = columns.reduce((sum, each) => sum + each.count * (each.source?.count ?? 0), 0);
  return { edges, width: Math.ceil(at + after), height: rows * pitch + HEAD + FOOT, columns, tile, widest: Math.min(6, tile / 6) };
}

function widthOf(column, tile, height) {
  if (isSlim(column)) return SLIM;
  return column.image ? Math.min(2.6 * tile, height) : tile;
}

function columnAt({ column, i, at, tile, pitch, middle, source }) {
  const count = tilesOf(column);
  const ys = Array.from({ length: count }, (_, k) => middle + (k - (count - 1) / 2) * pitch);
  const size = { tile, left: at, right: at + tile, exit: at + tile, ys };
  return { ...column, ...size, place: i, count, source, middle };
}

// The ends of the edge from one tile to another: they enter a tile side by side.
function edgeEnds(column, to, from) {
  const { source } = column;
  const share = source.count > 1 ? from / (source.count - 1) - 0.5 : 0;
  return [source.exit, source.ys[from], column.left, column.ys[to] + 0.62 * share * column.tile];
}

function traceEdge(context, [x0, y0, x1, y1]) {
  const half = (x0 + x1) / 2;
  context.moveTo(x0, y0);
  context.bezierCurveTo(half, y0, half, y1, x1, y1);
}

// The share t of the curve at which it passes x: its middle points share one x, so that it never
// turns back, and halving finds it.
function shareAt([x0, , x1], x) {
  const half = (x0 + x1) / 2;
  let [low, high] = [0, 1];
  for (let i = 0; i < 12; i += 1) {
    const t = (low + high) / 2;
    const u = 1 - t;
    const there = x0 * u ** 3 + 3 * half * u * t + x1 * t ** 3;
    if (there < x) low = t;
    else high = t;
  }
  return (low + high) / 2;
}

function heightAt([, y0, , y1], t) {
  return y0 + (y1 - y0) * t * t * (3 - 2 * t);
}

// The edge nearest to a place of the picture, not further away than 7 pixels; else null.
function edgeAt(picture, x, y) {
  const column = picture.columns.find((each) => each.source && x > each.source.exit && x < each.left);
  if (!column || isSlim(column)) return null;
  const t = shareAt([column.source.exit, 0, column.left, 0], x);
  let best = null;
  let nearest = 7;
  for (let to = 0; to < column.count; to += 1) {
    for (let from = 0; from < column.source.count; from += 1) {
      const away = Math.abs(heightAt(edgeEnds(column, to, from), t) - y);
      if (away >= nearest) continue;
      nearest = away;
      best = { kind: "edge", column: column.place, to, from };
    }
  }
  return best;
}
