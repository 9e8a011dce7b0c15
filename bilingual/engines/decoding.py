"""Token-bounded batches through CTranslate2: tokens in, candidates with probabilities out.

This is the one place that runs the model. Batches are computed side by side and come back one by
one, so that memory is bounded by the batch and not by the run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bilingual.engines.windows import has_loop

if TYPE_CHECKING:
    from ctranslate2 import Translator

# A target longer than this many times its source is not a translation: the search is stopped.
LONGEST = 3
LONGEST_EXTRA = 32
# So many sources are taken at a time: enough to keep several batches waiting for each worker.
SLICE = 128


@dataclass(frozen=True, slots=True)
class Search:
    """How the decoder looks for candidates. What each setting means is CTranslate2's.

    The defaults are measured with the starter on newstest2013 (1,000) and FLORES-200 dev (997),
    mean sentence chrF against beam 4 with its 95 % interval: beam 2 -0.40 (-0.58 to -0.20) for
    0.7 of the time, beam 5 +0.04 (-0.09 to 0.16), beam 8 +0.27 (0.14 to 0.43) for 1.6 times the
    time. Length penalty 1 against Argos's 0.2, 400 of each: chrF 57.6 and 52.6 against 57.1 and
    52.2. A coverage penalty, a repetition penalty and forbidden 3-grams gained nothing there.

    With `shortlist` only the target pieces are looked at that the package's vocabulary map names
    for the sources computed at once: a fifth less time, but a draft then depends a little on the
    sentences beside it, and its probabilities are shares among fewer pieces.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    shortlist: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the scores that come back are made of the model's own probabilities."""
        return not self.coverage_penalty and (
            self.repetition_penalty == 1 and not self.no_repeat_ngram_size
        )

    @property
    def signature(self) -> str:
        """The settings as parts of an engine's signature, those at their neutral value left out."""
        parts = [f"beam:{self.beam_size}", f"length_penalty:{self.length_penalty:g}"]
        if self.coverage_penalty:
            parts.append(f"coverage_penalty:{self.coverage_penalty:g}")
        if self.repetition_penalty != 1:
            parts.append(f"repetition_penalty:{self.repetition_penalty:g}")
        if self.no_repeat_ngram_size:
            parts.append(f"no_repeat:{self.no_repeat_ngram_size}")
        if self.shortlist:
            parts.append("shortlist")
        return "|".join(parts)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the search found: target tokens, without the prefix and the end.

    `total` is the sum of the natural-log probabilities of `steps` tokens, the end among them.
    `is_sound` is false where the target loops or was stopped before its end.
    """

    tokens: list[str]
    total: float
    steps: int
    is_sound: bool


class Decoder:
    """Run a loaded model over token lists.

    `end` is the token that ends a target; `prefix` the tokens that every target begins with;
    `positions` how many tokens the model has places for, None where unlimited.
    """

    def __init__(
        self,
        translator: Translator,
        *,
        end: str,
        prefix: Sequence[str] = (),
        positions: int | None = None,
        batch_tokens: int = 1024,
    ) -> None:
        self._translator = translator
        self._end = end
        self._prefix = list(prefix)
        self.positions = positions
        self._batch_tokens = batch_tokens

    def decode(
        self, sources: Iterable[list[str]], search: Search, hypotheses: int = 1
    ) -> Iterator[list[tuple[int, list[Candidate]]]]:
        """Give, batch by batch, the index of each source and its candidates, best first.

        Sources are taken some at a time, while the model is at work on those before. They had
        better come longest first: then no long batch is left over at the end. Sound candidates
        stand before others.

        Raises: what CTranslate2 raises: RuntimeError, ValueError, MemoryError.
        """
        running: deque[tuple[list[tuple[int, list[str]]], list[Any]]] = deque()
        ahead = 2 * self._translator.num_translators
        for batch in self._batches(enumerate(sources)):
            tokens = [source for _index, source in batch]
            running.append((batch, self._start(tokens, search, hypotheses)))
            if len(running) >= ahead:
                yield self._finish(*running.popleft(), search)
        while running:
            yield self._finish(*running.popleft(), search)

    def _batches(
        self, sources: Iterator[tuple[int, list[str]]]
    ) -> Iterator[list[tuple[int, list[str]]]]:
        """Give numbered sources in batches; those of a slice that fill no batch wait for more."""
        left: list[tuple[int, list[str]]] = []
        while more := list(islice(sources, SLICE)):
            slice_ = left + more
            workers = self._translator.num_translators
            lengths = [len(source) for _index, source in slice_]
            made = [
                [slice_[place] for place in places]
                for places in batches(lengths, self._batch_tokens, workers)
            ]
            is_last = len(more) < SLICE
            left = [] if is_last else made.pop()
            yield from made
        if left:
            yield left

    def next_scores(self, source: list[str], begun: Sequence[Sequence[str]]) -> list[Any]:
        """Return, for each beginning of a target, how likely each token is to come next.

        Each is a NumPy array of natural-log probabilities, one for each token of the target
        vocabulary, in its order. CTranslate2 gives the scores of every step, those of the steps
        that were prescribed too; the last is wanted.

        Raises: as `decode`.
        """
        import numpy as np

        prefixes = [[*self._prefix, *tokens] for tokens in begun]
        results = self._translator.translate_batch(
            [source] * len(prefixes),
            target_prefix=prefixes if any(prefixes) else None,
            beam_size=1,
            max_input_length=0,
            max_decoding_length=max(map(len, prefixes), default=0) + 1,
            return_logits_vocab=True,
        )
        made = []
        for prefix, result in zip(prefixes, results, strict=True):
            scores = np.asarray(result.logits[0][len(prefix)], dtype=np.float32)
            best = scores.max()
            made.append(scores - (best + np.log(np.exp(scores - best).sum())))
        return made

    def continued(
        self,
        source: list[str],
        begun: Sequence[Sequence[str]],
        *,
        steps: int | None = None,
    ) -> list[Candidate]:
        """Return the target that greedy search finds for each beginning, without the beginning.

        `steps` is how many tokens may follow at most. A candidate that was stopped before its
        end, or loops where neither its beginning nor the source does, is not sound.

        Raises: as `decode`.
        """
        prefixes = [[*self._prefix, *tokens] for tokens in begun]
        longest = LONGEST * len(source) + LONGEST_EXTRA if steps is None else steps
        longest += max(map(len, prefixes), default=0)
        if self.positions is not None:
            longest = min(longest, self.positions - 1)
        results = self._translator.translate_batch(
            [source] * len(prefixes),
            target_prefix=prefixes if any(prefixes) else None,
            beam_size=1,
            max_input_length=0,
            max_decoding_length=longest,
            disable_unk=True,
            return_scores=True,
            return_end_token=True,
        )
        made = []
        for prefix, result in zip(prefixes, results, strict=True):
            tokens, score = result.hypotheses[0], result.scores[0]
            is_ended = self._is_ended(tokens)
            bare = tokens[len(prefix) : len(tokens) - is_ended]
            count = max(len(tokens) - len(prefix), 1)
            whole = [*prefix, *bare]
            is_looping = has_loop(whole, source) and not has_loop(prefix, source)
            total = score * len(tokens)
            made.append(Candidate(bare, total, count, is_ended and not is_looping))
        return made

    def _start(self, sources: list[list[str]], search: Search, hypotheses: int) -> list[Any]:
        """Hand a batch to the model; it is computed while we go on."""
        longest = LONGEST * max(map(len, sources)) + LONGEST_EXTRA
        if self.positions is not None:
            longest = min(longest, self.positions - 1)
        started: list[Any] = self._translator.translate_batch(
            sources,
            target_prefix=[self._prefix] * len(sources) if self._prefix else None,
            asynchronous=True,
            beam_size=max(search.beam_size, hypotheses),
            num_hypotheses=hypotheses,
            length_penalty=search.length_penalty,
            coverage_penalty=search.coverage_penalty,
            repetition_penalty=search.repetition_penalty,
            no_repeat_ngram_size=search.no_repeat_ngram_size,
            max_input_length=0,  # the default cuts off what is longer, without a word
            max_decoding_length=longest,
            return_scores=True,
            return_end_token=True,  # tells an end from a stop
            replace_unknowns=True,
            use_vmap=search.shortlist,
        )
        return started

    def _finish(
        self, batch: list[tuple[int, list[str]]], started: list[Any], search: Search
    ) -> list[tuple[int, list[Candidate]]]:
        """Wait for a batch and give its candidates.

        A score of CTranslate2 is the sum of log-probabilities over the tokens behind the prefix,
        divided by (number of all tokens, prefix and end included) ** length_penalty; here the
        division is undone.
        """
        results = [waiting.result() for waiting in started]
        found = [
            (row, tokens, score)
            for row, result in enumerate(results)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]
        if search.is_plain:
            totals = [score * len(tokens) ** search.length_penalty for _row, tokens, score in found]
        else:
            totals = self._rescored([(batch[row][1], tokens) for row, tokens, _score in found])
        candidates: list[list[Candidate]] = [[] for _source in batch]
        for (row, tokens, _score), total in zip(found, totals, strict=True):
            candidates[row].append(self._candidate(batch[row][1], tokens, total))
        for ranked in candidates:
            ranked.sort(key=lambda candidate: not candidate.is_sound)
        return [(index, made) for (index, _source), made in zip(batch, candidates, strict=True)]

    def _rescored(self, pairs: Sequence[tuple[list[str], list[str]]]) -> list[float]:
        """Ask the model itself for the summed log-probability of each target.

        Penalties and forbidden repetitions bend the scores of a search. `score_batch` adds the
        end token to every target; where the search was stopped, the end is not counted.
        """
        skip = len(self._prefix)
        scored = self._translator.score_batch(
            [source for source, _tokens in pairs],
            [tokens[:-1] if self._is_ended(tokens) else tokens for _source, tokens in pairs],
            max_batch_size=self._batch_tokens,
            batch_type="tokens",
            max_input_length=0,
        )
        return [
            sum(result.log_probs[skip : len(tokens)])
            for result, (_source, tokens) in zip(scored, pairs, strict=True)
        ]

    def _candidate(self, source: list[str], tokens: list[str], total: float) -> Candidate:
        """Return a candidate without its prefix and its end."""
        is_ended = self._is_ended(tokens)
        bare = tokens[len(self._prefix) : len(tokens) - is_ended]
        steps = max(len(tokens) - len(self._prefix), 1)
        return Candidate(bare, total, steps, is_ended and not has_loop(bare, source))

    def _is_ended(self, tokens: list[str]) -> bool:
        """Tell whether the model ended the target, or the search was stopped."""
        return bool(tokens) and tokens[-1] == self._end


def batches(lengths: Sequence[int], tokens: int, workers: int = 1) -> Iterator[list[int]]:
    """Give the indices of `lengths` in batches, longest first.

    A batch, each of its sources counted as long as its longest, holds at most `tokens`, but at
    least one source. Where all sources together are few, they are shared out among the workers.

    >>> list(batches([3, 9, 4, 2], 10))
    [[1], [2, 0], [3]]
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    tokens = min(tokens, -(-sum(lengths) // workers))
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * max(lengths[batch[0]], 1) > tokens:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
