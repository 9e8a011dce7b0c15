"""An engine that is given sources in the form it likes, and answers in the form we want.

In: an engine and segments as they stand in the article. Out: hypotheses as they shall stand in the
catalog: casing, quotation marks and spacing of the target language, addresses to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import overload

from bilingual.checks import Setting
from bilingual.draft.money import in_signs, in_words
from bilingual.draft.shield import Shielded, shield
from bilingual.engines import Engine, answers
from bilingual.facts import Context
from bilingual.form import Prepared, finish, prepare
from bilingual.model import Hypothesis, Locale
from bilingual.terms import Term, Termbase, anchors, enforce

NO_TERMS = Termbase()
_LONG = 120  # code points; a shorter source has fewer tokens than any window
_BLANKS = re.compile(r"[ \t]{2,}")
Answer = tuple[list[int], tuple[Hypothesis, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a segment depends on besides its words.

    `headlines` are the sources that are headlines; `known` words that have a capital elsewhere in
    the article; `quotes` the publisher's quotation marks, empty for the language's own; `terms` the
    house's words.
    """

    source: Locale
    target: Locale
    headlines: AbstractSet[str] = frozenset()
    known: AbstractSet[str] = frozenset()
    quotes: str = ""
    terms: Termbase = NO_TERMS

    @property
    def setting(self) -> Setting:
        """What checks have to know of the article."""
        return Setting(self.source, self.target, self.terms, self.quotes, self.headlines)

    def context(self, source: str) -> Context:
        """Return what a comparison of `source` with its target has to know."""
        return self.setting.context(source)


class _Each(Sequence[str]):
    """A sequence of which each item is made when it is asked for."""

    def __init__(self, make: Callable[[int], str], length: int) -> None:
        self._make = make
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        places = range(self._length)[index]
        return self._make(places) if isinstance(places, int) else [self._make(n) for n in places]


class Formed:
    """An engine behind `form`; it streams and searches as the engine behind it does.

    Raises: what the engine raises.
    """

    def __init__(self, engine: Engine, form: Form) -> None:
        self._engine = engine
        self._form = form
        self.signature = engine.signature
        self.source = engine.source
        self.target = engine.target
        self._anchors: dict[Term, tuple[str, ...]] = {}
        self._known: dict[str, tuple[Prepared, Shielded]] = {}
        self._lacks: Callable[[str], bool] = getattr(engine, "lacks", lambda _char: False)
        if hasattr(engine, "search"):
            self.search = engine.search  # what tells `select` that it may search again

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the hypotheses of each source, formed; as `Engine.translate`."""
        self.learn(sources)
        ready = [self.ready(source) for source in sources]
        found = self._engine.translate([text.text for _, text in ready], progress=progress)
        return [self.finished(one, made) for one, made in zip(sources, found, strict=True)]

    def stream(
        self, sources: Iterable[str], *search: object, **settings: object
    ) -> Iterator[Answer]:
        """Give positions and hypotheses as they come, not yet `finished`; as the engine's `stream`.

        The engine gets long sources first, and each is made ready when the engine takes it: the
        model is at work by then. An engine that cannot stream gives all at once.
        """
        given = list(sources)
        self.learn(given)
        order = sorted(range(len(given)), key=lambda place: -len(given[place]))
        ready = _Each(lambda number: self.ready(given[order[number]])[1].text, len(order))
        for numbers, hypotheses in answers(self._engine, ready, *search, **settings):
            # Two sources may look alike to the engine and differ in form.
            apart: dict[str, list[int]] = {}
            for number in numbers:
                apart.setdefault(given[order[number]], []).append(order[number])
            for places in apart.values():
                yield places, hypotheses

    def parts(self, source: str) -> int:
        """Return in how many parts the engine reads a source; more than one where it is too long.

        Sources that no model's window cuts are not counted again.
        """
        parts = getattr(self._engine, "parts", None)
        if parts is None or len(source) < _LONG:
            return 1
        return len(parts(self.ready(source)[1].text))

    def learn(self, sources: Sequence[str]) -> None:
        """Ask the engine what it makes of each new term in the sources, alone."""
        if not self._form.terms:
            return
        found = [one.term for s in sources for one in self._form.terms.find(s, self._form.source)]
        self._anchors = anchors(found, self._alone, self._anchors, self._form.target)

    def _alone(self, terms: list[str]) -> list[tuple[str, ...]]:
        return [tuple(h.text for h in made) for made in self._engine.translate(terms)]

    def ready(self, source: str) -> tuple[Prepared, Shielded]:
        """Return a source as the engine is given it; remembered, for it is asked for again."""
        if source not in self._known:
            form = self._form
            prepared = prepare(
                _BLANKS.sub(" ", source),
                form.source,
                is_headline=source in form.headlines,
                known=form.known,
            )
            words = in_words(prepared.text, form.source)
            self._known[source] = prepared, shield(words, self._lacks)
        return self._known[source]

    def finished(self, source: str, hypotheses: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
        """Return the hypotheses in the target's form; two that became equal are one."""
        prepared, shielded = self.ready(source)
        made: dict[str, Hypothesis] = {}
        terms = self._form.terms.find(prepared.source, self._form.source)
        for hypothesis in hypotheses:
            text = shielded.restored(hypothesis.text)
            text = in_signs(text, prepared.source, self._form.target)
            text = finish(text, prepared, self._form.target, self._form.quotes or None)
            if terms:
                text = enforce(prepared.source, text, terms, self._anchors, self._form.target)[0]
            made.setdefault(text, replace(hypothesis, text=text))
        return tuple(made.values())
