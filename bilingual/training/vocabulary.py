"""Pieces and their numbers: what a model's tokenizer makes of a sentence.

In: sentences. Out: numbers, as the model was trained on them. For a model from scratch the
tokenizer itself is trained here.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bilingual.errors import TrainingError
from bilingual.interface import _

# CTranslate2's names for what a model puts before and behind sentences.
DEFAULTS = {
    "add_source_bos": False,
    "add_source_eos": False,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "decoder_start_token": "<s>",
}
# Marks that a person types in several ways become one; the letters œ and Œ, which many texts lost,
# are read as oe and OE.
_SAME = {"’‘ʼ′`´": "'", "“”„‟″": '"', "\xa0\u202f\u2009\u2007": " ", "‐‑": "-"}
_LIGATURES = {"œ": "oe", "Œ": "OE"}
_SENTENCES = 1_000_000  # more sentences teach the tokenizer nothing new


@dataclass(frozen=True)
class Vocabulary:
    """A SentencePiece model with the numbers that a translation model has for its pieces.

    `config` is that of the translation model: its special tokens and where they stand.
    """

    tokenizer: bytes
    pieces: tuple[str, ...]
    config: Mapping[str, Any]

    @cached_property
    def _processor(self) -> Any:
        import sentencepiece

        return sentencepiece.SentencePieceProcessor(model_proto=self.tokenizer)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {piece: number for number, piece in enumerate(self.pieces)}

    def number(self, token: str) -> int:
        """Return the number of a token that the model must have.

        Raises: KeyError when it has not.
        """
        return self._numbers[str(self.config.get(token, DEFAULTS[token]))]

    @property
    def start(self) -> int:
        """The number that every target begins with."""
        return self.number("decoder_start_token")

    @property
    def end(self) -> int:
        """The number that every target ends with."""
        return self.number("eos_token")

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the numbers of each text, nothing before or behind; what is unknown is `unk`."""
        unknown = self.number("unk_token")
        numbers = self._numbers
        return [
            [numbers.get(piece, unknown) for piece in pieces]
            for pieces in self._processor.encode(list(texts), out_type=str)
        ]

    def source(self, ids: Sequence[int]) -> list[int]:
        """Return what the model reads for a source: its numbers, with the marks it wants."""
        before = [self.number("bos_token")] if self.config.get("add_source_bos") else []
        behind = [self.end] if self.config.get("add_source_eos") else []
        return [*before, *ids, *behind]

    @classmethod
    def from_tokenizer(cls, tokenizer: bytes) -> Vocabulary:
        """Return the vocabulary of a new model: the tokenizer's own pieces, in its order."""
        import sentencepiece

        processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
        pieces = tuple(processor.id_to_piece(i) for i in range(processor.get_piece_size()))
        return cls(tokenizer, pieces, DEFAULTS | {"add_source_eos": True})


def train_vocabulary(sentences: Iterable[str], pieces: int, seed: int) -> Vocabulary:
    """Return a vocabulary of about `pieces` pieces for both languages, learnt from `sentences`.

    Digits stand alone, and what has no piece is spelt in bytes. One thread: the same sentences
    give the same pieces.

    Raises: TrainingError when there are too few sentences to learn from.
    """
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.set_random_generator_seed(seed)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as rules:
        rules.write(_rules())
        rules.flush()
        try:
            with redirect_stderr(io.StringIO()):
                sentencepiece.SentencePieceTrainer.train(
                    sentence_iterator=iter(sentences),
                    model_writer=model,
                    vocab_size=pieces,
                    hard_vocab_limit=False,
                    byte_fallback=True,
                    split_digits=True,
                    input_sentence_size=_SENTENCES,
                    shuffle_input_sentence=True,
                    normalization_rule_tsv=rules.name,
                    pad_id=0,
                    unk_id=1,
                    bos_id=2,
                    eos_id=3,
                    num_threads=1,
                    minloglevel=2,
                )
        except RuntimeError as error:
            raise TrainingError(
                _("no tokenizer can be learnt from these sentences: {reason}").format(
                    reason=" ".join(str(error).split())[-200:]
                ),
                hint=_("Give more sentences with --bitext, or begin with --from starter."),
            ) from error
    return Vocabulary.from_tokenizer(model.getvalue())


def _rules() -> str:
    """Return the normalisation in SentencePiece's form: code points in hexadecimal, tab, others."""
    same = {char: one for chars, one in _SAME.items() for char in chars} | _LIGATURES
    lines = (
        " ".join(f"{ord(c):X}" for c in char) + "\t" + " ".join(f"{ord(c):X}" for c in one)
        for char, one in same.items()
    )
    return "\n".join(lines) + "\n"
