"use strict";
// Tables sort by a click on a heading, numbers by their value, and filter by a word.
function compare(left, right) {
  if (left === "" || right === "") return (left === "") - (right === "");
  const a = Number(left), b = Number(right);
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return left.localeCompare(right);
}
function sortBy(table, column, heading) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  const body = table.tBodies[0];
  const key = (row) => row.cells[column].dataset.sort;
  const rows = Array.from(body.rows);
  rows.sort((one, other) => {
    const a = key(one), b = key(other);
    const empty = a === "" || b === "";  // nothing stands last, whichever way
    return compare(a, b) * (down && !empty ? -1 : 1);
  });
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...rows);
}
function filterBy(grid, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = Array.from(grid.querySelector("tbody").rows);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  grid.querySelector(".count").textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
}
for (const table of document.querySelectorAll("table")) {
  Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
    heading.querySelector("button").addEventListener("click", () => sortBy(table, column, heading));
  });
}
for (const input of document.querySelectorAll(".filter input")) {
  const grid = input.closest(".grid");
  input.addEventListener("input", () => filterBy(grid, input.value));
}
// On paper all rows stand, whatever the field says; afterwards it holds again.
window.addEventListener("beforeprint", () => {
  for (const row of document.querySelectorAll("tr[hidden]")) row.hidden = false;
});
window.addEventListener("afterprint", () => {
  for (const input of document.querySelectorAll(".filter input")) {
    filterBy(input.closest(".grid"), input.value);
  }
});
