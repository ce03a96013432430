"use strict";
// Without this, the page is whole: every fact can be read and every link followed. With it, tables
// can be sorted and narrowed, and a link to a fact that is filtered out brings it back.

const collator = new Intl.Collator("en", { numeric: false, sensitivity: "base" });
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const key = (cell) => cell.dataset.key ?? (cell.querySelector(".statement") ?? cell).textContent;

/** Make the headings of a table buttons; rows without a value come last, either way. */
function sortable(table) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const number = heading.classList.contains("number");
      const compare = number ? (a, b) => a - b : collator.compare;
      const rows = original.map((row) => [key(row.cells[column]), row]);
      const present = rows.filter(([value]) => value !== "");
      present.sort(([a], [b]) => (descending ? compare(b, a) : compare(a, b)));
      const absent = rows.filter(([value]) => value === "");
      body.append(...[...present, ...absent].map(([, row]) => row));
    });
  });
}

/** Let a form narrow the rows of its table; what it returns shows them all again. */
function filterable(form) {
  const section = form.closest("section");
  const table = section.querySelector("table");
  const status = section.querySelector("[role=status]");
  const { words, year } = form.elements;
  const choices = [...form.querySelectorAll("[data-column]")];
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: fold(row.textContent),
    from: Number(row.dataset.from),
    to: Number(row.dataset.to),
    chosen: choices.map((choice) => key(row.cells[choice.dataset.column])),
  }));
  const counted = (number) => `${number.toLocaleString("en")} ${table.dataset.noun}${number === 1 ? "" : "s"}`;

  function apply() {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, from, to, chosen } of rows) {
      const kept =
        wanted.every((word) => text.includes(word)) &&
        (!year?.value || (from <= Number(year.value) && Number(year.value) <= to)) &&
        choices.every((choice, place) => !choice.value || choice.value === chosen[place]);
      row.hidden = !kept;
      shown += kept;
    }
    table.hidden = !shown;
    const narrowed = shown < rows.length;
    status.textContent = narrowed ? `${shown} of ${counted(rows.length)}` : counted(shown);
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply)); // the fields are emptied after the event
  form.hidden = false;
  return { table, clear: () => { form.reset(); apply(); } };
}

document.querySelectorAll("table[data-sortable]").forEach(sortable);
const filters = [...document.querySelectorAll("form.filters")].map(filterable);

for (const map of document.querySelectorAll(".scroll:has(.map)")) {
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2; // where there is room for a part of it
}

/** Show the fact that the address names, though it may be filtered out. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.hidden) {
    filters.find(({ table }) => table.contains(target)).clear();
    target.scrollIntoView();
  }
}

addEventListener("hashchange", reveal);
addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.getAttribute("href") === location.hash) reveal(); // no change, and so no hashchange
});
