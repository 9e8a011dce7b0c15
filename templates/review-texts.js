// The texts that can be taken in place of a translation, by number: kept ones, the memory's, the
// engine's. Each stands under the field that it would go into; where it is from, and what it was a
// translation of, under the source.

import { button, diff, el, isChanged, word } from "./review-show.js";

/** Return what there is for a unit, each text once, without the one that is in the field. */
export function textsFor(unit, helped, present) {
  const texts = new Map();
  const add = (text, label, more = null) => {
    if (text && text !== present && !texts.has(text)) texts.set(text, { text, label, more });
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

/** Return the lines of such texts; `take(text, n)` is told which one is wanted. */
export function textLines(texts, side, take) {
  return texts.map(({ text, label, more }, n) => {
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
  });
}
