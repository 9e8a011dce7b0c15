// Two versions of one sentence: somebody else's, which the catalog holds, and the one of this page.
// Both are shown, each button says what the catalog holds afterwards, and nothing is lost.

import { button, el, openFindings, renew, word } from "./review-show.js";
import { say, tell } from "./review-signs.js";

export class Conflicts {
  constructor(desk) {
    this.desk = desk;
  }

  /** A save was refused: the catalog has another's version. */
  found(key, theirs) {
    const { desk } = this;
    desk.units.turn(theirs);
    desk.refresh(key);
    if (desk.active !== key) return;
    desk.completing?.forget(); // Tab goes to the choices
    this.show(key);
  }

  /** Show both versions in the open row; nothing where they do not contend. */
  show(key) {
    const part = this.desk.rows.get(key).parts.conflict;
    const theirs = this.desk.keeper.conflictOf(key);
    if (!theirs) { part.replaceChildren(); return; }
    if (!part.children.length) {
      // The key that led here may still be held down: it chooses nothing.
      part.addEventListener("keydown", (event) => { if (event.repeat && event.key === "Enter") event.preventDefault(); });
      part.append(el("p", {}, word("conflict")), el("div", { class: "versions" }), el("p", { class: "quiet" }));
    }
    const mine = this.mine(key, theirs);
    const [, versions, after] = part.children;
    renew(versions, this.theirVersion(key, theirs), this.myVersion(key, mine, theirs));
    after.textContent = mine.target === theirs.target ? "" : word("other_stays");
  }

  /** Somebody changed theirs again while the choice is open: show it, and say so. */
  renewed(unit) {
    const { desk } = this;
    const { key } = unit;
    const before = desk.keeper.conflictOf(key);
    if (!before || JSON.stringify(before) === JSON.stringify(unit)) return;
    const isOpen = desk.keeper.contend(key, unit);
    if (!isOpen && desk.active === key) this.show(key);
    if (before.version === unit.version) return; // only checked anew
    const { place } = desk.rows.get(key);
    if (isOpen) say(word("theirs_changed", place));
    else tell(word("contends_no_more", place));
  }

  /** Have the choice of the open sentence in sight. */
  bringIntoSight() {
    this.desk.rows.get(this.desk.active)?.parts.conflict.scrollIntoView({ block: "nearest" });
  }

  /** Nothing can be accepted before one of the two is chosen: go to the first choice. */
  choose() {
    this.bringIntoSight();
    this.desk.rows.get(this.desk.active).parts.conflict.querySelector("button").focus({ preventScroll: true });
    tell(word("conflict"));
  }

  /** The banner's lines: one for each sentence that has two versions. */
  get lines() {
    const { rows, keeper } = this.desk;
    return [...rows].filter(([key]) => keeper.conflictOf(key)).map(([key, { place }]) => (
      { text: word("conflict_at", place), label: word("choose"), act: () => this.desk.goTo(key) }
    ));
  }

  /** Go to the next sentence that has two versions, round and round. */
  next() {
    const { desk } = this;
    const keys = desk.order.sequence.filter((key) => desk.keeper.conflictOf(key));
    if (keys.length) desk.goTo(keys[(keys.indexOf(desk.active) + 1) % keys.length]);
    else tell(word("none_contested"));
  }

  /** What this page would put in place of theirs. */
  mine(key, theirs) {
    const { target = theirs.target, state, note = theirs.note } = this.desk.keeper.wanted(key);
    return { target, note, state: state ?? (target === theirs.target ? theirs.state : "draft") };
  }

  theirVersion(key, theirs) {
    const { id } = this.desk.rows.get(key);
    const lines = openFindings(theirs).map(({ severity, message }) => el(
      "li", { class: severity }, el("b", {}, word(severity)), ` ${message}`,
    ));
    return this.version(word("theirs"), theirs, lines.length ? el("ul", { class: "findings" }, ...lines) : null, this.choice(
      `${id}-theirs`, word("take_theirs"), word("theirs_after", { state: word(theirs.state) }), "theirs", key,
    ));
  }

  myVersion(key, mine, theirs) {
    const { id } = this.desk.rows.get(key);
    if (mine.target === theirs.target) {
      return this.version(word("mine"), mine, this.choice(`${id}-mine`, word("take_note"), word("note_after"), "mine", key));
    }
    const unchecked = el("p", { class: "quiet" }, word("mine_unchecked"));
    const asDraft = (name, act) => this.choice(`${id}-${act}`, word(name), word("draft_after"), act, key);
    const choices = mine.state === "reviewed"
      ? [this.choice(`${id}-mine`, word("take_mine"), word("mine_after"), "mine", key), asDraft("take_as_draft", "edit")]
      : [asDraft("take_on", "edit")];
    return this.version(word("mine"), mine, unchecked, ...choices);
  }

  version(title, { target, state, note }, ...parts) {
    return el(
      "section", { class: "version", "aria-label": title }, el("h3", {}, `${title} (${word(state)})`),
      el("p", this.desk.side("target"), target || word("no_text")),
      note ? el("p", { class: "quiet" }, `${word("note")}: ${note}`) : null,
      ...parts,
    );
  }

  /** A button, and what the catalog holds once it was pressed. */
  choice(id, label, after, act, key) {
    return el(
      "div", { class: "choice-of" },
      button(label, () => this.settle(key, act), { "data-act": act, "aria-describedby": id }),
      el("p", { class: "quiet", id }, after),
    );
  }

  settle(key, choice) {
    const { desk } = this;
    const theirs = desk.keeper.conflictOf(key);
    desk.units.remember(theirs, { ...theirs, ...this.mine(key, theirs) }); // whichever is not chosen can still be taken again
    desk.accepting.leave(key); // where the chosen text is wrong, it is asked about here and now
    if (choice === "theirs") desk.keeper.settle(key, false);
    else desk.keeper.settle(key, true, choice === "edit" ? { state: "draft" } : {});
    desk.refresh(key);
    this.show(key);
    desk.open(key, choice === "edit" ? "write" : true);
  }
}
