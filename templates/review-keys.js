// Keys → acts of the desk. Every act has a button, too; the list for people is in review.html.
// Single letters never work while something is typed, and can be switched off (WCAG 2.1.4).

import { hush } from "./review-signs.js";

const SINGLE = {
  e: "write", j: "next", k: "previous", r: "risky", n: "note", d: "dismiss", o: "order",
  p: "preview", c: "copy", m: "redraft", v: "versions", "/": "search", "?": "keys",
};
const WITH_ALT = { r: "risky", c: "copy", m: "redraft", z: "undo", n: "note", x: "dismiss", v: "versions" };
export const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);
const DEAF = 1500; // ms without a key after which single ones mean something again
const CHOICE = "bilingual:single-keys";

const stored = (act) => { try { return act(localStorage); } catch { return null; } };

/** Return the letter of a key, also where Option turns it into another character. */
function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

/** Return what a key means here: the name of an act, a number to take, or null. */
function meaning(event, singles) {
  const { target, key } = event;
  const typing = target.matches?.("textarea, input:not([type=checkbox]), select");
  const inField = target.matches?.("textarea.field");
  const control = event.ctrlKey || event.metaKey;
  if (control && event.altKey) return null; // AltGr types characters
  // A key that is held down confirms once: nobody has read what comes after.
  if (control && key === "Enter") {
    if (event.repeat) return "nothing";
    return target.matches?.("textarea.note-field") ? "noted" : "confirm";
  }
  if (event.altKey) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) return Number(digit[1]);
    if (letter(event) === "z" && event.shiftKey) return "redo";
    return WITH_ALT[letter(event)] ?? null;
  }
  if (inField && event.ctrlKey && key === "ArrowDown") return "next";
  if (inField && event.ctrlKey && key === "ArrowUp") return "previous";
  if (typing) {
    if (key === "Escape" && target.matches("#search")) return "unsearch";
    if (key === "Escape" && target.matches("textarea")) return "leave";
    return key === "Enter" && inField && !event.shiftKey ? "enter" : null;
  }
  if (control) {
    if (letter(event) === "z") return event.shiftKey ? "redo" : "undo";
    return letter(event) === "y" ? "redo" : null;
  }
  if (key === "ArrowDown" && !event.shiftKey) return "next";
  if (key === "ArrowUp" && !event.shiftKey) return "previous";
  if (key === "Escape") return document.getElementById("search").value ? "found" : null;
  if (key === "Enter" && target.matches?.("body, .unit")) return event.repeat ? "nothing" : "confirm";
  return singles ? SINGLE[key.toLowerCase()] ?? null : null;
}

const isSaving = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && letter(event) === "s";

let deafUntil = 0;

/** Let single keys do nothing while somebody goes on typing whose field went away. */
export function deafen() {
  deafUntil = Date.now() + DEAF;
}

export function listen(desk) {
  const choice = document.getElementById("single-keys");
  choice.checked = stored((s) => s.getItem(CHOICE)) !== "off";
  const tell = () => document.body.classList.toggle("no-letters", !choice.checked);
  tell();
  choice.addEventListener("change", () => { tell(); stored((s) => s.setItem(CHOICE, choice.checked ? "on" : "off")); });
  document.addEventListener("pointerdown", hush, true);
  document.addEventListener("keydown", (event) => {
    if (!event.repeat && !MODIFIERS.has(event.key)) hush(); // what was told was about the act before
  }, true);
  document.addEventListener("keydown", (event) => {
    if (isSaving(event)) event.preventDefault(); // the browser's own would save the page as a file
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (isSaving(event) && !event.repeat) desk.act("save");
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const what = meaning(event, choice.checked);
    if (what === null) return;
    event.preventDefault();
    if (Date.now() < deafUntil && !(event.ctrlKey || event.altKey || event.metaKey)) {
      deafen();
      return;
    }
    if (typeof what === "number") desk.takeNumber(what);
    else desk.act(what);
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-do]");
    if (pressed) desk.act(pressed.dataset.do, true);
  });
}
