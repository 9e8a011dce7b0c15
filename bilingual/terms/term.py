"""A term, and a term found in a text. In: what a row of the termbase says. Out: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from bilingual.model import Span


@dataclass(frozen=True, slots=True)
class Term:
    """An agreed word or phrase: where `source` stands, the first of `targets` is to stand.

    Other `targets` are as good; `forbidden` are not to be used. `is_kept`: not translated; its
    target is the source. `is_exact`: found only with the capitals it is written with. `pos` is
    `noun`, `adjective`, `verb`, `adverb`, `name` or empty; `line` is that of its row.

    Invariant: a kept term has its source for its only target.
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""
    is_kept: bool = False
    is_exact: bool = False
    pos: str = ""
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.is_kept and self.targets != (self.source,):
            raise ValueError(f"a kept term is its own target: {self.source!r}")


@dataclass(frozen=True, slots=True)
class Found:
    """A term where it stands in a source; `is_inflected` tells a form of it from itself."""

    term: Term
    span: Span
    is_inflected: bool = False

    def surface(self, source: str) -> str:
        """Return the term as it stands in the source, on one line."""
        return " ".join(self.span.of(source).split())

    def targets(self, source: str) -> tuple[str, ...]:
        """Return what may stand for it, preferred first.

        A kept term that is inflected is kept as it stands.
        """
        if not self.term.is_kept:
            return self.term.targets
        own, here = self.term.source, self.surface(source)
        return tuple(dict.fromkeys([here, own] if self.is_inflected else [own, here]))
