// The engine's proposals while somebody writes: the rest of the sentence in grey after the cursor,
// and other words for the word at the cursor. Off the way of typing: asked after a short pause,
// given up as soon as another key is pressed, silent where there is no engine. And what memory and
// engine have for a sentence that is opened.

const PAUSE = 80;
const PASSING = 150; // somebody who goes on within that time needs no help
const LETTERS = /[\p{L}\p{N}\p{M}'’-]/u;

/** Put `text` in place of [start, end) of a field, as typing would: the browser's own undo knows it. */
export function write(field, text, start = 0, end = field.value.length) {
  field.focus();
  field.setSelectionRange(start, end);
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (done || (!text && start === end)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Return the [start, end) of the word at `at`; empty where there is none. */
export function wordAt(text, at) {
  let start = at;
  let end = at;
  while (start > 0 && LETTERS.test(text[start - 1])) start -= 1;
  while (end < text.length && LETTERS.test(text[end])) end += 1;
  return [start, end];
}

/** Return the next word of a proposal, with the blanks around it. */
export const nextWord = (text) => text.match(/^\s*\S+\s?/u)?.[0] ?? text;

export class Completing {
  /** `ask(body, signal)` asks the server; `show(text)` draws the proposal; `offer(place, words)`. */
  constructor(field, { ask, show, offer }) {
    Object.assign(this, { field, ask, show, offer });
    this.serial = 0;
    this.text = "";
    this.timer = 0;
    this.abort = null;
    this.composing = false;
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.forget());
    field.addEventListener("compositionstart", () => { this.composing = true; this.forget(); });
    field.addEventListener("compositionend", () => { this.composing = false; this.typed(); });
    field.addEventListener("click", () => this.look(false));
    document.addEventListener("selectionchange", this.moved = () => {
      if (this.text && !this.atEnd) this.forget();
    });
  }

  get atEnd() {
    const { selectionStart, selectionEnd, value } = this.field;
    return selectionStart === value.length && selectionEnd === value.length;
  }

  /** Stop for good: the field is gone. */
  stop() {
    document.removeEventListener("selectionchange", this.moved);
    this.forget();
  }

  /** Put the proposal away, and do not wait for another. */
  forget() {
    clearTimeout(this.timer);
    this.serial += 1;
    this.abort?.abort();
    this.abort = null;
    this.propose("");
  }

  propose(text) {
    this.text = text;
    this.show(text);
  }

  typed() {
    const { value } = this.field;
    // What was typed may be what was proposed: then the rest stays in sight.
    const rest = this.text && this.atEnd && (this.proposedFor + this.text).startsWith(value)
      ? (this.proposedFor + this.text).slice(value.length) : "";
    this.forget();
    this.offer(null, []);
    if (this.composing || !this.atEnd || !value.trim()) return;
    if (rest) this.found(value, rest);
    this.timer = setTimeout(() => this.request(value), PAUSE);
  }

  found(value, completion) {
    this.proposedFor = value;
    this.propose(completion);
  }

  async request(value) {
    const serial = (this.serial += 1);
    this.abort = new AbortController();
    try {
      const answer = await this.ask({ prefix: value, serial }, this.abort.signal);
      if (serial !== this.serial || this.field.value !== value || !this.atEnd) return;
      this.found(value, answer.completion ?? "");
    } catch {
      // Overtaken, or no answer: writing goes on without a proposal.
    }
  }

  key(event) {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "ArrowDown" && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.look(true);
      return;
    }
    if (!this.text || event.isComposing) return;
    if (event.key === "Tab" && bare) this.take(this.text, event);
    else if (event.key === "ArrowRight" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      this.take(nextWord(this.text), event);
    } else if (event.key === "Escape" && bare) {
      event.preventDefault();
      event.stopPropagation();
      this.forget();
    }
  }

  take(text, event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { length } = this.field.value;
    write(this.field, text, length, length);
  }

  /** Ask for other words at the cursor; `on` says that they were asked for, not come upon. */
  async look(on) {
    const { selectionStart, selectionEnd, value } = this.field;
    const [start, end] = wordAt(value, selectionStart);
    if (start === end || selectionEnd > end) return;
    this.forget();
    const serial = this.serial;
    this.abort = new AbortController();
    try {
      const answer = await this.ask({ prefix: value, at: start, serial }, this.abort.signal);
      if (serial !== this.serial || this.field.value !== value) return;
      this.offer({ start, end, word: value.slice(start, end), on }, answer.words ?? []);
    } catch {
      // As above.
    }
  }
}

/** What memory and engine have for a sentence; asked once for each. */
export class Help {
  /** `ask(path, signal)` asks the server. */
  constructor(ask) {
    this.ask = ask;
    this.found = new Map();
    this.abort = null;
  }

  stop() {
    this.abort?.abort();
  }

  async fetch(row) {
    const { key } = row;
    if (this.found.has(key)) { row.help(this.found.get(key)); return; }
    this.abort = new AbortController();
    const { signal } = this.abort;
    await new Promise((done) => { setTimeout(done, PASSING); });
    if (signal.aborted) return;
    try {
      const helped = await this.ask(`/units/${encodeURIComponent(key)}/help`, signal);
      this.found.set(key, helped);
      row.help(helped);
    } catch {
      if (!signal.aborted) row.help({ matches: [], hypotheses: [], failed: true });
    }
  }
}
