// Reads a flowchart with Mermaid's own parser and prints what it found as JSON; a chart that the
// parser refuses ends it with an error. Labels are printed as they are drawn, entities decoded.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM(""); // Mermaid cleans labels with the help of a document
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

const text = readFileSync(0, "utf8");
await mermaid.parse(text);
const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);

function drawn(label) {
  const element = window.document.createElement("div");
  element.innerHTML = label.replaceAll("ﬂ°°", "&#").replaceAll("¶ß", ";"); // as Mermaid's drawing does
  if (element.children.length) throw new Error(`markup in a label: ${label}`);
  return element.textContent;
}

const nodes = [...db.getVertices().values()].map(({ id, text }) => [id, drawn(text)]);
const edges = db.getEdges().map(({ start, end, stroke, text }) => [start, end, stroke, drawn(text)]);
console.log(JSON.stringify({ type, nodes, edges }));
