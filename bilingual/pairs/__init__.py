"""Pairs of sentences, source and target, from the files that people keep them in.

In: TSV, TMX or PO files, or a folder of catalogs. Out: pairs, one after the other, each with the
place that it came from. Of catalogs only what a person has reviewed is read, never a draft.
"""

from __future__ import annotations

from bilingual.pairs.catalogs import catalog_files, catalog_pairs
from bilingual.pairs.cleaning import Cleaned, cleaned, source_hash
from bilingual.pairs.pair import Pair
from bilingual.pairs.reading import read_pairs
from bilingual.pairs.sentences import read_sentences

__all__ = [
    "Cleaned",
    "Pair",
    "catalog_files",
    "catalog_pairs",
    "cleaned",
    "read_pairs",
    "read_sentences",
    "source_hash",
]
