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
  const head = document.querySelector("header.desk");
  // On a small screen only the last lines of the head stay in sight: whether all is saved, what is wrong.
  const tops = [...head.querySelectorAll(".how-far, .near")].map((one) => one.getBoundingClientRect()).filter(({ height }) => height);
  const staying = head.getBoundingClientRect().bottom - Math.min(...tops.map(({ top }) => top)) + 4;
  document.documentElement.style.setProperty("--head", `${head.offsetHeight}px`);
  document.documentElement.style.setProperty("--staying", `${Math.round(staying)}px`);
}

/** Say how many of the reviewed sentences have an error; empty where none has. */
export const withErrors = (n) => (n ? word(n === 1 ? "one_wrong" : "many_wrong", { n }) : "");

export function showProgress({ total, reviewed, isDone, wrong }, undo, redo) {
  $("progress").max = total || 1;
  $("progress").value = reviewed;
  const all = wrong ? `all_reviewed_${wrong === 1 ? "one" : "many"}` : "all_reviewed";
  const text = word(isDone ? all : "reviewed_of", { n: isDone ? wrong : reviewed, total });
  if ($("progress-words").textContent !== text) $("progress-words").textContent = text;
  if (undo !== undefined) for (const one of document.querySelectorAll("[data-do=undo]")) one.disabled = !undo;
  if (redo !== undefined) document.querySelector("[data-do=redo]").disabled = !redo;
}

/** Show what is next: another sentence, or nothing where all is reviewed. */
export function showEnd({ isDone, wrong }, isReviewed) {
  $("end").hidden = !isDone;
  $("end-wrong").hidden = !wrong;
  if ($("end-wrong-words").textContent !== withErrors(wrong)) $("end-wrong-words").textContent = withErrors(wrong);
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

/** Lead to the first of them: to be copied, or forgotten. */
export function showOrphan() {
  $("orphans").querySelector("button").focus({ preventScroll: true });
  $("orphans").scrollIntoView({ block: "start" });
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
