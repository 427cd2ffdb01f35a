// Between two cards: a menu that adds a layer, and the place where a dragged one drops.

const MENU = 120; // pixels that the menu is wide

// Adding ----------------------------------------------------------------------------------------

function gap(editor, at) {
  const name = at === 0 ? "Add a layer at the start" : `Add a layer after place ${at}`;
  const plus = h("summary", { "aria-label": name, title: name, "data-lm-suppress-shortcuts": "true" });
  plus.textContent = "+";
  const choices = ADDABLE.map(([, text, make]) => {
    const add = () => {
      menu.open = false;
      addLayer(editor, at, make, text);
    };
    return h("button", { onclick: add }, text);
  });
  const menu = h("details", { class: "nnb-gap" }, plus, h("div", { class: "nnb-menu" }, choices));
  menu.addEventListener("keydown", (event) => {
    if (!menu.open) return;
    if (event.key === "Escape") {
      menu.open = false;
      plus.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const here = choices.indexOf(document.activeElement);
      const by = event.key === "ArrowDown" ? 1 : -1;
      choices[(here + by + choices.length) % choices.length].focus();
    } else return;
    event.preventDefault();
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("toggle", () => {
    const end = editor.strip.getBoundingClientRect().right;
    menu.classList.toggle("nnb-leftward", plus.getBoundingClientRect().left + MENU > end);
  });
  if (frozen(editor.store, "layers")) plus.classList.add("nnb-gone");
  return menu;
}

// Dragging --------------------------------------------------------------------------------------

const DRAG_FROM = 5; // pixels: less is a click

function dragByHandle(editor, at, handle, box) {
  let start = null;
  let goal = null;
  const finish = (drop) => {
    if (start === null) return;
    const to = goal;
    start = goal = null;
    box.classList.remove("nnb-dragged");
    box.style.transform = "";
    editor.gaps.forEach((each) => each.classList.remove("nnb-drop"));
    if (drop && to !== null) moveLayer(editor, at, to);
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = [event.clientX, event.clientY];
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [dx, dy] = [event.clientX - start[0], event.clientY - start[1]];
    if (goal === null && Math.hypot(dx, dy) < DRAG_FROM) return;
    box.classList.add("nnb-dragged");
    box.style.transform = `translate(${dx}px, ${dy}px)`;
    goal = nearestGap(editor.gaps, event.clientX, event.clientY);
    editor.gaps.forEach((each, i) => each.classList.toggle("nnb-drop", i === goal));
  });
  handle.addEventListener("pointerup", () => finish(true));
  handle.addEventListener("pointercancel", () => finish(false));
  handle.addEventListener("keydown", (event) => {
    if (event.key === "Escape") finish(false);
  });
}

function nearestGap(gaps, x, y) {
  const away = gaps.map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return Math.hypot((left + right) / 2 - x, 2 * ((top + bottom) / 2 - y));
  });
  return away.indexOf(Math.min(...away));
}
