// What is typed without a pause, in one sentence, is one stretch: one step for undo. A text that is
// taken over is a step of its own. The server is told which is which with each save.

const PAUSE = 3000; // ms

export class Stretches {
  constructor() {
    this.works = new Map();
    Object.assign(this, { name: "", key: null, at: 0, isTaking: false });
  }

  /** The text of a sentence changed. */
  typed(key) {
    const now = performance.now();
    if (this.isTaking || key !== this.key || now - this.at > PAUSE) this.name = crypto.getRandomValues(new Uint32Array(2)).join("");
    Object.assign(this, { key, at: now });
    this.works.set(key, { act: this.isTaking ? "taken" : "typed", stretch: this.name });
  }

  /** What is typed next is another stretch. */
  end() {
    this.key = null;
  }

  /** Do what takes a text over: it is not typed. */
  taking(act) {
    this.isTaking = true;
    act();
    this.isTaking = false;
    this.end();
  }

  /** Return how the present text of a sentence came about, for the server. */
  of(key) {
    return this.works.get(key) ?? {};
  }
}
