// What was typed → the catalog, by way of this browser's storage. Whatever is not confirmed by the
// server stands in localStorage; one request per unit is under way at a time, each on the version
// that the last answer gave. A server that does not answer is asked again, later and later.

import { word } from "./review-show.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20000;
const PATIENCE = 15000; // a request that takes longer counts as unanswered
const TEXTS = ["target", "state", "note"];

/** The server's refusal, in its own words. */
export class Refusal extends Error {
  constructor(status, body) {
    super([body.error, body.hint].filter(Boolean).join(" ") || String(status));
    this.status = status;
    this.body = body;
  }
}

const random = () => Math.random().toString(36).slice(2, 10);

export class Keeper {
  /** `on` holds what is called: unit(answer), conflict(key, theirs), lost(), state(), work(key). */
  constructor(slug, locale, on) {
    this.api = `/api/a/${encodeURIComponent(slug)}/${encodeURIComponent(locale)}`;
    this.prefix = `bilingual:kept:${slug}:${locale}:`;
    this.tab = random();
    this.on = on;
    this.records = new Map();
    this.finished = 0; // how many saves came back: an answer older than that is stale
    this.trouble = null; // null, or {kind: "offline" | "renew" | "refused", text}
    this.wait = FIRST_WAIT;
    this.stores = true;
    // Held as long as this page lives: another tab leaves our kept texts alone.
    if (navigator.locks) navigator.locks.request(`${this.prefix}${this.tab}`, () => new Promise(() => {}));
    const back = () => { if (!document.hidden) this.retry(); };
    addEventListener("online", back);
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flushAll(true) : back()));
    addEventListener("pagehide", () => this.flushAll(true));
    addEventListener("beforeunload", (event) => {
      this.flushAll(true);
      if ((this.trouble || this.isContested) && this.unsaved > 0) event.preventDefault();
    });
  }

  /** Ask the server; resolves to its answer, rejects with a Refusal or, unanswered, a TypeError. */
  async ask(path, body = null, { signal = null, keepalive = false, renewed = false } = {}) {
    const token = document.querySelector("meta[name=bilingual-token]");
    const headers = body ? { "Content-Type": "application/json", "X-Bilingual-Token": token.content } : {};
    const limit = AbortSignal.timeout(PATIENCE);
    const response = await fetch(this.api + path, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      keepalive,
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if ([401, 403].includes(response.status) && !renewed && (await this.renew())) {
      return this.ask(path, body, { signal, keepalive, renewed: true });
    }
    throw new Refusal(response.status, answer);
  }

  /** Read the token anew from the page: a server that was started again has another one. */
  async renew() {
    const response = await fetch(location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("meta[name=bilingual-token]");
    if (!fresh) return false;
    document.querySelector("meta[name=bilingual-token]").content = fresh.content;
    return true;
  }

  /** Take note of what the server says a unit is; not while something of it is unsaved. */
  know(unit) {
    const record = this.records.get(unit.key);
    if (record && (record.pending || record.sent)) {
      record.lost = false;
      if (record.conflict) record.conflict = unit; // a choice is always about what the catalog has now
      return;
    }
    this.records.set(unit.key, fresh(unit));
  }

  isUnsaved(key) {
    const record = this.records.get(key);
    return Boolean(record && (record.pending || record.sent));
  }

  get unsaved() {
    return [...this.records.values()].filter((record) => (record.pending || record.sent) && !record.lost).length;
  }

  get isContested() {
    return [...this.records.values()].some((record) => record.conflict);
  }

  conflictOf(key) {
    return this.records.get(key)?.conflict ?? null;
  }

  /** Return what this page wants the unit to say, over what the server knows. */
  wanted(key) {
    const record = this.records.get(key);
    return record ? { ...record.sent, ...record.pending } : {};
  }

  /** Keep a change and save it after `delay` ms. */
  put(key, change, delay = 0) {
    const record = this.records.get(key);
    record.pending = merged(record.pending, change);
    this.store(key, record);
    clearTimeout(record.timer);
    record.timer = setTimeout(() => this.flush(key), delay);
    this.on.state();
  }

  flush(key, keepalive = false) {
    const record = this.records.get(key);
    if (!record || !record.pending || record.sent || record.conflict || record.lost) return Promise.resolve();
    clearTimeout(record.timer);
    record.done = this.send(key, record, keepalive);
    return record.done;
  }

  flushAll(keepalive = false) {
    for (const key of this.records.keys()) this.flush(key, keepalive);
  }

  /** Wait until nothing is under way; true when all of it was saved. */
  async settled() {
    this.flushAll();
    for (const [key, record] of this.records) {
      while (record.sent) {
        await record.done;
        if (!this.trouble) this.flush(key); // what was typed meanwhile waits for no timer
      }
    }
    return this.unsaved === 0;
  }

  async send(key, record, keepalive) {
    record.sent = record.pending;
    record.pending = null;
    this.on.state();
    try {
      const body = { version: record.base.version, ...record.sent, ...this.on.work(key) };
      const answer = await this.ask(`/units/${encodeURIComponent(key)}`, body, { keepalive });
      this.saved(key, record, answer);
    } catch (error) {
      record.pending = merged(record.sent, record.pending);
      record.sent = null;
      const { theirs, mine } = error.body ?? {};
      if (error.status === 409 && theirs?.key === key) this.overtaken(key, record, theirs);
      else if (theirs || mine) this.lose(record); // the article has no such sentence any more
      else this.failed(record, error);
    }
    this.finished += 1;
    this.on.state();
    if (record.pending && !this.trouble && !record.conflict) record.timer ??= setTimeout(() => this.flush(key), 0);
  }

  saved(key, record, answer) {
    record.base = base(answer.unit);
    record.sent = null;
    record.timer = null;
    this.trouble = null;
    this.wait = FIRST_WAIT;
    this.store(key, record);
    this.on.unit(answer);
    for (const other of this.records.keys()) if (other !== key) this.flush(other);
  }

  /** Somebody else was there first: give way where we changed other things, else let choose. */
  overtaken(key, record, theirs) {
    const mine = record.pending;
    const touched = (name) => name in mine && mine[name] !== theirs[name];
    const moved = (name) => record.base[name] !== theirs[name];
    const text = touched("target") && (moved("target") || moved("state"));
    if (text || (touched("note") && moved("note"))) {
      record.conflict = theirs;
      this.on.conflict(key, theirs);
      return;
    }
    record.base = base(theirs);
    for (const name of TEXTS) {
      // A state belongs to its text: theirs may be reviewed, too, and is another.
      if (mine[name] === theirs[name] && !(name === "state" && "target" in mine)) delete mine[name];
    }
    if (Object.keys(mine).length === 0) record.pending = null;
    this.store(key, record);
    this.on.unit({ unit: theirs });
    record.timer = null;
  }

  /** The catalog has yet another version: judge again. True where the two still contend. */
  contend(key, theirs) {
    const record = this.records.get(key);
    record.conflict = null;
    this.overtaken(key, record, theirs);
    if (!record.conflict) this.flush(key);
    this.on.state();
    return Boolean(record.conflict);
  }

  /** Settle a conflict: with our text, whole again, or with theirs. */
  settle(key, keepMine, change = {}) {
    const record = this.records.get(key);
    const theirs = record.conflict;
    record.conflict = null;
    record.base = base(theirs);
    record.pending = keepMine ? { target: theirs.target, ...merged(record.pending, change) } : null;
    this.store(key, record);
    this.on.unit({ unit: theirs });
    if (keepMine) this.put(key, {}, 0);
    this.on.state();
  }

  /** Keep a text whose sentence is gone where it can be seen, until it is there again. */
  lose(record) {
    record.lost = true;
    this.on.lost();
  }

  /** The texts typed here whose sentences are gone. */
  get lost() {
    return [...this.records]
      .filter(([, record]) => record.lost && record.pending)
      .map(([key, { pending }]) => ({ place: `${this.prefix}${this.tab}:${key}`, text: pending.target || pending.note, key }));
  }

  forget(key) {
    this.records.delete(key);
  }

  /** Let a sentence that the author changed go on as another, with what was typed for it, if anything. */
  hand(from, to, change) {
    const record = this.records.get(from);
    if (record) {
      clearTimeout(record.timer);
      Object.assign(record, { pending: null, sent: null });
      this.store(from, record);
      this.forget(from);
    }
    if (change) this.put(to, change);
  }

  failed(record, error) {
    const status = error.status ?? 0;
    if (status === 401 || status === 403) this.trouble = { kind: "renew" };
    else if (status) this.trouble = { kind: "refused", text: error.message, again: status >= 500 || [404, 410].includes(status) };
    else this.trouble = { kind: "offline" };
    if (this.trouble.kind !== "refused" || this.trouble.again) this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), this.wait);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  retry() {
    clearTimeout(this.timer);
    if (this.trouble && this.unsaved === 0) this.trouble = null;
    this.flushAll();
    this.on.state();
  }

  /** The server answers again (a look at the changes came through): do not wait any longer. */
  answered() {
    if (this.trouble && this.trouble.kind !== "refused") {
      this.wait = FIRST_WAIT;
      this.retry();
    }
  }

  store(key, record) {
    const kept = { ...record.sent, ...record.pending };
    const place = `${this.prefix}${this.tab}:${key}`;
    try {
      if (!record.pending && !record.sent) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify({ base: record.base, change: kept }));
      this.stores = true;
    } catch {
      this.stores = false;
    }
  }

  /**
   * Take over what pages that are gone have kept. Gives the keys that got their text back, and
   * the texts of units that the article no longer has.
   */
  async adopt() {
    const places = [];
    try {
      for (let n = 0; n < localStorage.length; n += 1) places.push(localStorage.key(n));
    } catch {
      return { keys: [], orphans: [] };
    }
    const alive = new Set((navigator.locks ? (await navigator.locks.query()).held : []).map((lock) => lock.name));
    const keys = [];
    const orphans = [];
    for (const place of places.filter((name) => name.startsWith(this.prefix)).sort()) {
      const [tab, ...rest] = place.slice(this.prefix.length).split(":");
      if (alive.has(this.prefix + tab)) continue;
      const key = rest.join(":");
      const kept = read(place);
      const record = this.records.get(key);
      if (kept && !record) {
        if (kept.change.target || kept.change.note) orphans.push({ place, text: kept.change.target || kept.change.note });
        continue;
      }
      // Only one of two dead pages can be restored by itself; the other waits for the next opening.
      if (kept && record.pending) continue;
      if (kept && differs(kept.change, record.base)) {
        record.base = kept.base;
        record.pending = kept.change;
        this.store(key, record);
        keys.push(key);
      }
      localStorage.removeItem(place);
    }
    for (const key of keys) this.flush(key);
    return { keys, orphans };
  }

  /** Whether the same request would be refused again, as often as it is tried. */
  get isHopeless() {
    return this.trouble?.kind === "refused" && !this.trouble.again;
  }

  /** What has to be said about saving; null when there is nothing to say. */
  get message() {
    if (!this.trouble) return null;
    if (this.trouble.kind === "renew") return word("renew");
    if (this.trouble.kind === "refused") return word("refused", { reason: this.trouble.text });
    return word(this.stores ? "offline" : "no_storage");
  }
}

const base = ({ version, target, state, note }) => ({ version, target, state, note });

const fresh = (unit) => ({ base: base(unit), pending: null, sent: null, conflict: null, timer: null, done: null });

const differs = (change, known) =>
  TEXTS.some((name) => name in change && change[name] !== known[name]) ||
  Boolean(change.dismiss?.length || change.restore?.length);

function merged(first, second) {
  if (!first || !second) return first ?? second;
  const both = { ...first, ...second };
  for (const [name, other] of [["dismiss", "restore"], ["restore", "dismiss"]]) {
    const later = new Set(second[other] ?? []);
    const all = new Set([...(first[name] ?? []), ...(second[name] ?? [])]);
    both[name] = [...all].filter((id) => !later.has(id) || (second[name] ?? []).includes(id));
    if (!both[name].length) delete both[name];
  }
  return both;
}

function read(place) {
  try {
    const kept = JSON.parse(localStorage.getItem(place));
    return kept && kept.base && kept.change ? kept : null;
  } catch {
    return null;
  }
}
