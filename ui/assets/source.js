// The viewer: opens a citation's place, scrolls to the quote, steps between citations, gives the focus back.

import { does, raise, whenThere } from "./parts.js";

let opener = null; // what the focus goes back to
let wanted = null; // "quote" after opening, or the place to keep after "show more"

const reader = () => document.querySelector("#source .reader");
const inReader = (element) => Boolean(element.closest?.("#source"));

function remember(button) {
  if (!inReader(button)) opener = { element: button, data: { ...button.dataset } };
}

function open(button, data) {
  remember(button);
  wanted = { place: "quote" };
  document.dispatchEvent(new Event("quoth:opened"));
  raise("source", "show", data);
}

does("cite", (button) => open(button, { turn: Number(button.dataset.turn), citation: Number(button.dataset.citation) }));
does("passage", (button) => open(button, { turn: Number(button.dataset.turn), passage: Number(button.dataset.passage) }));
does("document", (button) => open(button, { document: Number(button.dataset.document) }));
does("shut", shut);
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

function settle() {
  mark();
  const body = reader()?.querySelector(".body");
  if (!body || !wanted) return;
  const { place, top } = wanted;
  wanted = null;
  if (place === "quote") {
    const quote = body.querySelector("mark:not(.gap)");
    const at = quote ? quote.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop : 0;
    body.scrollTop = Math.max(0, at - body.clientHeight / 3);
    // The buttons between citations keep the focus, so that they can be pressed again.
    if (!inReader(document.activeElement)) body.focus({ preventScroll: true });
    return;
  }
  const line = place && body.querySelector(`[data-at="${CSS.escape(place)}"]`);
  if (line) body.scrollTop += line.getBoundingClientRect().top - body.getBoundingClientRect().top - top;
}

whenThere("source", ({ watch }) => watch("value", settle));
document.addEventListener("quoth:answered", mark);
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && reader()) {
    event.preventDefault();
    shut();
  }
  const name = { ArrowLeft: "Previous citation", ArrowRight: "Next citation" }[event.key];
  if (name && event.target.matches?.(".reader .body")) reader().querySelector(`[aria-label="${name}"]`)?.click();
});
