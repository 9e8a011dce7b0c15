"""Terms put into a draft that does not obey them, where it is plain what they have become.

In: a source, its draft, the terms found in the source, and what the engine makes of each alone
(its anchors). Out: the draft, and what was replaced in it. What is not plain is left alone: a
comparison of facts reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bilingual.model import Locale, Span, gaps
from bilingual.terms.endings import Endings, endings
from bilingual.terms.phrases import Phrases, disjoint, is_near
from bilingual.terms.term import Found, Term
from bilingual.terms.termbase import ENGLISH, accepted
from bilingual.terms.words import WORD, bare, is_inside, key_of

Translate = Callable[[list[str]], Sequence[Sequence[str]]]
_OWNERS = frozenset(
    ["s", "my", "your", "his", "her", "its", "our", "their", "this", "that", "these", "those"]
)
# What names of other languages begin with: no "the" goes before Le Havre and La Paz.
_FOREIGN_ARTICLES = frozenset(
    ["le", "la", "les", "l'", "el", "los", "las", "il", "gli", "der", "die", "das"]
)
# Shorter words are too much alike to tell by their letters.
_SMALL = 3
_STOPS = " .,;:!?…«»“”\"‘’'()[]"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was put in for a term: `span` is where `after` stands in the new target."""

    term: Term
    before: str
    after: str
    span: Span


def anchors(
    terms: Iterable[Term],
    translate: Translate,
    known: Mapping[Term, tuple[str, ...]] | None = None,
    target: Locale = ENGLISH,
) -> dict[Term, tuple[str, ...]]:
    """Return what an engine makes of each term alone, likeliest first; articles are left out.

    `translate` is called once, with the sources of all terms that are not in `known`, and gives
    the hypotheses of each; not at all where there is nothing to ask. What is `known` is returned
    too, so that the answer can be handed in again.
    """
    found = dict(known or {})
    new = [term for term in dict.fromkeys(terms) if term not in found]
    if not new:
        return found
    own = endings(target.language)
    for term, answers in zip(new, translate([term.source for term in new]), strict=True):
        found[term] = tuple(dict.fromkeys(filter(None, (_anchor(x, own) for x in answers))))
    return found


def _anchor(answer: str, own: Endings) -> str:
    """Return an engine's answer without its full stop and article; empty where nothing is left."""
    words = answer.strip(_STOPS).split()
    while words and key_of(words[0]) in own.articles:
        words = words[1:]
    keys = [key_of(word) for word in words]
    if own.small.issuperset(keys) or len("".join(keys)) < 2:
        return ""
    return " ".join(words)


def enforce(
    source: str,
    target: str,
    found: Iterable[Found],
    known: Mapping[Term, Sequence[str]],
    locale: Locale = ENGLISH,
) -> tuple[str, tuple[Replaced, ...]]:
    """Return a target in which terms are obeyed where that is safe, and what was replaced.

    `known` are the anchors of terms; `locale` is the target's. A term that has one of its targets
    already is obeyed. A kept term goes where another spelling of it stands. Else a term goes where
    its anchors stand, as whole words, if they stand no more often than the term does in the
    source; it takes on plural, capital and the article before it. Forbidden forms give way
    likewise. Nothing is done in addresses or in quoted names, nor where two terms claim a place,
    nor where the place says another word of the source. Idempotent. Never raises.

    >>> parti = Term("parti", ("organisation",))
    >>> made = enforce("Un parti.", "A party.", [Found(parti, Span(3, 8))], {parti: ("Party",)})
    >>> made[0]
    'An organisation.'
    """
    everything = tuple(found)
    done: tuple[Replaced, ...] = ()
    # A place that was taken away may leave one place for another term.
    for _round in range(2 * len(everything) + 1):
        changes = _Plan(source, target, everything, known, locale).changes()
        if not changes:
            break
        target, done = _applied(target, changes, done)
    return target, done


@dataclass(frozen=True, slots=True)
class _Change:
    """What goes where: `new` in place of `span`."""

    term: Term
    span: Span
    new: str


class _Place(NamedTuple):
    """Where a form that a term may have become stands; `form` is how it was given."""

    span: Span
    form: str
    is_plural: bool


class _Plan:
    """What one look at a target says should be replaced."""

    def __init__(
        self,
        source: str,
        target: str,
        found: Sequence[Found],
        known: Mapping[Term, Sequence[str]],
        locale: Locale,
    ) -> None:
        self._source = source
        self._found = list({one.term: one for one in found}.values())
        self._spans = {one.term: [o.span for o in found if o.term == one.term] for one in found}
        self._known = known
        self._locale = locale
        self._own = endings(locale.language) if locale.language == ENGLISH.language else Endings()
        self._view = Phrases(target)
        self._good = {one.term: self._standing(one) for one in self._found}
        self._taken = sorted(span for spans in self._good.values() for span in spans)

    def changes(self) -> list[_Change]:
        """Return the changes, in order, none touching another."""
        planned = sorted(
            (change for one in self._found for change in self._of(one)),
            key=lambda change: change.span,
        )
        return [
            one
            for one in planned
            if not any(other is not one and _overlap(one.span, other.span) for other in planned)
        ]

    def _standing(self, one: Found) -> tuple[Span, ...]:
        """Return where a term's targets stand."""
        if one.term.is_kept:
            forms = one.targets(self._source)
            return tuple(span for form in forms for span in self._view.exact_places(form))
        forms = accepted(one, self._source, self._locale)
        return tuple(span for form in forms for span in self._view.places(form))

    def _of(self, one: Found) -> Iterator[_Change]:
        """Give the changes that one term asks for, if any."""
        preferred = one.targets(self._source)
        if not preferred:
            return
        good = len(set(disjoint(self._good[one.term])))
        places = self._places(one, one.term.forbidden, good)
        if not (places or good):
            near = self._near(one) if one.term.is_kept else None
            if near is not None:
                yield from self._put(one, _Place(near, preferred[0], is_plural=False))
                return
            places = self._places(one, self._known.get(one.term, ()), good)
        for place in places:
            yield from self._put(one, place)

    def _places(self, one: Found, forms: Iterable[str], good: int) -> list[_Place]:
        """Return the places where any of the forms stands and means the term.

        None where they are more than the term has in the source and not yet in the target: some
        of them mean something else.
        """
        found: dict[Span, _Place] = {}
        for form in forms:
            singles, plurals = self._own.singulars(form), self._own.plurals(form)
            for other, is_plural in (
                (form, bool(singles)),
                *((plural, True) for plural in plurals),
                *((single, False) for single in singles),
            ):
                for span in self._view.places(other):
                    if not self._view.is_compound(span):
                        found.setdefault(span, _Place(span, form, is_plural))
        places = [found[span] for span in disjoint(list(found))]
        if len(places) > len(self._spans[one.term]) - good:
            return []
        if any(self._is_fixed(place.span) or self._is_echo(one, place.span) for place in places):
            return []
        return places

    def _is_echo(self, one: Found, span: Span) -> bool:
        """Whether a place says another word of the source: member is membre, not député."""
        here = [key for key in self._view.keys(span) if len(key) > _SMALL]
        return bool(here) and all(
            any(is_near(key, other) for other in self._elsewhere(one)) for key in here
        )

    def _elsewhere(self, one: Found) -> frozenset[str]:
        """Return the words of the source that are not this term."""
        between = gaps(self._source, sorted(self._spans[one.term]))
        words = (word for gap in between for word in WORD.findall(gap))
        return frozenset(bare(key_of(word)).rstrip("'") for word in words)

    def _is_fixed(self, span: Span) -> bool:
        view = self._view
        return any(
            any(_overlap(span, other) for other in spans)
            for spans in (view.fixed, view.named, self._taken)
        )

    def _near(self, one: Found) -> Span | None:
        """Return where another spelling of a kept term stands."""
        place = self._view.near(one.targets(self._source)[0], self._elsewhere(one))
        if place is None or any(_overlap(place, s) for s in (*self._view.fixed, *self._taken)):
            return None
        return place

    def _put(self, one: Found, at: _Place) -> Iterator[_Change]:
        """Give the change that puts the preferred target into a place, if it fits in."""
        span, is_kept = at.span, one.term.is_kept
        preferred = one.targets(self._source)[0]
        if is_kept or not self._own.articles:
            new = preferred
        elif self._own.is_uncountable(at.form) and not self._own.is_uncountable(preferred):
            return  # social housing is, council homes are
        elif at.is_plural:
            new = next(iter(self._own.plurals(preferred)), preferred)
            if new == preferred and self._own.is_uncountable(new):
                return
        else:
            new = preferred
        new = self._cased(span, new, is_kept=is_kept)
        change = self._after_article(span, new, at.is_plural)
        if change is not None and change[1] != change[0].of(self._view.text):
            yield _Change(one.term, *change)

    def _after_article(self, span: Span, new: str, is_plural: bool) -> tuple[Span, str] | None:
        """Return what goes where, so that it fits the article before it; None: it does not."""
        before = self._view.before(span)
        if before is None or not self._own.articles:
            return span, new
        place, word = before
        whole, key, first = Span(place.start, span.end), key_of(word), key_of(_first_word(new))
        if first in self._own.articles or first in _FOREIGN_ARTICLES:
            if key in self._own.articles:
                return whole, _like(word, new)
            # The party's the Louvre, their the Louvre.
            return None if key in _OWNERS and first in self._own.articles else (span, new)
        if key not in {"a", "an"} or self._view.is_capital:
            return span, new
        if is_plural:
            return None
        right = _like(word, self._own.article(new))
        gap = self._view.text[place.end : span.start]
        return (span, new) if right == word else (whole, f"{right}{gap}{new}")

    def _cased(self, span: Span, new: str, *, is_kept: bool) -> str:
        """Return a target with the capitals that its place asks for."""
        if self._view.is_capital:
            return new.upper()
        here = span.of(self._view.text)
        if not is_kept and here[:1].isupper() and self._view.opens(span):
            return new[:1].upper() + new[1:]
        return new


def _first_word(text: str) -> str:
    found = WORD.match(text.lstrip())
    return found[0] if found else ""


def _overlap(one: Span, other: Span) -> bool:
    return is_inside((one,), other.start, other.end)


def _like(model: str, words: str) -> str:
    """Return words with a capital where the model has one."""
    return words[:1].upper() + words[1:] if model[:1].isupper() else words


def _applied(
    target: str, changes: Sequence[_Change], done: Sequence[Replaced]
) -> tuple[str, tuple[Replaced, ...]]:
    """Return the target with the changes made, and all that was done with its new spans."""
    moved = list(done)
    new: list[Replaced] = []
    for change in reversed(changes):
        span, grown = change.span, len(change.new) - len(change.span)
        before = span.of(target)
        target = target[: span.start] + change.new + target[span.end :]
        moved = [_moved(one, span, grown) for one in moved]
        new = [_moved(one, span, grown) for one in new]
        place = Span(span.start, span.start + len(change.new))
        new.append(Replaced(change.term, before, change.new, place))
    return target, tuple(sorted([*moved, *new], key=lambda one: one.span))


def _moved(one: Replaced, span: Span, grown: int) -> Replaced:
    if one.span.start < span.end:
        return one
    return replace(one, span=Span(one.span.start + grown, one.span.end + grown))
