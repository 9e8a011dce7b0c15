// What is done to a sentence by one key: a text that is taken over, undo, redo, a draft by machine.

import { write } from "./review-complete.js";
import { word } from "./review-show.js";
import { say, tell } from "./review-signs.js";

const SHOWN = 6000;

/** Put a text in; who was outside the field stays there, where Enter accepts and letters are keys. */
export function take(desk, text, n = 0) {
  const key = desk.active;
  const { field, group } = desk.rows.get(key);
  const isWriting = document.activeElement === field;
  const put = () => { desk.keeper.flush(key); write(field, text); desk.keeper.flush(key); };
  if (text !== field.value) desk.stretches.taking(put);
  (isWriting ? field : group).focus({ preventScroll: true });
  if (n) say(word("taken", { n }));
}

/** Put the source in the place of what stands in the field, and say how to have that back. */
export function copySource(desk) {
  const { source } = desk.units.get(desk.active);
  const { value } = desk.rows.get(desk.active).field;
  take(desk, source);
  if (value === source) tell(word("source_there"));
  else tell(word(value.trim() ? "source_over" : "source_in"));
}

/** Save what is not saved yet, and say whether it is: nobody needs to, many are used to it. */
export async function saveNow(desk) {
  desk.keeper.retry();
  tell(word((await desk.keeper.settled()) ? "saved" : "unsaved"));
}

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
