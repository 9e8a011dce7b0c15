// The desk: which sentence is open, what a key or button does to it. What is typed goes to the
// Keeper (review-keep.js), which saves it; what the server says comes back here.

import { Accepting } from "./review-accept.js";
import { copySource, redraft, saveNow, take, turnBack } from "./review-acts.js";
import { Changes } from "./review-changes.js";
import { Completing, Help, write } from "./review-complete.js";
import { Conflicts } from "./review-conflict.js";
import { Keeper } from "./review-keep.js";
import { deafen, listen } from "./review-keys.js";
import { Order } from "./review-order.js";
import { Progress } from "./review-progress.js";
import { Preview } from "./review-preview.js";
import { Row } from "./review-row.js";
import { openFindings, riskiness, word } from "./review-show.js";
import {
  Watch, hush, measureHead, press, say, showBanner, showKept, showOrphan, showOrphans, tell,
} from "./review-signs.js";
import { Stretches } from "./review-stretches.js";
import { Units } from "./review-units.js";

const TYPING_PAUSE = 600;
const OPEN_AGAIN = 3000;
const $ = (id) => document.getElementById(id);

class Desk {
  constructor() {
    const { slug, locale } = document.body.dataset;
    this.keeper = new Keeper(slug, locale, {
      unit: (answer) => this.answered(answer),
      conflict: (key, theirs) => this.conflicts.found(key, theirs),
      lost: () => this.showLost(),
      state: () => this.showState(),
      work: (key) => ({ ...this.stretches.of(key), seconds: key === this.active ? this.watch.seconds() : 0 }),
    });
    this.preview = new Preview(slug, locale);
    this.watch = new Watch();
    this.stretches = new Stretches();
    this.units = new Units(this.keeper);
    this.rows = new Map();
    this.help = new Help((path, signal) => this.keeper.ask(path, null, { signal }));
    this.changes = new Changes(this);
    this.progress = new Progress(this);
    this.conflicts = new Conflicts(this);
    this.accepting = new Accepting(this);
    this.order = new Order(this.rows, (key) => this.units.view(key));
    Object.assign(this, { active: null, since: "", orphans: [], notice: "" });
  }

  async start() {
    let article;
    try {
      article = await this.keeper.ask("");
    } catch (error) {
      this.notice = word("not_opened", { reason: error.status ? error.message : word("no_answer") });
      this.showState();
      setTimeout(() => this.start(), OPEN_AGAIN);
      return;
    }
    this.notice = "";
    this.takeIn(article);
    const { keys, orphans } = await this.keeper.adopt();
    for (const key of keys) this.refresh(key);
    const first = [keys[0], this.asked, this.order.nextOpen(), this.order.sequence[0]].find((key) => this.rows.has(key));
    if (first) this.open(first, true);
    if (keys.length) say(word("restored"));
    this.orphans = orphans;
    this.showLost();
    this.showState();
    listen(this);
    $("search").form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = this.order.matching()[0];
      if (found) this.open(found, true);
    });
    addEventListener("hashchange", () => { if (this.rows.has(this.asked)) this.open(this.asked, true); });
    document.body.dataset.ready = String(Math.round(performance.now()));
    this.changes.look();
  }

  /** The sentence that the address names. */
  get asked() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  }

  /** Take in a whole article: at the start, and again where its sentences are others. */
  takeIn({ units, blocks, progress, revision, has_engine: hasEngine, can_undo: undo, can_redo: redo }) {
    const { active } = this;
    const { selectionStart, selectionEnd } = active ? this.rows.get(active).field : {};
    const writing = document.activeElement?.matches?.("textarea.field");
    const isHere = Boolean(active) && this.rows.get(active).hasFocus;
    const number = active && this.rows.get(active).place.n;
    const heir = active && this.units.heirOf(active, number, units);
    const text = active && this.rows.get(active).field.value;
    const untyped = active && [heir?.target, this.units.get(active).target].includes(text);
    if (active) this.close();
    Object.assign(this, { since: revision, hasEngine });
    this.units.fill(units);
    if (heir) this.keeper.hand(active, heir.key, untyped ? null : { target: text, state: "draft" });
    this.rows.clear();
    const heads = new Set(blocks.filter(({ kind }) => kind === "headline").flatMap(({ keys }) => keys));
    units.forEach((unit, n) => {
      const place = { n: n + 1, total: units.length, headline: heads.has(unit.key) };
      this.rows.set(unit.key, new Row(this.units.view(unit.key), place, this));
    });
    for (const line of document.querySelectorAll("[data-engine]")) line.hidden = !hasEngine;
    this.order.blocks = blocks;
    this.order.layOut();
    this.progress.told(progress, undo, redo);
    this.showLost();
    const isGone = Boolean(active) && !this.rows.has(heir?.key ?? active);
    const nearest = isGone ? units[Math.min(number, units.length) - 1]?.key : active;
    const next = heir?.key ?? nearest;
    if (writing && isGone) deafen(); // what is still being typed is no command
    if (!next) return;
    if (isGone) { this.open(next, isHere || null); return; }
    this.open(next, writing ? "write" : isHere || null);
    if (writing) this.rows.get(next).field.setSelectionRange(selectionStart, selectionEnd);
    if (heir) say(word("source_changed"));
  }

  // --- What the server says ---

  /** Draw a row as its unit is now; what is being typed stays. */
  refresh(key) {
    const row = this.rows.get(key);
    row.update(this.units.view(key), this.keeper.isUnsaved(key) ? this.keeper.wanted(key) : null);
    this.progress.show();
  }

  /** A save, an undo or a redo came back, or somebody else's change. */
  answered({ unit, progress, can_undo: undo, can_redo: redo, asks = false }) {
    if (!this.units.has(unit.key)) return;
    if (unit.version !== this.units.get(unit.key).version) this.preview.renew();
    this.units.turn(unit);
    this.refresh(unit.key);
    if (progress) this.progress.told(progress, undo, redo);
    this.order.siftSoon();
    if (asks) this.accepting.refused(unit.key);
  }

  progressed(progress, undo, redo) {
    this.progress.told(progress, undo, redo);
  }

  showLost() {
    showOrphans([...this.orphans, ...this.keeper.lost], this.side("target"), ({ place, key }) => {
      localStorage.removeItem(place);
      this.orphans = this.orphans.filter((orphan) => orphan.place !== place);
      if (key) this.keeper.forget(key);
      this.showLost();
      this.showState();
    });
  }

  showState() {
    const { keeper } = this;
    const pending = keeper.trouble || keeper.isContested ? "unsaved" : "saving";
    showKept(keeper.unsaved ? pending : "saved");
    this.rows.get(this.active)?.fillTimeliness();
    const lines = [];
    const retry = { label: word("try_now"), act: () => { keeper.retry(); this.changes.look(); } };
    const stopped = this.changes.misses > 1 && word("stopped");
    // What was refused for good is refused again: there is nothing to try.
    if (keeper.unsaved && keeper.message) lines.push({ text: keeper.message, ...(keeper.isHopeless ? {} : retry) });
    else if (stopped) lines.push({ text: stopped, ...retry });
    if (this.notice) lines.push({ text: this.notice });
    if (this.changes.gone) lines.push({ text: word("gone") });
    lines.push(...this.changes.news.lines);
    const [orphan] = [...this.orphans, ...this.keeper.lost];
    if (orphan) lines.push({ text: `${word("orphan")} “${shortened(orphan.text)}”`, label: word("look"), act: showOrphan });
    showBanner([...lines, ...this.accepting.lines, ...this.conflicts.lines]);
    this.progress.show();
  }

  // --- Going from one to another ---

  /** Open a row; `how`: true puts the focus on it, "write" into its field. */
  open(key, how = null) {
    const row = this.rows.get(key);
    if (this.active !== key) {
      hush();
      this.changes.news.read();
      if (this.active) this.close();
      this.active = key;
      this.order.active = key;
      this.watch.reset();
      row.expand(this.keeper.isUnsaved(key) ? this.keeper.wanted(key) : null);
      this.conflicts.show(key);
      this.complete(row);
      this.help.fetch(row);
      history.replaceState(null, "", `#${encodeURIComponent(key)}`);
      this.order.sift();
      this.showState();
      this.preview.follow(this.order.onPage(key));
    }
    if (how === "write") row.field.focus({ preventScroll: true });
    else if (how) row.group.focus({ preventScroll: true });
    this.bringIntoSight();
  }

  bringIntoSight(block = "nearest") {
    measureHead();
    this.rows.get(this.active)?.element.scrollIntoView({ block });
  }

  close() {
    const row = this.rows.get(this.active);
    this.accepting.forget();
    this.completing?.stop();
    this.completing = null;
    this.help.stop();
    this.keeper.flush(this.active);
    row.close();
    row.update(this.units.view(this.active));
    this.active = null;
    this.order.active = null;
  }

  complete(row) {
    if (!this.hasEngine) return;
    const path = `/units/${encodeURIComponent(row.key)}/complete`;
    this.completing = new Completing(row.field, {
      ask: (body, signal) => (this.keeper.conflictOf(row.key) ? {} : this.keeper.ask(path, body, { signal })),
      show: (text) => {
        row.propose(text);
        clearTimeout(this.telling);
        if (text) this.telling = setTimeout(() => say(word("proposal", { text })), 900);
      },
      offer: (place, words) => row.offerWords(place, words),
    });
  }

  /** Open a row and stay in the field where one was in it. */
  goTo(key, before = "") {
    const writing = document.activeElement?.matches?.("textarea.field");
    this.open(key, writing ? "write" : true);
    const contested = this.keeper.conflictOf(key) ? word("conflict") : "";
    if (contested) this.conflicts.bringIntoSight();
    if (!before && !contested) return;
    say([before, word("position", this.rows.get(key).place), contested].filter(Boolean).join(" "));
  }

  step(by) {
    const next = this.order.beside(by);
    if (next) this.goTo(next);
    else tell(word(this.order.search.value.trim() ? "none_found_further" : "none_further"));
  }

  /** End search and filter; where all that was shown is reviewed, go on with what was hidden. */
  everything() {
    const { active, order } = this;
    const next = order.isEnded && (!active || !order.isOpen(active));
    order.everything();
    const key = (next && order.nextOpen()) || active;
    if (key) this.goTo(key);
    else $("search").focus();
  }

  /** End the search, in its field; where there is none, leave the field. */
  unsearch() {
    const { order } = this;
    if (!order.search.value) { this.act("leave"); return; }
    order.unsearch();
    this.bringIntoSight();
  }

  /** End the search from outside its field: the open sentence stays where it is. */
  endSearch() {
    this.order.unsearch(false);
    this.bringIntoSight();
    say(word("search_ended"));
  }

  // --- What can be done ---

  act(name) {
    this.changes.news.read();
    if (!["accept", "confirm"].includes(name)) this.accepting.forget();
    const { active } = this;
    const acts = {
      next: () => this.step(1),
      previous: () => this.step(-1),
      accept: () => active && this.accepting.accept(active),
      confirm: () => active && this.accepting.confirm(active),
      unaccept: () => active && this.accepting.unaccept(active),
      write: () => active && this.open(active, "write"),
      leave: () => (active ? this.open(active, true) : document.activeElement.blur()),
      enter: () => { this.rows.get(active).hint.classList.add("asked"); tell(word("enter")); },
      risky: () => this.risky(),
      copy: () => active && copySource(this),
      note: () => active && this.rows.get(active).writeNote(),
      noted: () => this.keepNote(active),
      redraft: () => active && redraft(this, active),
      dismiss: () => this.dismissFirst(),
      save: () => saveNow(this),
      undo: () => turnBack(this, "undo"),
      redo: () => turnBack(this, "redo"),
      order: () => this.turnOrder(),
      preview: () => { this.preview.turn(); this.bringIntoSight(); },
      search: () => { $("search").focus(); $("search").select(); },
      wrong: () => this.accepting.nextWrong(),
      versions: () => this.conflicts.next(),
      keys: () => $("keys").showModal(),
      everything: () => this.everything(),
      found: () => this.endSearch(),
      unsearch: () => this.unsearch(),
    };
    acts[name]?.();
  }

  typed(key, value) {
    hush();
    this.accepting.forget();
    this.stretches.typed(key);
    this.keeper.put(key, { target: value, ...this.units.stateOf(key, value) }, TYPING_PAUSE);
    this.rows.get(key).typed(this.units.view(key));
    this.progress.show();
    this.conflicts.show(key);
  }

  noted(key, note) {
    this.accepting.forget();
    this.keeper.put(key, { note }, TYPING_PAUSE);
  }

  /** Save the note now and go back to the sentence: nothing is accepted. */
  keepNote(key) {
    this.keeper.flush(key);
    this.rows.get(key).leaveNote();
    tell(word("note_kept"));
  }

  left(key) {
    this.stretches.end();
    this.keeper.flush(key);
  }

  risky() {
    const next = this.order.nextRisky();
    if (!next) { tell(this.progress.noneLeft); return; }
    this.goTo(next, riskiness(this.units.get(next).risk) || word("to_review"));
  }

  take(text, n = 0) {
    take(this, text, n);
  }

  takeNumber(n) {
    this.accepting.forget();
    if (!this.active) return;
    const found = this.rows.get(this.active).numbered[n - 1];
    if (found) this.take(found.text, n);
    else tell(word("no_such_text", { n }));
  }

  takeWord(text, { start, end }) {
    write(this.rows.get(this.active).field, text, start, end);
  }

  dismiss(key, finding) {
    this.accepting.forget();
    this.keeper.put(key, { [finding.dismissed ? "restore" : "dismiss"]: [finding.id] });
    if (!finding.dismissed) say(word("dismissed_one"));
  }

  dismissFirst() {
    const [finding] = this.active ? openFindings(this.units.get(this.active)) : [];
    if (finding) this.dismiss(this.active, finding);
    else tell(word("no_finding"));
  }

  turnOrder() {
    const focused = document.activeElement;
    this.order.byRisk = !this.order.byRisk;
    press("order", this.order.byRisk);
    this.order.layOut();
    focused?.focus({ preventScroll: true });
    this.bringIntoSight("center");
    say(word(this.order.byRisk ? "order_risk" : "order_article"));
  }

  side(name) {
    const { dataset } = $("units");
    return { lang: dataset[name], dir: dataset[`${name}Dir`] };
  }
}

const shortened = (text) => (text.length > 90 ? `${text.slice(0, 80)} …` : text);

new Desk().start();
