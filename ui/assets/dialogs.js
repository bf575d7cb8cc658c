// Questions and forms over the page; the element that had the focus gets it back.

const part = (name, text = "", class_ = "") => {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = class_;
  return element;
};

function open(title, content, yes, danger) {
  const dialog = part("dialog", "", "ask");
  const [heading, cancel, accept] = [part("h2", title), part("button", "Cancel", "button"), part("button", yes)];
  accept.className = danger ? "button danger" : "button strong";
  const buttons = part("div", "", "buttons");
  heading.id = "ask-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  buttons.append(cancel, accept);
  dialog.append(heading, ...content, buttons);
  document.querySelector(".gradio-container").append(dialog);
  cancel.type = "button";
  cancel.onclick = () => dialog.close();
  dialog.showModal();
  return { dialog, accept };
}

/** Ask before something is done that cannot be taken back; resolves to whether to do it. */
export function agreed(title, words, yes) {
  const { dialog, accept } = open(title, [part("p", words)], yes, true);
  return new Promise((resolve) => {
    accept.onclick = () => dialog.close("yes");
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
  });
}

/**
 * Ask for some texts. `fields` are {name, label, help, value, lines, placeholder}; `send` is given what was written, by
 * name, and resolves to what is wrong with it, in words, or to nothing: then the form closes.
 */
export function form(title, words, fields, yes, send) {
  const parts = fields.map((field) => {
    const box = part("div", "", "field");
    const label = part("label", field.label);
    const input = part(field.lines ? "textarea" : "input");
    input.id = label.htmlFor = `ask-${field.name}`;
    input.value = field.value ?? "";
    input.spellcheck = false;
    input.autocapitalize = "off";
    input.autocomplete = "off";
    if (field.lines) input.rows = field.lines;
    if (field.placeholder) input.placeholder = field.placeholder;
    box.append(label, input);
    if (field.help) {
      const help = part("p", field.help, "help");
      help.id = `${input.id}-help`;
      input.setAttribute("aria-describedby", help.id);
      box.append(help);
    }
    return { box, input, name: field.name };
  });
  const problem = part("p", "", "wrong");
  problem.role = "alert";
  const { dialog, accept } = open(title, [part("p", words), ...parts.map(({ box }) => box), problem], yes, false);
  dialog.classList.add("form");
  parts[0].input.focus();
  const go = async () => {
    if (accept.disabled) return;
    accept.disabled = true;
    problem.textContent = "";
    const wrong = await send(Object.fromEntries(parts.map(({ name, input }) => [name, input.value])));
    accept.disabled = false;
    if (wrong) {
      problem.textContent = wrong;
      parts[0].input.focus();
    } else dialog.close();
  };
  accept.onclick = go;
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") go();
  });
  dialog.onclose = () => dialog.remove();
}
