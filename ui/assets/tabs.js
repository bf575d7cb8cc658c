// The two pages, chat and documents, and the switch between light and dark.

import { does, whenThere } from "./parts.js";

const PAGES = ["chat", "documents"];
const root = document.documentElement;

export function go(page) {
  root.classList.toggle("at-documents", page === "documents");
  for (const name of PAGES) {
    const tab = document.getElementById(`tab-${name}`);
    tab?.setAttribute("aria-selected", String(name === page));
    if (tab) tab.tabIndex = name === page ? 0 : -1;
    const panel = document.getElementById(`${name}-page`);
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", `tab-${name}`);
  }
  const hash = page === "documents" ? "#documents" : "";
  if (location.hash !== hash) history.replaceState(null, "", location.pathname + location.search + hash);
}

const fromAddress = () => go(location.hash === "#documents" ? "documents" : "chat");

for (const page of PAGES) does(`go-${page}`, () => go(page));
whenThere("masthead", fromAddress);
whenThere("toolbar", fromAddress);
addEventListener("hashchange", fromAddress);

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = PAGES.findIndex((page) => event.target.id === `tab-${page}`);
  if (!step || at < 0) return;
  event.preventDefault();
  const page = PAGES[(at + step + PAGES.length) % PAGES.length];
  go(page);
  document.getElementById(`tab-${page}`).focus();
});

// Light and dark follow the system until the reader chooses.

const system = matchMedia("(prefers-color-scheme: dark)");
const chosen = () => {
  try {
    return localStorage.getItem("quoth-light");
  } catch {
    return null;
  }
};
const paint = () => {
  const dark = chosen() ? chosen() === "dark" : system.matches;
  document.body.classList.toggle("dark", dark);
  root.style.colorScheme = dark ? "dark" : "light";
};

does("light", () => {
  const dark = !document.body.classList.contains("dark");
  try {
    // What the system shows anyway need not be remembered: the page goes on following it.
    if (dark === system.matches) localStorage.removeItem("quoth-light");
    else localStorage.setItem("quoth-light", dark ? "dark" : "light");
  } catch {
    document.body.classList.toggle("dark", dark);
    return;
  }
  paint();
});
system.addEventListener("change", paint);
whenThere("masthead", paint);
paint();
