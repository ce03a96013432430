"use strict";
// Without this, the page is whole: every fact can be read and every link followed. With it, tables
// can be sorted, narrowed and saved, charts can be saved, and a link opens what it leads to.

const collator = new Intl.Collator("en", { numeric: false, sensitivity: "base" });
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const element = (tag, properties, ...content) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
};
const button = (text, onclick) => element("button", { type: "button", onclick }, text);

function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}

// --- the rows as data ---

/** The rows of all tables, by column, which the page carries once. */
const unpacked = (() => {
  let found;
  const packed = document.getElementById("rows_data").textContent;
  const bytes = () => Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = () => new Blob([bytes()]).stream().pipeThrough(new DecompressionStream("deflate"));
  return () => (found ??= new Response(stream()).json());
})();

/** The text of an element without what its children say. */
const own = (cell) =>
  [...cell.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join("").trim();

/** The rows of a table as `tip` prints them in JSON, by the elements that show them. */
async function recordsOf(table) {
  const { fields, columns, others } = (await unpacked())[table.className];
  const records = completed(table).map((row, place) => {
    const id = row.id.replace(/^s_/, "");
    const shown = {
      id,
      statement: row.querySelector("th") && own(row.querySelector("th")),
      note: row.querySelector("p.note")?.textContent ?? null,
      ...others[id],
    };
    return [row, Object.fromEntries(fields.map(([name]) => [name, columns[name]?.[place] ?? shown[name] ?? null]))];
  });
  return { fields, records };
}

/** The first and the last year of what a row describes, or of a source's publication. */
function span({ period, published, year }) {
  const years = (period ?? published ?? String(year ?? "")).match(/(?<=^|\/)\d{4}/g) ?? [NaN];
  return { from: Number(years[0]), to: Number(years.at(-1)) };
}

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
  for (const each of table.tBodies[0].querySelectorAll("th, td, p")) each.before(" "); // on paper, lines break there
  table.closest("details").classList.add("completed");
  return (table.completed = rows);
}

// --- a table that is sorted, narrowed and saved ---

/** Add what only the script can do to a table, once. */
function prepare(table) {
  return (table.prepared ??= recordsOf(table).then(({ fields, records }) => new Lookup(table, fields, records)));
}

class Lookup {
  constructor(table, fields, records) {
    this.table = table;
    this.types = Object.fromEntries(fields);
    this.names = fields.map(([name]) => name);
    this.rows = records.map(([row, record]) => ({ row, record, ...span(record) }));
    this.status = table.parentElement.querySelector("[role=status]");
    this.sort = "";
    this.controls = this.control();
    this.form = this.formed();
    this.status.before(this.form);
    this.headings();
  }

  /** The controls by what they narrow: words, the year, the columns of which a word can be chosen. */
  control() {
    const controls = { words: element("input", { type: "search" }) };
    const years = this.rows.flatMap(({ from, to }) => [from, to]).filter(Boolean);
    if (years.length) {
      const first = years.reduce((one, other) => Math.min(one, other));
      const last = years.reduce((one, other) => Math.max(one, other));
      const all = Array.from({ length: last - first + 1 }, (_, place) => String(first + place).padStart(4, "0"));
      controls.year = choice(all.map((year) => [year, year]));
    }
    for (const [column, { dataset }] of [...this.table.tHead.rows[0].cells].entries()) {
      const name = dataset.field;
      if (this.types[name] !== "text" || !column) continue; // the first column leads the rows
      const words = new Map();
      for (const { row, record } of this.rows) {
        if (record[name] && !words.has(record[name])) words.set(record[name], own(row.cells[column]));
      }
      if (words.size > Math.max(10, this.rows.length / 2)) continue; // each row has its own
      controls[name] = choice([...words].sort(([, one], [, other]) => collator.compare(one, other)));
    }
    return controls;
  }

  /** The form with these controls. */
  formed() {
    const titles = { words: "Words", year: "Year" };
    const labelled = ([name, control]) => {
      control.id = `${name}_${this.table.className}`;
      const title = titles[name] ?? this.table.querySelector(`.of_${name}`).textContent;
      return element("p", {}, element("label", { htmlFor: control.id }, title), control);
    };
    const form = element(
      "form",
      { className: "filters", role: "search", ariaLabel: `Narrow the ${this.table.className}`, autocomplete: "off" },
      ...Object.entries(this.controls).map(labelled),
      button("Clear", () => {
        this.form.reset();
        this.change();
      }),
      button("Save as CSV", () => this.save("csv")),
      button("Save as JSON", () => this.save("json")),
    );
    form.addEventListener("input", () => this.change());
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  /** Make the headings of the table buttons. */
  headings() {
    for (const heading of this.table.tHead.rows[0].cells) {
      const { field } = heading.dataset;
      const sorted = button("", () => {
        this.sort = this.sort === field ? `-${field}` : field;
        this.change();
      });
      sorted.append(...heading.childNodes);
      heading.append(sorted);
    }
  }

  /** Apply what was chosen, and keep it in the address. */
  change() {
    this.apply();
    const chosen = this.chosen().toString();
    const place = `#table_${this.table.className}`;
    history.replaceState(null, "", chosen ? `${place}?${chosen}` : place);
  }

  chosen() {
    const found = Object.entries(this.controls).map(([name, { value }]) => [name, value]);
    return new URLSearchParams([...found, ["sort", this.sort]].filter(([, value]) => value));
  }

  /** Narrow the table as an address says, which names filters and an order. */
  narrow(query) {
    const wanted = new URLSearchParams(query);
    for (const [name, control] of Object.entries(this.controls)) control.value = wanted.get(name) ?? "";
    this.sort = wanted.get("sort") ?? "";
    this.apply();
  }

  apply() {
    const { words, year, ...choices } = this.controls;
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    const asked = Number(year?.value);
    const kept = this.rows.filter((each) => {
      each.text ??= fold(each.row.textContent + each.row.id);
      return wanted.every((word) => each.text.includes(word)) &&
        (!asked || (each.from <= asked && asked <= each.to)) &&
        Object.entries(choices).every(([name, { value }]) => !value || value === each.record[name]);
    });
    for (const { row } of this.rows) row.hidden = true;
    for (const { row } of kept) row.hidden = false;
    this.arrange(asked);
    this.table.hidden = !kept.length;
    const all = this.rows.length;
    const counted = `${all.toLocaleString("en")} ${this.table.dataset.noun}${all === 1 ? "" : "s"}`;
    this.status.textContent = kept.length < all ? `${kept.length} of ${counted}` : counted;
  }

  /** Put the rows in order; without one, those of the year that was asked for come first. */
  arrange(year) {
    const name = this.sort.replace(/^-/, "");
    for (const heading of this.table.tHead.rows[0].cells) {
      const direction = this.sort === heading.dataset.field ? "ascending" : "descending";
      if (heading.dataset.field === name) heading.setAttribute("aria-sort", direction);
      else heading.removeAttribute("aria-sort");
    }
    let rows = this.rows;
    if (name) rows = this.sorted(name, this.sort !== name);
    else if (year) {
      const within = (each) => each.from === year && each.to === year;
      rows = [...rows.filter(within), ...rows.filter((each) => !within(each))];
    }
    const shown = this.table.tBodies[0].rows;
    if (rows.some(({ row }, place) => shown[place] !== row)) {
      this.table.tBodies[0].append(...rows.map(({ row }) => row));
    }
  }

  /** The rows by a field; those without a value come last, either way, and a value within its unit. */
  sorted(name, descending) {
    const said = ({ record: { [name]: value } }) => (Array.isArray(value) ? value.join("; ") : value);
    const numbers = ["number", "integer"].includes(this.types[name]);
    const compare = numbers ? (a, b) => a - b : (a, b) => collator.compare(String(a), String(b));
    const units = new Map();
    for (const { record } of this.rows) units.set(record.unit, (units.get(record.unit) ?? 0) + 1);
    const commoner = (a, b) => units.get(b) - units.get(a) || collator.compare(a, b);
    const apart = (a, b) => (name === "value" && a.record.unit !== b.record.unit ? commoner(a.record.unit, b.record.unit) : 0);
    const present = this.rows.filter((each) => (said(each) ?? "") !== "");
    const absent = this.rows.filter((each) => (said(each) ?? "") === "");
    present.sort((a, b) => apart(a, b) || (descending ? compare(said(b), said(a)) : compare(said(a), said(b))));
    return [...present, ...absent];
  }

  /** Save the rows that are shown, as `tip` writes them in this form. */
  save(form) {
    const order = new Map(this.rows.map((each) => [each.row, each.record]));
    const rows = [...this.table.tBodies[0].rows].filter((row) => !row.hidden);
    const records = rows.map((row) => order.get(row));
    const flat = (value) => (Array.isArray(value) ? value.join("; ") : String(value ?? ""));
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const line = (values) => values.map(flat).map(quoted).join(",") + "\r\n";
    const lines = [this.names, ...records.map((each) => this.names.map((name) => each[name]))];
    const text =
      form === "csv"
        ? lines.map(line).join("")
        : `[\n${records.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
    download(`${this.table.className}.${form}`, form === "csv" ? "text/csv" : "application/json", text);
  }
}

function choice(words) {
  return element("select", {}, new Option("any", ""), ...words.map(([value, text]) => new Option(text, value)));
}

const tables = [...document.querySelectorAll("table[data-noun]")];
for (const table of tables) {
  table.closest("details").addEventListener("toggle", () => prepare(table));
}

// --- charts that are saved ---

const LOOKS = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin",
  "font-size", "font-weight", "font-family",
];

/** A chart as a file of its own, with the looks that it has here, its title and its sources. */
function standalone(figure) {
  const drawn = figure.querySelector("svg");
  const copy = drawn.cloneNode(true);
  const looks = getComputedStyle(figure);
  const all = [...drawn.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((each, place) => {
    const style = getComputedStyle(all[place]);
    for (const name of LOOKS) each.setAttribute(name, style.getPropertyValue(name));
  });
  const [left, top, width, height] = drawn.getAttribute("viewBox").split(" ").map(Number);
  const size = width > 500 ? 13 : 10;
  const lines = (text) => text.match(new RegExp(`.{1,${Math.floor(width / size / 0.55)}}(?:\\s|$)`, "g")) ?? [];
  const above = [...figure.querySelectorAll("h3, h3 + p")].flatMap((each) => lines(each.textContent));
  const below = lines(`${figure.querySelector("figcaption").firstChild.textContent.trim()} ${document.title}.`);
  const step = size * 1.4;
  const begin = top - step * above.length - 8;
  const made = (tag, attributes, text = "") => {
    const shape = document.createElementNS(drawn.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    shape.textContent = text;
    return shape;
  };
  const text = (first) => (said, number) => made("text", {
    x: left, y: first + step * number, "font-size": size, fill: looks.color, "font-family": "sans-serif",
  }, said);
  const whole = { x: left - 8, y: begin - 8, width: width + 16, height: height + step * (above.length + below.length) + 32 };
  const background = getComputedStyle(document.body).backgroundColor;
  copy.prepend(made("rect", { ...whole, fill: background }));
  copy.append(...above.map(text(begin + size)), ...below.map(text(top + height + size + 8)));
  copy.setAttribute("viewBox", `${whole.x} ${whole.y} ${whole.width} ${whole.height}`);
  copy.setAttribute("width", whole.width);
  copy.setAttribute("height", whole.height);
  copy.removeAttribute("aria-labelledby");
  return new XMLSerializer().serializeToString(copy);
}

for (const figure of document.querySelectorAll("figure")) {
  const title = (figure.querySelector("h3") ?? figure.closest("section").querySelector("h2")).textContent;
  const name = fold(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const saved = button("Save the drawing", () => download(`${name}.svg`, "image/svg+xml", standalone(figure)));
  saved.setAttribute("aria-label", `Save the drawing: ${title}`);
  figure.querySelector("figcaption").append(" ", saved);
}

// --- links ---

/** Show what the address names, though it may be folded in or filtered out. */
async function reveal() {
  const [name, query] = decodeURIComponent(location.hash.slice(1)).split("?");
  const target = document.getElementById(name);
  if (!target) return;
  const folded = target.id.startsWith("table_") && target.parentElement.querySelector("details");
  for (let around = folded || target; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  const table = (folded || target.closest("details.table"))?.querySelector("table");
  const lookup = table && (await prepare(table));
  if (query !== undefined) lookup?.narrow(location.hash.slice(1).split("?")[1]);
  else if (target.hidden) lookup.narrow("");
  target.scrollIntoView();
}

addEventListener("beforeprint", () => tables.forEach(completed));
addEventListener("hashchange", reveal);
addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.dataset.narrow) {
    event.preventDefault();
    history.pushState(null, "", `${link.hash}?${link.dataset.narrow}`);
    reveal();
  } else if (link?.getAttribute("href") === location.hash) reveal(); // no change, no hashchange
});
reveal();
