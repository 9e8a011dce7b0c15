"""Reviewed units of PO catalogs, as pairs.

In: a catalog, or a folder with catalogs. Out: what a person has confirmed: never a draft, also
where somebody began to change it, and also of sentences that are gone from their article.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bilingual.catalog import Catalog, read_catalog
from bilingual.errors import BitextError
from bilingual.interface import _
from bilingual.model import Unit
from bilingual.pairs.pair import Pair
from bilingual.text import fold_lines


def catalog_files(folder: Path) -> tuple[Path, ...]:
    """Return the PO files of a folder and those below it, by name.

    Raises: BitextError when there is no such folder, or no PO file in it.
    """
    found = tuple(sorted(folder.rglob("*.po"))) if folder.is_dir() else ()
    if folder.is_file():
        found = (folder,)
    if not found:
        raise BitextError(
            _("there are no catalogs here"),
            path=folder,
            hint=_(
                "Name the folder that holds them, such as locales, or make some: bilingual draft"
            ),
        )
    return found


def catalog_pairs(
    path: Path, source: str, target: str, *, is_named: bool = False
) -> Iterator[Pair]:
    """Give the reviewed units of a catalog; none where it is for other languages.

    Only our own catalogs say which language they come from. One without that, such as the catalog
    of a program's interface, is passed over unless it was named itself (`is_named`).

    Raises: CatalogError when it cannot be read or is not PO.
    """
    catalog = read_catalog(path)
    if catalog is None or not _serves(catalog, source, target, is_named=is_named):
        return
    for unit in (*catalog.units, *catalog.obsolete):
        if is_confirmed(unit):
            yield Pair(fold_lines(unit.source), fold_lines(unit.target), str(path))


def is_confirmed(unit: Unit) -> bool:
    """Tell whether a person has confirmed the unit's words, and there are words."""
    return unit.is_reviewed and bool(unit.source.strip()) and bool(unit.target.strip())


def _serves(catalog: Catalog, source: str, target: str, *, is_named: bool) -> bool:
    """Tell whether the catalog goes from `source` to `target`, as far as it says."""
    said = (catalog.field("X-Source-Language"), catalog.field("Language"))
    languages = [tag.replace("-", "_").partition("_")[0].lower() for tag in said]
    if not is_named and not languages[0]:
        return False
    return all(a in ("", b) for a, b in zip(languages, (source, target), strict=True))
