"use strict";
// Without this, the page is whole: every fact can be unfolded and read, and every link followed.
// With it, a box searches all of it, a link opens what it leads to, and pictures can be saved.

const MOST = 200; // the most rows found that are unfolded at once
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const element = (tag, properties, ...content) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
};
const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// --- the box that searches ---

/** All groups of rows, with the texts that are searched; read once, when they are first needed. */
const listGroups = (() => {
  let groups;
  const read = (group) => {
    const [summary, table] = group.children;
    let whole;
    const rows = [...table.tBodies[0].rows].map((row) => {
      if (row.className !== "part") whole = row;
      const [first, last] = (row.dataset.years ?? "").split("-").map(Number);
      const dated = fold(row.cells[0].textContent + " " + row.cells[1].textContent);
      return { row, whole, first, last, dated, text: fold(`${row.id} ${row.textContent}`) };
    });
    const section = group.closest("section");
    const title = [section.querySelector("h3") && group.parentElement.previousElementSibling.textContent];
    title.push(summary.firstChild.data, group.dataset.also);
    return { group, section, summary, rows, title: fold(title.filter(Boolean).join(" ")) };
  };
  return () => (groups ??= [...document.querySelectorAll(".groups > details")].map(read));
})();

/** Whether a word is in a row; a year, in what the row describes or states, not in its sources. */
function isFound(word, { text, dated, first, last }) {
  return /^\d{4}$/.test(word) ? dated.includes(word) || (first <= word && word <= last) : text.includes(word);
}

/** Show the rows that have all the words, and nothing else; everything where there is no word. */
function search(query) {
  const words = fold(query).split(/[\s,;]+/).filter(Boolean);
  const counts = new Map();
  let shown = 0;
  document.body.classList.toggle("searching", words.length > 0);
  for (const { group, section, summary, rows, title } of listGroups()) {
    const open = words.filter((word) => !title.includes(word));
    for (const each of rows) each.row.hidden = !open.every((word) => isFound(word, each));
    for (const { row, whole } of rows) whole.hidden &&= row.hidden; // a part is read with its whole
    const found = rows.filter(({ row }) => !row.hidden).length;
    group.hidden = !found;
    summary.dataset.found = `, ${found} found`;
    counts.set(section, (counts.get(section) ?? 0) + found);
    shown += found;
    group.open = words.length > 0 && found > 0 && shown <= MOST;
  }
  for (const [section, number] of counts) section.hidden = !number;
  const said = [...counts].filter(([, number]) => number).map(([{ dataset }, number]) => plural(number, dataset.noun));
  status.textContent = words.length ? said.join(", ") || "Nothing has all these words." : "";
}

/** Search for what the box holds, and keep it in the address. */
function searchAgain() {
  search(box.value);
  const words = box.value.trim();
  history.replaceState(null, "", words ? `#search=${encodeURIComponent(words)}` : "#");
}

const box = element("input", { type: "search", id: "search_box", autocomplete: "off", oninput: searchAgain });
const status = element("p", { role: "status" });
const label = element("label", { htmlFor: box.id }, "Search all facts, measures and sources");
document.querySelector("header").after(element("div", { role: "search", className: "search" }, label, box, status));

// --- links ---

/** Show what the address names: what was searched for, or a fact that may be folded in or hidden. */
function reveal() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name.startsWith("search=")) {
    box.value = name.slice("search=".length);
    search(box.value);
    return;
  }
  const target = document.getElementById(name);
  if (!target) return;
  if (target.closest("[hidden]") || !target.checkVisibility()) {
    box.value = "";
    search("");
  }
  for (let around = target; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  target.scrollIntoView();
}

addEventListener("hashchange", reveal);
addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.dataset.search !== undefined) {
    event.preventDefault();
    location.hash = `search=${encodeURIComponent(link.textContent)}`;
  } else if (link?.getAttribute("href") === location.hash) reveal(); // no change, no hashchange
});
/** Add what only who unfolds a group sees: the headings of its columns, a link to each row. */
function complete({ target: group }) {
  const [, table] = group.children;
  if (table.tHead) return;
  const titles = ["When", "What", group.closest("section").dataset.own, "Source"];
  table.createTHead().append(element("tr", {}, ...titles.map((title) => element("th", {}, title))));
  for (const { id, cells: [when] } of table.tBodies[0].rows) {
    when.append(element("a", { href: `#${id}` }, ...when.childNodes));
  }
}
for (const group of document.querySelectorAll(".groups > details")) group.addEventListener("toggle", complete);
reveal();

// --- pictures that are saved ---

for (const figure of document.querySelectorAll("figure")) {
  const title = (figure.querySelector("h3") ?? figure.closest("section").querySelector("h2")).textContent;
  const save = () => {
    const drawn = new XMLSerializer().serializeToString(figure.querySelector("svg"));
    const href = URL.createObjectURL(new Blob([drawn], { type: "image/svg+xml" }));
    element("a", { href, download: `${fold(title).replace(/[^a-z0-9]+/g, "-")}.svg` }).click();
    setTimeout(() => URL.revokeObjectURL(href));
  };
  const button = element("button", { type: "button", onclick: save, ariaLabel: `Save the picture: ${title}` }, "Save the picture");
  figure.querySelector("figcaption").append(" ", button);
}
