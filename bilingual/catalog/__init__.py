"""Units ↔ PO: the catalog of one article in one language, the one place where translations live.

`read_catalog` and `save_catalog` are the way from and to disk; `merge` fits a catalog to an article
that may have changed. How a unit stands in PO is said in `units`.
"""

from __future__ import annotations

from bilingual.catalog.merge import merge
from bilingual.catalog.offers import CHANGED, is_human, is_offer, making, part_mark, unmarked
from bilingual.catalog.report import Event, Fate, MergeReport
from bilingual.catalog.store import check_belongs, read_catalog, revision_of, save_catalog
from bilingual.catalog.three import merge_three
from bilingual.catalog.units import Catalog, format_catalog, new_header, parse_catalog

__all__ = [
    "CHANGED",
    "Catalog",
    "Event",
    "Fate",
    "MergeReport",
    "check_belongs",
    "format_catalog",
    "is_human",
    "is_offer",
    "making",
    "merge",
    "merge_three",
    "new_header",
    "parse_catalog",
    "part_mark",
    "read_catalog",
    "revision_of",
    "save_catalog",
    "unmarked",
]
