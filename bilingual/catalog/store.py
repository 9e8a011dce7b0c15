"""Catalogs on disk: read with a revision, written only over the revision that was read.

In: a path. Out: a Catalog; or the file, replaced whole. A conflict writes nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import replace
from pathlib import Path

from bilingual.atomic import make_folder, write_atomically
from bilingual.catalog.units import Catalog, format_catalog, parse_catalog
from bilingual.errors import CatalogConflict, CatalogError, CatalogMismatch
from bilingual.interface import _
from bilingual.model import Locale

_CHARSET = re.compile(rb'"Content-Type:[^"\n]*charset=([\w.:-]+)', re.IGNORECASE)


def revision_of(data: bytes) -> str:
    """Return the name of a file's content: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_catalog(path: Path) -> Catalog | None:
    """Return the catalog at `path`, or None where there is no file.

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
    catalog = parse_catalog(text.replace("\r\n", "\n"), path, newline=newline)
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


def save_catalog(path: Path, catalog: Catalog, *, now: float | None = None) -> bool:
    """Write `catalog` to `path` where it differs from what is there; return whether it did.

    The catalog's `revision` must be the one of the file there, or empty where there is none. The
    header's PO-Revision-Date is set to `now` (seconds since 1970; default SOURCE_DATE_EPOCH, else
    the clock). Atomic: the file is the old one or the new one.

    Raises: CatalogConflict when the file changed since it was read; OutputError when it cannot be
    written. Either way nothing was changed.
    """
    before = read_catalog(path)
    found = "" if before is None else before.revision
    if found != catalog.revision:
        raise CatalogConflict(
            _("the catalog was changed by another program since it was read"),
            path=path,
            hint=_("Nothing was written. Run the same command again to work on the new version."),
        )
    if before == catalog:
        return False
    stamp = now if now is not None else float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    date = time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(stamp))
    catalog = replace(catalog, header=catalog.with_field("PO-Revision-Date", date))
    content_type = "text/plain; charset=UTF-8"  # whatever it was read as, this is how it is written
    catalog = replace(catalog, header=catalog.with_field("Content-Type", content_type))
    make_folder(path.parent)
    write_atomically(path, format_catalog(catalog).encode("utf-8"))
    return True


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
