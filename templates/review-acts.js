// What the server does to a sentence as it is saved: undo, redo, a draft by machine.

import { word } from "./review-show.js";
import { say, tell } from "./review-signs.js";

const SHOWN = 6000;

export function turnBack(desk, which) {
  return have(desk, `/${which}`, () => ({}), null);
}

/** Draft a sentence that has no text; its old one, where it changed, stays to be taken. */
export async function redraft(desk, key) {
  if (!desk.hasEngine || desk.rows.get(key).field.value.trim()) { tell(word("no_redraft")); return; }
  say(word("redrafting"));
  const version = () => ({ version: desk.units.get(key).version });
  await have(desk, `/units/${encodeURIComponent(key)}/draft`, version, word("redrafted"));
}

/** Have it done, once all is saved, and go where it was done. */
async function have(desk, path, body, said) {
  if (!(await desk.keeper.settled())) { tell(word("unsaved")); return; }
  try {
    const answer = await desk.keeper.ask(path, body());
    desk.units.confirmed.delete(answer.unit.key);
    desk.answered(answer);
    desk.goTo(answer.unit.key, said ?? "");
    if (answer.said) tell(answer.said); // undone or redone: what, and in which sentence
  } catch (error) {
    desk.notice = error.status ? error.message : word("no_answer");
    setTimeout(() => { desk.notice = ""; desk.showState(); }, SHOWN);
    desk.showState();
  }
}
