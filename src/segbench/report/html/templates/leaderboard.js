// Choices above the leaderboard: rows of one run, data set, space or algorithm alone.
const CHOSEN = ["run", "dataset", "space", "algorithm"];
const ORDERED_BY = "null score";
for (const grid of document.querySelectorAll("#leaderboard")) {
  const table = grid.querySelector("table");
  const rows = Array.from(table.tBodies[0].rows);
  const headings = Array.from(table.tHead.rows[0].cells);
  const column = (name) => headings.findIndex((one) => one.textContent.trim() === name);
  const line = grid.querySelector(".filter");
  const words = line.querySelector("input");
  const before = line.firstChild;
  const choices = CHOSEN.map((name) => {
    const place = column(name);
    const known = new Set(rows.map((row) => row.cells[place].textContent));
    const select = document.createElement("select");
    select.append(new Option(`every ${name}`, ""));
    for (const one of Array.from(known).sort()) select.append(new Option(one, one));
    select.setAttribute("aria-controls", table.id);
    const label = document.createElement("label");
    label.append(`${name} `, select);
    line.insertBefore(label, before);
    line.insertBefore(document.createTextNode(" "), before);
    return { select, place };
  });
  const show = () => {
    filterBy(grid, words.value);
    let shown = 0;
    for (const row of rows) {
      const wanted = choices.every(({ select, place }) =>
        select.value === "" || row.cells[place].textContent === select.value);
      row.hidden = row.hidden || !wanted;
      shown += !row.hidden;
    }
    line.querySelector(".count").textContent = shown < rows.length ? `${shown} of ${rows.length} rows` : "";
  };
  for (const { select } of choices) select.addEventListener("change", show);
  words.addEventListener("input", show);  // after the one that looks at the words alone
  window.addEventListener("afterprint", show);
  headings[column(ORDERED_BY)].setAttribute("aria-sort", "descending");
}
