"""One article in one language, open for review: what is on the disk, and what changed of it.

In: a workspace, an article's path, a target. Out: its Work as it is now, read again only where a
file changed; saves; and which units changed since a revision. One writer at a time: whoever calls
holds `lock`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.article import slug_and_locale
from bilingual.catalog import Catalog, check_belongs, merge, read_catalog, save_catalog
from bilingual.errors import ArticleError, BilingualError, CatalogConflict, CatalogError
from bilingual.interface import _
from bilingual.model import Locale, State, Unit
from bilingual.works import Work, open_articles
from bilingual.workspace import Workspace

Stamp = tuple[int, int, int] | None
# A program that writes a file in place, or takes it away and puts a new one there, needs less.
_LOOKS, _PAUSE_S = 10, 0.04


class Vanished(BilingualError):
    """The article or its catalog is not there any more."""


class SentenceGone(BilingualError):
    """The article has no such sentence any more; `successor` is what became of it, if anything."""

    successor: Unit | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many units there are, and how many in each state."""

    total: int
    reviewed: int
    draft: int
    untranslated: int


class Opened:
    """An article in one language while it is being reviewed.

    `lock` guards everything here. Nothing is read before `fresh` is called. Revisions are numbers
    that count up with everything that changed, whoever changed it. `pause` waits for seconds.
    """

    def __init__(
        self,
        workspace: Workspace,
        path: Path,
        target: Locale,
        *,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self.workspace = workspace
        self._pause = pause
        self.path = path
        self.target = target
        self.slug = slug_and_locale(path)[0]
        self.lock = threading.RLock()
        self.catalog_path = workspace.catalog_path(self.slug, target)
        # Reviewed units that are being corrected, as they were; see `edits.edited`.
        self.confirmed: dict[str, Unit] = {}
        self._work: Work | None = None
        self._stamps: tuple[Stamp, Stamp] = (None, None)
        self._unfit: tuple[Stamp, Stamp] | None = None  # files that cannot be read, seen before
        self._places: dict[str, int] = {}
        self._sources: dict[str, str] = {}  # of every unit ever seen here
        self._changed: dict[str, int] = {}
        self._reordered = 0
        self.revision = 0

    def fresh(self) -> Work:
        """Return the article and its catalog as they are now.

        Cost: two looks at files where nothing changed. A file that was fit before and is not now
        may be in the middle of being written: it is looked at again for a moment, once.

        Raises: Vanished; ArticleError, CatalogError, WorkspaceError where a file cannot be read.
        """
        for _look in range(_LOOKS if self._work is not None else 0):
            stamps = self._stamps_now()
            try:
                return self._renewed(stamps)
            except (Vanished, ArticleError, CatalogError):
                if stamps == self._unfit:
                    raise
            self._pause(_PAUSE_S)
        self._unfit = self._stamps_now()
        return self._renewed(self._unfit)

    def _stamps_now(self) -> tuple[Stamp, Stamp]:
        return stamp_of(self.path), stamp_of(self.catalog_path)

    def _renewed(self, stamps: tuple[Stamp, Stamp]) -> Work:
        """Return what is there, read again where the `stamps` are others."""
        if self._work is not None and stamps == self._stamps:
            return self._work
        if stamps[0] is None:
            raise Vanished(
                _("the article is not there any more"),
                path=self.path,
                hint=_("It may have been renamed: begin again with bilingual review."),
            )
        if stamps[1] is None:
            raise Vanished(
                _("the article has no catalog"),
                path=self.catalog_path,
                hint=_("Make drafts first: bilingual draft"),
            )
        if self._work is None or stamps[0] != self._stamps[0]:
            self._take(self._opened())
        else:
            self._take(self._fitted(self._work, self._read()))
        self._stamps = stamps
        assert self._work is not None, "taken just now"
        return self._work

    def _opened(self) -> Work:
        work = next(iter(open_articles(self.workspace, [self.path], [self.target])))
        if not work.is_saved:  # gone in this very moment
            raise Vanished(_("the article has no catalog"), path=self.catalog_path)
        return work

    def _read(self) -> Catalog:
        catalog = read_catalog(self.catalog_path)
        if catalog is None:
            raise Vanished(_("the article has no catalog"), path=self.catalog_path)
        return catalog

    def _fitted(self, work: Work, catalog: Catalog) -> Work:
        check_belongs(catalog, self.catalog_path, work.article.locale, self.target)
        fitted, report = merge(catalog, work.article, work.segments)
        return replace(work, catalog=fitted, merged=report)

    def _take(self, work: Work) -> None:
        """Take `work` for what is there, and note which units differ from before."""
        old = {} if self._work is None else {u.key: u for u in self._work.catalog.units}
        units = work.catalog.units
        changed = [unit.key for unit in units if old.get(unit.key) != unit]
        is_reordered = list(old) != [unit.key for unit in units] or (
            self._work is not None and self._work.article != work.article
        )
        if changed or is_reordered:
            self.revision += 1
            self._changed |= dict.fromkeys(changed, self.revision)
        if is_reordered:
            self._reordered = self.revision
        self._work = work
        self._places = {unit.key: at for at, unit in enumerate(units)}
        self._sources |= {unit.key: unit.source for unit in units}

    def touch(self, keys: Sequence[str] | None = None) -> None:
        """Count units as changed though their text did not: all, where no `keys` are given."""
        self.revision += 1
        names = self._places if keys is None else keys
        self._changed |= dict.fromkeys(names, self.revision)

    def changed_since(self, revision: int) -> tuple[tuple[Unit, ...], bool]:
        """Return the units that changed since, in order, and whether the article itself did."""
        if self._work is None:
            return (), False
        units = self._work.catalog.units
        found = tuple(u for u in units if self._changed.get(u.key, 0) > revision)
        return found, self._reordered > revision

    def unit(self, key: str) -> Unit:
        """Return the unit of a key.

        Raises: SentenceGone.
        """
        if self._work is None:
            self.fresh()
        if self._work is not None and key in self._places:
            return self._work.catalog.units[self._places[key]]
        gone = SentenceGone(
            _("the article has changed, and this sentence is not in it any more"),
            hint=_("What you wrote is still here: copy it to where it belongs."),
        )
        source = self._sources.get(key)
        if source is not None and self._work is not None:
            units = self._work.catalog.units
            gone.successor = next((u for u in units if u.previous_source == source), None)
        raise gone

    def number(self, key: str) -> int:
        """Return which sentence of the article a unit is, counted from 1."""
        return self._places[key] + 1

    def save(self, unit: Unit) -> bool:
        """Save the catalog with `unit` in its place; return False where the file is a newer one.

        Then nothing was written, and `fresh` gives what is there now.

        Raises: OutputError, CatalogError; what was there is intact.
        """
        assert self._work is not None, "save follows fresh"
        work, at = self._work, self._places[unit.key]
        units = work.catalog.units
        catalog = replace(work.catalog, units=(*units[:at], unit, *units[at + 1 :]))
        try:
            save_catalog(self.catalog_path, catalog, keeps_conflicts=False)
        except CatalogConflict:
            self._stamps = (self._stamps[0], None)
            return False
        stamp = stamp_of(self.catalog_path)
        try:
            read = self._read()
        except (CatalogError, Vanished):
            self._stamps = (self._stamps[0], None)  # another program is at it; `fresh` will tell
            return True
        is_ours = read.units == catalog.units and read.obsolete == catalog.obsolete
        self._take(replace(work, catalog=read) if is_ours else self._fitted(work, read))
        self._stamps = (self._stamps[0], stamp)
        return True

    def progress(self) -> Progress:
        """Return how far the review has come."""
        if self._work is None:
            self.fresh()
        assert self._work is not None
        counts = Counter(unit.state for unit in self._work.catalog.units)
        return Progress(
            counts.total(), counts[State.REVIEWED], counts[State.DRAFT], counts[State.UNTRANSLATED]
        )


def stamp_of(path: Path) -> Stamp:
    """Return what tells that a file changed, None where there is none."""
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ArticleError(
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check that you may read it."),
        ) from error
    return state.st_mtime_ns, state.st_size, state.st_ino
