// Which class was taken for which: a table whose shades say the same as its numbers.

function confusionPanel(store) {
  const words = h("p", { class: "nnb-muted nnb-number" });
  const table = h("table", { class: "nnb-confusion nnb-number" });
  const box = h("div", { hidden: true }, h("div", { class: "nnb-scroll" }, table), words);
  let [shown, cells, size] = ["", [], ""];
  const show = ({ confusion }) => {
    box.hidden = !confusion || hidden(store, "curves");
    if (box.hidden) return;
    const { classes, points } = store.layout;
    const names = confusion.map((_, i) => classes[i] ?? String(i));
    if (size !== names.join("\n")) {
      size = names.join("\n");
      cells = confusionCells(table, names);
    }
    if (shown === JSON.stringify(confusion)) return;
    shown = JSON.stringify(confusion);
    write(words, confusionWords(confusion, names, points.validation ? "validation" : "training"));
    fillConfusion(cells, confusion, names);
  };
  store.on("tick", show);
  return box;
}

function confusionCells(table, names) {
  const caption = h("caption", {}, "Confusion matrix");
  const cells = names.map(() => names.map(() => h("td", {})));
  const head = ["is ↓ taken for →", ...names].map((name) => h("th", { scope: "col" }, name));
  const rows = cells.map((row, i) => h("tr", {}, h("th", { scope: "row" }, names[i]), row));
  table.classList.toggle("nnb-many", names.length > 6);
  table.replaceChildren(caption, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows));
  return cells;
}

// Each row's shades are shares of its class, so that a rare class counts as much as a common one.
function fillConfusion(cells, confusion, names) {
  confusion.forEach((row, i) => {
    const all = row.reduce((sum, count) => sum + count, 0) || 1;
    row.forEach((count, j) => {
      const cell = cells[i][j];
      write(cell, String(count));
      cell.style.setProperty("--share", `${Math.round((70 * count) / all)}%`);
      cell.className = i === j ? "nnb-right-class" : "nnb-wrong-class";
      cell.title = `${count} of ${all} of class ${names[i]} taken for ${names[j]}`;
    });
  });
}

function confusionWords(confusion, names, split) {
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = confusion.reduce((sum, row, i) => sum + row[i], 0);
  if (right === all) return `All ${all} ${split} points are right.`;
  let worst = [0, 0, 0];
  confusion.forEach((row, i) => row.forEach((count, j) => {
    if (i !== j && count > worst[0]) worst = [count, i, j];
  }));
  const [most, is, taken] = worst;
  return (
    `${right} of ${all} ${split} points are right. ` +
    `Most often ${names[is]} is taken for ${names[taken]}: ${most === 1 ? "once" : `${most} times`}.`
  );
}
