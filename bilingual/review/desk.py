"""The reviewer's desk: articles open for review, and everything that is done to them. No HTTP.

In: edits, each on the version of the unit that its author saw. Out: catalogs, one atomic save for
each edit. Nothing is overwritten that its author had not seen: what other programs and people
changed meanwhile is merged unit by unit, and the same unit is left to a person to decide.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.draft import needs_draft
from bilingual.errors import BilingualError, CatalogConflict
from bilingual.interface import _
from bilingual.model import Locale, Review, Unit
from bilingual.review.edits import Edit, edited, is_overtaken, is_same_text
from bilingual.review.history import Act, History, Step, act_of, put_back, same_work
from bilingual.review.kept import keep, place_of, recalled
from bilingual.review.opened import Opened, Progress, SentenceGone, Vanished
from bilingual.workspace import Workspace

_TRIES = 50  # another program that saves all the time must not keep a person from saving
_SESSIONS = 200  # browsers whose steps are remembered


class Overtaken(BilingualError):
    """Somebody else has changed the unit since; `theirs` is what it is now."""

    def __init__(self, message: str, theirs: Unit, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.theirs = theirs


class Unknown(BilingualError):
    """There is no such article, or no such thing to undo."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A workspace, and which of its articles lie on the desk; all of them where none is named."""

    workspace: Workspace
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What a change led to: the unit as it is now, and where the article stands."""

    unit: Unit
    revision: str
    progress: Progress
    can_undo: bool
    can_redo: bool
    is_changed: bool = True
    act: Act | None = None  # what was undone, or done again


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a revision; `is_reordered` where sentences came, went or moved."""

    revision: str
    units: tuple[Unit, ...]
    progress: Progress
    is_reordered: bool


class Desk:
    """Articles open for review. May be used from several threads at once.

    `now` gives seconds since 1970; it dates what is confirmed.
    """

    def __init__(
        self,
        shelves: Sequence[Shelf],
        targets: Sequence[Locale] = (),
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._shelves = tuple(shelves)
        self._targets = tuple(targets)
        self._now = now
        self._boot = secrets.token_hex(4)  # revisions of an earlier run mean nothing to this one
        self._lock = threading.Lock()
        self._table: dict[tuple[str, str], Opened] = {}
        self._every: dict[tuple[Path, Path, Locale], Opened] = {}
        self._histories: OrderedDict[str, dict[Opened, History]] = OrderedDict()

    def articles(self) -> tuple[Opened, ...]:
        """Return the articles on the desk that have a catalog, in order. Reads no article.

        Raises: WorkspaceError where a folder cannot be read, or there are no articles.
        """
        found: dict[tuple[str, str], Opened] = {}
        for shelf in self._shelves:
            workspace = shelf.workspace
            for path in shelf.paths or workspace.article_paths():
                for target in self._targets or workspace.targets:
                    one = self._opened(workspace, path, target)
                    if one.catalog_path.is_file():
                        found.setdefault(self._name(one, found), one)
        with self._lock:
            self._table = found
        return tuple(found.values())

    def _opened(self, workspace: Workspace, path: Path, target: Locale) -> Opened:
        """Return the one Opened of an article: its revisions count up as long as the program runs.

        Also where its catalog was gone for a while.
        """
        name = workspace.root, path, target
        with self._lock:
            if name not in self._every:
                self._every[name] = Opened(workspace, path, target)
            return self._every[name]

    @staticmethod
    def _name(one: Opened, taken: dict[tuple[str, str], Opened]) -> tuple[str, str]:
        """Return what an article is called in addresses: two workspaces may have the same slug."""
        name, n = one.slug, 1
        while (name, one.target.tag) in taken:
            n += 1
            name = f"{one.slug}~{n}"
        return name, one.target.tag

    def names(self) -> dict[Opened, tuple[str, str]]:
        """Return what each article is called in addresses: slug and language."""
        with self._lock:
            return {one: name for name, one in self._table.items()}

    def find(self, slug: str, locale: str) -> Opened:
        """Return an article by what it is called in addresses; it is looked up, never opened by it.

        Raises: Unknown.
        """
        for is_last in (False, True):
            with self._lock:
                one = self._table.get((slug, locale))
            if one is not None:
                return one
            if not is_last:
                self.articles()  # it may be new
        raise Unknown(
            _("there is no such article on the desk"),
            hint=_("Go back to the list of articles."),
        )

    def revision(self, one: Opened) -> str:
        """Return the name of an article's state."""
        return f"{self._boot}.{one.revision}"

    def change(self, one: Opened, session: str, key: str, edit: Edit, version: str) -> Saved:
        """Change a unit and save it; saved is what the file then holds.

        Raises: Overtaken where somebody else changed the same unit since `version`; SentenceGone;
        CatalogError, OutputError where it cannot be saved. Then nothing was changed.
        """
        confirmed: Unit | None = None

        def changed(unit: Unit) -> Unit:
            nonlocal confirmed
            if is_overtaken(unit, edit, version):
                raise _overtaken(unit)
            confirmed = one.confirmed.get(key)
            return edited(unit, edit, self._review(), confirmed)

        def steps(before: Unit, after: Unit) -> list[Step]:
            act = act_of(before, after, is_taken=edit.is_taken)
            written = edited(before, replace(edit, state=None), None, confirmed)
            if act not in (Act.TYPED, Act.TAKEN) or not after.is_reviewed or written.is_reviewed:
                return [Step(before, after, act, edit.stretch)]
            # A text that was accepted at once: the words are one thing, that they stand another.
            accepted = Step(written, after, Act.ACCEPTED)
            return [Step(before, written, act, edit.stretch), accepted]

        return self._changed(one, session, key, changed, steps)

    def draft(self, one: Opened, session: str, made: Unit, version: str) -> Saved:
        """Save a machine's draft of a unit: `made` is the unit as it was drafted at `version`.

        Raises: as `change`; Overtaken also where the unit holds anything of a person.
        """

        def changed(unit: Unit) -> Unit:
            if not is_same_text(unit, version):
                raise _overtaken(unit)
            if not needs_draft(unit, redraft=True):
                raise Overtaken(
                    _("this sentence has a translation already"),
                    unit,
                    hint=_("To have it drafted, empty the field first."),
                )
            return replace(made, note=unit.note, alternatives=unit.alternatives)

        def steps(before: Unit, after: Unit) -> list[Step]:
            return [Step(before, after, Act.DRAFTED)]

        return self._changed(one, session, made.key, changed, steps)

    def _changed(
        self,
        one: Opened,
        session: str,
        key: str,
        changed: Callable[[Unit], Unit],
        steps: Callable[[Unit, Unit], list[Step]],
    ) -> Saved:
        with one.lock:
            before, after = self._put(one, key, changed)
            if before != after:
                history = self._history(one, session)
                for step in steps(before, after):
                    history.add(step)
                keep(place_of(one, session), history)
            return self._saved(one, session, after, is_changed=before != after)

    def undo(self, one: Opened, session: str) -> Saved:
        """Take back what this session did last; raises as `change`, and Unknown for nothing.

        What somebody else has changed since is not undone, and counts as done.
        """
        return self._stepped(one, session, is_back=True)

    def redo(self, one: Opened, session: str) -> Saved:
        """Do again what was undone last; raises as `undo`."""
        return self._stepped(one, session, is_back=False)

    def _stepped(self, one: Opened, session: str, *, is_back: bool) -> Saved:
        with one.lock:
            history = self._history(one, session)
            steps, others = history.done, history.undone
            if not is_back:
                steps, others = others, steps
            if not steps:
                raise Unknown(_("there is nothing to undo") if is_back else _("nothing was undone"))
            step = steps[-1]
            expected, wanted = step.after, step.before
            if not is_back:
                expected, wanted = wanted, expected

            def changed(unit: Unit) -> Unit:
                if not same_work(unit, expected):
                    raise _overtaken(unit)
                return put_back(unit, wanted)

            try:
                _before, after = self._put(one, step.after.key, changed)
            except (Overtaken, SentenceGone):
                steps.pop()  # else what was done before it could never be undone
                keep(place_of(one, session), history)
                raise
            others.append(steps.pop())
            keep(place_of(one, session), history)
            return replace(self._saved(one, session, after), act=step.act)

    def _put(self, one: Opened, key: str, changed: Callable[[Unit], Unit]) -> tuple[Unit, Unit]:
        """Change a unit as it stands on the disk and save it; return it before and after.

        Where another program saved the file in between, everything is done again on what is there.
        """
        for _try in range(_TRIES):
            one.fresh()
            before = one.unit(key)
            after = changed(before)
            if after == before or one.save(after):
                if after.is_reviewed:
                    one.confirmed.pop(key, None)
                elif before.is_reviewed:
                    one.confirmed[key] = before
                return before, after
        raise CatalogConflict(
            _("another program keeps changing the catalog; your sentence was not saved"),
            path=one.catalog_path,
            hint=_("End the other program. What you wrote stays on this page."),
        )

    def changes(self, one: Opened, since: str) -> Changes:
        """Return what changed in an article since a revision; all of it for one that means nothing.

        Raises: Vanished; what `Opened.fresh` raises.
        """
        boot, _dot, number = since.partition(".")
        is_known = boot == self._boot and number.isdecimal()
        with one.lock:
            one.fresh()
            units, is_reordered = one.changed_since(int(number) if is_known else 0)
            return Changes(self.revision(one), units, one.progress(), is_reordered)

    def steps(self, one: Opened, session: str, key: str) -> list[Step]:
        """Return what this session did to a unit, the oldest first."""
        with one.lock:
            return self._history(one, session).of(key)

    def can(self, one: Opened, session: str) -> tuple[bool, bool]:
        """Return whether there is something to undo, and to do again."""
        with one.lock:
            history = self._history(one, session)
            return bool(history.done), bool(history.undone)

    def _saved(self, one: Opened, session: str, unit: Unit, *, is_changed: bool = True) -> Saved:
        # As it is on the disk: other programs may have added to it.
        now = one.unit(unit.key)
        return Saved(
            now, self.revision(one), one.progress(), *self.can(one, session), is_changed=is_changed
        )

    def _history(self, one: Opened, session: str) -> History:
        with self._lock:
            own = self._histories.setdefault(session, {})
            self._histories.move_to_end(session)
            while len(self._histories) > _SESSIONS:
                self._histories.popitem(last=False)
            if one not in own:
                own[one] = recalled(place_of(one, session))
            return own[one]

    def _review(self) -> Review:
        """Return what is noted of a confirmation: when. By whom, nobody has said."""
        return Review(at=time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(self._now())))


def _overtaken(theirs: Unit) -> Overtaken:
    return Overtaken(
        _("somebody else has changed this sentence meanwhile"),
        theirs,
        hint=_("Choose between the two versions."),
    )


__all__ = ["Changes", "Desk", "Overtaken", "Saved", "SentenceGone", "Shelf", "Unknown", "Vanished"]
