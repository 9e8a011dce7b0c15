// The units as the server told them, as this page wants them, and what they were in this session.

import { openErrors, word } from "./review-show.js";

/** Whether two sentences have half their words in common. */
function alike(one, other) {
  const [some, others] = [one, other].map((text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
  return 2 * [...some].filter((each) => others.has(each)).length >= Math.max(some.size, others.size);
}

export class Units {
  constructor(keeper) {
    this.keeper = keeper;
    this.known = new Map(); // as the server has them
    this.confirmed = new Map(); // what was reviewed, while it is being changed
    this.histories = new Map();
  }

  /** Take in all units of the article, in place of those before. */
  fill(units) {
    this.known = new Map(units.map((unit) => [unit.key, unit]));
    for (const unit of units) this.learn(unit);
  }

  /** Return what became of the `n`th sentence, which the author changed; null where it is there, or gone. */
  heirOf(key, n, units) {
    if (units.some((unit) => unit.key === key)) return null;
    const fresh = units.filter((unit) => !this.known.has(unit.key));
    const { source } = this.known.get(key);
    const there = fresh.find((unit) => unit === units[n - 1] && alike(unit.source, source));
    return fresh.find((unit) => unit.previous_source === source) ?? there ?? null;
  }

  learn(unit) {
    this.known.set(unit.key, unit);
    this.keeper.know(unit);
    // Of two versions, what was accepted here is judged by ours: theirs is not in the field.
    if (unit.state === "reviewed" && !this.keeper.conflictOf(unit.key)) this.confirmed.set(unit.key, unit.target);
  }

  /** Take in what a unit is now, and remember what it was. */
  turn(unit) {
    this.remember(this.known.get(unit.key), unit);
    this.learn(unit);
  }

  has(key) {
    return this.known.has(key);
  }

  get(key) {
    return this.known.get(key);
  }

  /** Return a unit with what this page wants it to say, saved or not. */
  view(key) {
    const unit = this.known.get(key);
    const { target = unit.target, state = unit.state, note = unit.note } = this.keeper.wanted(key);
    const isContested = Boolean(this.keeper.conflictOf(key));
    if (!isContested && target === unit.target && note === unit.note && state === unit.state) return unit;
    const kept = target === unit.target;
    const written = state === "untranslated" || isContested ? "draft" : state; // two versions: not reviewed
    return {
      ...unit, target, note,
      state: target || isContested ? written : "untranslated",
      is_contested: isContested,
      is_machine: unit.is_machine && kept,
      is_stale: !kept, // findings and risk are about another text
      findings: kept ? unit.findings : unit.findings.map((finding) => ({ ...finding, target_span: null })),
    };
  }

  /** Whether every sentence is reviewed as this page has it, saved or not. */
  get isComplete() {
    return this.known.size > 0 && [...this.known.keys()].every((key) => this.view(key).state === "reviewed");
  }

  /** Whether every sentence is reviewed, and all of it is in the catalog. */
  get isDone() {
    return this.keeper.unsaved === 0 && this.isComplete;
  }

  /** The sentences that are reviewed though an error is told of them, in the article's order. */
  get wrong() {
    return [...this.known.keys()].filter((key) => {
      const unit = this.view(key);
      return unit.state === "reviewed" && !unit.is_stale && openErrors(unit).length > 0;
    });
  }

  /** How many sentences are reviewed by the catalog and have another version here. */
  get contestedReviews() {
    return [...this.known.values()].filter(({ key, state }) => state === "reviewed" && this.keeper.conflictOf(key)).length;
  }

  /** Whether a reviewed text was changed and not accepted again. */
  wasConfirmed(key) {
    return this.confirmed.has(key) && this.view(key).state === "draft";
  }

  /** Return the state that goes with a text that was typed: none where the server can tell. */
  stateOf(key, target) {
    if (!target.trim() || !this.confirmed.has(key)) return {};
    return { state: this.confirmed.get(key) === target ? "reviewed" : "draft" };
  }

  historyOf(key) {
    return this.histories.get(key) ?? [];
  }

  remember(before, after) {
    if (before.target === after.target && before.state === after.state) return;
    const list = this.histories.get(after.key) ?? [{ at: word("before"), text: before.target, state: before.state }];
    const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.histories.set(after.key, [...list, { at, text: after.target, state: after.state }]);
  }
}
