"""Argos packages through CTranslate2: one segment in, its hypotheses out.

In: sources. Out: hypotheses, each with its mean natural-log probability per target token.
Argos's own way through (`argostranslate.translate`) is not taken: it splits what it is given,
sends the model one sentence at a time and makes folders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from math import isfinite
from urllib.parse import quote

from bilingual.engines.completing import Continuer
from bilingual.engines.decoding import Candidate, Decoder, Search
from bilingual.engines.loading import (
    SHORTLIST,
    end_token,
    load_model,
    model_errors,
    position_limit,
    resolve_compute_type,
    target_vocabulary,
    usable_threads,
)
from bilingual.engines.pieces import Pieces
from bilingual.engines.tokenizer import Tokenizer
from bilingual.engines.windows import cut, joined
from bilingual.model import Hypothesis
from bilingual.packages import Package
from bilingual.text import fold_lines

# Small models drop clauses from long sentences. Measured with the starter on those sentences of
# newstest2013 and FLORES-200 dev that have 60 to 80 tokens: chrF 51.9 when cut beyond 60, 50.8
# when not; on shorter ones nothing is lost.
WINDOW = 60
# Beyond this a source is cut even where there is no clause to cut at: models were trained on
# sentences of up to about 130 tokens.
LIMIT = 120
# Languages that put no blank between sentences.
NO_BLANKS = frozenset({"ja", "zh", "zt", "th", "lo", "km", "my"})
# How to look again when the first search ran into a loop.
NO_REPEAT = 3
NOTHING = Candidate([], 0.0, 0, is_sound=True)


@dataclass(slots=True)
class _Source:
    """A source: where it stands in the input, its parts and what was found for each.

    `waiting` counts the parts that are not settled yet.
    """

    index: int
    parts: tuple[str, ...]
    tokens: list[list[str]]
    found: list[list[Candidate]] = field(init=False)
    waiting: int = field(init=False)

    def __post_init__(self) -> None:
        # Characters of no width can leave a part without tokens: there is nothing to translate.
        self.found = [[] if tokens else [NOTHING] for tokens in self.tokens]
        self.waiting = sum(map(bool, self.tokens))

    def jobs(self) -> list[tuple[_Source, int]]:
        """Return the parts that the model has to be asked about."""
        return [(self, number) for number, tokens in enumerate(self.tokens) if tokens]


class ArgosEngine:
    """Translate with one package. The model is loaded on first use, once.

    `hypotheses` is how many to return for each source; the beam is made as wide. `batch_tokens`
    bounds what is computed at once, and so the memory. `compute_type` is CTranslate2's; `auto`
    means int8 where the processor has it. `threads` 0 takes all that the process may use.
    `window` is the number of source tokens beyond which a source is cut at clause punctuation.
    A `search` by shortlist looks at all pieces where the package has no shortlist.
    """

    def __init__(
        self,
        package: Package,
        *,
        search: Search | None = None,
        hypotheses: int = 1,
        batch_tokens: int = 1024,
        compute_type: str = "auto",
        threads: int = 0,
        window: int = WINDOW,
    ) -> None:
        self.package = package
        self.source = package.source
        self.target = package.target
        self.search = search or Search()
        if self.search.shortlist and SHORTLIST not in package.contents.names():
            self.search = replace(self.search, shortlist=False)
        self.hypotheses = hypotheses
        self.batch_tokens = batch_tokens
        self.threads = threads or usable_threads()
        self._wanted_compute_type = compute_type
        self._wanted_window = window
        self._lacking: dict[str, bool] = {}

    @cached_property
    def signature(self) -> str:
        """All that could change the text. Reads the package, to know its fingerprint."""
        package = self.package
        return "|".join(
            [
                "argos",
                f"package:{quote(package.name, safe='-_.+~')}",
                f"version:{quote(package.version, safe='-_.+~')}",
                f"sha256:{package.sha256[:12]}",
                self.search.signature,
                f"hypotheses:{self.hypotheses}",
                f"window:{self.window}-{self.limit}",
                f"compute:{self.compute_type}",
            ]
        )

    @cached_property
    def compute_type(self) -> str:
        """The compute type in use, never `auto`."""
        return resolve_compute_type(self._wanted_compute_type)

    @cached_property
    def window(self) -> int:
        """How many source tokens are translated as one; more are cut at clause punctuation."""
        return min(self._wanted_window, self.limit)

    @cached_property
    def limit(self) -> int:
        """How many source tokens the model is given at most, start and end not counted."""
        limit = max(LIMIT, self._wanted_window)
        return limit if self._positions is None else max(1, min(limit, self._positions - 2))

    @cached_property
    def _positions(self) -> int | None:
        return position_limit(self.package)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer(self.package)

    @cached_property
    def _decoder(self) -> Decoder:
        prefix = self.package.target_prefix
        # One thread a batch and several batches at once: an eighth to a quarter less processor
        # time than several threads on one batch.
        return Decoder(
            load_model(self.package, self.compute_type, workers=self.threads, threads=1),
            end=end_token(self.package),
            prefix=[prefix] if prefix else [],
            positions=self._positions,
            batch_tokens=self.batch_tokens,
        )

    def lacks(self, char: str) -> bool:
        """Tell whether the package's vocabulary has no way to write a character but by its bytes.

        Raises: PackageError when the tokenizer is damaged.
        """
        if char not in self._lacking:
            self._lacking[char] = self._tokenizer.lacks(char)
        return self._lacking[char]

    def load(self) -> None:
        """Load tokenizer and model now rather than on first use.

        Raises: PackageError when the package is damaged; InstallError when a library is missing.
        """
        self._tokenizer.encode("")
        next(self._decoder.decode([], self.search), None)

    def continuer(self) -> Continuer:
        """Return what continues targets that somebody has begun; it shares this engine's model.

        Raises: as `load`.
        """
        return Continuer(
            self.package,
            self._tokenizer,
            self._decoder,
            Pieces(target_vocabulary(self.package), is_bpe=self._tokenizer.is_bpe),
            end=end_token(self.package),
            limit=self.limit,
        )

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the hypotheses of each source, best first, in the order of the sources.

        Equal sources are translated once; a blank source has none. `progress` is called with how
        many more sources are done.

        Raises: PackageError when the package is damaged; EngineError when the model fails.
        """
        places: dict[str, list[int]] = {}
        for index, source in enumerate(sources):
            places.setdefault(fold_lines(source).strip(), []).append(index)
        distinct = sorted(places, key=len, reverse=True)
        made: list[tuple[Hypothesis, ...]] = [()] * len(sources)
        for (number,), hypotheses in self.stream(distinct):
            indices = places[distinct[number]]
            for index in indices:
                made[index] = hypotheses
            if progress is not None:
                progress(len(indices))
        return made

    def stream(
        self,
        sources: Iterable[str],
        search: Search | None = None,
        *,
        hypotheses: int | None = None,
        window: int | None = None,
    ) -> Iterator[tuple[list[int], tuple[Hypothesis, ...]]]:
        """Give the position and the hypotheses of each source as soon as they are there.

        Sources are taken some at a time, while the model is at work on those before: they had
        better come longest first, and each but once. `search`, `hypotheses` and `window` replace
        the engine's own settings.

        Raises: as `translate`.
        """
        window = self.window if window is None else min(window, self.limit)
        wanted = (
            self._prepared(fold_lines(source).strip(), index, window)
            for index, source in enumerate(sources)
        )
        best = self.hypotheses if hypotheses is None else hypotheses
        for done in self._searched(wanted, search or self.search, best):
            yield [done.index], self._hypotheses(done)

    def parts(self, source: str) -> tuple[str, ...]:
        """Return the parts in which the model reads a source: one, unless it is too long.

        Raises: PackageError when the tokenizer is damaged; EngineError when it cannot read the
        source.
        """
        return self._prepared(fold_lines(source).strip(), 0, self.window).parts

    def _prepared(self, text: str, index: int, window: int) -> _Source:
        """Return a source with its parts, each within the window where it can be cut so."""
        encode = self._tokenizer.encode
        tokens = encode(text)
        if len(tokens) <= window:
            return _Source(index, (text,), [tokens])
        parts = cut(text, window, self.limit, lambda part: len(encode(part)))
        return _Source(index, parts, [encode(part) for part in parts])

    def _searched(self, wanted: Iterable[_Source], search: Search, best: int) -> Iterator[_Source]:
        """Fill in what is found for each part; give each source once its parts are settled.

        A part whose candidates all loop or never end is searched for again, without repetitions;
        where that is no better, the first result stays.
        """
        again: list[tuple[_Source, int]] = []
        empty: list[_Source] = []

        def jobs() -> Iterator[tuple[_Source, int]]:
            for source in wanted:
                if not source.waiting:
                    empty.append(source)
                yield from source.jobs()

        for source, number, candidates in self._decoded(jobs(), search, best):
            source.found[number] = candidates
            if not candidates[0].is_sound:
                again.append((source, number))
                continue
            source.waiting -= 1
            if not source.waiting:
                yield source
        yield from empty
        firmer = replace(search, no_repeat_ngram_size=NO_REPEAT)
        for source, number, candidates in self._decoded(again, firmer, best):
            if candidates[0].is_sound:
                source.found[number] = candidates
            source.waiting -= 1
            if not source.waiting:
                yield source

    def _decoded(
        self, jobs: Iterable[tuple[_Source, int]], search: Search, best: int
    ) -> Iterator[tuple[_Source, int, list[Candidate]]]:
        """Run the model over parts of sources; its errors become ours here."""
        asked: dict[int, tuple[_Source, int]] = {}

        def tokens() -> Iterator[list[str]]:
            for index, (source, number) in enumerate(jobs):
                asked[index] = source, number
                yield source.tokens[number]

        waiting = tokens()
        first = next(waiting, None)
        if first is None:
            return  # the model is not even loaded
        with model_errors(self.package):
            for batch in self._decoder.decode(chain([first], waiting), search, best):
                for index, candidates in batch:
                    yield (*asked.pop(index), candidates)

    def _hypotheses(self, source: _Source) -> tuple[Hypothesis, ...]:
        """Return the hypotheses of a source, those of its parts joined in order of rank.

        The log-probability is the mean over the tokens of all parts.
        """
        made: list[Hypothesis] = []
        if not any(source.tokens):
            return ()
        blank = "" if self.target in NO_BLANKS else " "
        for rank in range(max(map(len, source.found))):
            ranked = [found[min(rank, len(found) - 1)] for found in source.found]
            texts = [self._tokenizer.decode(candidate.tokens) for candidate in ranked]
            steps = sum(candidate.steps for candidate in ranked)
            mean = sum(candidate.total for candidate in ranked) / steps
            text = joined(zip(source.parts, texts, strict=True), blank)
            # Not a number: the weights are nonsense, and so is any statement about them.
            made.append(Hypothesis(text, min(mean, 0.0) if isfinite(mean) else None))
        return tuple(made)
