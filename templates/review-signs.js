// What the desk says about itself: how far the review is, whether all is saved, what is wrong, what
// has just happened, and the time spent on a sentence.

import { button, el, word } from "./review-show.js";

const IDLE = 30000; // ms; a longer pause is no time spent on a sentence
const TOLD = 6000; // ms
const $ = (id) => document.getElementById(id);

let spokenAt = 0;
let telling = 0;

/** Say something to those who listen. */
export function say(text) {
  spokenAt = performance.now();
  $("said").textContent = "";
  setTimeout(() => { $("said").textContent = text; }, 30);
}

/** Say something to everybody: it stands on the page for a while, too. */
export function tell(text) {
  say(text);
  $("told").textContent = text;
  $("told").hidden = false;
  clearTimeout(telling);
  telling = setTimeout(() => { $("told").hidden = true; }, TOLD);
}

/** Take away what was said to everybody: something else is going on now. */
export function hush() {
  $("told").hidden = true;
}

/** Let the page know how high its head is, under which nothing must be scrolled. */
export function measureHead() {
  const { offsetHeight } = document.querySelector("header.desk");
  const banner = $("banner").hidden ? 0 : $("banner").offsetHeight + 8;
  document.documentElement.style.setProperty("--head", `${offsetHeight}px`);
  document.documentElement.style.setProperty("--banner", `${banner}px`);
}

export function showProgress({ total, reviewed, isDone }, undo, redo) {
  $("progress").max = total || 1;
  $("progress").value = reviewed;
  const text = word(isDone ? "all_reviewed" : "reviewed_of", { n: reviewed, total });
  if ($("progress-words").textContent !== text) $("progress-words").textContent = text;
  if (undo !== undefined) document.querySelector("[data-do=undo]").disabled = !undo;
  if (redo !== undefined) document.querySelector("[data-do=redo]").disabled = !redo;
}

/** Show what is next: another sentence, or nothing where all is reviewed. */
export function showEnd(isDone, isReviewed) {
  $("end").hidden = !isDone;
  const next = document.querySelector(".thumb .main[data-do=accept]");
  const text = word(isReviewed ? "keep" : "accept");
  if (next.textContent !== text) next.textContent = text;
  next.hidden = isDone && isReviewed;
  $("thumb-end").hidden = !next.hidden;
}

/** Show whether all is saved: `saved`, `saving` or `unsaved`. */
export function showKept(state) {
  const { dataset } = $("kept");
  if (dataset.state === state) return;
  // Never in place of something that was said just now.
  if (state === "saved" && dataset.state && performance.now() - spokenAt > 1500) say(word("said_saved"));
  dataset.state = state;
  $("kept").textContent = word(state);
}

/** Show what is wrong: lines of text, each with a button or none. */
export function showBanner(lines) {
  const now = JSON.stringify(lines.map(({ text }) => text));
  if ($("banner").dataset.now === now) return;
  $("banner").dataset.now = now;
  $("banner").replaceChildren(...lines.map(({ text, label, act }) => el(
    "p", {}, text, " ", label ? button(label, act) : null,
  )));
  const isPolite = lines.every((line) => line.isPolite);
  $("banner").setAttribute("role", isPolite ? "status" : "alert");
  $("banner").classList.toggle("polite", isPolite);
  $("banner").hidden = lines.length === 0;
  measureHead();
}

/** Show texts that were kept for sentences that are no more; `forget` is told which may go. */
export function showOrphans(orphans, side, forget) {
  const lines = orphans.map((orphan) => {
    const text = el("q", side, orphan.text);
    const copying = button(word("copy_text"), () => copy(text));
    return el("p", {}, word("orphan"), " ", text, " ", copying, " ", button(word("forget"), () => forget(orphan)));
  });
  if (lines.length) lines.push(el("p", { class: "quiet" }, word("orphan_kept")));
  $("orphans").replaceChildren(...lines);
  $("orphans").hidden = orphans.length === 0;
}

/** Copy the text of an element; where the browser does not let us, select it. */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    tell(word("copied"));
  } catch {
    getSelection().selectAllChildren(element);
    tell(word("not_copied"));
  }
}

export function press(name, on) {
  document.querySelector(`[data-do="${name}"]`).setAttribute("aria-pressed", String(on));
}

/** Counts the seconds that somebody is at work, pauses left out. */
export class Watch {
  constructor() {
    this.reset();
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => this.moved(), true);
  }

  reset() {
    this.spent = 0;
    this.last = performance.now();
  }

  moved() {
    const now = performance.now();
    this.spent += Math.min(now - this.last, IDLE);
    this.last = now;
  }

  /** Return the seconds since the last time this was asked. */
  seconds() {
    this.moved();
    const seconds = Math.round(this.spent / 100) / 10;
    this.reset();
    return seconds;
  }
}
