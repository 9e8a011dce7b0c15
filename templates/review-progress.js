// How far the review is: by the catalog, and by what is still open on this page. What this page has
// not saved, or shows in two versions, is not done, whatever the catalog says.

import { word } from "./review-show.js";
import { showEnd, showProgress, tell, withErrors } from "./review-signs.js";

export class Progress {
  constructor(desk) {
    Object.assign(this, { desk, counts: null, isAwaited: false });
  }

  /** Take in what the server counted. */
  told(counts, undo, redo) {
    this.counts = counts;
    showProgress(this.reviewed, undo, redo);
    this.show();
  }

  /** The counts without the sentences that have two versions. */
  get reviewed() {
    const { total, reviewed } = this.counts;
    const { units } = this.desk;
    const wrong = units.isDone ? units.wrong.length : 0;
    return { total, reviewed: Math.max(0, reviewed - units.contestedReviews), isDone: units.isDone, wrong };
  }

  /** Show whether all is reviewed, and what comes then. */
  show() {
    const { desk } = this;
    if (!this.counts) return; // nothing is open yet
    const row = desk.rows.get(desk.active);
    row?.fillActions();
    const { reviewed } = this;
    showProgress(reviewed);
    showEnd(reviewed, row?.unit.state === "reviewed");
    if (!this.isAwaited || !desk.units.isDone) return;
    this.isAwaited = false;
    tell(`${word("accepted")} ${this.noneLeft}`);
  }

  /** The last one was accepted: say so, and that all is reviewed once that is saved. */
  ended() {
    const { desk } = this;
    this.isAwaited = desk.units.isComplete;
    tell(this.isAwaited ? word("accepted") : `${word("accepted")} ${this.noneLeft}`);
    this.show();
  }

  /** Why there is no further sentence to go to. */
  get noneLeft() {
    const { units, order } = this.desk;
    if (units.isDone) return [word("done"), withErrors(units.wrong.length)].filter(Boolean).join(" ");
    if (units.isComplete) return word("unsaved");
    const n = order.hiddenOpen.length;
    return n ? word("none_shown", { n }) : word("none_risky");
  }
}
