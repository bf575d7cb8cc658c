// The chat: suggestions, retry, edit, copy; the card that shows a quote; scrolling along with an answer.

import { does, raise, whenThere } from "./parts.js";
import { go } from "./tabs.js";

const turn = (element) => Number(element.dataset.turn);
const box = () => document.querySelector("#box textarea");

does("ask", (button) => raise("live", "suggested", { question: button.textContent }));
does("retry", (button) => raise("live", "again", { turn: turn(button) }));
does("edit", (button) => {
  raise("live", "reword", { turn: turn(button) });
  box()?.focus();
});
// The question as it was understood can be changed in its place, and is then asked as it stands.
does("restate", (button) => {
  const line = button.closest(".understood");
  const before = [...line.childNodes];
  const field = document.createElement("textarea");
  field.value = line.querySelector("em").textContent;
  field.rows = 1;
  field.setAttribute("aria-label", "The question as it is asked");
  const back = () => {
    line.replaceChildren(...before);
    button.focus();
  };
  const ask = () => {
    const question = field.value.trim();
    if (question) raise("live", "restated", { question });
    line.replaceChildren(...before);
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      ask();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      back();
    }
  });
  line.replaceChildren(field, choice("Ask", "strong", ask), choice("Cancel", "quiet", back));
  field.focus();
  field.select();
});

function choice(label, kind, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind === "strong" ? "button strong" : "quiet";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

does("switch-model", () => raise("writer", "switch"));
does("allow-model", () => raise("writer", "allow"));

does("renew", () => {
  go("chat");
  raise("live", "renew");
  document.dispatchEvent(new Event("quoth:renewed"));
  box()?.focus();
});
does("copy", async (button) => {
  const exchange = button.closest(".exchange");
  const prose = exchange.querySelector(".prose").cloneNode(true);
  prose.querySelector(".doubt")?.remove(); // the answer's own words say it too
  for (const chip of prose.querySelectorAll(".chip")) chip.replaceWith(`[${chip.textContent}]`);
  for (const label of prose.querySelectorAll(".support")) label.replaceWith(` (${label.textContent.trim()})`);
  const lines = [...prose.querySelectorAll("p, ul")].map(written).filter(Boolean);
  const sources = [...exchange.querySelectorAll(".sources li")].map((entry) => {
    const [number, where] = [entry.querySelector(".number"), entry.querySelector("[hidden] p")];
    return `[${number.textContent}] ${where.textContent}: “${entry.querySelector("blockquote").textContent}”`;
  });
  const done = await copy([lines.join("\n\n"), sources.join("\n")].filter(Boolean).join("\n\n"));
  const label = button.querySelector("span");
  label.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => (label.textContent = "Copy"), 1500);
});

/** A paragraph or a list as plain text. */
function written(part) {
  if (part.tagName !== "UL") return part.textContent.trim();
  return [...part.children].map((item) => `- ${item.textContent.trim()}`).join("\n");
}

/** Put words on the clipboard; resolves to whether that was done. */
async function copy(words) {
  // A page that came by plain http from another machine has no clipboard of its own.
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      // Refused: the older way may still be open.
    }
  }
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = words;
  area.style.cssText = "position: fixed; top: 0; opacity: 0";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } finally {
    area.remove();
    focused?.focus();
  }
}

// Scrolling: a new question comes into view and the answer is followed, until its question reaches the top
// or the reader scrolls away.

let following = true;
let latest = null;

function follow() {
  const talk = document.getElementById("talk");
  const exchange = document.querySelector("#live .exchange");
  if (!talk || !exchange) return;
  if (exchange.id !== latest) {
    latest = exchange.id;
    following = true;
  }
  if (!following) return;
  const top = exchange.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
  talk.scrollTop = Math.min(top, talk.scrollHeight);
}

whenThere("live", ({ element, watch }) => {
  element.setAttribute("aria-live", "polite");
  watch("value", () => {
    hide();
    follow();
    document.dispatchEvent(new Event("quoth:answered"));
  });
});
for (const name of ["wheel", "touchmove"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest?.("#talk")) following = false;
  }, { passive: true });
}

// The box's buttons are drawn without words; a screen reader needs some.

function name() {
  for (const [id, label] of [["submit-button", "Ask"], ["stop-button", "Stop"]]) {
    const button = document.querySelector(`#box [data-testid="${id}"]`);
    if (button && button.getAttribute("aria-label") !== label) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }
}
whenThere("live", () => {
  const box = document.getElementById("composer");
  if (box) new MutationObserver(name).observe(box, { childList: true, subtree: true });
  name();
});

// The card that shows a citation's quote, on hover and on focus.

const tip = document.createElement("div");
tip.id = "tip";
tip.hidden = true;
tip.setAttribute("role", "tooltip");
document.body.append(tip);
let shownFor = null;

function show(chip) {
  const quote = document.getElementById(`quote-${chip.dataset.turn}-${chip.dataset.citation}`);
  if (!quote) return;
  tip.replaceChildren(...[...quote.children].map((child) => child.cloneNode(true)));
  tip.hidden = false;
  shownFor = chip;
  const [at, card] = [chip.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.min(Math.max(12, at.left + at.width / 2 - card.width / 2), innerWidth - card.width - 12);
  const above = at.top - card.height - 10;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 10}px`;
}

function hide() {
  tip.hidden = true;
  shownFor = null;
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const chip = event.target.closest?.(".chip");
  if (chip) show(chip);
  else if (shownFor && shownFor !== document.activeElement) hide();
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(".chip:focus-visible")) show(event.target);
});
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, { capture: true, passive: true });
document.addEventListener("quoth:opened", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !tip.hidden && !document.querySelector(".reader")) hide();
});
