"""Source and target side by side: every fact that does not agree, as findings.

In: two texts and a context. Out: findings with spans. A `Reader` reads the source once for any
number of targets. All is linear in the length of the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilingual import lexicon
from bilingual.facts import clocks, coverage, marks, names, quantities, renaming, verbatim
from bilingual.facts.context import Context, error
from bilingual.facts.figures import Keys
from bilingual.facts.numbers import numbers
from bilingual.facts.units import units_of
from bilingual.interface import _
from bilingual.model import Finding, Span

VERSION = "4"
_DIGITS = re.compile(r"\d{1,24}")
_WORDS = re.compile(r"\w+")


class Reader:
    """A source that has been read, to be compared with targets."""

    def __init__(self, source: str, context: Context) -> None:
        self.source = source
        self.context = context
        self._pieces = verbatim.pieces(source)
        bare = self._bare = verbatim.masked(source, self._pieces)
        self._numbers = numbers(bare, context.source)
        self._names = names.names(bare, context.source.language, context.target.language)
        self._has_names = bool(
            lexicon.of(context.source.language, f"names.{context.target.language}")
        )

    def compare(self, target: str) -> tuple[Finding, ...]:
        """Return what is wrong with a target, facts first; empty for a blank source."""
        if not self.source.strip():
            return ()
        if not target.strip():
            return (error("empty", _("there is no text")),)
        return tuple(self._findings(target))

    def _findings(self, target: str) -> Iterator[Finding]:
        source, context = self.source, self.context
        pieces = verbatim.pieces(target)
        bare = verbatim.masked(target, pieces)
        yield from verbatim.compare_pieces(target, self._pieces, pieces)
        theirs = numbers(bare, context.target)
        yield from quantities.compare_numbers(
            source, target, self._numbers, theirs, _figures(self._pieces), _figures(pieces)
        )
        yield from clocks.compare_clocks(source, target, self._numbers, theirs, context)
        units = units_of(context.target.language), units_of(context.source.language)
        yield from quantities.compare_units(source, target, self._numbers, theirs, *units)
        if self._has_names:
            yield from renaming.compare_names(self._names, target, context, source)
        yield from _terms(source, target, context)
        yield from marks.compare_quotes(source, target)
        yield from marks.compare_brackets(source, target)
        yield from marks.compare_question(source, target)
        yield from coverage.compare_language(self._bare, bare, context)
        yield from coverage.compare_repetition(source, target, context)
        yield from coverage.compare_length(source, target, context)
        yield from coverage.compare_negation(source, target, context)


def compare(source: str, target: str, context: Context) -> tuple[Finding, ...]:
    """Return every fact of the source that the target gets wrong, and what else speaks against it.

    ERROR: a fact is wrong or the text is broken. WARNING: to be looked at.

    >>> from bilingual.model import Locale
    >>> pair = Context(Locale("fr"), Locale("en"))
    >>> [f.message for f in compare("Il y a 212 bateaux.", "There are 221 boats.", pair)]
    ['the number 212 has become 221']
    """
    return Reader(source, context).compare(target)


def _terms(source: str, target: str, context: Context) -> Iterator[Finding]:
    """Give the terms of the context that the target does not obey."""
    if not context.terms:
        return
    here, there = _folded(source), _folded(target)
    for term in context.terms:
        if _folded(term.source) not in here:
            continue
        wrong = [form for form in term.forbidden if _folded(form) in there]
        wanted = " / ".join(term.targets)
        is_met = not term.targets or any(_folded(form) in there for form in term.targets)
        if not is_met and not wrong:
            message = _("the term {term} has to be {targets}").format(
                term=term.source, targets=wanted
            )
            yield error("term", message, _span(term.source, source))
        for form in wrong:
            # One fault, told once: the forbidden word stands where the wanted one should.
            message = (
                _("“{form}” is not to be used").format(form=form)
                if is_met
                else _("the term {term} has to be {targets}, not “{form}”").format(
                    term=term.source, targets=wanted, form=form
                )
            )
            yield error("term", message, _span(term.source, source), _span(form, target))


def _span(form: str, text: str) -> Span | None:
    """Return where a form stands in a text, None where it stands with other accents only."""
    match = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE)
    return Span(*match.span()) if match else None


def _figures(pieces: Sequence[verbatim.Piece]) -> Keys:
    """Return the numbers in pieces that are kept to the letter: *D137* explains *D 137*."""
    runs = {run for piece in pieces for run in _DIGITS.findall(piece.text)}
    return frozenset(("n", int(run)) for run in runs)


def _folded(text: str) -> str:
    """Return the words of a text in a form in which accents and capitals do not count."""
    words = " ".join(map(names.plain, _WORDS.findall(text)))
    return f" {words} "
