// Which sentences are shown, and in which order: the article's own or by risk, sifted by search
// and filter. What a unit says at this moment is asked of the desk.

import { el, openFindings, plain, word } from "./review-show.js";
import { measureHead } from "./review-signs.js";

const FITS = {
  all: () => true,
  open: (unit) => unit.state !== "reviewed",
  findings: (unit) => openFindings(unit).length > 0,
  reviewed: (unit) => unit.state === "reviewed",
  changed: (unit) => Boolean(unit.origin && unit.target && unit.target !== unit.origin.text),
};

export class Order {
  /** `view(key)` gives a unit as this page wants it; `rows` are the desk's, by key. */
  constructor(rows, view) {
    Object.assign(this, { rows, view, blocks: [], sequence: [], byRisk: false, active: null, visited: new Set(), found: new Set() });
    this.list = document.getElementById("units");
    this.search = document.getElementById("search");
    this.filter = document.getElementById("filter");
    this.bar = document.getElementById("sifted");
    this.shown = document.getElementById("shown");
    this.clear = document.getElementById("unsearch");
    this.search.addEventListener("input", () => { this.sift(); this.showFirst(); });
    this.filter.addEventListener("change", () => this.sift());
  }

  isOpen(key) {
    return this.view(key).state !== "reviewed";
  }

  get written() {
    return this.blocks.flatMap(({ keys }) => keys);
  }

  /** Where a sentence stands on the published page, whose headline comes first. */
  onPage(key) {
    const at = this.blocks.findIndex(({ kind }) => kind === "headline");
    const blocks = at < 0 ? this.blocks : [this.blocks[at], ...this.blocks.toSpliced(at, 1)];
    const keys = blocks.flatMap((block) => block.keys);
    return { n: keys.indexOf(key), total: keys.length, text: this.view(key).target };
  }

  /** Put the rows in order; by risk, those that are reviewed come last. */
  layOut() {
    const line = (keys, label, kind) => el(
      "ol", { class: `block ${kind}`, "aria-label": label }, ...keys.map((key) => this.rows.get(key).element),
    );
    if (this.byRisk) {
      this.sequence = [...this.riskiest(), ...this.written.filter((key) => !this.isOpen(key))];
      this.list.replaceChildren(line(this.sequence, word("by_risk"), "mixed"));
    } else {
      this.sequence = this.written;
      const name = (kind) => word(kind === "headline" ? "headline" : "paragraph");
      const blocks = this.blocks.filter(({ keys }) => keys.length);
      this.list.replaceChildren(...blocks.map(({ keys, kind }) => line(keys, name(kind), kind)));
    }
    this.sift();
  }

  /** Give the keys that wait for review, the riskiest first, else as in the article. */
  riskiest() {
    const risks = new Map(this.written.map((key) => [key, this.view(key).risk]));
    return this.written.filter((key) => this.isOpen(key)).sort((a, b) => risks.get(b) - risks.get(a));
  }

  /** Hide what search and filter leave out; the open row stays, nobody loses it from under a hand. */
  sift() {
    const query = plain(this.search.value.trim());
    const kind = this.filter.value;
    this.found.clear();
    for (const [key, { element }] of this.rows) {
      const unit = this.view(key);
      const fits = FITS[kind](unit)
        && (!query || plain(`${unit.source}\n${unit.target}\n${unit.note}`).includes(query));
      if (fits) this.found.add(key);
      element.hidden = !fits && key !== this.active;
    }
    for (const block of this.list.children) block.hidden = [...block.children].every((row) => row.hidden);
    const sifted = Boolean(query) || kind !== "all";
    this.bar.classList.toggle("on", sifted);
    this.bar.querySelector("button").hidden = !sifted;
    this.bar.classList.toggle("ended", this.isEnded);
    this.clear.hidden = !this.search.value;
    const text = sifted ? this.told() : "";
    if (this.shown.textContent !== text) this.shown.textContent = text;
    this.bar.classList.toggle("none", sifted && !this.found.size);
  }

  /** Have the first hit of a search in sight, whichever sentence is open. */
  showFirst() {
    const [first] = this.search.value.trim() ? this.matching() : [];
    if (!first) return;
    measureHead();
    this.rows.get(first).element.scrollIntoView({ block: "nearest" });
  }

  /** Sift once for all that is changed at this moment. */
  siftSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.sift(), 0);
  }

  /** What search and filter leave, and what they hide that is still to be done. */
  told() {
    const hidden = this.hiddenOpen.length;
    const counts = { n: this.found.size, total: this.rows.size, hidden };
    if (this.isEnded) return word("shown_ended", counts);
    if (!this.found.size) return hidden ? word("shown_hidden", { text: word("shown_none"), hidden }) : word("shown_none");
    const outside = this.active !== null && !this.found.has(this.active);
    const text = word(outside ? "shown_and_open" : "shown", counts);
    return hidden ? word("shown_hidden", { text, hidden }) : text;
  }

  /** The keys that wait for review and are not to be seen. */
  get hiddenOpen() {
    return this.written.filter((key) => !this.isShown(key) && this.isOpen(key));
  }

  /** Whether all that is shown is reviewed while other sentences wait unseen. */
  get isEnded() {
    const waits = (key) => this.isOpen(key) && this.isShown(key);
    return this.filter.value !== "reviewed" && this.found.size > 0
      && !this.written.some(waits) && this.hiddenOpen.length > 0;
  }

  unsearch(isInField = true) {
    this.search.value = "";
    this.sift();
    if (isInField) this.search.focus();
  }

  everything() {
    this.search.value = "";
    this.filter.value = "all";
    this.sift();
  }

  isShown(key) {
    return !this.rows.get(key).element.hidden;
  }

  /** The keys that fit search and filter, in the order in which they are shown. */
  matching() {
    return this.sequence.filter((key) => this.found.has(key));
  }

  visible() {
    return this.sequence.filter((key) => this.isShown(key));
  }

  /** Return the key `by` places from the open one among those that are shown. */
  beside(by) {
    const keys = this.visible();
    const at = keys.indexOf(this.active);
    return at < 0 ? keys[0] : keys[at + by];
  }

  /** Return the next key that waits for review: below the open one, else from the top. */
  nextOpen() {
    const at = this.sequence.indexOf(this.active);
    const round = [...this.sequence.slice(at + 1), ...this.sequence.slice(0, Math.max(at, 0))];
    return round.find((key) => this.isOpen(key) && this.isShown(key));
  }

  /** Return the riskiest key that was not gone to yet, round and round; none where none is left. */
  nextRisky() {
    const keys = this.riskiest().filter((key) => this.isShown(key) && key !== this.active);
    if (keys.every((key) => this.visited.has(key))) this.visited.clear();
    const next = keys.find((key) => !this.visited.has(key));
    if (next) this.visited.add(next);
    return next;
  }
}
