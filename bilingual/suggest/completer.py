"""How a target that a person is writing may go on, as it would be typed.

In: a source and the beginning of its target. Out: `Completion`s that continue it to the letter,
words that may stand at a place, and the engine's other hypotheses for the whole source.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock

from bilingual.draft import Form
from bilingual.draft.formed import NO_TERMS, Formed
from bilingual.engines import Engine, answers
from bilingual.engines.completing import Continued, Continuing
from bilingual.model import Hypothesis
from bilingual.select import choose
from bilingual.suggest.writing import Begun, begun, following, without

# Sources whose proposals are remembered, and proposals of each.
_SOURCES, _PROPOSALS = 32, 64
# Where nothing is typed yet, the best of so many is proposed: there is time for a wider search.
_WHOLE = 4
_ANY = "OK"  # a word that most languages share


@dataclass(frozen=True, slots=True)
class Completion:
    """A proposal: what was typed and `text` are together the whole target.

    `text` is empty where there is nothing to propose. `words` are the words at that place that the
    engine tried until one would do; all that it thinks of are for `Completer.words_at` to say.
    """

    text: str = ""
    words: tuple[str, ...] = ()


NOTHING = Completion()


@dataclass(slots=True, eq=False)
class _Call:
    """A call that waits for the model or is answered by it; whether its client has gone on."""

    serial: int
    is_overtaken: bool = False


@dataclass(slots=True)
class _Work:
    """What is known of one source: how it is formed, and what was proposed for it.

    `proposals` holds, for each beginning that the engine was asked about, its answer; the latest
    last.
    """

    formed: Formed
    free: Formed
    proposals: OrderedDict[str, Completion] = field(default_factory=OrderedDict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hypotheses: dict[int, tuple[Hypothesis, ...]] = field(default_factory=dict)

    def known(self, prefix: str) -> Completion | None:
        """Return the answer where the beginning, or a proposal that it follows, is known.

        Whoever types what was proposed is shown the rest of it: the engine would say the same.
        """
        if prefix in self.proposals:
            return self.proposals[prefix]
        for start, made in reversed(self.proposals.items()):
            whole = start + made.text
            if len(start) < len(prefix) and made.text and whole.startswith(prefix):
                return Completion(whole[len(prefix) :])
        return None

    def keep(self, prefix: str, made: Completion) -> Completion:
        """Remember an answer, and forget the oldest where there are many."""
        self.proposals[prefix] = made
        while len(self.proposals) > _PROPOSALS:
            self.proposals.popitem(last=False)
        return made


def hypotheses(engine: Engine, form: Form, source: str, n: int = 5) -> tuple[Hypothesis, ...]:
    """Return up to `n` hypotheses for a source, formed as drafts are, best first.

    Best is what drafting would choose. For any engine, also one that cannot continue targets; one
    that makes a single hypothesis gives that.

    Raises: EngineError when the engine fails.
    """
    return _ranked(Formed(engine, form), form, source, n) if source.strip() else ()


def _ranked(formed: Formed, form: Form, source: str, n: int) -> tuple[Hypothesis, ...]:
    """Return a source's hypotheses, the one that drafting would choose first."""
    found: list[Hypothesis] = []
    for _indices, made in answers(formed, [source], hypotheses=n):
        found += made
    return choose(source, formed.finished(source, found), form.context(source)).ranked[:n]


class Completer:
    """Propose how targets go on, with one engine. Several threads may call.

    The model is loaded on first use. One call at a time asks it; of those that wait for a turn,
    a call that its client has overtaken is answered with nothing, and so is one that is overtaken
    between two questions to the model.

    `form` is what drafts are formed with. A proposal holds no word that the termbase forbids, and
    the wanted one where a draft would.
    """

    def __init__(self, engine: Engine, form: Form, make: Callable[[], Continuing | None]) -> None:
        self._engine = engine
        self._form = form
        self._make = make
        self._continuing: Continuing | None = None
        self._works: OrderedDict[tuple[str, bool, AbstractSet[str]], _Work] = OrderedDict()
        self._turn = Lock()  # whoever holds it asks the model
        self._books = Lock()  # held for moments only
        self._waiting: dict[str, list[_Call]] = {}

    @classmethod
    def of(cls, engine: Engine, form: Form) -> Completer | None:
        """Return what completes with an engine; None where the engine cannot.

        Engines that can have a method `continuer()`, which gives a `Continuing`, or None.
        Nothing is loaded yet.
        """
        make = getattr(engine, "continuer", None)
        steps = getattr(engine, "steps", None)
        if make is None or (steps and not hasattr(steps[-1], "continuer")):
            return None
        return cls(engine, form, make)

    def load(self) -> None:
        """Load the model now, so that the first key is answered as fast as the others.

        Raises: as the engine when it is loaded.
        """
        with self._turn:
            self._loaded().words(_ANY, "")  # the first question is slower than all others

    def complete(
        self,
        source: str,
        prefix: str,
        *,
        is_headline: bool = False,
        known: AbstractSet[str] = frozenset(),
        client: str = "",
        serial: int = 0,
    ) -> Completion:
        """Return how a target may go on that begins with `prefix`, which is never changed.

        `prefix` may end anywhere, within a word too: then the proposal finishes it. Where it is
        blank, the proposal is what a draft would be. `known` are words with a capital elsewhere in
        the article, as in `Form`. `serial` counts a client's calls: where one with a higher
        number waits, this one is answered with nothing.

        Raises: EngineError when the engine fails.
        """
        if not source.strip() or not _is_text(prefix):
            return NOTHING
        work = self._work(source, known, is_headline=is_headline)
        with self._books:
            found = work.known(prefix)
        if found is not None:
            return found
        with self._in_turn(client, serial) as is_overtaken:
            if is_overtaken():
                return NOTHING
            made = self._asked(work, source, prefix, is_overtaken)
            if made is None:
                return NOTHING
            with self._books:
                return work.keep(prefix, made)

    def words_at(
        self,
        source: str,
        prefix_before: str,
        *,
        is_headline: bool = False,
        known: AbstractSet[str] = frozenset(),
        most: int = 6,
        client: str = "",
        serial: int = 0,
    ) -> tuple[str, ...]:
        """Return up to `most` words that may follow `prefix_before`, likeliest first, each once.

        Where it ends within a word, the words begin with its letters. Forbidden words are left
        out.

        Raises: EngineError when the engine fails.
        """
        if not source.strip() or not _is_text(prefix_before):
            return ()
        work = self._work(source, known, is_headline=is_headline)
        if prefix_before in work.words:
            return work.words[prefix_before][:most]
        with self._in_turn(client, serial) as is_overtaken:
            if is_overtaken():
                return ()
            continuing = self._loaded()
            prepared, shielded = work.formed.ready(source)
            start = begun(prefix_before, prepared, shielded, self._form.target)
            found = continuing.words(shielded.text, start.text, 2 * most)
        restored = (shielded.restored(word) for word in found)
        forbidden = self._forbidden(source)
        words = tuple(
            dict.fromkeys(word for word in restored if word == without(forbidden, "", word))
        )
        work.words[prefix_before] = words
        return words[:most]

    def hypotheses(
        self,
        source: str,
        n: int = 5,
        *,
        is_headline: bool = False,
        known: AbstractSet[str] = frozenset(),
    ) -> tuple[Hypothesis, ...]:
        """Return up to `n` hypotheses for the whole source, formed as drafts are, best first.

        Best is what drafting would choose. Completions do not wait for it.

        Raises: EngineError when the engine fails.
        """
        if not source.strip():
            return ()
        return self._hypotheses(self._work(source, known, is_headline=is_headline), source, n)

    def _hypotheses(self, work: _Work, source: str, n: int) -> tuple[Hypothesis, ...]:
        if n not in work.hypotheses:
            work.hypotheses[n] = _ranked(work.formed, self._form, source, n)
        return work.hypotheses[n]

    @contextmanager
    def _in_turn(self, client: str, serial: int) -> Iterator[Callable[[], bool]]:
        """Wait for the turn to ask the model; gives what tells whether the client has gone on."""
        own = _Call(serial)
        with self._books:
            others = self._waiting.setdefault(client, [])
            for other in others:
                other.is_overtaken |= other.serial < serial
                own.is_overtaken |= other.serial > serial
            others.append(own)
        try:
            with self._turn:
                yield lambda: own.is_overtaken
        finally:
            with self._books:
                others.remove(own)
                if not others:
                    self._waiting.pop(client, None)

    def _loaded(self) -> Continuing:
        if self._continuing is None:
            made = self._make()
            assert made is not None, "Completer.of has looked"
            self._continuing = made
        return self._continuing

    def _work(self, source: str, known: AbstractSet[str], *, is_headline: bool) -> _Work:
        """Return what is known of a source; that of the sources longest unasked is forgotten."""
        key = (source, is_headline, frozenset(known))
        with self._books:
            work = self._works.pop(key, None)
            if work is None:
                headlines = frozenset([source]) if is_headline else frozenset[str]()
                form = replace(self._form, headlines=headlines, known=key[2] | self._form.known)
                free = Formed(self._engine, replace(form, terms=NO_TERMS))
                work = _Work(Formed(self._engine, form), free)
            self._works[key] = work
            while len(self._works) > _SOURCES:
                self._works.popitem(last=False)
        return work

    def _asked(
        self, work: _Work, source: str, prefix: str, is_overtaken: Callable[[], bool]
    ) -> Completion | None:
        """Ask the model; None where the call was overtaken meanwhile."""
        if not prefix.strip():
            best = next(iter(self._hypotheses(work, source, _WHOLE)), None)
            return NOTHING if best is None else Completion(following(prefix, best.text) or "")
        continuing = self._loaded()
        work.formed.learn([source])
        prepared, shielded = work.formed.ready(source)
        start = begun(prefix, prepared, shielded, self._form.target)
        forbidden = self._forbidden(source)
        words: list[str] = []
        cut = ""  # the best of what had to be cut off before a forbidden word
        for one in continuing.continued(shielded.text, start.text, is_overtaken=is_overtaken):
            words.append(shielded.restored(one.word))
            text = self._typed(work, source, prefix, start, one)
            allowed = without(forbidden, prefix, text) if text else ""
            if allowed and allowed == text:
                return Completion(text, tuple(words))
            cut = cut or allowed
        return None if not cut and is_overtaken() else Completion(cut, tuple(words))

    def _typed(
        self, work: _Work, source: str, prefix: str, start: Begun, one: Continued
    ) -> str | None:
        """Return a continuation as it would be typed; None where it does not fit what was typed.

        The form that a draft has is tried first, then without the termbase's words: what was typed
        may hold another one.
        """
        if start.owed and one.text[:1].isalnum():
            return None  # the model went on within the code of an address
        _prepared, shielded = work.formed.ready(source)
        whole = Hypothesis(start.typed + shielded.restored(one.text))
        for formed in (work.formed, work.free):
            for made in formed.finished(source, [whole]):
                text = following(prefix, made.text)
                if text is not None:
                    return text.rstrip()
        return None

    def _forbidden(self, source: str) -> list[str]:
        wanted = self._form.context(source).terms
        accepted = {form.casefold() for one in wanted for form in one.targets}
        forms = (form for one in wanted for form in one.forbidden)
        return [form for form in forms if form.casefold() not in accepted]


def _is_text(prefix: str) -> bool:
    """Tell whether the engine can read what was typed: half an emoji it cannot."""
    try:
        prefix.encode()
    except UnicodeEncodeError:
        return False
    return True
