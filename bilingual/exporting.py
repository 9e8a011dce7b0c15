"""Articles → files for other people's tools, and back into the catalogs.

In: works, or files that came back. Out: files on disk, catalogs saved, and a plain account. What
would overwrite work that somebody did in an exported file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilingual.atomic import make_folder, write_atomically
from bilingual.errors import ExchangeError
from bilingual.exchange import (
    Fate,
    Language,
    Result,
    digest,
    format_csv,
    format_docx,
    format_tmx,
    format_xliff2,
    format_xliff12,
    read_tables,
    receive,
)
from bilingual.exchange.word import MARK
from bilingual.interface import _, current
from bilingual.model import Bitext, Locale
from bilingual.works import Work

# The formats, in the order of their use, each with the ending of its files.
FORMATS = {"xliff2": ".xlf", "xliff1.2": ".xlf", "csv": ".csv", "tmx": ".tmx", "docx": ".docx"}
_WORK = {Fate.EDITED, Fate.REVIEWED, Fate.CONFLICT}  # what a file brings that a catalog lacks
_STRAY = {Fate.UNKNOWN, Fate.OTHER_SOURCE}


@dataclass(frozen=True, slots=True)
class Manner:
    """How to export. `delimiter` and `with_mark` are for CSV, `with_drafts` for TMX.

    `is_forced` overwrites files whatever they hold.
    """

    format: str
    delimiter: str = ","
    with_mark: bool = True
    with_drafts: bool = False
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was made; `is_changed` tells whether it had to be written."""

    path: Path
    works: tuple[Work, ...]
    data: bytes
    is_changed: bool


def planned(works: Sequence[Work], manner: Manner) -> dict[str, tuple[Work, ...]]:
    """Return the name of each file to make, with what goes into it: one for each, or one for all.

    Raises: ExchangeError when there would be nothing in one.
    """
    for work in works:
        if not work.segments:
            raise ExchangeError(
                _("there are no sentences in this article"),
                path=work.article.name,
                hint=_("Leave it out: name the articles to export."),
            )
    suffix = FORMATS[manner.format]
    if manner.format != "tmx":
        files: dict[str, tuple[Work, ...]] = {
            f"{work.article.slug}.{work.target}{suffix}": (work,) for work in works
        }
        if len(files) == len(works):
            return files
        raise ExchangeError(
            _("two of these articles have the same name, and so would their files"),
            hint=_("Export the articles of each workspace by themselves."),
        )
    if not any(_goes_into_memory(work, manner) for work in works):
        raise ExchangeError(
            _("no sentence is reviewed yet, and a memory holds reviewed ones only"),
            hint=_("Review some first, or put the drafts in too, marked as such: --drafts"),
        )
    slugs = {work.article.slug for work in works}
    name = slugs.pop() if len(slugs) == 1 else "memory"
    targets = {work.target.tag for work in works}
    return {f"{name}.{'.'.join(sorted(targets))}{suffix}": tuple(works)}


def _goes_into_memory(work: Work, manner: Manner) -> bool:
    return any(
        unit.target and (unit.is_reviewed or manner.with_drafts) for unit in work.catalog.units
    )


def content(works: Sequence[Work], manner: Manner) -> bytes:
    """Return the bytes of one file."""
    if manner.format == "tmx":
        return format_tmx([work.bitext for work in works], with_drafts=manner.with_drafts)
    return _WRITERS[manner.format](works[0].bitext, manner)


def _docx(bitext: Bitext, _manner: Manner) -> bytes:
    from bilingual.publish.languages import capitalised, direction, name_of

    def language(locale: Locale) -> Language:
        name = capitalised(name_of(locale, current()))
        return Language(locale, name, direction(locale) == "rtl")

    return format_docx(bitext, language(bitext.article.locale), language(bitext.target))


_WRITERS: dict[str, Callable[[Bitext, Manner], bytes]] = {
    "xliff2": lambda bitext, _manner: format_xliff2(bitext),
    "xliff1.2": lambda bitext, _manner: format_xliff12(bitext),
    "csv": lambda bitext, manner: format_csv(
        bitext, delimiter=manner.delimiter, with_mark=manner.with_mark
    ),
    "docx": _docx,
}


def export_works(
    works: Sequence[Work], manner: Manner, folder: Path, name: str = ""
) -> Iterator[Exported]:
    """Write the works' files into `folder` and tell of each; `name` is for one file only.

    Before the first is written, all that exist are looked into: work that somebody did in one of
    them, and that was not imported, must not be overwritten.

    Raises: ExchangeError at such a file, or where there is nothing to write; OutputError.
    """
    files = planned(works, manner)
    if name:
        files = dict(zip([name], files.values(), strict=True))
    for file, inside in files.items():
        if not manner.is_forced and (folder / file).exists():
            _check_overwriting(folder / file, inside, manner)
    make_folder(folder)
    for file, inside in files.items():
        path, data = folder / file, content(inside, manner)
        is_changed = not path.is_file() or path.read_bytes() != data
        if is_changed:
            write_atomically(path, data)
        yield Exported(path, inside, data, is_changed)


def _check_overwriting(path: Path, works: Sequence[Work], manner: Manner) -> None:
    """Raise ExchangeError when `path` holds what nobody could bring back."""
    data = path.read_bytes() if path.is_file() else b""
    if manner.format == "tmx":
        is_ours = re.search(rb'creationtool=.bilingual["\']', data[:2000]) is not None
    elif manner.format == "docx":
        is_ours = data.endswith(MARK)
    else:
        is_ours = _is_read(path, works[0])
    if not is_ours:
        raise ExchangeError(
            _("this file holds work that is not in the catalog"),
            path=path,
            hint=_(
                "Import it first (bilingual import FILE), move it away, or overwrite it "
                "with --force."
            ),
        )


def _is_read(path: Path, work: Work) -> bool:
    """Tell whether the catalog has all that a person did in an exported file."""
    try:
        tables = read_tables(path)
    except ExchangeError:
        return False
    rows = [row for table in tables for row in table.rows]
    report = receive(work.catalog, rows)[1]
    return not any(_is_news(result) for result in report.results)


def _is_news(result: Result) -> bool:
    """Tell whether a row brings what the catalog has not."""
    if result.fate in _STRAY:
        base = result.row.base
        changed = base is None or digest(result.row.target) != base.target
        return changed and bool(result.row.target.strip())
    return result.fate in _WORK or result.is_noted
