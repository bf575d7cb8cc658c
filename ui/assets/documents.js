// The documents page: finding, adding by button or by drop, removing after a question, re-indexing.

import { agreed } from "./dialogs.js";
import { does, raise, whenThere } from "./parts.js";
import { go } from "./tabs.js";

const id = (button) => Number(button.dataset.document);

does("reindex", (button) => raise("listing", "act", { what: "reindex", document: id(button) }));
does("details", (button) => raise("listing", "open", { what: "details", document: id(button) }));
does("unfold", (button) => raise("listing", "open", { what: "unfold", document: id(button) }));
does("cancel-model", async () => {
  const words = "What was built so far is deleted. What answers now goes on answering.";
  if (await agreed("Cancel the building?", words, "Give it up")) raise("progress", "cancel");
});
does("look", () => raise("listing", "act", { what: "look" }));
does("page", (button) => {
  raise("listing", "find", { page: Number(button.dataset.page) });
  document.getElementById("documents-page").scrollTop = 0;
});
does("remove", async (button) => {
  // Taken now: while the question is open, the row may come to stand for another document.
  const chosen = id(button);
  const uploaded = button.dataset.uploaded === "yes";
  const sure = await agreed(
    `Remove ${button.dataset.name}?`,
    uploaded
      ? "The file was uploaded here, and it will be deleted."
      : "It will no longer be answered from. The file stays where it is.",
    uploaded ? "Delete" : "Remove",
  );
  if (sure) raise("listing", "act", { what: "remove", document: chosen });
});

// Finding

let timer = null;
function find() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const words = document.getElementById("find-words").value;
    raise("listing", "find", { words, state: document.getElementById("find-state").value });
  }, 150);
}
document.addEventListener("input", (event) => {
  if (event.target.matches?.("#find-words, #find-state")) find();
});

// Adding

const say = (words, role = "none") => {
  const line = document.querySelector(".uploading");
  line.role = role; // each file's turn is shown, not read out
  line.textContent = words;
  line.hidden = !words;
};

const SLICE = 100; // files that are taken in together, so that the first are read while others are on their way

async function add(files) {
  if (!files.length) return;
  go("documents");
  const batch = `${Date.now()}-${Math.random()}`;
  let arrived = [];
  const take = () => {
    if (arrived.length) raise("toolbar", "take", { batch, files: arrived });
    arrived = [];
  };
  const problems = [];
  for (const [place, file] of files.entries()) {
    say(`Adding ${place + 1} of ${files.length}: ${file.name}`);
    try {
      const { path } = await window.quoth.toolbar.upload(file);
      arrived.push({ path, name: file.name });
      if (arrived.length === SLICE) take();
    } catch (error) {
      problems.push(`${file.name} could not be added${file.size > 500e6 ? ": it is larger than 500 MB" : ""}.`);
    }
  }
  say(problems.join(" "), "alert");
  take();
}

/** The files of a drop; those in dropped folders too, without hidden ones. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const files = [];
  while (entries.length) {
    const entry = entries.shift();
    if (entry.name.startsWith(".")) continue;
    if (entry.isFile) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) break;
        entries.push(...some);
      }
    }
  }
  return files;
}

does("choose", () => document.getElementById("files").click());
document.addEventListener("change", (event) => {
  if (event.target.id !== "files") return;
  add([...event.target.files]);
  event.target.value = "";
});

const withFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const dropping = (on) => document.documentElement.classList.toggle("dropping", on);
addEventListener("dragenter", (event) => {
  if (!withFiles(event)) return;
  event.preventDefault();
  go("documents");
  dropping(true);
});
addEventListener("dragover", (event) => withFiles(event) && event.preventDefault());
addEventListener("dragleave", (event) => event.relatedTarget === null && dropping(false));
addEventListener("drop", async (event) => {
  if (!withFiles(event)) return;
  event.preventDefault();
  dropping(false);
  add(await dropped(event.dataTransfer));
});

// Languages come as codes, and are named here.

whenThere("listing", ({ watch }) => watch("value", () => {
  for (const element of document.querySelectorAll("#listing [data-language]")) {
    element.textContent = new Intl.DisplayNames(["en"], { type: "language" }).of(element.dataset.language) ?? "";
  }
}));

whenThere("progress", ({ element }) => element.setAttribute("aria-live", "off"));
