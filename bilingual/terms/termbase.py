"""The termbase: agreed words and phrases, found in sources.

In: terms, a source. Out: the terms that stand in it, with spans, and what they ask of a target.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bilingual.model import Locale
from bilingual.terms.endings import endings
from bilingual.terms.matching import Index
from bilingual.terms.term import Found, Term

ENGLISH = Locale("en")


class Demand(NamedTuple):
    """What a term asks of a target: `source` as it stands, forms of which one has to stand.

    None of the `forbidden` forms may.
    """

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Termbase:
    """Terms, in the order of the file. Sources differ, but for capitals in exact ones."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def find(self, source: str, locale: Locale) -> tuple[Found, ...]:
        """Return the terms that stand in a source of that locale, in order.

        The longest wins; none overlap; none are in addresses or file names. French and English
        terms are found in their plural, French ones in their feminine too, where the kind of word
        has one; a term written in the plural is found in the plural only. Hyphens, apostrophes,
        no-break spaces make no difference, nor do capitals unless the term is exact. Capitals may
        go without accents. Linear in the length of the source, whatever the number of terms; the
        first call for a language prepares them.

        >>> termbase = Termbase((Term("élection municipale", ("local election",)),))
        >>> text = "Les élections municipales"
        >>> [found.span.of(text) for found in termbase.find(text, Locale("fr"))]
        ['élections municipales']
        """
        if not self.terms:
            return ()
        language = locale.language
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = Index(self.terms, language)
        return tuple(index.find(source))

    def wanted(self, source: str, locale: Locale, target: Locale = ENGLISH) -> tuple[Demand, ...]:
        """Return what the terms in a source ask of its target, each once.

        Into English, singular and plural count as the same.
        """
        return demands(source, self.find(source, locale), target)

    @cached_property
    def _indexes(self) -> dict[str, Index]:
        return {}


def demands(source: str, found: Iterable[Found], target: Locale) -> tuple[Demand, ...]:
    """Return what terms that were found ask of a target, each once."""
    made = []
    for one in found:
        forbidden = inflected(one.term.forbidden, target)
        made.append(Demand(one.surface(source), accepted(one, source, target), forbidden))
    return tuple(dict.fromkeys(made))


def accepted(found: Found, source: str, target: Locale) -> tuple[str, ...]:
    """Return all forms that a target may have for a term, preferred first."""
    forms = found.targets(source)
    # A kept term and an acronym have one form: UN, not UNs.
    return forms if found.term.is_kept or found.term.source.isupper() else inflected(forms, target)


def inflected(forms: Iterable[str], target: Locale) -> tuple[str, ...]:
    """Return forms with their singular and plural, those given first.

    >>> inflected(("party", "women"), Locale("en"))
    ('party', 'women', 'parties', 'woman')
    """
    given = tuple(forms)
    if target.language != ENGLISH.language:
        return given
    own = endings(target.language)
    more = [other for form in given for other in (*own.plurals(form), *own.singulars(form))]
    return tuple(dict.fromkeys([*given, *more]))
