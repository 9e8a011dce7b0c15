"""What a workspace's memory is made of: its catalogs, and the TMX files in `memory/`.

In: a workspace. Out: the files, told apart by size and time; and what one of them holds: sentences
with the translation that a person confirmed. Nothing is written here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from bilingual.catalog import Catalog, read_catalog
from bilingual.errors import CatalogError
from bilingual.exchange.tmx import read_tmx
from bilingual.memory.shape import family
from bilingual.model import Locale, Unit
from bilingual.text import fold_lines
from bilingual.workspace import Workspace

TRUSTED = "trusted:yes"  # in a signature: REVIEWED without anybody having looked at it there


class Record(NamedTuple):
    """A sentence and its translation, as a memory holds them.

    `source_language` is the source's language and script, `locale` the target's whole tag, `key`
    the unit's key in its catalog or its line in a TMX file, `changed` when the translation was
    made or confirmed (`2026-05-04T10:00:00Z`, empty where nobody knows).
    """

    source_language: str
    locale: str
    key: str
    source: str
    target: str
    changed: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A file that the memory is made of.

    `name` is its path from the workspace, `/` between parts; `size` in bytes, `modified` in
    nanoseconds. `locale` is what a catalog's folder says of its target. `pairs` are the languages
    that a TMX file is read for; a catalog names its own.
    """

    name: str
    path: Path
    size: int
    modified: int
    locale: str = ""
    pairs: tuple[tuple[Locale, Locale], ...] = ()

    @property
    def is_catalog(self) -> bool:
        """Whether a person confirmed the sentences in this workspace; a TMX file says little."""
        return bool(self.locale)

    @property
    def languages(self) -> str:
        """What the records depend on besides the file's content, in one text."""
        return self.locale or " ".join(f"{source}>{target}" for source, target in self.pairs)

    def digest(self) -> str:
        """Return the name of the file's content: its SHA-256, empty where it cannot be read."""
        try:
            with self.path.open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""


def holdings(workspace: Workspace) -> tuple[Holding, ...]:
    """Return the files that the memory is made of, by name. One look at each folder and file."""
    found: list[Holding] = []
    for name, locale in _locales(workspace):
        folder = f"locales/{name}/LC_MESSAGES"
        found += _files(workspace.root, folder, ".po", locale.tag, ())
    pairs = imported_pairs(workspace)
    found += _files(workspace.root, workspace.memory.name, ".tmx", "", pairs)
    return tuple(sorted(found, key=lambda holding: holding.name))


def imported_pairs(workspace: Workspace) -> tuple[tuple[Locale, Locale], ...]:
    """Return the languages that a TMX file is read for.

    The workspace's own, and those it is brought out in: the settings name them, or a catalog is
    there already.
    """
    families: dict[str, Locale] = {}
    for locale in (*workspace.targets, *(locale for _name, locale in _locales(workspace))):
        families.setdefault(family(locale), locale)
    families.pop(family(workspace.source), None)
    return tuple((workspace.source, families[name]) for name in sorted(families))


def _locales(workspace: Workspace) -> list[tuple[str, Locale]]:
    """Return the folders of catalogs, by name, each with its language."""
    found = []
    for name in sorted(entry.name for entry in _entries(workspace.root / "locales")):
        with suppress(ValueError):  # a folder of somebody else's
            found.append((name, Locale.parse(name)))
    return found


def _files(
    root: Path, folder: str, suffix: str, locale: str, pairs: tuple[tuple[Locale, Locale], ...]
) -> Iterator[Holding]:
    for entry in _entries(root / folder):
        if entry.name.lower().endswith(suffix) and not entry.name.startswith("."):
            try:
                state = entry.stat()
            except OSError:
                continue  # gone since the folder was looked at
            if S_ISREG(state.st_mode):
                name, path = f"{folder}/{entry.name}", Path(entry.path)
                yield Holding(name, path, state.st_size, state.st_mtime_ns, locale, pairs)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []  # not there, or not ours to read: drafting says so where it matters


def records(holding: Holding) -> Iterator[Record]:
    """Give what a file holds, in its order.

    Of a catalog the REVIEWED units, those too whose sentence is gone; not those that were taken
    over from the memory itself without anybody looking at them: they would outvote a correction.
    Of a TMX file all but what our own export calls a draft.

    Raises: CatalogError, ExchangeError.
    """
    if holding.is_catalog:
        catalog = read_catalog(holding.path)
        yield from () if catalog is None else _of_catalog(catalog, holding)
        return
    for source, target in holding.pairs:
        for pair in read_tmx(holding.path, source, target):
            if not pair.is_draft:
                yield Record(
                    source_language=family(source),
                    locale=target.tag,
                    key=str(pair.line),
                    source=_on_one_line(pair.source),
                    target=_on_one_line(pair.target),
                    changed=_in_utc(pair.changed),
                )


def _of_catalog(catalog: Catalog, holding: Holding) -> Iterator[Record]:
    said = catalog.field("X-Source-Language")
    if not said:
        return  # not made by bilingual: an interface's catalog, say
    try:
        source = Locale.parse(said)
        target = Locale.parse(catalog.field("Language") or holding.locale)
    except ValueError as error:
        raise CatalogError(str(error), path=holding.path) from error
    revised = _moment(catalog.field("PO-Revision-Date"))
    for unit in (*catalog.units, *catalog.obsolete):
        text = _on_one_line(unit.target)
        if unit.is_reviewed and text and not _is_copy(unit):
            at = _moment(unit.review.at) if unit.review else ""
            yield Record(family(source), target.tag, unit.key, unit.source, text, at or revised)


def _on_one_line(text: str) -> str:
    """Return a text as a draft's comment in PO keeps it: else a reused one would look edited."""
    return fold_lines(text).strip()


def _is_copy(unit: Unit) -> bool:
    """Whether the unit was taken over from the memory and nobody has looked at it since."""
    origin = unit.origin
    is_trusted = origin is not None and origin.is_memory and TRUSTED in origin.signature.split("|")
    return is_trusted and unit.is_untouched and unit.review is None


def _moment(text: str) -> str:
    """Return a PO date in UTC, in a form that sorts; empty where it is none.

    >>> _moment("2026-05-04 12:00+0200")
    '2026-05-04T10:00:00Z'
    """
    try:
        return _in_utc(datetime.strptime(text, "%Y-%m-%d %H:%M%z"))
    except (ValueError, OverflowError):
        return ""


def _in_utc(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
