"""`terms.csv` → a Termbase.

In: the file as spreadsheets write it: any encoding, commas, semicolons or tabs, column names in
English or French. Out: its terms, or an error that names the line and says what to do.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from bilingual.decoding import decode
from bilingual.errors import ArticleError, TermbaseError
from bilingual.interface import _
from bilingual.terms.matching import LONGEST, words_of_term
from bilingual.terms.term import Term
from bilingual.terms.termbase import Termbase
from bilingual.terms.words import key_of, plain

COLUMNS = ("source", "target", "note", "keep", "case", "pos", "forbidden")
_FRENCH = dict(
    zip(("source", "cible", "note", "garder", "casse", "nature", "interdit"), COLUMNS, strict=True)
)
_YES_OR_NO = {
    **dict.fromkeys(("yes", "y", "oui", "o", "true", "vrai", "x", "1"), "yes"),
    **dict.fromkeys(("", "no", "n", "non", "false", "faux", "0"), ""),
}
_CASES = {
    "": "",
    "exact": "exact",
    "exacte": "exact",
    "any": "any",
    "toute": "any",
    "toutes": "any",
}
_KINDS = {
    "": "",
    **dict.fromkeys(("noun", "nom", "n", "nf", "nm", "substantif"), "noun"),
    **dict.fromkeys(("adjective", "adjectif", "adj", "a"), "adjective"),
    **dict.fromkeys(("verb", "verbe", "v"), "verb"),
    **dict.fromkeys(("adverb", "adverbe", "adv"), "adverb"),
    **dict.fromkeys(("name", "proper noun", "nom propre", "np"), "name"),
}
# What a cell may hold; the values shown to people who wrote another.
_VALUES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "keep": (_YES_OR_NO, "yes, no"),
    "case": (_CASES, "exact, any"),
    "pos": (_KINDS, "noun, adjective, verb, adverb, name"),
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEPARATOR_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_Wrong = Callable[[str, str], TermbaseError]
SAMPLE = "source,target,note,keep,case,pos,forbidden"


def read_termbase(path: Path | None) -> Termbase:
    """Return the terms of a file; none where there is no file, or no path of one.

    Raises: TermbaseError, with the line, for an unknown column, a row without a source, a value
    that its column does not have, rows that contradict each other, or what is no table.
    """
    if path is None:
        return Termbase()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Termbase()
    except OSError as error:
        raise TermbaseError(
            _("the termbase cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check that it is a file and that you may read it."),
        ) from error
    try:
        text = decode(data, path)
    except ArticleError as error:
        raise TermbaseError(
            error.message,
            path=path,
            line=error.line,
            hint=_("Save the table as CSV UTF-8 (in Excel: “CSV UTF-8”)."),
        ) from error
    rows = _rows(text, path)
    first = next(rows, None)
    if first is None:
        return Termbase()
    columns = _columns(first[1], path, first[0])
    return Termbase(tuple(_checked(_terms(rows, columns, path), path)))


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the number of their first line; blank ones and comments left out."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=lines.delimiter, strict=True)
    while True:
        lines.begins_row()
        try:
            row = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise TermbaseError(
                    _("this row cannot be read: a cell is too long"),
                    path=path,
                    line=lines.row,
                    hint=_("Terms are words and short phrases: shorten it, or delete the row."),
                ) from error
            raise TermbaseError(
                _("this row cannot be read: a quotation mark is out of place or not closed"),
                path=path,
                line=lines.row,
                hint=_('Put the cell into quotation marks and double those in it: "a ""b"" c"'),
            ) from error
        if row is None:
            return
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield lines.row, cells


class _Lines:
    """The lines of a table for the csv module; comments are left out, not those inside a cell.

    `row` is the number of the line on which the present row begins.
    """

    def __init__(self, text: str) -> None:
        self._lines = _LINE_END.split(text)
        self._next = 0
        self._is_first = True
        self.row = 1
        found = _SEPARATOR_HINT.fullmatch(self._lines[0])
        self.delimiter = found[1] if found else _delimiter(self._lines)
        if found:
            self._next = 1

    def begins_row(self) -> None:
        """Take the next line for the beginning of a row."""
        self._is_first = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if self._is_first:
                self.row = self._next
                if not line.strip() or line.lstrip().startswith("#"):
                    continue
            self._is_first = False
            return line + "\n"
        raise StopIteration


def _delimiter(lines: Iterable[str]) -> str:
    """Return what parts the cells of the first row: the mark that makes most columns known."""
    head = next((x for x in lines if x.strip() and not x.lstrip().startswith("#")), "")
    known = {
        mark: sum(_named(cell.strip(' "')) is not None for cell in head.split(mark))
        for mark in ",;\t"
    }
    return max(known, key=lambda mark: (known[mark], head.count(mark)))


def _named(cell: str) -> str | None:
    name = cell.casefold()
    return name if name in COLUMNS else _FRENCH.get(name)


def _columns(cells: list[str], path: Path, line: int) -> tuple[str, ...]:
    """Return the names of the columns, `""` for one without a name.

    Raises: TermbaseError for an unknown name, one that stands twice, or none called source.
    """
    names: list[str] = []
    for cell in cells:
        name = _named(cell) if cell else ""
        if name is None:
            near = difflib.get_close_matches(cell.casefold(), [*COLUMNS, *_FRENCH], 1)
            hint = _("Did you mean “{key}”?").format(key=near[0]) if near else ""
            raise TermbaseError(
                _("there is no column “{name}”").format(name=cell),
                path=path,
                line=line,
                hint=hint or _columns_hint(),
            )
        if name and name in names:
            raise TermbaseError(
                _("the column “{name}” stands twice").format(name=cell),
                path=path,
                line=line,
                hint=_("Keep one of them; several targets go into one cell: party | faction"),
            )
        names.append(name)
    if "source" not in names:
        raise TermbaseError(
            _("the column “source” is missing"), path=path, line=line, hint=_columns_hint()
        )
    return tuple(names)


def _columns_hint() -> str:
    return _(
        "The first row names the columns, of which only source has to be there: {names}"
    ).format(names=SAMPLE)


def _terms(
    rows: Iterable[tuple[int, list[str]]], columns: tuple[str, ...], path: Path
) -> Iterator[Term]:
    for line, cells in rows:
        extra = [cell for number, cell in enumerate(cells) if cell and not _at(columns, number)]
        if extra:
            raise TermbaseError(
                _("“{cell}” stands in no column").format(cell=extra[0]),
                path=path,
                line=line,
                hint=_("Put a cell that holds a comma or semicolon into quotation marks."),
            )
        row = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
        yield _term(row, path, line)


def _at(columns: tuple[str, ...], number: int) -> str:
    return columns[number] if number < len(columns) else ""


def _term(row: Mapping[str, str], path: Path, line: int) -> Term:
    """Return the term of a row.

    Raises: TermbaseError where the row makes no term.
    """
    source = row["source"]

    def wrong(message: str, hint: str) -> TermbaseError:
        return TermbaseError(message, path=path, line=line, hint=hint)

    if not source:
        raise wrong(_("this row has no source"), _("Fill in the column source, or delete the row."))
    words = words_of_term(source)[0]
    if not words:
        raise wrong(
            _("“{source}” has neither letter nor digit").format(source=source),
            _("A term is a word or a phrase: write one, or delete the row."),
        )
    if len(words) > LONGEST:
        raise wrong(
            _("this source has more than {number} words").format(number=LONGEST),
            _("Terms are words and short phrases: shorten it, or delete the row."),
        )
    keep, case, pos = (_value(name, row[name], path, line) for name in ("keep", "case", "pos"))
    targets, forbidden = _forms(row["target"]), _forms(row["forbidden"])
    if keep and targets not in ((), (source,)):
        raise wrong(
            _("“{source}” is to be kept and has another target").format(source=source),
            _("Empty the column target or the column keep."),
        )
    # Only what is said not to be kept, or what is only forbidden, goes without a target.
    is_open = bool(forbidden) or (row["keep"] and not keep)
    is_kept = bool(keep) or not (targets or is_open)
    if not (targets or is_kept or forbidden):
        raise wrong(
            _("“{source}” has no target, and is not to be kept").format(source=source),
            _("Fill in the column target, or write yes into the column keep."),
        )
    if is_kept:
        targets = (source,)
    _refuse_forbidden_targets(targets, forbidden, wrong)
    # An acronym in any case would be found in words: CE in “ce”, PAR in “par”.
    is_acronym = source.isupper() and len(words) == 1
    is_exact = case == "exact" or (is_acronym and not case)
    return Term(source, targets, forbidden, row["note"], is_kept, is_exact, pos, line)


def _refuse_forbidden_targets(
    targets: Iterable[str], forbidden: Iterable[str], wrong: _Wrong
) -> None:
    for form in forbidden:
        for target in targets:
            if f" {plain(form)} " in f" {plain(target)} ":
                raise wrong(
                    _("“{form}” is forbidden and stands in the target “{target}”").format(
                        form=form, target=target
                    ),
                    _("Take it out of one of the two columns."),
                )


def _forms(cell: str) -> tuple[str, ...]:
    """Return the forms in a cell, each once."""
    return tuple(dict.fromkeys(form.strip() for form in cell.split("|") if form.strip()))


def _value(column: str, cell: str, path: Path, line: int) -> str:
    values, shown = _VALUES[column]
    found = values.get(cell.casefold().replace(".", "").strip())
    if found is None:
        raise TermbaseError(
            _("the column “{column}” cannot be “{value}”").format(column=column, value=cell),
            path=path,
            line=line,
            hint=_("Write one of these, or nothing: {values}").format(values=shown),
        )
    return found


def _checked(terms: Iterable[Term], path: Path) -> Iterator[Term]:
    """Give the terms, each once.

    Raises: TermbaseError where two have one source and do not say the same.
    """
    seen: dict[tuple[str, str], Term] = {}
    for term in terms:
        key = _identity(term)
        before = seen.setdefault(key, term)
        if before is term:
            yield term
        elif before != term:
            raise TermbaseError(
                _("“{source}” stands in line {line} already, and says something else there").format(
                    source=term.source, line=before.line
                ),
                path=path,
                line=term.line,
                hint=_("Make one row of the two; targets go into one cell: party | faction"),
            )


def _identity(term: Term) -> tuple[str, str]:
    """Return what two terms have in common that are found in the same places."""
    words, marks = words_of_term(term.source)
    outer = f"{marks[0].strip()}…{marks[-1].strip()}"
    if term.is_exact:
        return " ".join(words), outer
    return "any " + " ".join(map(key_of, words)), outer
