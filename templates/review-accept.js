// Accepting a sentence: only one that somebody is at and has before their eyes; and a text that has
// an error only once it was said what is wrong with it, and the key was pressed again.

import { MODIFIERS } from "./review-keys.js";
import { el, openErrors, word } from "./review-show.js";
import { hush, say, tell } from "./review-signs.js";

const MOST = 3; // errors named in the question

export class Accepting {
  constructor(desk) {
    // `asked` is the text that was asked about; `hasty` were found wrong once somebody had gone on.
    Object.assign(this, { desk, asked: null, left: null, hasty: new Set(), isElsewhere: true });
    const went = ({ key }) => { if (!MODIFIERS.has(key)) this.isElsewhere = true; };
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, went, true);
  }

  /** Accept by key: only what has the focus and is in sight. Else lead there, to be read first. */
  confirm(key) {
    const row = this.desk.rows.get(key);
    if (row.isAttended) { this.accept(key); return; }
    this.desk.goTo(key);
    tell(word("look_first", row.place));
  }

  accept(key) {
    const { desk } = this;
    const target = desk.rows.get(key).field.value;
    if (!target.trim()) { tell(word("nothing_to_accept")); return; }
    if (desk.keeper.conflictOf(key)) {
      desk.conflicts.choose();
      return;
    }
    const unit = desk.units.view(key);
    const isNew = unit.state !== "reviewed" || unit.target !== target;
    if (isNew && !this.put(key, unit, target)) return;
    const next = desk.order.nextOpen();
    if (next) { desk.goTo(next, isNew ? word("accepted") : word("to_review")); return; }
    desk.order.sift();
    desk.open(key, true); // out of the field: keys are keys now; the head may have grown
    if (isNew) desk.progress.ended();
    else tell(desk.progress.noneLeft);
  }

  /** Have a text saved as reviewed; false where somebody has to be asked first. */
  put(key, unit, target) {
    const { desk } = this;
    const isAnswered = this.asked?.key === key && this.asked.target === target;
    if (!isAnswered && !unit.is_stale && openErrors(unit).length) { this.ask(key); return false; }
    this.forget();
    this.hasty.delete(key);
    this.leave(key);
    desk.units.confirmed.set(key, target);
    // A text that was typed just now is judged by the server, which keeps it as a draft where it is wrong.
    desk.keeper.put(key, { target, state: "reviewed", ask: !isAnswered });
    desk.refresh(key);
    return true;
  }

  /** A sentence goes off to be saved as reviewed: nothing else was done since. */
  leave(key) {
    this.left = { key, confirmed: this.desk.units.confirmed.get(key) };
    this.isElsewhere = false;
  }

  /** Say what is wrong with the open sentence, and that the next press accepts it as it is. */
  ask(key) {
    const row = this.desk.rows.get(key);
    this.hasty.delete(key);
    this.asked = { key, target: row.field.value };
    const errors = openErrors(this.desk.units.view(key)).map(({ severity, message }) => `${word(severity)}: ${message}`);
    const lines = [...errors.slice(0, MOST), word("ask_again")]; // all of them stand below
    row.parts.asking.replaceChildren(...lines.map((line) => el("p", {}, line)));
    row.parts.asking.scrollIntoView({ block: "nearest" });
    hush();
    say(lines.join(". "));
  }

  /** Something else is done: the question is no longer there. */
  forget() {
    if (!this.asked) return;
    this.desk.rows.get(this.asked.key)?.parts?.asking.replaceChildren();
    this.asked = null;
  }

  /** A text that was accepted at once has an error, and is a draft: ask now, or as soon as it is looked at. */
  refused(key) {
    const { desk, left } = this;
    const confirmed = left?.key === key ? left.confirmed : undefined;
    if (confirmed === undefined) desk.units.confirmed.delete(key);
    else desk.units.confirmed.set(key, confirmed);
    desk.refresh(key);
    if (this.isElsewhere || desk.keeper.isUnsaved(key)) this.hasty.add(key);
    else {
      if (desk.active !== key) desk.goTo(key);
      this.ask(key);
    }
    desk.showState();
  }

  /** The banner's lines: one for each sentence that was not accepted though somebody has gone on. */
  get lines() {
    const { desk } = this;
    const keys = [...this.hasty].filter((key) => desk.rows.has(key) && desk.order.isOpen(key));
    return keys.map((key) => {
      const [wrong] = openErrors(desk.units.view(key));
      const text = word("not_accepted", { ...desk.rows.get(key).place, message: wrong?.message ?? "" });
      return { text, label: word("look"), act: () => { desk.goTo(key); this.ask(key); desk.showState(); } };
    });
  }

  /** Go to the next reviewed sentence that has an error, round and round. */
  nextWrong() {
    const { desk } = this;
    const { wrong } = desk.units; // looks at every sentence
    const keys = desk.order.sequence.filter((key) => wrong.includes(key));
    const at = keys.indexOf(desk.active);
    if (!keys.length) { tell(word("none_wrong")); return; }
    const key = keys[(at + 1) % keys.length];
    if (!desk.order.isShown(key)) desk.order.everything();
    desk.open(key, true);
    say([word("position", desk.rows.get(key).place), ...openErrors(desk.units.view(key)).map(({ message }) => message)].join(". "));
  }

  unaccept(key) {
    const { desk } = this;
    desk.units.confirmed.delete(key);
    desk.keeper.put(key, { target: desk.rows.get(key).field.value, state: "draft" });
    desk.refresh(key);
  }
}
