// The followed folders: adding by path, patterns, removing, and saying that a folder that vanished is gone for good.

import { agreed, form } from "./dialogs.js";
import { does, request } from "./parts.js";
import { say } from "./toasts.js";

const SYNTAX =
  "A pattern a line, as in .gitignore: *.pdf is all PDF files, drafts/ all folders of that name, /old/ the one at the top, !keep.txt takes one back in.";

/** Have something done to the folders (a path goes as `place`: Gradio takes whatever has a `path` for a file); resolves to what went wrong, in words, or to nothing. */
async function act(data) {
  const { said, problem } = await request("folders", "act", data);
  if (said) say(said);
  return problem;
}

const patterns = (include, exclude) => [
  { name: "include", label: "Read only files that fit", value: include, lines: 3, placeholder: "all files", help: SYNTAX },
  { name: "exclude", label: "Leave out files that fit", value: exclude, lines: 3, placeholder: "none" },
];

does("follow", () =>
  form(
    "Follow a folder",
    "Its documents are read, and whatever changes in it is taken in by itself. Nothing in it is changed.",
    [{ name: "path", label: "The folder's whole path on this machine", placeholder: "/home/you/Documents" }, ...patterns("", "")],
    "Follow",
    ({ path, ...written }) => act({ what: "add", place: path, ...written }),
  ));

does("patterns", ({ dataset }) =>
  form(
    `What is read of ${dataset.name}`,
    "Files that are left out are no longer answered from. They stay where they are.",
    patterns(dataset.include, dataset.exclude),
    "Save",
    (written) => act({ what: "patterns", folder: Number(dataset.folder), ...written }),
  ));

async function sure(title, words, yes, data) {
  if (!(await agreed(title, words, yes))) return;
  const problem = await act(data);
  if (problem) say(problem);
}

does("unfollow", ({ dataset }) =>
  sure(
    `Stop following ${dataset.name}?`,
    `The documents of ${dataset.path} will no longer be answered from. The files stay where they are.`,
    "Stop following",
    { what: "remove", folder: Number(dataset.folder) },
  ));

does("confirm-gone", ({ dataset }) => {
  const count = Number(dataset.count);
  const documents = count === 1 ? "Its document" : `Its ${count.toLocaleString("en")} documents`;
  return sure(
    "Is it gone for good?",
    `${documents} will be forgotten. If ${dataset.path} comes back, add it again and it is read anew.`,
    "Forget them",
    { what: "confirm", place: dataset.path },
  );
});
