"""References that a person gives in a file: for an article, or for the sentences of another file.

In: the units of an article, a path. Out: what is measured, each sentence beside its reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bilingual.errors import BitextError
from bilingual.evaluation.items import Set, item_of
from bilingual.interface import _
from bilingual.model import Unit
from bilingual.pairs import read_pairs, read_sentences
from bilingual.pairs.reading import SUFFIXES
from bilingual.text import normalised


def article_set(name: str, units: Sequence[Unit], reference: Path, source: str, target: str) -> Set:
    """Return an article's sentences beside their references.

    A `.tsv`, `.tmx` or `.po` file gives references by the source's words: what it does not have
    is not measured. Any other file has one sentence a line, as many as the article has segments.

    Raises: BitextError when the file cannot be read, or its lines do not fit the article.
    """
    if reference.suffix.lower() in SUFFIXES:
        pairs = read_pairs(reference, source, target)
        known = {normalised(pair.source): pair.target for pair in pairs}
        found = [known.get(normalised(unit.source), "") for unit in units]
    else:
        found = [line for line in read_sentences(reference) if line]
        if len(found) != len(units):
            raise BitextError(
                _("it has {n} sentences, and {name} has {m}").format(
                    n=len(found), name=name, m=len(units)
                ),
                path=reference,
                hint=_(
                    "“bilingual segment ARTICLE” shows how the article is cut. Or give a .tsv "
                    "file: source, tabulator, reference on each line."
                ),
            )
    items = (item_of(unit, wanted) for unit, wanted in zip(units, found, strict=True) if wanted)
    return Set(name, tuple(items))
