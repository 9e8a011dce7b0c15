"""Terms put into a draft that does not obey them, where it is plain what they have become.

In: a source, its draft, the terms found in the source, and what the engine makes of each alone
(its anchors). Out: the draft, and what was replaced in it. What is not plain is left alone: a
comparison of facts reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bilingual.model import Locale, Span
from bilingual.terms.endings import Endings, endings
from bilingual.terms.phrases import Phrases, disjoint
from bilingual.terms.term import Found, Term
from bilingual.terms.termbase import ENGLISH, accepted
from bilingual.terms.words import WORD, bare, is_inside, key_of

Translate = Callable[[list[str]], Sequence[Sequence[str]]]
_OWNERS = frozenset(
    ["s", "my", "your", "his", "her", "its", "our", "their", "this", "that", "these", "those"]
)
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
    already is obeyed. A kept term goes where another spelling of it stands. Any other goes where
    one of its anchors stands, as whole words, if there is one such place; it takes on plural,
    capital and the article before it. A forbidden form that stands once gives way likewise.
    Nothing is done in addresses or in quoted names, nor where two terms claim a place.
    Idempotent. Never raises, whatever the texts.

    >>> parti = Term("parti", ("organisation",))
    >>> made = enforce("Un parti.", "A party.", [Found(parti, Span(3, 8))], {parti: ("Party",)})
    >>> made[0]
    'An organisation.'
    """
    terms = list({one.term: one for one in found}.values())
    done: tuple[Replaced, ...] = ()
    # A place that was taken away may leave one place for another term.
    for _round in range(2 * len(terms) + 1):
        changes = _Plan(source, target, terms, known, locale).changes()
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
        self._found = found
        self._known = known
        self._locale = locale
        self._own = endings(locale.language) if locale.language == ENGLISH.language else Endings()
        self._view = Phrases(target)
        self._good = {one.term: self._standing(one) for one in found}
        self._taken = sorted(span for spans in self._good.values() for span in spans)

    def changes(self) -> list[_Change]:
        """Return the changes, in order, none touching another."""
        planned = sorted(
            filter(None, map(self._of, self._found)),
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

    def _of(self, one: Found) -> _Change | None:
        """Return the change that one term asks for, if any."""
        preferred = one.targets(self._source)
        if not preferred:
            return None
        bad = self._only(one.term.forbidden)
        if bad is not None:
            return self._change(one, *bad)
        if self._good[one.term]:
            return None
        place = self._near(one) if one.term.is_kept else None
        if place is not None:
            return _Change(one.term, place, self._cased(place, preferred[0], is_kept=True))
        anchored = self._only(self._known.get(one.term, ()))
        return None if anchored is None else self._change(one, *anchored)

    def _only(self, forms: Iterable[str]) -> tuple[Span, bool] | None:
        """Return the one place where any of the forms stands, and whether in the plural.

        None where there is no such place, or more than one.
        """
        found: dict[Span, bool] = {}
        for form in forms:
            singles, plurals = self._own.singulars(form), self._own.plurals(form)
            for other, is_plural in (
                (form, bool(singles)),
                *((plural, True) for plural in plurals),
                *((single, False) for single in singles),
            ):
                for span in self._view.places(other):
                    if not self._view.is_compound(span):
                        found.setdefault(span, is_plural)
        longest = list(disjoint(list(found)))
        if len(longest) != 1 or self._is_fixed(longest[0]):
            return None
        return longest[0], found[longest[0]]

    def _is_fixed(self, span: Span) -> bool:
        view = self._view
        return any(
            any(_overlap(span, other) for other in spans)
            for spans in (view.fixed, view.named, self._taken)
        )

    def _near(self, one: Found) -> Span | None:
        """Return where another spelling of a kept term stands."""
        outside = self._source[: one.span.start] + " " + self._source[one.span.end :]
        elsewhere = frozenset(bare(key_of(word)).rstrip("'") for word in WORD.findall(outside))
        place = self._view.near(one.targets(self._source)[0], elsewhere)
        if place is None or any(_overlap(place, s) for s in (*self._view.fixed, *self._taken)):
            return None
        return place

    def _change(self, one: Found, span: Span, is_plural: bool) -> _Change | None:
        """Return the preferred target in the form that a place asks for; None: it fits in none."""
        new = one.targets(self._source)[0]
        if is_plural and not one.term.is_kept:
            new = next(iter(self._own.plurals(new)), new)
        new = self._cased(span, new, is_kept=one.term.is_kept)
        before = self._view.before(span)
        has_article = key_of(new.split()[0]) in self._own.articles
        if before is None:
            return _Change(one.term, span, new)
        place, word = before
        whole = Span(place.start, span.end)
        if has_article:
            if key_of(word) in self._own.articles:
                return _Change(one.term, whole, _like(word, new))
            # The party's the Louvre, their the Louvre.
            return None if key_of(word) in _OWNERS else _Change(one.term, span, new)
        if key_of(word) in {"a", "an"} and self._own.articles and not self._view.is_capital:
            if is_plural:
                return None
            gap = self._view.text[place.end : span.start]
            return _Change(one.term, whole, f"{_like(word, self._own.article(new))}{gap}{new}")
        return _Change(one.term, span, new)

    def _cased(self, span: Span, new: str, *, is_kept: bool) -> str:
        """Return a target with the capitals that its place asks for."""
        if self._view.is_capital:
            return new.upper()
        here = span.of(self._view.text)
        if not is_kept and here[:1].isupper() and self._view.opens(span):
            return new[:1].upper() + new[1:]
        return new


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
