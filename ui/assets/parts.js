// The page's parts: each tells its name, how to raise an event of its own, and when its content has changed.

const parts = (window.quoth ??= {});
const waiting = new Map();

/** Call `act` with a part as soon as it is there. */
export function whenThere(name, act) {
  if (parts[name]) act(parts[name]);
  else waiting.set(name, [...(waiting.get(name) ?? []), act]);
}

document.addEventListener("quoth:part", (event) => {
  for (const act of waiting.get(event.detail) ?? []) act(parts[event.detail]);
  waiting.delete(event.detail);
});

/** Raise an event of a part; a handler on the server answers it. */
export function raise(name, event, data = {}) {
  parts[name]?.trigger(event, data);
}

const asked = new Map();
let number = 0;

/** Raise an event and resolve to the reply: what was done, in words, or what is wrong. */
export function request(name, event, data) {
  return new Promise((resolve) => {
    asked.set(++number, resolve);
    raise(name, event, { ...data, request: number });
  });
}

whenThere("reply", ({ watch }) => watch("value", () => {
  const { request, said, problem } = document.querySelector("#reply [data-request]")?.dataset ?? {};
  asked.get(Number(request))?.({ said, problem });
  asked.delete(Number(request));
}));

const actions = new Map();

/** Say what is done when an element with `data-do="name"` is chosen by mouse, touch or key. */
export function does(name, act) {
  actions.set(name, act);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-do]");
  if (!target || target.disabled) return;
  event.preventDefault();
  if (target === pressed.done) {
    pressed.done = null;
    return;
  }
  actions.get(target.dataset.do)?.(target, event);
});

// While an answer grows, what is under the pointer may be replaced between press and release, and no click
// follows. Citations are therefore chosen on release, by what they name.
const pressed = { key: null, x: 0, y: 0, done: null };
const keyOf = (element) => element && JSON.stringify({ ...element.dataset });

document.addEventListener("pointerdown", (event) => {
  const target = event.button === 0 ? event.target.closest?.("[data-do=cite]") : null;
  Object.assign(pressed, { key: keyOf(target), x: event.clientX, y: event.clientY, done: null });
});
document.addEventListener("pointerup", (event) => {
  const near = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 10;
  const target = event.target.closest?.("[data-do=cite]");
  if (pressed.key && near && keyOf(target) === pressed.key) {
    pressed.done = target;
    actions.get("cite")?.(target, event);
  }
  pressed.key = null;
});
