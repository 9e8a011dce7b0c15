// The published page beside the desk, as it is at this moment. It follows the open sentence and
// marks it; where somebody scrolled it by hand, it stays there until another sentence is opened.

import { el, word } from "./review-show.js";
import { press } from "./review-signs.js";

const PAUSE = 800; // ms after the last save
const MARGIN = 72; // px at the page's edges where a sentence is not well in sight
const $ = (id) => document.getElementById(id);

export class Preview {
  constructor(slug, locale) {
    this.address = `/preview/${encodeURIComponent(slug)}/${encodeURIComponent(locale)}`;
    this.pane = $("preview");
    this.frames = $("preview-frames");
    this.sentence = null;
    this.put = 0; // where we scrolled to
  }

  turn() {
    const on = this.pane.hidden;
    const had = this.pane.contains(document.activeElement);
    press("preview", on);
    this.pane.hidden = !on;
    document.body.classList.toggle("with-preview", on);
    this.frames.replaceChildren();
    if (on) this.load();
    else if (had) document.querySelector(".tools [data-do=preview]").focus();
  }

  /** Load the page beside the one that is shown, which then goes. */
  load() {
    const [old] = this.frames.children;
    const made = el("iframe", { src: this.address, title: word("preview"), class: "coming" });
    made.addEventListener("load", () => {
      // The frame may hold no page of ours (a server that has gone): then there is nothing to scroll.
      try { this.arrange(made.contentWindow, old?.contentWindow.scrollY); } catch { /* not ours */ }
      made.classList.remove("coming");
      old?.remove();
    });
    for (const other of [...this.frames.children].slice(1)) other.remove();
    this.frames.append(made);
  }

  /** Load it again a moment after the last save. */
  renew() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (this.frames.children.length) this.load(); }, PAUSE);
  }

  /** Put a page where the one before it was: at the sentence, or where it was scrolled to by hand. */
  arrange(page, before) {
    if (before !== undefined) page.scrollTo(0, before);
    const isByHand = before !== undefined && Math.abs(before - this.put) > 2;
    this.show(page, !isByHand);
  }

  /** Go to a sentence: the `n`th of `total` on the page, counted from 0, with its text. */
  follow(sentence) {
    this.sentence = sentence;
    const [frame] = this.frames.children;
    if (!frame || frame.classList.contains("coming")) return;
    try { this.show(frame.contentWindow, true); } catch { /* not ours */ }
  }

  show(page, isToFollow) {
    for (const element of this.marked ?? []) element.style.outline = "";
    this.marked = this.sentence ? placesOf(page.document, this.sentence) : [];
    for (const element of this.marked) element.style.outline = "2px solid var(--ring, currentColor)";
    if (!isToFollow || !this.sentence) return;
    const seen = this.marked.find((element) => element.getClientRects().length);
    if (seen) bring(page, seen.getBoundingClientRect());
    else {
      // A page that is made otherwise: about there.
      const { scrollHeight } = page.document.documentElement;
      page.scrollTo(0, (this.sentence.n / this.sentence.total) * scrollHeight - page.innerHeight / 2);
    }
    this.put = page.scrollY;
  }
}

/** Return the elements that hold a sentence, the translation first; none where it is not found. */
function placesOf(page, { n, total, text }) {
  const sides = ["target", "source"].map((side) => page.querySelectorAll(`.${side} .s`));
  const found = sides.filter((all) => all.length === total).map((all) => all[n]);
  if (found.length) return found;
  const holds = [...page.querySelectorAll("body *")].filter((one) => text && one.textContent.includes(text));
  return holds.slice(-1); // the innermost
}

/** Scroll a page, and nothing around it, so that a box is well in sight. */
function bring(page, { top, bottom }) {
  if (top >= MARGIN && bottom <= page.innerHeight - MARGIN / 2) return;
  page.scrollTo(0, page.scrollY + top - Math.max(MARGIN, page.innerHeight * 0.3));
}
