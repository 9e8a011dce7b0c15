"""Catalogs on disk: read with a revision, written only over the revision that was read.

In: a path. Out: a Catalog; or the file, replaced whole. A conflict leaves the file alone and keeps
both versions.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import replace
from functools import lru_cache
from itertools import count
from pathlib import Path

from bilingual.atomic import make_folder, sweep, write_atomically
from bilingual.catalog.units import NOBODY, Catalog, format_catalog, parse_catalog
from bilingual.errors import CatalogConflict, CatalogError, CatalogMismatch, OutputError
from bilingual.interface import _
from bilingual.locking import locked
from bilingual.model import Locale, State

_CHARSET = re.compile(rb'"Content-Type:[^"\n]*charset=([\w.:-]+)', re.IGNORECASE)


def revision_of(data: bytes) -> str:
    """Return the name of a file's content: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_catalog(path: Path, *, is_strict: bool = True) -> Catalog | None:
    """Return the catalog at `path`, or None where there is no file; `is_strict` as `parse_catalog`.

    Raises: CatalogError when it cannot be read, or is not PO (with the line).
    """
    data = _bytes(path)
    if data is None:
        return None
    text = _text(data, path)
    if not text.strip():
        raise CatalogError(
            _("the catalog is empty: a program may have failed to save it"),
            path=path,
            hint=_("Bring back an earlier version of the file, or delete it to begin anew."),
        )
    newline = "\r\n" if "\r\n" in text else "\n"
    catalog = parse_catalog(text.replace("\r\n", "\n"), path, newline=newline, is_strict=is_strict)
    return replace(catalog, revision=revision_of(data))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError as error:
        raise CatalogError(
            _("there is a folder where the catalog should be"),
            path=path,
            hint=_("Rename or move that folder."),
        ) from error
    except OSError as error:
        raise CatalogError(
            _("the catalog cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check that you may read it."),
        ) from error


def _text(data: bytes, path: Path) -> str:
    """Decode a PO file by the charset that its header names; UTF-8 where it names none."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    named = _CHARSET.search(data[:4096])
    charset = named.group(1).decode("ascii") if named else "utf-8"
    try:
        return data.decode("utf-8" if charset.upper() == "CHARSET" else charset)
    except (UnicodeDecodeError, LookupError) as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise CatalogError(
            _("the catalog says that its encoding is {charset}, and it is not").format(
                charset=charset
            ),
            path=path,
            line=data.count(b"\n", 0, start) + 1,
            hint=_("Save it as UTF-8 in the program that wrote it; nothing was changed."),
        ) from error


def save_catalog(
    path: Path, catalog: Catalog, *, now: float | None = None, keeps_conflicts: bool = True
) -> bool:
    """Write `catalog` to `path` where it differs from what is there; return whether it did.

    The catalog's `revision` must be the one of the file there, or empty where there is none.
    Atomic: the file is the old one or the new one. Reading, comparing and replacing are one step
    between processes of ours; another program's save is noticed up to the moment of replacing. The
    header's PO-Revision-Date is set to `now` (seconds since 1970; default SOURCE_DATE_EPOCH, else
    the clock), but stays the date of the person that Last-Translator names as long as no reviewed
    target changes.

    Raises: CatalogConflict when the file changed since it was read; then it is left as it is, and
    where `catalog` has work of a person that was not in the file, that is kept in a file of its own
    (`conflicts/` beside it), unless the caller brings it in itself (`keeps_conflicts` False).
    OutputError when it cannot be written; then nothing was changed.
    """
    if catalog.revision and not path.parent.is_dir():
        raise OutputError(
            _("the folder that the catalog was read from is gone; nothing was written"),
            path=path.parent,
            hint=_("Connect its disk or bring it back, then run the same command again."),
        )
    make_folder(path.parent)
    with locked(path.parent) as is_alone:
        _sweep(path.parent.resolve(), is_alone=is_alone)
        try:
            _check_revision(path, catalog)
            if catalog.revision and catalog == (catalog.read or read_catalog(path)):
                return False
            write_atomically(
                path, _bytes_of(catalog, now), check=lambda: _check_revision(path, catalog)
            )
        except CatalogConflict as conflict:
            if keeps_conflicts:
                _keep(path, catalog, conflict)
            raise
    return True


@lru_cache(maxsize=64)  # once for each folder: a run saves thousands of catalogs in one
def _sweep(folder: Path, *, is_alone: bool) -> None:
    sweep(folder, older_than_s=0 if is_alone else 3600)


def _check_revision(path: Path, catalog: Catalog) -> None:
    """Raise CatalogConflict when the file is not the one the catalog was read from."""
    data = _bytes(path)
    if ("" if data is None else revision_of(data)) != catalog.revision:
        raise CatalogConflict(
            _("the catalog was changed by another program since it was read"),
            path=path,
            hint=_("Nothing was written. Run the same command again to work on the new version."),
        )


def _bytes_of(catalog: Catalog, now: float | None) -> bytes:
    """Return what the file shall hold: dated, and in UTF-8 whatever it was read as."""
    stamp = now if now is not None else float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    date = time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(stamp))
    is_anyones = catalog.field("Last-Translator") in ("", NOBODY)
    changes = {"Content-Type": "text/plain; charset=UTF-8"}
    if is_anyones or catalog.read is None or _reviewed(catalog) != _reviewed(catalog.read):
        changes["PO-Revision-Date"] = date
    if dict(catalog.header).get("POT-Creation-Date") == "":
        # Poedit writes it empty where there is none, and then Babel cannot read the file.
        changes["POT-Creation-Date"] = date
    for name, value in changes.items():
        catalog = replace(catalog, header=catalog.with_field(name, value))
    return format_catalog(catalog).encode("utf-8")


def _reviewed(catalog: Catalog) -> set[tuple[str, str]]:
    """Return the reviewed targets of a catalog, in use or obsolete, with their sources."""
    everything = (*catalog.units, *catalog.obsolete)
    return {(unit.source, unit.target) for unit in everything if unit.is_reviewed}


def _keep(path: Path, catalog: Catalog, conflict: CatalogConflict) -> None:
    """Write a catalog that could not be saved beside the other, where a person's work is in it.

    What it was read with is no news to the file that is there now; a machine can draft again.
    """
    read = catalog.read if catalog.read and path.exists() else Catalog()
    targets = {unit.target for unit in (*read.units, *read.obsolete)}
    new = _peoples_work(catalog) - _peoples_work(read)
    # A draft of words that were there already is a translation offered to a sentence that changed.
    if all(kind == State.DRAFT.value and text in targets for _source, kind, text in new):
        return
    folder = path.parent / "conflicts"  # no catalog to anybody, yet a PO file to every editor
    make_folder(folder)
    names = (f"{path.stem}.{n}.po" for n in count(1))
    free = next(folder / name for name in names if not (folder / name).exists())
    write_atomically(free, format_catalog(catalog).encode("utf-8"))
    conflict.kept = free
    conflict.hint = _(
        "Your version is in {path}: nothing is lost. Bring what it has into the catalog, "
        "then delete it."
    ).format(path=free)


def _peoples_work(catalog: Catalog) -> set[tuple[str, str, str]]:
    """Return what people wrote: source, kind, text; an untouched draft is none, whoever made it."""
    work: set[tuple[str, str, str]] = set()
    for unit in (*catalog.units, *catalog.obsolete):
        is_untouched = unit.origin is not None and unit.target == unit.origin.text
        if unit.target and (unit.is_reviewed or not is_untouched):
            work.add((unit.source, unit.state.value, unit.target))
        work |= {(unit.source, "alternative", text) for text in unit.alternatives}
        if unit.note:
            work.add((unit.source, "note", unit.note))
    return work


def check_belongs(catalog: Catalog, path: Path, source: Locale, target: Locale) -> None:
    """Raise CatalogMismatch when the header names another pair of languages."""
    for name, locale in (("X-Source-Language", source), ("Language", target)):
        said = catalog.field(name)
        if said and said.replace("-", "_") != locale.posix:
            raise CatalogMismatch(
                _("the catalog is for another language: its header says {name}: {said}").format(
                    name=name, said=said
                ),
                path=path,
                hint=_("Move it away, or correct its header if it is wrong; nothing was changed."),
            )
