// The desk: which sentence is open, what a key or button does to it. What is typed goes to the
// Keeper (review-keep.js), which saves it; what the server says comes back here.

import { redraft, turnBack } from "./review-acts.js";
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
  Watch, hush, measureHead, press, say, showBanner, showKept, showOrphans, tell,
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
    const heir = active && this.units.heirOf(active, this.rows.get(active).place.n, units);
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
    const next = heir?.key ?? active;
    if (writing && !this.rows.has(next)) deafen(); // what is still being typed is no command
    if (!next || !this.rows.has(next)) return;
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
  answered({ unit, progress, can_undo: undo, can_redo: redo }) {
    if (!this.units.has(unit.key)) return;
    if (unit.version !== this.units.get(unit.key).version) this.preview.renew();
    this.units.turn(unit);
    this.refresh(unit.key);
    if (progress) this.progress.told(progress, undo, redo);
    this.order.siftSoon();
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
    if (keeper.unsaved && keeper.message) lines.push({ text: keeper.message, ...retry });
    else if (stopped) lines.push({ text: stopped, ...retry });
    if (this.notice) lines.push({ text: this.notice });
    if (this.changes.gone) lines.push({ text: word("gone") });
    lines.push(...this.changes.news.lines);
    showBanner([...lines, ...this.conflicts.lines]);
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
      ask: (body, signal) => this.keeper.ask(path, body, { signal }),
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
    else tell(word("none_further"));
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

  // --- What can be done ---

  act(name) {
    this.changes.news.read();
    const { active } = this;
    const acts = {
      next: () => this.step(1),
      previous: () => this.step(-1),
      accept: () => active && this.accept(active),
      confirm: () => active && this.confirm(active),
      unaccept: () => active && this.unaccept(active),
      write: () => active && this.open(active, "write"),
      leave: () => (active ? this.open(active, true) : document.activeElement.blur()),
      enter: () => { this.rows.get(active).hint.classList.add("asked"); tell(word("enter")); },
      risky: () => this.risky(),
      copy: () => active && this.take(this.units.get(active).source),
      note: () => active && this.rows.get(active).writeNote(),
      redraft: () => active && redraft(this, active),
      dismiss: () => this.dismissFirst(),
      undo: () => turnBack(this, "undo"),
      redo: () => turnBack(this, "redo"),
      order: () => this.turnOrder(),
      preview: () => { this.preview.turn(); this.bringIntoSight(); },
      search: () => { $("search").focus(); $("search").select(); },
      versions: () => this.conflicts.next(),
      keys: () => $("keys").showModal(),
      everything: () => this.everything(),
      unsearch: () => this.unsearch(),
    };
    acts[name]?.();
  }

  typed(key, value) {
    hush();
    this.stretches.typed(key);
    this.keeper.put(key, { target: value, ...this.units.stateOf(key, value) }, TYPING_PAUSE);
    this.rows.get(key).typed(this.units.view(key));
    this.progress.show();
    this.conflicts.show(key);
  }

  noted(key, note) {
    this.keeper.put(key, { note }, TYPING_PAUSE);
  }

  left(key) {
    this.stretches.end();
    this.keeper.flush(key);
  }

  /** Accept by key: only what has the focus and is in sight. Else lead there, to be read first. */
  confirm(key) {
    if (this.rows.get(key).isAttended) { this.accept(key); return; }
    this.goTo(key);
    tell(word("look_first", this.rows.get(key).place));
  }

  accept(key) {
    const target = this.rows.get(key).field.value;
    if (!target.trim()) { tell(word("nothing_to_accept")); return; }
    if (this.keeper.conflictOf(key)) {
      tell(word("conflict"));
      this.conflicts.bringIntoSight();
      return;
    }
    const unit = this.units.view(key);
    const isNew = unit.state !== "reviewed" || unit.target !== target;
    if (isNew) {
      this.units.confirmed.set(key, target);
      this.keeper.put(key, { target, state: "reviewed" });
      this.refresh(key);
    }
    const next = this.order.nextOpen();
    if (next) { this.goTo(next, isNew ? word("accepted") : word("to_review")); return; }
    this.order.sift();
    this.bringIntoSight(); // the head may have grown
    if (isNew) this.progress.ended();
    else tell(this.progress.noneLeft);
  }

  unaccept(key) {
    this.units.confirmed.delete(key);
    this.keeper.put(key, { target: this.rows.get(key).field.value, state: "draft" });
    this.refresh(key);
  }

  risky() {
    const next = this.order.nextRisky();
    if (!next) { tell(this.progress.noneLeft); return; }
    this.goTo(next, riskiness(this.units.get(next).risk) || word("to_review"));
  }

  /** Put a text in; who was outside the field stays there, where Enter accepts and letters are keys. */
  take(text, n = 0) {
    const { field, group } = this.rows.get(this.active);
    const isWriting = document.activeElement === field;
    const put = () => { this.keeper.flush(this.active); write(field, text); this.keeper.flush(this.active); };
    if (text !== field.value) this.stretches.taking(put);
    (isWriting ? field : group).focus({ preventScroll: true });
    if (n) say(word("taken", { n }));
  }

  takeNumber(n) {
    const found = this.active && this.rows.get(this.active).numbered[n - 1];
    if (found) this.take(found.text, n);
  }

  takeWord(text, { start, end }) {
    write(this.rows.get(this.active).field, text, start, end);
  }

  dismiss(key, finding) {
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

new Desk().start();
