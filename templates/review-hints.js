// The keys that are wanted most, at the foot of the field: those that mean something where the focus is.

import { nextWord } from "./review-complete.js";
import { el, word } from "./review-show.js";

const SLACK = 8; // px beside what is drawn that a finger may hit

/** Whether fingers are at work here: there is no key to press then, but what is drawn can be hit. */
const isByFinger = () => matchMedia("(pointer: coarse)").matches;

/** Return the signs after a proposal: the key that takes it, or what is to be tapped. */
export function chips(proposal) {
  if (!proposal) return [];
  if (!isByFinger()) return [el("kbd", { class: "all" }, "Tab")];
  const words = nextWord(proposal) === proposal ? [] : [el("kbd", { class: "one" }, word("take_word"))];
  return [el("kbd", { class: "all" }, word("take_all")), ...words];
}

/** Return what of the proposal was hit; empty where something else was, or the grey text by a mouse. */
export function takenAt({ mirror, ghost, proposal }, { clientX: x, clientY: y, pointerType }) {
  if (!proposal) return "";
  const slack = isByFinger() ? SLACK : 0;
  const isHit = (element) => element && [...element.getClientRects()].some(
    (box) => x >= box.left - slack / 2 && x <= box.right + slack / 2 && y >= box.top - slack && y <= box.bottom + slack,
  );
  if (isHit(mirror.querySelector(".one"))) return nextWord(proposal);
  const isGrey = (pointerType === "touch" || pointerType === "pen" || isByFinger()) && isHit(ghost);
  return isGrey || isHit(mirror.querySelector(".all")) ? proposal : "";
}

/** Return the line of keys; `place` shows which of its parts, see `showHints`. */
export function keyHints() {
  const step = (key, name, kind = null) => el("span", { class: kind }, el("kbd", {}, key), ` ${word(name)} `);
  const [enter, escape] = [word("key_enter"), word("key_escape")];
  return el("p", { class: "hint" },
    el("span", { class: "inside" }, step(`Ctrl+${enter}`, "hint_accept", "accepting"), step(escape, "hint_leave")),
    el("span", { class: "outside" }, step(enter, "hint_accept", "accepting"), step("E", "hint_write", "letter")),
    el("span", { class: "at-note" }, step(`Ctrl+${enter}`, "hint_note"), step(escape, "hint_back")),
    el("span", { class: "at-words" }, step(enter, "hint_word"), step(escape, "hint_back")));
}

/** Say what Enter does: a sentence that is reviewed already is not accepted once more. */
export function sayStep(hint, isReviewed) {
  const text = ` ${word(isReviewed ? "hint_next" : "hint_accept")} `;
  for (const step of hint.querySelectorAll(".accepting")) {
    if (step.lastChild.data !== text) step.lastChild.data = text;
  }
}

/** Show the keys for the place in an open row where the focus is; for other buttons there are none. */
export function showHints(row) {
  const { field, note, parts: { words }, hint, group } = row;
  const at = document.activeElement;
  if (at === field) hint.dataset.at = "field";
  else if (at === note) hint.dataset.at = "note";
  else if (words.contains(at)) hint.dataset.at = "words";
  else hint.dataset.at = at === group || !group.contains(at) ? "row" : "else";
}
