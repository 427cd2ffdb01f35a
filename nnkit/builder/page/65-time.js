// Time: back to any kept state of the training, and one run pinned to compare the next ones with.

function timePanel(store) {
  return h(
    "section",
    { class: "nnb-time nnb-panel", "aria-label": "Time" },
    h("h3", {}, "Time"),
    timeTravel(store),
    pinning(store),
  );
}

// Back and forth -------------------------------------------------------------------------------

function timeTravel(store) {
  const slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Epoch to go to" });
  const words = h("p", { class: "nnb-number nnb-muted" });
  const to = { first: () => 0, back: (i) => i - 1, on: (i) => i + 1, live: (_, last) => last };
  const seek = newSeeker(store);
  const button = (name, text, label) => {
    const go = () => {
      const last = lastOf(store);
      seek(Math.max(0, Math.min(last, to[name](placeOf(store), last))));
    };
    return h("button", { onclick: go, "aria-label": label, title: label }, text);
  };
  const buttons = {
    first: button("first", "❘◀", "To the first kept state"),
    back: button("back", "◀", "One kept state back"),
    on: button("on", "▶", "One kept state forward"),
    live: button("live", "Newest", "To the newest state"),
  };
  slider.addEventListener("input", () => seek(Number(slider.value)));
  store.on("frame", () => {
    const [place, last] = [placeOf(store), lastOf(store)];
    slider.max = Math.max(1, last);
    if (!seek.busy()) slider.value = place;
    slider.disabled = last < 1;
    slider.setAttribute("aria-valuetext", `epoch ${store.frame.epoch}`);
    for (const name of ["first", "back"]) turnOff(buttons[name], place === 0, slider);
    for (const name of ["on", "live"]) turnOff(buttons[name], place === last, slider);
  });
  store.on("tick", () => write(words, timeWords(store)));
  const { first, back, on, live } = buttons;
  const row = h("div", { class: "nnb-time-row" }, first, back, slider, on, live);
  return h("div", {}, row, words);
}

// A disabled button would drop the keyboard: the slider beside it takes it over.
function turnOff(button, off, heir) {
  if (off && document.activeElement === button) heir.focus();
  button.disabled = off;
}

function lastOf(store) {
  return Math.max(0, (store.frame?.snapshots?.count ?? 0) - 1);
}

function placeOf(store) {
  return store.frame?.snapshots?.at ?? lastOf(store);
}

function isBack(store) {
  const { at, count } = store.frame.snapshots;
  return typeof at === "number" && at < count - 1;
}

// A slider moves faster than the kernel answers: only the newest place is asked for. While it
// trains, every second state goes now and then: then the one that is nearest is meant.
function newSeeker(store) {
  let wanted = null;
  let asking = false;
  const seek = async (index) => {
    wanted = { index, epoch: store.frame.snapshots?.epochs[index] };
    if (asking) return;
    asking = true;
    if (store.ui.playing) {
      store.setUi({ playing: false });
      await store.refresh();
    }
    while (wanted !== null) {
      const next = stillAt(store.frame.snapshots.epochs, wanted);
      wanted = null;
      const reply = await store.send({ do: "seek", index: next });
      if (reply.error) break;
    }
    asking = false;
    store.say(timeWords(store));
  };
  seek.busy = () => wanted !== null;
  return seek;
}

function stillAt(epochs, { index, epoch }) {
  if (epochs[index] === epoch) return index;
  const away = epochs.map((each) => Math.abs(each - epoch));
  return away.indexOf(Math.min(...away));
}

function timeWords(store) {
  const { epoch, snapshots } = store.frame;
  if (!snapshots || snapshots.count < 2) return "States to go back to are kept as training goes on.";
  if (!isBack(store)) return `Epoch ${epoch}, the newest. ${snapshots.count} states are kept.`;
  const newest = snapshots.epochs.at(-1);
  return `Back at epoch ${epoch} of ${newest}. Training from here on replaces what came after.`;
}

// Compare ----------------------------------------------------------------------------------------

const COMPARED = [
  ["epoch", "Epoch", (value) => value.toLocaleString("en")],
  ["loss", "Loss", (value) => number(value, 3)],
  ["val_loss", "Loss, validation", (value) => number(value, 3)],
  ["accuracy", "Accuracy", percent],
  ["val_accuracy", "Accuracy, validation", percent],
];

const WHY_PIN = "Pin a run, change something, train again, and compare.";

function pinning(store) {
  const pin = h("button", {}, "Pin this run");
  const unpin = h("button", {}, "Unpin");
  const words = h("p", { class: "nnb-muted" });
  const body = h("tbody", {});
  const heads = ["Pinned", "Now"].map((text) => h("th", { scope: "col" }, text));
  const head = h("thead", {}, h("tr", {}, h("td", {}), heads));
  const table = h("table", { class: "nnb-compared nnb-number" }, head, body);
  const differs = h("ul", { class: "nnb-differs" });
  const buttons = h("div", { class: "nnb-choices" }, pin, unpin);
  const box = h("div", { class: "nnb-pin" }, buttons, words, table, differs);
  pin.addEventListener("click", () => {
    sendAndSay(store, { do: "pin" }, "Pinned. Its curves stay as faint lines.");
  });
  unpin.addEventListener("click", async () => {
    await sendAndSay(store, { do: "unpin" }, "Unpinned.");
    pin.focus();
  });
  store.on("layout", () => (box.hidden = hidden(store, "pin")));
  const show = () => showPinned(store.frame, { pin, unpin, words, table, body, differs });
  store.on("tick", show);
  return box;
}

function showPinned(frame, { pin, unpin, words, table, body, differs }) {
  const { pinned } = frame;
  write(pin, pinned ? "Pin this one instead" : "Pin this run");
  unpin.hidden = table.hidden = differs.hidden = !pinned;
  write(words, pinned ? `Pinned: ${pinned.label}` : WHY_PIN);
  if (!pinned) return;
  const there = (value) => value !== null && value !== undefined;
  const rows = COMPARED.filter(([name]) => there(pinned[name]) || there(frame[name]));
  while (body.children.length < rows.length) {
    body.append(h("tr", {}, h("th", { scope: "row" }), h("td", {}), h("td", {})));
  }
  while (body.children.length > rows.length) body.lastChild.remove();
  rows.forEach(([name, text, said], i) => {
    const both = [pinned[name], frame[name]].map((value) => (there(value) ? said(value) : "–"));
    [text, ...both].forEach((cell, k) => write(body.children[i].children[k], cell));
  });
  const sentences = pinned.differs ?? [];
  if (differs.dataset.shown === sentences.join("\n")) return;
  differs.dataset.shown = sentences.join("\n");
  differs.replaceChildren(...sentences.map((sentence) => h("li", {}, sentence)));
}
