// One sentence on the desk: a row with source and target; opened, the target is a field and what
// there is to know about the sentence stands below. The desk (review.js) decides, this only shows.

import { write } from "./review-complete.js";
import {
  button, certainty, diff, el, isChanged, marked, openFindings, renew, riskiness, spotsOf, standing, word,
} from "./review-show.js";
import { chips, keyHints, sayStep, showHints, takenAt } from "./review-hints.js";
import { textLines, textsFor } from "./review-texts.js";

const GLYPHS = { untranslated: "○", edited: "◐", offered: "◇", earlier: "◇", reviewed: "✓", contested: "≠" };
const INSET = 12; // px of a text that have to be in sight
let numbers = 0;

export class Row {
  /** `desk` is asked for what a press of a button means; `place` is {n, total, headline}. */
  constructor(unit, place, desk) {
    Object.assign(this, { unit, place, desk, id: `unit-${(numbers += 1)}`, open: false });
    this.opener = el("button", { type: "button", class: "open", tabindex: "-1", on: { click: () => desk.open(this.key, true) } });
    this.source = el("p", { class: "source", id: `${this.id}-source`, ...desk.side("source") });
    this.shown = el("p", { class: "shown", id: `${this.id}-shown`, ...desk.side("target") });
    this.mark = el("small", { class: "mark" });
    this.target = el("div", { class: "target" }, this.shown, this.mark);
    this.group = el(
      "div", { class: "unit", role: "group", tabindex: "-1", "aria-describedby": `${this.id}-source ${this.id}-shown` },
      this.opener, this.source, this.target,
    );
    this.element = el("li", { class: place.headline ? "line headline" : "line" }, this.group);
    this.source.addEventListener("click", () => this.clicked(null));
    this.target.addEventListener("click", (event) => this.clicked(event));
    const look = () => { if (this.open) showHints(this); };
    this.group.addEventListener("focusin", look);
    this.group.addEventListener("focusout", () => queueMicrotask(look));
    this.draw();
  }

  get key() {
    return this.unit.key;
  }

  get hasFocus() {
    return this.group.contains(document.activeElement);
  }

  /** Whether somebody is at this sentence and has both its texts before their eyes. */
  get isAttended() {
    const top = Math.max(0, document.querySelector("header.desk").getBoundingClientRect().bottom);
    const isSeen = (element) => {
      const box = element.getBoundingClientRect();
      return box.bottom > top + INSET && box.top < innerHeight - INSET;
    };
    return this.hasFocus && isSeen(this.source) && isSeen(this.writing);
  }

  /** A click opens; on the target it writes, at the letter that was clicked. A selection stays. */
  clicked(event) {
    if (this.open || !getSelection().isCollapsed || event?.target.closest("button")) return;
    const at = event && offsetAt(this.shown, event);
    this.desk.open(this.key, event ? "write" : true);
    if (at !== null && event) this.field.setSelectionRange(at, at);
  }

  /** Show what the server says; what is being typed stays as it is. */
  update(unit, typed = null) {
    this.unit = unit;
    this.draw();
    if (this.open) this.fill(typed);
  }

  draw() {
    const { unit, place } = this;
    const state = standing(unit);
    const found = openFindings(unit);
    const facts = [word(state)];
    if (found.length && !unit.is_stale) facts.push(word("findings", { n: found.length }));
    if (unit.note) facts.push(word("has_note"));
    const changed = state !== "reviewed" && isChanged(unit.source_changes) ? word("source_changed") : "";
    if (changed) facts.push(changed);
    const name = word("position", place);
    this.group.setAttribute("aria-label", `${name}: ${facts.join(", ")}`);
    this.opener.setAttribute("aria-label", `${word("open")}: ${name}, ${facts.join(", ")}`);
    this.opener.title = facts.join(", ");
    this.opener.replaceChildren(
      el("span", { class: "number" }, String(place.n)),
      el("span", { class: "glyph" }, GLYPHS[state] ?? "●"),
    );
    if (found.length) this.opener.append(el("span", { class: `count ${worst(found)}`, "data-n": found.length }));
    this.element.dataset.state = state;
    this.element.classList.toggle("stale", Boolean(unit.is_stale));
    this.element.classList.toggle("contested", Boolean(unit.is_contested));
    this.source.replaceChildren(...marked(unit.source, spotsOf(unit, "source")));
    const text = unit.target ? marked(unit.target, spotsOf(unit, "target")) : [word("empty")];
    this.shown.replaceChildren(...text);
    const kind = ["machine", "edited", "offered", "earlier", "draft", "contested"].includes(state) ? word(state) : "";
    this.mark.textContent = [kind, changed].filter(Boolean).join(" · ");
  }

  /** Open the row: the field in the target's place, the panels below. */
  expand(typed) {
    this.open = true;
    const { desk } = this;
    this.element.classList.add("active");
    this.group.setAttribute("aria-current", "true");
    this.group.tabIndex = 0; // of all sentences, Tab stops at the open one
    this.mirror = el("div", { class: "mirror", "aria-hidden": "true", ...desk.side("target") });
    this.ghost = el("span", { class: "ghost" });
    this.field = el("textarea", {
      class: "field", rows: "1", spellcheck: "true", autocapitalize: "sentences", ...desk.side("target"),
      "aria-label": word("field", this.place), "aria-describedby": `${this.id}-source`,
    });
    this.writing = el("div", { class: "writing" }, this.mirror, this.field);
    this.hint = keyHints();
    this.field.addEventListener("input", () => { this.straighten(); this.reflect(); desk.typed(this.key, this.field.value); });
    this.field.addEventListener("beforeinput", (event) => {
      // Pasted lines are joined before they are in, so that the browser's own undo knows of it.
      const text = event.dataTransfer?.getData("text/plain") ?? event.data ?? "";
      if (!/[\r\n]/.test(text)) return;
      event.preventDefault();
      write(this.field, text.replace(/\s*[\r\n]+\s*/g, " "), this.field.selectionStart, this.field.selectionEnd);
    });
    this.field.addEventListener("blur", () => desk.left(this.key));
    // The proposal lies under the field: what hits it there takes it, and moves no caret.
    this.field.addEventListener("mousedown", (event) => { if (takenAt(this, event)) event.preventDefault(); });
    this.field.addEventListener("click", (event) => {
      const text = takenAt(this, event);
      if (text) desk.completing?.take(text, event);
    });
    this.parts = {};
    for (const name of ["asking", "facts", "conflict", "words", "timely", "findings", "offers", "drafted", "history", "changed", "texts", "terms"]) {
      this.parts[name] = el("div", { class: `part ${name}` });
    }
    this.note = el("textarea", { class: "note-field", rows: "2", id: `${this.id}-note` });
    this.note.addEventListener("input", () => desk.noted(this.key, this.note.value));
    this.note.addEventListener("blur", () => desk.left(this.key));
    this.noting = el("div", { class: "part noting" }, el("label", { for: this.note.id }, word("note_label")), this.note);
    this.actions = el("div", { class: "actions" });
    const { asking, facts, conflict, words, timely, findings, offers, drafted, history, changed, texts, terms } = this.parts;
    this.target.append(
      this.writing, this.hint, asking, facts, conflict, this.actions, words, timely, findings, drafted, this.noting, history,
    );
    this.beside = el("div", { class: "beside" }, changed, terms, offers);
    this.group.append(this.beside, texts);
    // A click on a text's button leaves the caret where it is.
    texts.addEventListener("mousedown", (event) => {
      if (document.activeElement === this.field && event.target.closest("button")) event.preventDefault();
    });
    this.helped = null;
    this.numbered = [];
    this.proposal = "";
    this.parts.words.addEventListener("keydown", (event) => this.walkWords(event));
    this.fill(typed);
    showHints(this);
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /** Show what a unit became while it is typed; the rest follows when it is saved. */
  typed(unit) {
    this.unit = unit;
    this.draw();
    this.fillFacts();
    this.fillTimeliness();
  }

  close() {
    this.open = false;
    this.element.classList.remove("active", "noting-now");
    this.group.removeAttribute("aria-current");
    this.group.tabIndex = -1;
    this.target.replaceChildren(this.shown, this.mark);
    this.beside.remove();
    this.parts.texts.remove();
  }

  /** A sentence is one line, whatever brought lines into it. */
  straighten() {
    const { value, selectionEnd } = this.field;
    if (!/[\r\n]/.test(value)) return;
    const joined = (text) => text.replace(/\s*[\r\n]+\s*/g, " ");
    this.field.value = joined(value);
    const at = joined(value.slice(0, selectionEnd)).length;
    this.field.setSelectionRange(at, at);
  }

  /** Fill field and panels; `typed` is what this page wants the unit to say, and wins. */
  fill(typed) {
    const value = typed?.target ?? this.unit.target;
    const isWritten = document.activeElement === this.field;
    // The server folds white space; not under the hands of who is typing it.
    if (this.field.value !== value && !(isWritten && folded(this.field.value) === folded(value))) {
      const { selectionStart, selectionEnd } = this.field;
      this.field.value = value;
      this.field.setSelectionRange(selectionStart, selectionEnd);
      this.proposal = "";
    }
    const note = typed?.note ?? this.unit.note;
    if (this.note.value !== note) this.note.value = note;
    this.noting.hidden = !note && !this.element.classList.contains("noting-now");
    const had = this.group.contains(document.activeElement);
    this.reflect();
    this.fillFacts();
    this.fillActions();
    this.fillTimeliness();
    this.fillFindings();
    this.fillChanges();
    this.fillTerms();
    this.fillTexts();
    if (had && !this.group.contains(document.activeElement)) this.group.focus();
  }

  /** Show how the text might go on. */
  propose(text) {
    this.proposal = text;
    this.reflect();
  }

  /** Draw what lies under the field: its text, unseen, with the findings' lines, then the proposal. */
  reflect() {
    const { proposal, field: { value } } = this;
    const spots = value === this.unit.target ? spotsOf(this.unit, "target") : [];
    this.ghost.textContent = proposal;
    this.mirror.replaceChildren(...marked(value, spots), el("wbr"), this.ghost, ...chips(proposal), "\u200b");
  }

  fillFacts() {
    const { unit } = this;
    const state = standing(unit);
    const facts = [el("b", { class: "state" }, `${GLYPHS[state] ?? "●"} ${word(state)}`)];
    const { origin } = unit;
    if (origin) facts.push(origin.label);
    if (state === "machine" && certainty(origin.score)) facts.push(certainty(origin.score));
    if (unit.is_stale) facts.push(word("checking"));
    else if (unit.state === "draft" && riskiness(unit.risk)) facts.push(riskiness(unit.risk));
    const spread = facts.flatMap((fact, n) => (n ? [" · ", fact] : [fact]));
    if (this.desk.units.wasConfirmed(this.key)) spread.push(el("span", { class: "again" }, word("again")));
    renew(this.parts.facts, ...spread);
  }

  /** The buttons stay the same elements: a save that comes back must not swallow a click. */
  fillActions() {
    const { desk, unit } = this;
    if (!this.actions.children.length) {
      this.buttons = ["accept", "redraft", "unaccept", "copy", "note"].map((name) => button(
        word(name), () => desk.act(name), { class: name === "accept" ? "main" : null, "data-act": name },
      ));
      this.end = el("b", { class: "end" }, `✓ ${word("all_done")}`);
      this.actions.append(this.end, ...this.buttons);
    }
    const [accept, redraft, unaccept] = this.buttons;
    const isReviewed = unit.state === "reviewed";
    const text = word(isReviewed ? "keep" : "accept");
    if (accept.textContent !== text) accept.textContent = text;
    unaccept.hidden = !isReviewed;
    // Where all is reviewed there is no next one to go to.
    const isEnd = isReviewed && desk.units.isDone;
    this.end.hidden = !isEnd;
    this.hint.classList.toggle("done", isEnd);
    sayStep(this.hint, isReviewed);
    if (isEnd && document.activeElement === accept) this.group.focus();
    accept.hidden = isEnd;
    redraft.hidden = !desk.hasEngine || unit.state !== "untranslated";
  }

  /** Say which text the findings are about, as long as it is not the one that stands there. */
  fillTimeliness() {
    const { unit, desk: { keeper } } = this;
    const late = unit.is_stale && word(keeper.trouble ? "findings_saved" : "findings_checking");
    renew(this.parts.timely, ...(openFindings(unit).length ? [el("h3", {}, late || word("findings_title"))] : []));
    this.parts.findings.setAttribute("aria-busy", String(Boolean(unit.is_stale)));
  }

  fillFindings() {
    const { desk, unit } = this;
    const line = (finding) => el(
      "li", { class: finding.severity },
      el("b", {}, word(finding.severity)), " ", el("span", {}, finding.message), " ",
      button(word(finding.dismissed ? "restore" : "dismiss"), () => desk.dismiss(this.key, finding), {
        class: "slight", "data-id": finding.id, "aria-label": word(finding.dismissed ? "restore_this" : "dismiss_this", finding),
      }),
    );
    const put = unit.findings.filter((finding) => finding.dismissed);
    const parts = [];
    const found = openFindings(unit);
    if (found.length) parts.push(el("ul", {}, ...found.map(line)));
    if (put.length) {
      const was = this.parts.findings.querySelector("details")?.open ?? false;
      parts.push(el("details", { open: was }, el("summary", {}, word("dismissed", { n: put.length })), el("ul", {}, ...put.map(line))));
    }
    renew(this.parts.findings, ...parts);
    renew(this.parts.offers, ...unit.offers.map((text) => el("p", {}, text)));
  }

  fillChanges() {
    const { unit, desk } = this;
    const part = (title, changes, side) => isChanged(changes)
      ? [el("h3", {}, word(title)), el("p", { class: "diff", ...desk.side(side) }, ...diff(changes))] : [];
    renew(this.parts.changed, ...part("source_changed", unit.source_changes, "source"));
    renew(this.parts.drafted, ...part("draft_changed", unit.draft_changes, "target"));
    const history = desk.units.historyOf(this.key);
    const lines = history.map(({ at, text, state }) => el(
      "li", {}, el("time", {}, at), ` ${word(state)} `, el("span", desk.side("target"), text || word("no_text")), " ",
      text && text !== this.field.value ? button(word("history_take"), () => desk.take(text), { class: "slight" }) : "",
    ));
    const was = this.parts.history.querySelector("details")?.open ?? false;
    renew(this.parts.history, ...(history.length
      ? [el("details", { open: was }, el("summary", {}, `${word("history")} (${history.length})`), el("ol", {}, ...lines))] : []));
  }

  fillTerms() {
    const { unit, desk } = this;
    renew(this.parts.terms, ...(unit.terms.length ? [el("h3", {}, word("terms")), el("ul", {}, ...unit.terms.map((term) => el(
      "li", {}, el("span", desk.side("source"), term.source), " → ", el("b", desk.side("target"), term.target),
      term.note ? ` – ${term.note}` : "",
    )))] : []));
  }

  fillTexts() {
    const { unit, desk } = this;
    this.numbered = textsFor(unit, this.helped, this.field.value, this.numbered);
    const lines = textLines(this.numbered, this.field.value, (name) => desk.side(name), (text, n) => desk.take(text, n));
    const parts = lines.length ? [el("h3", {}, word("other_texts")), el("ol", {}, ...lines)] : [];
    if (this.helped === null) parts.push(el("p", { class: "quiet" }, word("looking")));
    if (this.helped?.failed) parts.push(el("p", { class: "quiet" }, word("no_help")));
    renew(this.parts.texts, ...parts);
  }

  writeNote() {
    this.cameFrom = document.activeElement === this.field ? this.field : this.group;
    this.element.classList.add("noting-now");
    this.noting.hidden = false;
    this.note.focus();
  }

  /** Go back from the note to where one came from. */
  leaveNote() {
    (this.cameFrom ?? this.group).focus({ preventScroll: true });
  }

  /** Let it be seen for a while that somebody else changed the unit. */
  flash() {
    this.group.querySelector(".elsewhere")?.remove();
    const mark = el("small", { class: "elsewhere" }, word("elsewhere"));
    this.group.append(mark);
    setTimeout(() => mark.remove(), 8000);
  }

  help(helped) {
    this.helped = helped;
    if (this.open) this.fillTexts();
  }

  /** Show the engine's other words for a place in the field; none where `place` is null. */
  offerWords(place, words) {
    const part = this.parts.words;
    if (!place || (!words.length && !place.on)) return part.replaceChildren();
    const put = (text) => this.desk.takeWord(text, place);
    const made = words.map((text) => button(text, () => put(text), { class: "chip", ...this.desk.side("target") }));
    part.replaceChildren(el("span", {}, word("words_for", place)), ...made);
    if (!words.length) part.append(el("span", { class: "quiet" }, word("no_words")));
    else if (place.on) made[0].focus();
    return null;
  }

  /** Among the words: the arrows go from one to the next, Escape goes back into the field. */
  walkWords(event) {
    const chips = [...this.parts.words.querySelectorAll("button")];
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.parts.words.replaceChildren();
      this.field.focus();
    } else if (by) {
      chips.at((chips.indexOf(document.activeElement) + by) % chips.length).focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const folded = (text) => text.replace(/\s+/gu, " ").trim();

function worst(findings) {
  const kinds = findings.map((finding) => finding.severity);
  return ["error", "warning", "info"].find((kind) => kinds.includes(kind));
}

/** Return how many letters of `element` lie before the place that was clicked. */
function offsetAt(element, event) {
  const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (!place || !element.contains(place.offsetNode)) return null;
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(place.offsetNode, place.offset);
  return range.toString().length;
}
