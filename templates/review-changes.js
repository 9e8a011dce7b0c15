// What others change meanwhile: the server is asked each second while the page is seen, and what it
// tells is brought together with what is being done here.

import { News } from "./review-news.js";
import { say } from "./review-signs.js";
import { word } from "./review-show.js";

const LOOK_AGAIN = 1000;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Changes {
  constructor(desk) {
    Object.assign(this, { desk, misses: 0, gone: false });
    this.news = new News(() => steady(desk.active && desk.rows.get(desk.active).element, () => desk.showState()));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
  }

  /** Ask now, and again and again. */
  async look() {
    const { desk } = this;
    clearTimeout(this.timer);
    if (document.hidden || !desk.since) return; // not before there is an article
    const { finished } = desk.keeper;
    try {
      const answer = await desk.keeper.ask(`/changes?since=${encodeURIComponent(desk.since)}`);
      if (this.misses > 1) say(word("answers"));
      this.misses = 0;
      desk.keeper.answered();
      // What was asked before a save came back may be older than the save.
      if (finished === desk.keeper.finished) await this.merge(answer);
    } catch (error) {
      if (!error.status) this.misses += 1;
    }
    desk.showState();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), LOOK_AGAIN * Math.min(5, 1 + this.misses));
  }

  async merge({ gone = false, blocks, units = [], progress, revision }) {
    const { desk } = this;
    this.gone = gone;
    if (gone) return;
    if (blocks || units.some((unit) => !desk.units.has(unit.key))) {
      const article = await desk.keeper.ask("");
      const before = [...desk.units.known.values()];
      const pairs = this.pairs(article.units, (unit, n) => n + 1);
      // A server that was started again tells all anew: that alone is no news.
      const isOther = !same(desk.order.blocks, article.blocks);
      desk.takeIn(article);
      if (isOther) this.news.reordered(before, article.units);
      this.news.changed(pairs);
      return;
    }
    desk.since = revision;
    for (const unit of units) desk.conflicts.renewed(unit);
    // What is being changed here as well is left to the save, which will show both.
    const news = units.filter((unit) => !desk.keeper.isUnsaved(unit.key) && !same(unit, desk.units.get(unit.key)));
    const changed = news.filter((unit) => unit.version !== desk.units.get(unit.key).version);
    const pairs = this.pairs(changed, ({ key }) => desk.rows.get(key).place.n);
    for (const unit of news) {
      if (changed.includes(unit) && unit.state !== "reviewed") desk.units.confirmed.delete(unit.key);
      desk.answered({ unit });
    }
    for (const { key } of changed) desk.rows.get(key).flash();
    if (progress) desk.progressed(progress);
    this.news.changed(pairs);
  }

  /** Return units that changed but not here, each with what it was and its number. */
  pairs(units, numberOf) {
    const { keeper, units: known } = this.desk;
    return units
      .map((unit, n) => [known.has(unit.key) && known.get(unit.key), unit, numberOf(unit, n)])
      .filter(([before, { key, version }]) => before && before.version !== version && !keeper.isUnsaved(key));
  }
}

/** Do what changes the head's height; what is read under it stays uncovered. */
function steady(element, act) {
  const gap = () => element.getBoundingClientRect().top - document.querySelector("header.desk").getBoundingClientRect().bottom;
  const before = element ? gap() : 0;
  act();
  if (element) requestAnimationFrame(() => requestAnimationFrame(() => { if (element.isConnected) scrollBy(0, gap() - before); }));
}
