"""What the page asks the desk, and what it is answered: values in, JSON out. No HTTP.

In: the room, an article, what was read from a request. Out: dicts as the contract of the page has
them. Blocking: to be called beside the event loop.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, replace

from bilingual.errors import BilingualError
from bilingual.model import State, Unit
from bilingual.review.desk import Overtaken, Saved, Vanished
from bilingual.review.edits import Edit, edited
from bilingual.review.effort import note_time
from bilingual.review.opened import Opened, SentenceGone
from bilingual.review.pages import Entry, address, entry_of
from bilingual.review.payload import (
    Json,
    code_points,
    hypothesis_payload,
    is_wrong,
    match_payload,
    progress_payload,
)
from bilingual.review.requests import Asked, Typed
from bilingual.review.room import Room
from bilingual.review.wording import step_in_words

_OVERVIEW_S = 1.0  # of checking, for all articles of the list


@dataclass(frozen=True, slots=True)
class Help:
    """What was asked for a unit, and the answers that are on their way."""

    matches: Future[list[Json] | None]
    hypotheses: Future[list[Json] | None]
    history: list[Json]


def article(room: Room, one: Opened, slug: str, session: str) -> Json:
    """Return the article with all its units."""
    with one.lock:
        sight = room.sight(one)
        work = sight.refresh()
        can_undo, can_redo = room.desk.can(one, session)
        units = sight.papers(work.catalog.units)
        return {
            "article": {
                "slug": slug,
                "name": work.article.name,
                "headline": work.article.headline,
                "source": work.article.locale.tag,
                "target": work.target.tag,
            },
            "revision": room.desk.revision(one),
            "blocks": _blocks(one),
            "units": units,
            "progress": progress_payload(one.progress()),
            "has_engine": room.has_engine(one),
            "can_undo": can_undo,
            "can_redo": can_redo,
        }


def _blocks(one: Opened) -> list[Json]:
    return [
        {"kind": block.kind.value, "keys": [unit.key for _segment, unit in pairs]}
        for block, pairs in one.fresh().bitext.blocks()
        if pairs
    ]


def change(room: Room, one: Opened, session: str, key: str, asked: Asked) -> Json:
    """Save a change and return what became of it.

    `asks` is in it where the text was kept as a draft because it has an error.

    Raises: what `Desk.change` raises.
    """
    with one.lock:
        is_asking = asked.is_cautious and _has_error(room, one, key, asked.edit)
        edit = replace(asked.edit, state=State.DRAFT) if is_asking else asked.edit
        saved = room.desk.change(one, session, key, edit, asked.version)
        told = _saved(room, one, saved)
        if is_asking:
            told["asks"] = True
    _note_effort(one, key, asked)
    return told


def _has_error(room: Room, one: Opened, key: str, edit: Edit) -> bool:
    """Whether an edit would accept a text in which an error is found that nobody dismissed."""
    if edit.state is not State.REVIEWED:
        return False
    sight = room.sight(one)
    sight.refresh()
    return sight.has_error(edited(one.unit(key), edit, None))


def _note_effort(one: Opened, key: str, asked: Asked) -> None:
    note_time(one.workspace, one.slug, one.target.tag, key, asked.seconds)


def draft(room: Room, one: Opened, session: str, key: str, version: str) -> Json:
    """Have a sentence drafted by the engine and save the draft; return what became of it.

    The engine is at work without the article's lock.

    Raises: EngineError; what `Desk.draft` raises.
    """
    with one.lock:
        sight = room.sight(one)
        work, form = sight.refresh(moment_s=0.0), sight.form()
        unit = one.unit(key)
    made = room.proposer.drafted(one.workspace, form, work.catalog, unit)
    with one.lock:
        return _saved(room, one, room.desk.draft(one, session, made, version))


def step(room: Room, one: Opened, session: str, *, is_back: bool) -> Json:
    """Undo, or do again, and return what became of it.

    Raises: what `Desk.undo` raises.
    """
    with one.lock:
        act = room.desk.undo if is_back else room.desk.redo
        saved = act(one, session)
        told = {"key": saved.unit.key, **_saved(room, one, saved)}
        if saved.act is not None:
            number = one.number(saved.unit.key)
            told["said"] = step_in_words(saved.act, number, is_back=is_back)
        return told


def _saved(room: Room, one: Opened, saved: Saved) -> Json:
    sight = room.sight(one)
    sight.refresh()
    return {
        "unit": sight.paper(one.unit(saved.unit.key)),
        # What else changed with it, the page is told when it next asks.
        "revision": saved.revision,
        "progress": progress_payload(saved.progress),
        "can_undo": saved.can_undo,
        "can_redo": saved.can_redo,
    }


def changes(room: Room, one: Opened, since: str) -> Json:
    """Return what changed since a revision; `gone` where the article or its catalog vanished.

    `blocks` is there where sentences came, went or moved.
    """
    try:
        with one.lock:
            sight = room.sight(one)
            sight.refresh()  # which may find that more has changed
            found = room.desk.changes(one, since)
            told = {
                "revision": found.revision,
                "units": sight.papers(found.units),
                "progress": progress_payload(found.progress),
            }
            return {**told, "blocks": _blocks(one)} if found.is_reordered else told
    except Vanished as error:
        return {"gone": True, "error": error.message, "hint": error.hint}


def conflict(room: Room, one: Opened, error: BilingualError, asked: Asked | None) -> Json:
    """Return what a page is told where its change was not made, with both versions."""
    told: Json = {}
    theirs: Unit | None = None
    if isinstance(error, Overtaken):
        theirs = error.theirs
    elif isinstance(error, SentenceGone):
        theirs = error.successor
    if theirs is not None:
        with one.lock:
            sight = room.sight(one)
            sight.refresh()
            told["theirs"] = sight.paper(theirs)
    if asked is not None:
        edit = asked.edit
        told["mine"] = {
            "target": edit.target,
            "state": None if edit.state is None else edit.state.value,
            "note": edit.note,
        }
    return told


def unit_help(room: Room, one: Opened, session: str, key: str) -> Help:
    """Return what is to be asked for a unit, and where the answers come from.

    Raises: SentenceGone; what `Opened.fresh` raises.
    """
    with one.lock:
        sight = room.sight(one)
        work, form = sight.refresh(), sight.form()
        unit = one.unit(key)
        steps = room.desk.steps(one, session, key)

    def matches(_number: int) -> list[Json]:
        found = room.recall.matches(one.workspace, work, unit)
        return [match_payload(match, unit.source) for match in found]

    def hypotheses(_number: int) -> list[Json]:
        found = room.proposer.hypotheses(one.workspace, form, unit.source)
        return [hypothesis_payload(hypothesis) for hypothesis in found]

    asker = f"{session} {one.slug} {one.target}"
    return Help(
        room.looking.ask(asker, matches),
        room.proposing.ask(asker, hypotheses),
        [{"target": step.before.target, "state": step.before.state.value} for step in steps],
    )


def completion(
    room: Room, one: Opened, session: str, key: str, typed: Typed
) -> Future[Json | None]:
    """Return what may follow what was typed, or other words for a place in it; on its way.

    Raises: SentenceGone; what `Opened.fresh` raises.
    """
    if not room.has_engine(one):
        nothing: Future[Json | None] = Future()
        nothing.set_result(None)
        return nothing
    with one.lock:
        sight = room.sight(one)
        sight.refresh(moment_s=0.0)
        form, source = sight.form(), one.unit(key).source
    asker = f"{session} {one.slug} {one.target}"

    def asked(number: int) -> Json:
        proposer = room.proposer
        if typed.at is not None:
            at = code_points(typed.prefix, typed.at)
            words = proposer.words_at(one.workspace, form, source, typed.prefix, at)
            return {"completion": "", "words": words}
        made = proposer.completion(one.workspace, form, source, typed.prefix, asker=(asker, number))
        return {"completion": made.text, "words": list(made.words)}

    return room.completing.ask(asker, asked)


def overview(room: Room) -> list[Entry]:
    """Return a line for each article on the desk; one that cannot be opened says why.

    Cost: a second of checking at most; what does not fit into it is named by the catalog's
    findings, and checked beside until the list is wanted again.
    """
    articles = room.desk.articles()
    names = room.desk.names()
    end = time.perf_counter() + _OVERVIEW_S
    return [_entry(room, one, names[one], end - time.perf_counter()) for one in articles]


def _entry(room: Room, one: Opened, name: tuple[str, str], moment_s: float) -> Entry:
    try:
        with one.lock:
            sight = room.sight(one)
            work = sight.refresh(moment_s=max(0.0, moment_s))
            told = sight.papers(work.catalog.units)
            reviewed = State.REVIEWED.value
            waiting = [unit for unit in told if unit["state"] != reviewed]
            # The first of the riskiest, as in the editor's order by risk.
            worst = max(waiting, key=lambda unit: float(unit["risk"]), default=None)
            risky = ("", "") if worst is None else (worst["key"], worst["source"])
            wrong = [u["key"] for u in told if u["state"] == reviewed and is_wrong(u)]
            return entry_of(work, name, one.progress(), risky, wrong)
    except BilingualError as error:
        return Entry(
            href=address(*name),
            headline=one.slug,
            lang=one.workspace.source.tag,
            dir="auto",
            languages=f"{one.workspace.source} → {one.target}",
            name=one.workspace.name_of(one.path),
            problem=str(error),
        )
