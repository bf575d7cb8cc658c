// What has the focus keeps it when the part that it stands in is drawn anew.

import { whenThere } from "./parts.js";

const KEYS = ["do", "document", "folder", "by", "path"];
let last = null; // {part, selector}

document.addEventListener("focusin", (event) => {
  const part = event.target.closest?.("#listing, #folders, #progress")?.id;
  const data = event.target.dataset;
  const selector = KEYS.filter((key) => data?.[key]).map((key) => `[data-${key}="${CSS.escape(data[key])}"]`).join("");
  last = part && selector ? { part, selector } : null;
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("[data-do]")) last = null;
});

for (const name of ["listing", "folders", "progress"]) {
  whenThere(name, ({ watch }) => watch("value", () => {
    if (last?.part !== name || (document.activeElement && document.activeElement !== document.body)) return;
    document.querySelector(`#${name} ${last.selector}`)?.focus({ preventScroll: true });
  }));
}
