"use strict";
// Without this, the page is whole: every fact can be read and every link followed. With it, tables
// can be sorted, narrowed and saved, and a link to a fact opens what it is folded into.

const collator = new Intl.Collator("en", { numeric: false, sensitivity: "base" });
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const element = (tag, properties, ...content) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
};

/** The rows of a table, each with all its cells, its whole and its sources. */
function completed(table) {
  if (table.completed) return table.completed;
  const rows = [...table.tBodies[0].rows];
  const headings = [...table.tHead.rows[0].cells];
  const spanning = headings.map(() => ({ more: 0 }));
  for (const row of rows) {
    spanning.forEach((above, column) => {
      if (above.more) {
        above.more -= 1;
        row.insertBefore(above.cell.cloneNode(true), row.cells[column] ?? null);
        return;
      }
      const cell = row.cells[column];
      spanning[column] = { cell, more: cell.rowSpan - 1 };
      cell.removeAttribute("rowspan");
      cell.dataset.title = headings[column].textContent;
    });
  }
  let whole;
  for (const row of rows) {
    const statement = row.querySelector("th");
    if (!statement) break; // a source
    for (const note of statement.querySelectorAll("p:not([class])")) note.className = "note";
    if (row.className === "part") {
      const link = element("a", { href: `#${whole.id}` }, "the whole");
      statement.insertBefore(element("p", { className: "part_of" }, link), statement.querySelector("p"));
      row.removeAttribute("class");
    } else whole = row;
    const [cited, ...context] = row.cells[0].querySelectorAll("p");
    for (const speaker of context.filter((each) => !each.className)) speaker.className = "credited";
    const address = `#${row.id}`;
    cited.className = "cited";
    cited.append(" ", element("a", { className: "id", href: address }, address));
    statement.append(...context, cited);
  }
  table.closest("details").classList.add("completed");
  return (table.completed = rows);
}

/** What a reader reads in a cell; of a statement, without what stands below it. */
function said(cell) {
  const own = [...cell.childNodes].filter(({ tagName }) => tagName !== "P" && tagName !== "B");
  return own.map((node) => node.textContent).join("").trim();
}

const KEYS = { measure: "-", topic: "-", dimension: " " }; // titles in small letters, mostly

/** The value of a cell, of which some read otherwise. */
function raw(cell) {
  const table = cell.closest("table");
  table.words ??= JSON.parse(table.dataset.words);
  const name = nameOf(table, cell.cellIndex);
  const usual = name in KEYS ? said(cell).toLowerCase().replaceAll(" ", KEYS[name]) : said(cell);
  return cell.dataset.raw ?? table.words[name]?.[said(cell)] ?? usual;
}

const nameOf = (table, column) => table.tHead.rows[0].cells[column].className.match(/of_(\w+)/)[1];
const BOUNDS = { "≥": "at_least", ">": "more_than", "≤": "at_most", "<": "less_than", "≈": "about" };

/** A figure taken apart: `≥ 5 of 15 points`. */
function figure(cell) {
  const [, sign, value, outOf, unit] = said(cell).match(/^([≥>≤<≈]?) ?(-?[\d,.e+-]+)(?: of ([\d,.]+))? ?([^]*)$/);
  const number = (text) => text && Number(text.replaceAll(",", ""));
  return {
    value: number(value),
    unit: raw(cell) !== said(cell) ? raw(cell) : unit === "%" ? "percent" : unit || "persons",
    bound: BOUNDS[sign] ?? "exact",
    out_of: number(outOf),
  };
}

/** What a cell is sorted by. */
function key(cell, name) {
  if (name === "value") return cell.textContent && figure(cell).value;
  if (typesOf(cell.closest("table"))[name] === "boolean") return said(cell) || "no";
  return name === "origin" || name === "destination" ? said(cell) : raw(cell);
}
const bodies = JSON.parse(document.body.dataset.bodies);
const tables = [...document.querySelectorAll("table[data-fields]")];
const typesOf = (table) => (table.types ??= Object.fromEntries(fieldsOf(table)));
const fieldsOf = (table) => table.dataset.fields.split(" ").map((field) => field.split(":"));

/** What a row says, by field, as `tip` prints it in JSON. */
function record(table, row) {
  const found = { id: row.id.replace(/^s_/, "") };
  [...row.cells].forEach((cell, place) => {
    const name = nameOf(table, place);
    found[name] = raw(cell);
    if (name === "value") Object.assign(found, figure(cell));
    if (name === "origin" || name === "destination") {
      found[`${name}_code`] = found[name];
      found[name] = said(cell);
    }
    if (name === "title") found.url = cell.querySelector("a")?.getAttribute("href");
  });
  if (found.period) found.period = found.period.replace("–", "/");
  if (found.period) found.year = Number(found.period.slice(0, 4));
  if (!row.cells[0].closest(".sources")) {
    found.rank = "normal";
    found.entity = document.body.dataset.home;
    for (const detail of row.querySelectorAll("p")) {
      const credited = detail.className === "credited";
      const name = credited ? "said_by" : detail.className;
      if (name === "cited") continue;
      const links = [...detail.querySelectorAll("a")].map((link) => link.hash.slice(1));
      found[name] = links.length ? links.join("; ") : detail.textContent;
      if (name === "said_by") found[name] = found[name].split("; ").map((body) => bodies[body] ?? body).join("; ");
      if (credited) found.attributed_to = found[name];
    }
    const cited = [...row.querySelectorAll(".cited > a:not(.id)")];
    const ids = cited.map((link) => decodeURIComponent(link.hash.slice("#s_".length)));
    const place = (link) => link.nextSibling?.textContent.match(/^ (\[[^]*\])/)?.[1] ?? "";
    found.sources = cited.map((link, number) => ids[number] + place(link));
    const works = ids.map((id) => sources().get(id));
    const speaker = works.find(({ kind }) => kind !== "encyclopedia") ?? works[0];
    found.said_by ??= speaker.publisher;
    const years = works.map(({ published }) => Number(published.slice(0, 4))).filter(Boolean);
    found.reported = years.length ? Math.min(...years) : null;
  }
  return Object.fromEntries(
    fieldsOf(table).map(([name, type]) => [name, typed(found[name] ?? null, type)]),
  );
}

/** The value as JSON has it. */
function typed(value, type) {
  if (type === "list") return Array.isArray(value) ? value : value ? value.split("; ") : [];
  if (type === "boolean") return value === "yes";
  if (value === null || value === "") return null;
  return type === "integer" || type === "number" ? Number(value) : value;
}

/** The sources by their ids: who published them, when, and of what kind they are. */
function sources() {
  const table = tables.find(({ className }) => className === "sources");
  table.found ??= new Map(completed(table).map((row) => {
    const cells = [...row.cells].map((cell, place) => [nameOf(table, place), raw(cell)]);
    return [row.id.slice("s_".length), Object.fromEntries(cells)];
  }));
  return table.found;
}

/** Save the rows that are shown, as `tip` writes them in this form. */
function save(table, form) {
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const records = rows.map((row) => record(table, row));
  const names = fieldsOf(table).map(([name]) => name);
  const flat = (value) => (Array.isArray(value) ? value.join("; ") : String(value ?? ""));
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (values) => values.map(flat).map(quoted).join(",") + "\r\n";
  const text =
    form === "csv"
      ? [names, ...records.map((each) => names.map((name) => each[name]))].map(line).join("")
      : `[\n${records.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
  const type = form === "csv" ? "text/csv" : "application/json";
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href, download: `${table.className}.${form}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** Make the headings of a table buttons; rows without a value come last, either way. */
function sortable(table) {
  const body = table.tBodies[0];
  const original = completed(table);
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = element("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const name = nameOf(table, column);
      const number = ["number", "integer"].includes(typesOf(table)[name]);
      const value = (row) => key(row.cells[column], name);
      const compare = number ? (a, b) => a - b : collator.compare;
      const rows = original.map((row) => [value(row), row]);
      const present = rows.filter(([value]) => value !== "");
      present.sort(([a], [b]) => (descending ? compare(b, a) : compare(a, b)));
      const absent = rows.filter(([value]) => value === "");
      body.append(...[...present, ...absent].map(([, row]) => row));
    });
  });
}

/** The columns of a table of which a word can be chosen: those with few, or that come again. */
function choosable(table, rows) {
  return fieldsOf(table).flatMap(([name, type]) => {
    const heading = table.querySelector(`.of_${name}`);
    if (type !== "text" || !heading?.cellIndex) return []; // the first column leads the rows
    const column = heading.cellIndex;
    const found = new Set(rows.map(({ row }) => said(row.cells[column])).filter(Boolean));
    if (found.size > Math.max(10, Math.min(80, rows.length / 2))) return [];
    return [{ name, column, title: heading.textContent, words: [...found].sort(collator.compare) }];
  });
}

/** Add the form that narrows and saves a table; what it returns shows all its rows again. */
function narrowable(table) {
  const status = table.parentElement.querySelector("[role=status]");
  const rows = completed(table).map((row) => ({ row, ...span(row, table) }));
  const counted = (number) => `${number.toLocaleString("en")} ${table.dataset.noun}${number === 1 ? "" : "s"}`;

  const labelled = (name, title, control) => {
    control.id = `${name}_${table.className}`;
    return element("p", {}, element("label", { htmlFor: control.id }, title), control);
  };
  const choice = (words) => element("select", {}, new Option("any", ""), ...words.map((word) => new Option(word)));
  const saving = (form) =>
    element("button", { type: "button", onclick: () => save(table, form) }, `Save as ${form.toUpperCase()}`);

  const years = rows.flatMap(({ from, to }) => [from, to]).filter(Boolean);
  const first = Math.min(...years);
  const all = Array.from({ length: years.length && Math.max(...years) - first + 1 }, (_, place) => first + place);
  const words = element("input", { type: "search" });
  const year = choice(all.map((each) => String(each).padStart(4, "0")));
  const choices = choosable(table, rows).map((column) => ({ ...column, control: choice(column.words) }));
  const form = element(
    "form",
    { className: "filters", role: "search", ariaLabel: `Narrow the ${table.className}`, autocomplete: "off" },
    labelled("words", "Words", words),
    all.length ? labelled("year", "Year", year) : "",
    ...choices.map(({ name, title, control }) => labelled(name, title, control)),
    element("button", { type: "reset" }, "Clear"),
    saving("csv"),
    saving("json"),
  );

  function apply() {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      each.text ??= fold(each.row.textContent + each.row.id);
      const kept =
        wanted.every((word) => each.text.includes(word)) &&
        (!year.value || (each.from <= Number(year.value) && Number(year.value) <= each.to)) &&
        choices.every(({ column, control: { value } }) => !value || value === said(each.row.cells[column]));
      each.row.hidden = !kept;
      shown += kept;
    }
    table.hidden = !shown;
    const narrowed = shown < rows.length;
    status.textContent = narrowed ? `${shown} of ${counted(rows.length)}` : counted(shown);
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply)); // the fields are emptied after the event
  status.before(form);
  return () => { form.reset(); apply(); };
}

/** The first and the last year that a row touches. */
function span(row, table) {
  const said = row.cells[table.classList.contains("sources") ? 3 : 0].textContent;
  const years = said.match(/(?<!\d)\d{4}(?!\d)/g) ?? [NaN];
  return { from: Number(years[0]), to: Number(years.at(-1)) };
}

/** Add what only the script can do to a table, once; what it returns shows all its rows again. */
function prepare(table) {
  if (prepared.has(table)) return prepared.get(table);
  sortable(table);
  prepared.set(table, narrowable(table));
  return prepared.get(table);
}
const prepared = new Map();
for (const table of tables) {
  table.closest("details").addEventListener("toggle", () => prepare(table));
}

/** In a year that is opened, list what else is stored of it: routes by role, findings by area, laws. */
for (const details of document.querySelectorAll("details.year")) {
  details.addEventListener("toggle", () => {
    const year = Number(details.id.slice("year_".length));
    for (const table of tables.filter((each) => /routes|findings|laws/.test(each.className))) {
      const groups = new Map();
      for (const row of completed(table)) {
        const { from, to } = span(row, table);
        if (!(from <= year && year <= to)) continue;
        const kind = said(row.cells[2]);
        const heading = { routes: `${kind} routes`, findings: kind, laws: "laws" }[table.className];
        groups.set(heading, [...(groups.get(heading) ?? []), row]);
      }
      for (const [heading, rows] of groups) details.append(...listed(heading, rows));
    }
  }, { once: true });
}

/** A heading, and below it links to these rows that say what they say. */
function listed(heading, rows) {
  const items = rows.map((row) => {
    const doubts = row.querySelector("b");
    const text = said(row.cells[1]) + (doubts ? ` (${doubts.textContent.toLowerCase()})` : "");
    return element("li", {}, element("a", { href: `#${row.id}` }, text));
  });
  return [
    element("h4", {}, heading[0].toUpperCase() + heading.slice(1)),
    element("ul", { className: "facts" }, ...items),
  ];
}

/** Show what the address names, though it may be folded in or filtered out. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const own = target.id.startsWith("table_") && target.parentElement.querySelector("details");
  for (let around = own || target; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  const table = (own || target.closest("details.table"))?.querySelector("table");
  const showAll = table && prepare(table);
  if (target.hidden) showAll();
  target.scrollIntoView();
}

addEventListener("beforeprint", () => tables.forEach(completed));
addEventListener("hashchange", reveal);
addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.getAttribute("href") === location.hash) reveal(); // no change, and so no hashchange
});
reveal();
