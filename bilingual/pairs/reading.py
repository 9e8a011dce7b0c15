"""Files of sentence pairs: TSV, TMX, PO, told apart by the ends of their names.

In: a path and the two languages. Out: pairs, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bilingual.errors import BitextError
from bilingual.exchange import read_tmx
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.pairs.catalogs import catalog_pairs
from bilingual.pairs.pair import Pair
from bilingual.pairs.sentences import lines_of, read_text
from bilingual.text import fold_lines

SUFFIXES = (".tsv", ".tmx", ".po")
# What the columns of a head line may be called, beside the languages' own tags.
_SOURCE_NAMES, _TARGET_NAMES = frozenset({"source"}), frozenset({"target"})


def read_pairs(path: Path, source: str, target: str) -> Iterator[Pair]:
    """Give the pairs of a file; `source` and `target` are language codes such as `fr`.

    What a file itself calls a draft is passed over.

    Raises: BitextError when it cannot be read or is of another form; CatalogError when a PO file
    is damaged, ExchangeError a TMX file; ArticleError when a TSV file is no text.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise BitextError(
            _("this is no file of sentence pairs that bilingual reads"),
            path=path,
            hint=_("Give a .tsv file (source, tabulator, target on each line), .tmx or .po."),
        )
    if not path.is_file():
        raise BitextError(
            _("there is no such file"), path=path, hint=_("Check the spelling of its name.")
        )
    if kind == ".tmx":
        for found in read_tmx(path, Locale(source), Locale(target)):
            if not found.is_draft:
                texts = fold_lines(found.source), fold_lines(found.target)
                yield Pair(*texts, f"{path}:{found.line}")
    elif kind == ".po":
        yield from catalog_pairs(path, source, target, is_named=True)
    else:
        yield from tsv_pairs(path, source, target)


def tsv_pairs(path: Path, source: str, target: str) -> Iterator[Pair]:
    """Give the pairs of a TSV file: source, tabulator, target; further columns are left alone.

    A first line that names both languages (`fr`, `en`, in either order, or `source`, `target`)
    says which column is which. Empty lines are passed over; quotation marks mean nothing.

    Raises: BitextError, with the line, at a line without a tabulator; ArticleError when the file
    is no text.
    """
    columns = (0, 1)
    for number, line in enumerate(lines_of(read_text(path)), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) <= max(columns):
            raise BitextError(
                _("this line has {n} columns, not the {wanted} that are needed").format(
                    n=len(cells), wanted=max(columns) + 1
                ),
                path=path,
                line=number,
                hint=_("Write source, tabulator, target on each line."),
            )
        if number == 1 and (named := _named_columns(cells, source, target)) is not None:
            columns = named
            continue
        yield Pair(cells[columns[0]].strip(), cells[columns[1]].strip(), f"{path}:{number}")


def _named_columns(cells: list[str], source: str, target: str) -> tuple[int, int] | None:
    """Return the columns of source and target that a head line names, or None if it is none."""
    names = [cell.strip().casefold() for cell in cells]
    found = []
    for wanted, language in ((_SOURCE_NAMES, source), (_TARGET_NAMES, target)):
        at = [i for i, name in enumerate(names) if name in wanted or _language(name) == language]
        if len(at) != 1:
            return None
        found.append(at[0])
    return found[0], found[1]


def _language(name: str) -> str:
    try:
        return Locale.parse(name).language
    except ValueError:
        return ""
