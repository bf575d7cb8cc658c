// Words that come up on what changed, and go by themselves; they stay while they are looked at.

import { does, whenThere } from "./parts.js";
import { go } from "./tabs.js";

const STAYS = 7000; // milliseconds
const STAYS_BAD = 15000;
const MOST = 3; // at a time; older ones go

let region = null;
const timers = new Map(); // a toast's element -> {timer, left, since}

function wait(toast) {
  const state = timers.get(toast);
  if (!state || state.timer) return;
  state.since = Date.now();
  state.timer = setTimeout(() => drop(toast), state.left);
}

function hold(toast) {
  const state = timers.get(toast);
  if (!state?.timer) return;
  clearTimeout(state.timer);
  state.timer = null;
  state.left = Math.max(1500, state.left - (Date.now() - state.since));
}

function drop(toast) {
  clearTimeout(timers.get(toast)?.timer);
  timers.delete(toast);
  const focused = toast.contains(document.activeElement);
  toast.remove();
  if (focused) (region.querySelector("button") ?? document.querySelector("#box textarea"))?.focus();
}

function show(toast) {
  while (region.children.length >= MOST) drop(region.firstElementChild);
  region.append(toast);
  timers.set(toast, { timer: null, left: toast.classList.contains("bad") ? STAYS_BAD : STAYS, since: 0 });
  if (!region.matches(":hover, :focus-within")) wait(toast);
}

/** Say that something was done. */
export function say(words) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const [line, close] = [document.createElement("p"), document.createElement("button")];
  line.textContent = words;
  close.className = "quiet";
  close.textContent = "✕";
  close.dataset.do = "hush";
  close.setAttribute("aria-label", "Close this message");
  toast.append(line, close);
  show(toast);
}

does("hush", (button) => drop(button.closest(".toast")));
does("see", (button) => {
  drop(button.closest(".toast"));
  go("documents");
  const [words, state] = [document.getElementById("find-words"), document.getElementById("find-state")];
  words.value = "";
  state.value = button.dataset.state;
  state.dispatchEvent(new Event("input", { bubbles: true }));
  state.focus();
});

whenThere("news", ({ watch }) => {
  region = document.createElement("div");
  region.id = "toasts";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  document.querySelector(".gradio-container").append(region);
  for (const name of ["pointerenter", "focusin"]) {
    region.addEventListener(name, () => [...region.children].forEach(hold));
  }
  for (const name of ["pointerleave", "focusout"]) {
    region.addEventListener(name, () => setTimeout(() => {
      if (!region.matches(":hover, :focus-within")) [...region.children].forEach(wait);
    }));
  }
  let last = null;
  watch("value", () => {
    const news = document.querySelector("#news .toast");
    if (!news || news.dataset.number === last) return;
    last = news.dataset.number;
    show(news.cloneNode(true));
  });
});
