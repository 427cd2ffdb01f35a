// What the store needs: how much to ask for at once, when to speak, and reading binary buffers.

const MOST_FRAMES = 8; // that one request asks for
const MOST_MORE = 4; // milliseconds: other cells want the kernel too, and changes their effect
const STATUS_GAP = 3000; // milliseconds between two sentences of the status line
const BYTES = new Set(["maps", "region", "inputs"]); // all other buffers hold float32

// How many frames to ask for at once. As TCP Vegas does: what the round trip is longer than the
// quickest one has been spent in a queue, and a queue is only delay. And how much longer than asked
// a slice should be: answers that come faster than they are painted cost time on their way.
function newPace() {
  let [room, quickest] = [2, Infinity];
  let [latest, gap] = [0, 30]; // milliseconds: the latest frame, and from one frame to the next
  let [more, answers] = [0, 0];
  const took = (trip) => {
    quickest = Math.min(quickest * 1.01, trip);
    const queued = (trip - quickest) / gap;
    if (queued < 1) room = Math.min(MOST_FRAMES, room + 0.5);
    if (queued > 2) room = Math.max(1, room - 0.5);
  };
  const came = (now) => {
    gap += 0.1 * (Math.min(100, now - latest) - gap);
    latest = now;
    answers += 1;
  };
  const painted = () => {
    more = answers > 1 ? Math.min(MOST_MORE, more + 1) : Math.max(0, more - 0.2);
    answers = 0;
  };
  const slice = (asked) => (asked.ms ? { ms: asked.ms + more } : asked);
  return { took, came, painted, slice, room: () => Math.floor(room) };
}

// Says the newest sentence, and never two of them at once. A summary waits until the sentence that
// tells what was done just now has been read; the newest summary is the one that is said then.
function newSpeaker(speak) {
  let [timer, later] = [0, 0]; // for a sentence, and for a summary
  let spoken = -STATUS_GAP;
  let told = -Infinity; // when the latest sentence came that was no summary
  const speakAt = (due, sentence) => {
    return setTimeout(() => {
      spoken = performance.now();
      speak(sentence);
    }, due - performance.now());
  };
  const stop = () => [timer, later].forEach(clearTimeout);
  const say = (sentence, isSummary = false) => {
    if (isSummary) {
      clearTimeout(later);
      later = speakAt(Math.max(spoken + STATUS_GAP, told + 2 * STATUS_GAP), sentence);
      return;
    }
    stop();
    told = performance.now();
    timer = speakAt(spoken + STATUS_GAP, sentence);
  };
  return { say, stop };
}

// A buffer of a frame as numbers; comms hand out views that may begin anywhere.
function typed(buffer, name) {
  const data = ArrayBuffer.isView(buffer) ? buffer : new DataView(buffer);
  const { byteOffset: at, byteLength: size } = data;
  if (BYTES.has(name)) return new Uint8Array(data.buffer, at, size);
  if (at % 4 === 0) return new Float32Array(data.buffer, at, size / 4);
  return new Float32Array(data.buffer.slice(at, at + size));
}

// The history with the rows that came, from row `from` on: 5 numbers each.
function grown(history, { version, from, rows }, values) {
  const all = new Float32Array((from + rows) * 5);
  all.set(history.rows.subarray(0, from * 5));
  all.set(values.subarray(0, rows * 5), from * 5);
  return { version, rows: all, count: from + rows };
}
