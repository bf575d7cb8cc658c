// The viewer: opens a citation's place, scrolls to the quote, steps between citations, gives the focus back.

import { does, raise, whenThere } from "./parts.js";

let opener = null; // what the focus goes back to
let wanted = null; // where to scroll when what is shown has changed: to the quote, or where a line stood before
let asked = null; // what was opened last
let nearing = null; // sees the ends of what is shown come near

const reader = () => document.querySelector("#source .reader");
const inReader = (element) => Boolean(element.closest?.("#source"));

function remember(button) {
  if (!inReader(button)) opener = { element: button, data: { ...button.dataset } };
}

function open(button, data) {
  remember(button);
  wanted = { place: "quote" };
  nearing?.disconnect();
  document.dispatchEvent(new Event("quoth:opened"));
  raise("source", "show", data);
  // What is open already may not change, and nothing would tell of it.
  if (JSON.stringify(data) === asked) toQuote();
  asked = JSON.stringify(data);
}

does("cite", (button) => open(button, { turn: Number(button.dataset.turn), citation: Number(button.dataset.citation) }));
does("passage", (button) => open(button, { turn: Number(button.dataset.turn), passage: Number(button.dataset.passage) }));
does("document", (button) => open(button, { document: Number(button.dataset.document) }));
does("shut", shut);
does("anew", () => {
  wanted = { place: "quote" };
  asked = null;
  nearing?.disconnect();
  raise("source", "anew");
});
does("more", (button) => {
  // The first line that is in view stays where it is while text is added above it.
  const body = button.closest(".body");
  const top = body.getBoundingClientRect().top;
  const line = [...body.querySelectorAll("[data-at]")].find((block) => block.getBoundingClientRect().bottom > top + 40);
  wanted = { place: line?.dataset.at, top: line ? line.getBoundingClientRect().top - top : 0 };
  raise("source", "more", { where: button.dataset.where });
});

function shut() {
  if (!reader()) return;
  reader().remove();
  asked = null;
  raise("source", "shut");
  mark();
  const { element, data } = opener ?? {};
  const back = element?.isConnected ? element : data && find(data);
  (back ?? document.querySelector("#box textarea"))?.focus();
}

/** The element that has these data, where the one that was chosen has been replaced. */
function find(data) {
  const keys = ["do", "turn", "citation", "passage", "document"].filter((key) => data[key]);
  return document.querySelector(keys.map((key) => `[data-${key}="${CSS.escape(data[key])}"]`).join(""));
}

/** Show which citation is open. */
function mark() {
  const { turn, citation } = reader()?.dataset ?? {};
  for (const chip of document.querySelectorAll(":is(.chip, .source).active")) chip.classList.remove("active");
  if (!Number(citation)) return;
  for (const chip of document.querySelectorAll(`:is(.chip, .source)[data-turn="${turn}"][data-citation="${citation}"]`)) {
    chip.classList.add("active");
  }
}

/** Scroll the marked quote into view, and give the text the focus. */
function toQuote() {
  const body = reader()?.querySelector(".body");
  if (!body) return;
  const quote = body.querySelector("mark:not(.gap)");
  const at = quote ? quote.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop : 0;
  body.scrollTop = Math.max(0, at - body.clientHeight / 3);
  const table = quote?.closest(".wide");
  if (table) table.scrollLeft += quote.getBoundingClientRect().left - table.getBoundingClientRect().left - 24;
  // The buttons between citations keep the focus, so that they can be pressed again.
  if (!inReader(document.activeElement)) body.focus({ preventScroll: true });
}

/** Show above the text that its document has changed or gone since it was opened. */
function age() {
  const here = reader();
  here?.querySelector(".stale")?.remove();
  const told = document.querySelector("#stale .stale");
  if (!here || !told || told.dataset.version !== here.dataset.version || told.dataset.document !== here.dataset.document) return;
  const bar = told.cloneNode(true);
  bar.setAttribute("role", "status");
  here.querySelector("header").after(bar);
}

function settle() {
  mark();
  age();
  const body = reader()?.querySelector(".body");
  if (body && wanted) {
    const { place, top } = wanted;
    const line = place && place !== "quote" && body.querySelector(`[data-at="${CSS.escape(place)}"]`);
    if (place === "quote") toQuote();
    else if (line) body.scrollTop += line.getBoundingClientRect().top - body.getBoundingClientRect().top - top;
  }
  goOn(body);
}

/** Show more of a long text by itself as its end comes near. */
function goOn(body) {
  nearing?.disconnect();
  if (!body) return;
  const near = (entries) => {
    const entry = entries.find((entry) => entry.isIntersecting);
    if (!entry) return;
    nearing.disconnect();
    entry.target.click();
  };
  nearing = new IntersectionObserver(near, { root: body, rootMargin: "1000px 0px" });
  for (const button of body.querySelectorAll(".more")) nearing.observe(button);
}

whenThere("source", ({ watch }) => watch("value", settle));
whenThere("stale", ({ watch }) => watch("value", age));
document.addEventListener("quoth:answered", mark);
document.addEventListener("quoth:renewed", shut);
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && reader()) {
    event.preventDefault();
    shut();
  }
  const name = { ArrowLeft: "Previous citation", ArrowRight: "Next citation" }[event.key];
  if (name && event.target.matches?.(".reader .body")) reader().querySelector(`[aria-label="${name}"]`)?.click();
});
