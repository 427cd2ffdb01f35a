// The page's state. The page asks, the kernel answers: every request has an id, every answer is a
// frame, a text or an error. While playing, just so many requests are under way that the kernel
// always has one to work on.

const PATIENCE = 1000; // milliseconds without an answer before we say so
const TICK = 180; // milliseconds between two "tick" events: for numbers that a person reads
const STILL_GAP = 250; // milliseconds between two paintings for who prefers reduced motion

function createStore(model) {
  const own = Math.random().toString(36).slice(2, 10); // another view's answers reach us too
  const listeners = new Map();
  const waiting = new Map();
  const edits = []; // of the spec, not yet sent
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let count = 0; // requests sent
  let newest = 0; // the request that the shown frame answers
  let underWay = 0; // training requests without an answer
  let promised = 0; // frames that the kernel sends without being asked again
  const pace = newPace();
  let silent = false;
  let foreign = false; // another view has asked for something since our last frame
  let mapsDue = true;
  let painting = 0;
  let painted = 0;
  let ticking = 0;
  let settling = false; // whether edits are being sent
  const speaker = newSpeaker((sentence) => emit("say", sentence));
  let resting = 0;
  let watching = 0;
  let gone = false;

  const store = {
    frame: null,
    layout: null,
    spec: null,
    can: { undo: false, redo: false },
    history: { version: null, rows: new Float32Array(0), count: 0 }, // 5 numbers a row
    arrays: { stamps: {} },
    slow: null, // the phase that slow mode stands in
    paints: 0,
    asked: {}, // by view: the state whose numbers were asked for
    ui: {
      playing: false,
      view: "weights",
      slice: { ms: 8 },
      rest: 0, // milliseconds between two slices: the slow speeds
      discrete: false,
      showValidation: true,
      focus: null, // {kind: "edge", column, to, from} | {kind: "unit", column, unit} | null
      hover: null, // the same, under the mouse
      drawing: false,
      drawLabel: 1,
    },
    picture: { columns: [], width: 0, height: 0 }, // where the columns stand; event "picture"
    get silent() {
      return silent;
    },
    get still() {
      return still.matches;
    },
    on,
    emit,
    send,
    edit,
    setUi,
    say: speaker.say,
    refresh: () => send({ do: "frame", train: false }),
    destroy,
  };

  function on(event, fn) {
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event).add(fn);
    return () => listeners.get(event).delete(fn);
  }

  function emit(event, detail) {
    for (const fn of [...(listeners.get(event) ?? [])]) {
      try {
        fn(detail);
      } catch (error) {
        reportError(error); // the console has it, and the other panels go on
      }
    }
  }

  // Weights alone are enough to paint weights; exact numbers of one edge need its gradient and its
  // last update too, which come by turns.
  function overlay() {
    if (store.ui.view !== "weights") return store.ui.view;
    if (!store.ui.focus && !store.ui.hover) return "weights";
    return count % 2 ? "gradients" : "updates";
  }

  function send(message, places = []) {
    count += 1;
    const id = `${own}.${count}`;
    const seen = { layout: store.layout?.version ?? null, history: store.history.version };
    const full = { view: overlay(), seen, maps: !document.hidden, ...message, id };
    const entry = { number: count, at: performance.now(), view: full.view, do: full.do, train: full.train, places };
    if (full.train) underWay += 1;
    return new Promise((resolve) => {
      waiting.set(id, { ...entry, resolve });
      watch();
      try {
        Promise.resolve(model.send(full)).catch(() => {}); // a dead kernel: the banner says it
      } catch {
        // The same.
      }
    });
  }

  function watch() {
    if (watching || gone) return;
    watching = setTimeout(() => {
      watching = 0;
      const first = waiting.values().next().value;
      if (!first) return;
      if (performance.now() - first.at > PATIENCE) setSilent(true);
      watch();
    }, PATIENCE / 4);
  }

  function setSilent(value) {
    if (silent === value) return;
    silent = value;
    emit("silent", silent);
  }

  function receive(content, buffers = []) {
    if (gone) return;
    if (content?.event === "changed") {
      store.refresh();
      return;
    }
    const entry = waiting.get(content?.id);
    if (!entry) {
      foreign ||= !String(content?.id).startsWith(`${own}.`);
      return;
    }
    if (entry.do === "frame") tookFrame(entry, content.more ?? 0);
    if (!content.more) waiting.delete(content.id);
    setSilent(false);
    if (content.error) fail(content.error, entry.places);
    else if ("epoch" in content) take(content, buffers, entry);
    entry.resolve(content);
    pump();
  }

  // The first answer to a request ends what older ones had promised.
  function tookFrame(entry, more) {
    const now = performance.now();
    if (!entry.answered) {
      for (const [id, { answered }] of waiting) if (answered) waiting.delete(id);
      if (entry.train) {
        underWay -= 1;
        pace.took(now - entry.at);
      }
    }
    if (entry.train) pace.came(now);
    Object.assign(entry, { answered: true, at: now });
    promised = more;
  }

  function fail(error, places) {
    if (!places.some((place) => place && isWithin(error.where, place))) {
      if (store.ui.playing) setUi({ playing: false });
      emit("error", error);
    }
    store.say(error.sentence);
  }

  function take(content, buffers, entry) {
    if (entry.number < newest && !entry.answered) return;
    newest = Math.max(newest, entry.number);
    foreign = false;
    store.frame = content;
    if (content.layout) takeLayout(content);
    takeBuffers(content, buffers, entry.view);
    if (content.layout) emit("layout", store.layout);
    if (content.problem) setUi({ playing: false });
    if (content.slow !== undefined) {
      store.slow = content.slow;
      emit("slow", content.slow);
    }
    paintSoon();
  }

  function takeLayout(content) {
    store.layout = content.layout;
    store.spec = content.spec ?? store.spec;
    store.can = content.can ?? store.can;
    store.arrays = { stamps: {} };
  }

  function takeBuffers(content, buffers, view) {
    const stamp = `${content.epoch}.${content.position}.${content.steps}`;
    (content.buffers ?? []).forEach((name, i) => {
      const values = typed(buffers[i], name);
      if (name === "history") store.history = grown(store.history, content.history, values);
      else if (name === "overlay") keep(view, values, stamp);
      keep(name, values, stamp);
    });
    if (content.history && !content.buffers?.includes("history")) {
      store.history = grown(store.history, content.history, new Float32Array(0));
    }
  }

  function keep(name, values, stamp) {
    store.arrays[name] = values;
    store.arrays.stamps[name] = stamp;
  }

  function paintSoon() {
    if (painting || gone) return;
    const rest = store.still ? painted + STILL_GAP - performance.now() : 0;
    painting = rest > 0 ? -setTimeout(paint, rest) : requestAnimationFrame(paint);
  }

  function paint() {
    painting = 0;
    if (gone || !store.frame) return;
    painted = performance.now();
    mapsDue = true;
    store.paints += 1;
    pace.painted();
    emit("frame", store.frame);
    tickSoon();
  }

  function tickSoon() {
    if (ticking) return;
    ticking = setTimeout(() => {
      ticking = 0;
      if (!gone && store.frame) emit("tick", store.frame);
    }, TICK);
  }

  function pump() {
    if (!store.ui.playing || silent || gone || resting) return;
    if (store.ui.rest > 0) {
      if (underWay > 0) return;
      resting = setTimeout(() => {
        resting = 0;
        if (store.ui.playing) train();
      }, store.ui.rest);
      return;
    }
    // Nobody sees a hidden page: it keeps training, one request at a time.
    const frames = document.hidden ? 1 : pace.room();
    if (underWay === 0 && promised <= frames / 2) train(frames);
  }

  function train(frames = 1) {
    const maps = mapsDue && !document.hidden; // more pictures than are painted help nobody
    if (maps) mapsDue = false;
    send({ do: "frame", train: true, slice: pace.slice(store.ui.slice), maps, frames });
  }

  function setUi(changes) {
    const before = { ...store.ui };
    Object.assign(store.ui, changes);
    const changed = Object.keys(changes).filter((key) => before[key] !== store.ui[key]);
    if (!changed.length) return;
    emit("ui", changed);
    if (changed.includes("playing")) {
      if (store.ui.playing) {
        mapsDue = true;
        train();
        pump();
      } else {
        clearTimeout(resting);
        resting = 0;
        store.refresh(); // tells the kernel too: now is the time to save
      }
    } else if (!store.ui.playing && changed.includes("view")) {
      store.refresh();
    } else {
      paintSoon();
    }
  }

  // `change` edits a copy of the spec. Edits that come faster than answers are put into one.
  // `where` is the place of a control that shows an error of its own edit beside itself.
  function edit(change, where) {
    return new Promise((resolve) => {
      edits.push({ change, where, resolve });
      settle();
    });
  }

  async function settle() {
    if (settling) return;
    settling = true;
    await Promise.resolve(); // all edits of this turn belong together
    for (let alone = 0; edits.length && !gone; alone -= 1) {
      const some = edits.splice(0, alone > 0 ? 1 : edits.length);
      const spec = structuredClone(store.spec);
      for (const each of some) each.change(spec);
      const reply = await send({ do: "set", spec }, some.map((each) => each.where));
      if (reply.error && some.length > 1) {
        edits.unshift(...some); // one of them is wrong: the others are to hold
        alone = some.length + 1;
        continue;
      }
      some.forEach((each) => each.resolve(reply));
      if (reply.error) emit("layout", store.layout); // the controls go back to what holds
    }
    settling = false;
  }

  // Another view of this builder may have changed it: look when somebody comes to this one.
  store.visit = () => {
    if (foreign && !store.ui.playing && !waiting.size) store.refresh();
  };

  function destroy() {
    gone = true;
    model.off("msg:custom", receive);
    for (const timer of [watching, ticking, resting]) clearTimeout(timer);
    speaker.stop();
    if (painting > 0) cancelAnimationFrame(painting);
    else clearTimeout(-painting);
    waiting.clear();
    emit("destroy");
    listeners.clear();
  }

  model.on("msg:custom", receive);
  return store;
}

// "training.lr" is within "training.lr" and "training".
function isWithin(where, place) {
  return `${where}.`.startsWith(`${place}.`);
}
