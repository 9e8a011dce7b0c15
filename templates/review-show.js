// Words of the interface, elements, and texts with their marks. All text goes in as text: nothing
// here, or in the other modules, ever parses data as HTML.

const words = JSON.parse(document.getElementById("words").textContent);

/** Return a text of the interface with its {places} filled in. */
export function word(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

/** Make an element; attributes that are null or false are left out, children may be strings. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(text, act, attributes = {}) {
  return el("button", { type: "button", ...attributes, on: { click: act } }, text);
}

/** Put children in place of others; what is the same stays, with a click that is under way. */
export function renew(parent, ...children) {
  const made = el("div", {}, ...children);
  const old = [...parent.childNodes];
  if (old.length === made.childNodes.length && old.every((node, n) => node.isEqualNode(made.childNodes[n]))) return;
  parent.replaceChildren(...made.childNodes);
}

const RANK = ["term", "info", "warning", "error"];

/**
 * Return `text` as strings and marked spans. `spots` are {span: [a, b], kind, title}, half-open,
 * in UTF-16 units; where several overlap, the gravest is shown and all are told in the title.
 */
export function marked(text, spots) {
  const cuts = new Set([0, text.length]);
  const inside = spots
    .map(({ span: [a, b], ...spot }) => {
      const start = Math.max(0, Math.min(a, text.length));
      let end = Math.max(start, Math.min(b, text.length));
      // What is missing has no width: the letter where it should stand is shown instead.
      if (end === start) end = Math.min(text.length, start + 1);
      return { ...spot, start: end === start ? Math.max(0, start - 1) : start, end };
    })
    .filter(({ start, end }) => start < end);
  for (const { start, end } of inside) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, n) => {
    const piece = text.slice(start, edges[n + 1]);
    const over = inside.filter((spot) => spot.start <= start && edges[n + 1] <= spot.end);
    if (!over.length) return piece;
    const kind = RANK[Math.max(...over.map((spot) => RANK.indexOf(spot.kind)))] ?? "info";
    return el("span", { class: `spot ${kind}`, title: over.map((spot) => spot.title).join("\n") }, piece);
  });
}

/** Return the spots of a unit's findings and terms on one side, `source` or `target`. */
export function spotsOf(unit, side) {
  const spots = unit.findings
    .filter((finding) => !finding.dismissed && finding[`${side}_span`])
    .map((finding) => ({ span: finding[`${side}_span`], kind: finding.severity, title: finding.message }));
  if (side === "source") {
    for (const term of unit.terms) {
      const title = [`${term.source} → ${term.target}`, term.note].filter(Boolean).join(" – ");
      spots.push({ span: term.span, kind: "term", title });
    }
  }
  return spots;
}

/**
 * Return a word diff as elements: what went is `<del>`, what came `<ins>`. Both are said in words,
 * unseen, and stand apart, also where they are copied from here.
 */
export function diff(changes) {
  return changes.flatMap(([kind, text], n) => {
    if (kind === "same") return [text];
    const made = el(kind === "old" ? "del" : "ins", { "data-said": word(kind === "old" ? "deleted" : "inserted") }, text);
    const [before, left = ""] = changes[n - 1] ?? ["same"];
    return before === "same" || /\s$/u.test(left) || /^\s/u.test(text) ? [made] : [" ", made];
  });
}

export const isChanged = (changes) => changes.some(([kind]) => kind !== "same");

/** Return what a unit is, in one of the words of the interface: `machine`, `reviewed` … */
export function standing(unit) {
  if (unit.is_contested) return "contested";
  if (unit.state !== "draft") return unit.state;
  if (unit.is_machine) return "machine";
  if (unit.earlier && unit.earlier === unit.target) return "earlier";
  if (unit.origin && unit.origin.text !== unit.target) return "edited";
  return unit.origin ? "offered" : "draft";
}

export const openFindings = (unit) => unit.findings.filter((finding) => !finding.dismissed);

/** The open findings that somebody is asked about before the text is accepted. */
export const openErrors = (unit) => openFindings(unit).filter((finding) => finding.is_grave);

/** Return the engine's certainty in words; scores are mean log-probabilities per token. */
export function certainty(score) {
  if (score === null || score === undefined || score > 0) return "";
  if (score > -0.2) return word("sure");
  return score > -0.5 ? word("fairly") : word("unsure");
}

/** Return the word for a risk; none for a small one: that no check found anything is no promise. */
export function riskiness(risk) {
  if (risk >= 0.6) return word("risk_high");
  return risk >= 0.2 ? word("risk_middle") : "";
}

/** Return a text as the search compares it: without case and accents. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
}
