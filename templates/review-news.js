// What somebody else did to the article or its catalog while the page is open → a line in words that
// stands at the head of the desk until it is put away, or something else is done.

import { word } from "./review-show.js";

const MOST = 6; // numbers of sentences that are named
const SEEN = 2000; // ms that a line stands, whatever is done

/** Return what became of a unit in one of the words; empty where a reviewer has nothing of it. */
function becoming(before, after) {
  const isReviewed = after.state === "reviewed";
  if (isReviewed && (before.state !== "reviewed" || before.target !== after.target)) return "reviewed";
  if (before.state === "reviewed" && !isReviewed) return "reopened";
  if (before.target !== after.target) return after.is_machine ? "drafted" : "edited";
  return before.note === after.note ? "" : "noted";
}

/** Return a part of the line: what happened to sentences of these numbers. */
function part(name, numbers) {
  const named = numbers.slice(0, MOST).join(", ") + (numbers.length > MOST ? ", …" : "");
  return word(`news_${name}_${numbers.length === 1 ? "one" : "many"}`, { n: numbers.length, numbers: named });
}

/** Take the sentences that this text was off those that are gone: one, or neighbours that were joined. */
function takeSource(gone, source) {
  for (let first = 0; first < gone.length; first += 1) {
    let text = "";
    for (let end = first; end < gone.length && text.length < source.length; end += 1) {
      text = text ? `${text} ${gone[end].unit.source}` : gone[end].unit.source;
      if (text === source) return gone.splice(first, end + 1 - first).map(({ n }) => n);
    }
  }
  return [];
}

/**
 * Return what sentences that were not there before are, each {unit, n}: `numbers` of new and of
 * changed ones, and `parts` for those cut or joined. Sentences that became others go out of `gone`.
 */
function becomings(gone, fresh) {
  const numbers = { new: [], changed: [] };
  const parts = [];
  while (fresh.length) {
    const source = fresh[0].unit.previous_source;
    const size = source ? fresh.findIndex(({ unit }) => unit.previous_source !== source) : 1;
    const is = fresh.splice(0, size < 0 ? fresh.length : size).map(({ n }) => n);
    const was = source ? takeSource(gone, source) : [];
    if (was.length === 1 && is.length > 1) parts.push(word("news_cut", { was: was[0], n: is.length, numbers: is.join(", ") }));
    else if (was.length > 1 && is.length === 1) parts.push(word("news_joined", { was: was.join(", "), numbers: is[0] }));
    else numbers[source ? "changed" : "new"].push(...is);
  }
  return { numbers, parts };
}

export class News {
  /** `show` is called where there are other lines than before. */
  constructor(show) {
    Object.assign(this, { show, article: [], units: new Map(), at: 0 });
  }

  /** The sentences of the article are others: the units before and now, in order. */
  reordered(before, now) {
    const old = new Map(before.map((unit, n) => [unit.key, { unit, n: n + 1 }]));
    const keys = new Set(now.map(({ key }) => key));
    const gone = [...old.values()].filter(({ unit }) => !keys.has(unit.key));
    const { numbers, parts: cuts } = becomings(gone, now.map((unit, n) => ({ unit, n: n + 1 })).filter(({ unit }) => !old.has(unit.key)));
    const parts = ["new", "changed"].filter((name) => numbers[name].length).map((name) => part(name, numbers[name]));
    parts.push(...cuts);
    if (gone.length) {
      const kept = gone.some(({ unit }) => unit.state === "reviewed") ? "kept" : "gone";
      parts.push(part(kept, gone.map(({ n }) => n)));
    }
    if (!parts.length) {
      if (now.every(({ key }, n) => before[n].key === key)) return; // told anew by a program started anew
      parts.push(word("news_moved"));
    }
    const [was, is] = [before, now].map((units) => units.filter(({ state }) => state === "reviewed").length);
    if (was !== is) parts.push(word("news_counted", { before: was, now: is }));
    this.article.push(word("news_article", { what: parts.join("; ") }));
    this.told();
  }

  /** Units were changed: pairs of the unit before and now, and the number of its sentence. */
  changed(pairs) {
    for (const [before, after, n] of pairs) {
      const name = becoming(before, after);
      if (name) this.units.set(after.key, { name, n });
    }
    if (pairs.length && this.units.size) this.told();
  }

  told() {
    this.at = performance.now();
    this.show();
  }

  /** Something else is done: what has been there for a moment is read. */
  read(isNow = false) {
    if (!this.lines.length || (!isNow && performance.now() - this.at < SEEN)) return;
    this.article = [];
    this.units.clear();
    this.show();
  }

  get texts() {
    const names = ["reviewed", "reopened", "drafted", "edited", "noted"];
    const numbers = (name) => [...this.units.values()].filter((one) => one.name === name).map(({ n }) => n).sort((a, b) => a - b);
    const parts = names.map((name) => [name, numbers(name)]).filter(([, found]) => found.length);
    const text = parts.map(([name, found]) => part(name, found)).join("; ");
    return text ? [...this.article, word("news_catalog", { what: text })] : this.article;
  }

  /** The lines for the banner; the last has the button that puts all away. */
  get lines() {
    const lines = this.texts.map((text) => ({ text, isPolite: true }));
    if (lines.length) Object.assign(lines.at(-1), { label: word("news_away"), act: () => this.read(true) });
    return lines;
  }
}
