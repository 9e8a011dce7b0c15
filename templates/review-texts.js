// The texts that can be taken in place of a translation, by number: kept ones, the memory's, the
// engine's. Each stands under the field that it would go into; where it is from, and what it was a
// translation of, under the source.

import { button, diff, el, isChanged, word } from "./review-show.js";

/** A text as it is compared with others: one that differs at its first letter's case only is no other. */
const alike = (text) => text.slice(0, 1).toLowerCase() + text.slice(1);

/**
 * Return what there is for a unit, each text once. `former` are those that were there before: they
 * keep their places, for their numbers are keys, and what is new comes after them. The text in the
 * field, `present`, gets no place, or keeps the one that it has.
 */
export function textsFor(unit, helped, present, former = []) {
  const texts = new Map(former.map((one) => [alike(one.text), one]));
  const add = (text, label, more = null) => {
    if (text && alike(text) !== alike(present) && !texts.has(alike(text))) texts.set(alike(text), { text, label, more });
  };
  for (const text of unit.alternatives) add(text, word("alternative"));
  if (unit.former) add(unit.former.text, unit.former.label);
  for (const match of helped?.matches ?? []) {
    const percent = match.ratio.toLocaleString(document.documentElement.lang, { style: "percent" });
    add(match.target, word("match", { percent, label: match.label }), match.changes && isChanged(match.changes) ? match.changes : null);
  }
  for (const { text } of helped?.hypotheses ?? []) add(text, word("hypothesis"));
  return [...texts.values()];
}

/** Return the lines of such texts but for the present one; `take(text, n)` is told which one is wanted. */
export function textLines(texts, present, side, take) {
  return texts.map(({ text, label, more }, n) => {
    if (text === present) return null;
    const isSame = !more && label === texts[n - 1]?.label; // said once to the eye
    return el(
      "li", {},
      el("div", { class: "taking" },
        button(n < 9 ? String(n + 1) : "+", () => take(text, n + 1), { class: "take", "aria-label": word("take", { n: n + 1 }) }),
        el("span", side("target"), text)),
      el("div", { class: "whence" },
        el("small", { class: isSame ? "unseen" : "quiet" }, label),
        more && el("p", { class: "diff small", title: word("match_of"), ...side("source") }, ...diff(more))),
    );
  }).filter(Boolean);
}
