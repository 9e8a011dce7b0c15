"""The things that flow through the pipeline: article, segment, hypothesis, unit, bitext.

All are frozen; a change makes a copy. Positions are half-open spans in code points of the
article's text, which is kept whole. Imports the standard library and `text` only.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum

from bilingual.text import fold_lines, segment_key

# How a finding that was dismissed is named: short, so that no program wraps its line in PO.
DISMISSED = re.compile(r"[a-z][a-z-]{0,29} [0-9a-f]{8}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `start:end` of code points, never bytes or UTF-16 units.

    Invariant: `0 <= start <= end`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """Return the piece of `text` that the span marks."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


def gaps(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return what lies between the spans: one gap more than there are spans.

    Invariant: gaps and spans interleaved give back `text` exactly. A gap may be empty.

    >>> gaps("Oui. Non.", (Span(0, 4), Span(5, 9)))
    ('', ' ', '')
    """
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    return tuple(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Locale:
    """A language, with or without a region: `fr`, `en-GB`.

    `tag` is the BCP 47 form that HTML and the command line use; `posix` is the form of folder
    names (`en_GB`).
    """

    tag: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", self.tag):
            raise ValueError(f"not a language tag: {self.tag!r}")

    @classmethod
    def parse(cls, name: str) -> Locale:
        """Read `en-GB`, `en_GB`, `EN-gb` or `en`.

        Raises ValueError when `name` is none of these.

        >>> Locale.parse("en_gb").tag
        'en-GB'
        """
        language, *rest = re.split(r"[-_]", name.strip())
        sized = [part.title() if len(part) == 4 else part.upper() for part in rest]
        return cls("-".join([language.lower(), *sized]))

    @property
    def language(self) -> str:
        """The language alone, as engines name it: `en`."""
        return self.tag.split("-")[0]

    @property
    def posix(self) -> str:
        """The form that folder names use: `en_GB`."""
        return self.tag.replace("-", "_")

    def __str__(self) -> str:
        return self.tag


class BlockKind(StrEnum):
    """What a block of an article is. Kinds for richer article forms may be added."""

    DATE = "date"
    HEADLINE = "headline"
    PARAGRAPH = "paragraph"
    CREDIT = "credit"
    SIGNATURE = "signature"

    @property
    def is_translated(self) -> bool:
        """Whether the block's text is cut into segments and sent to an engine."""
        return self in (BlockKind.HEADLINE, BlockKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Block:
    """One headline, paragraph, credit … of an article, as a span of its text."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """The source document, its text whole, with blocks as spans into it.

    `text` is what the file holds, decoded, line ends as they were; a byte-order mark is not
    part of it. `name` is how
    references to the article are written (a path relative to the workspace, `/` between parts).

    Invariant: blocks increase, do not overlap and lie in `text`.
    """

    slug: str
    locale: Locale
    text: str
    blocks: tuple[Block, ...]
    published: date | None = None
    name: str = ""

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end or block.span.end > len(self.text):
                raise ValueError(f"block out of order or outside the text: {block}")
            end = block.span.end

    def block_text(self, block: Block) -> str:
        """Return the block's text as it stands in the article."""
        return block.span.of(self.text)

    @property
    def headline(self) -> str:
        """The headline's text on one line, or the slug where the article has none."""
        for block in self.blocks:
            if block.kind is BlockKind.HEADLINE:
                return fold_lines(self.block_text(block))
        return self.slug


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, or sentence-like piece, of a block.

    Invariant: `span.of(article.text) == source`. Keys are unique within an article:
    `segment_key(source)`,
    with `.2`, `.3` … on repeats.
    """

    key: str
    source: str
    span: Span


def keyed(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Return the segments that lie at `spans` of `text`, each with its key.

    >>> [s.key[-2:] for s in keyed("Oui. Oui.", (Span(0, 4), Span(5, 9)))][1]
    '.2'
    """
    seen: Counter[str] = Counter()
    segments = []
    for span in spans:
        source = span.of(text)
        key = segment_key(source)
        seen[key] += 1
        segments.append(Segment(key if seen[key] == 1 else f"{key}.{seen[key]}", source, span))
    return tuple(segments)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One candidate that an engine proposes for a segment.

    `log_prob` is the mean natural-log probability per target token, at most 0; None when the
    engine does not know it.
    """

    text: str
    log_prob: float | None = None

    def __post_init__(self) -> None:
        # 1e-3: int8 arithmetic can put a certain token a hair above log 1.
        if self.log_prob is not None and self.log_prob > 1e-3:
            raise ValueError(f"a log-probability is at most 0, not {self.log_prob}")


class State(Enum):
    """How far a unit has come. The PO flag `fuzzy` stands for DRAFT."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a draft came from: what the machine wrote, and a signature of what made it.

    `signature` is `maker|name:value|…`, all that could change the text; `text` is the draft
    as the machine wrote it, kept
    after a person changes the target; `log_prob` as in Hypothesis, to four decimals.
    """

    signature: str
    text: str
    log_prob: float | None = None

    @property
    def is_memory(self) -> bool:
        """Whether the text was reused from a memory: a person's words, not a machine's."""
        return self.signature.partition("|")[0] == "memory"


@dataclass(frozen=True, slots=True)
class Review:
    """Who confirmed a target and when, where the program that was used says so.

    `by` is a person's name on one line; `at` is `YYYY-MM-DD HH:MM±hhmm`, as in PO headers. Each may
    be empty, not both.
    """

    by: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        is_date = re.fullmatch(r"(\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4})?", self.at)
        if not (self.by or self.at) or not is_date or self.by != " ".join(self.by.split()):
            raise ValueError(f"not a review: by {self.by!r} at {self.at!r}")


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check reports about a unit; spans point into its source and its target."""

    check: str
    severity: Severity
    message: str
    source_span: Span | None = None
    target_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment's source with its translation: what one catalog entry holds.

    `source` is the segment's source on one line. `note` is the reviewer's comment. `alternatives`
    are other translations that a person wrote and that were not chosen, none of them empty.
    `dismissed` names the findings that a person has looked at and found no fault in, each once,
    as `check fingerprint` (`bilingual.checks.finding_id`): `number 3f2a9c1b`. `review` says who
    confirmed this very target, where that is known. `remarks` and `flags` are what other programs
    wrote into the entry, kept as they are. `reference` says where the segment lies
    (`articles/slug.fr.txt:12`).

    Invariant: UNTRANSLATED if and only if `target` is empty; a `review` only where REVIEWED.
    """

    key: str
    source: str
    target: str = ""
    state: State = State.UNTRANSLATED
    origin: Origin | None = None
    findings: tuple[Finding, ...] = ()
    note: str = ""
    previous_source: str = ""
    reference: str = ""
    remarks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    review: Review | None = None
    dismissed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.UNTRANSLATED) != (self.target == ""):
            raise ValueError(
                f"unit {self.key}: state {self.state.name} with target {self.target!r}"
            )
        if self.review is not None and self.state is not State.REVIEWED:
            raise ValueError(f"unit {self.key}: {self.state.name}, yet with a review")
        if any(not DISMISSED.fullmatch(name) for name in self.dismissed):
            raise ValueError(f"unit {self.key}: no names of findings: {self.dismissed}")

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has confirmed the target."""
        return self.state is State.REVIEWED

    @property
    def is_machine(self) -> bool:
        """Whether the target is, to the letter, what a machine wrote."""
        return self.is_untouched and self.origin is not None and not self.origin.is_memory

    @property
    def is_untouched(self) -> bool:
        """Whether the target is, to the letter, what was put there: a draft, or a reused text."""
        return self.origin is not None and self.target == self.origin.text

    @property
    def is_edited(self) -> bool:
        """Whether a person changed what a machine wrote, reviewed or not yet.

        `origin.text` is the draft, `target` what became of it: their distance is the effort.
        """
        return bool(self.target) and self.origin is not None and self.target != self.origin.text

    @property
    def has_work(self) -> bool:
        """Whether anything that a person or a machine made would be lost with the unit."""
        return bool(self.target or self.note or self.alternatives)

    def drafted(
        self, hypothesis: Hypothesis, signature: str, findings: tuple[Finding, ...] = ()
    ) -> Unit:
        """Return the unit with a machine's draft as its target; never REVIEWED.

        `findings` are what is wrong with the draft; they replace those of an earlier one.
        """
        score = hypothesis.log_prob
        origin = Origin(signature, hypothesis.text, None if score is None else round(score, 4))
        if not hypothesis.text:
            return replace(self, target="", state=State.UNTRANSLATED, origin=None, review=None)
        return replace(
            self,
            target=hypothesis.text,
            state=State.DRAFT,
            origin=origin,
            findings=findings,
            review=None,
        )

    def reviewed(self, target: str | None = None, review: Review | None = None) -> Unit:
        """Return the unit as a person confirmed it, with `target` for its own where given.

        `review` says who and when, where that is known.
        """
        target = self.target if target is None else target
        return replace(self, target=target, state=State.REVIEWED, review=review)


@dataclass(frozen=True, slots=True)
class Bitext:
    """An article and its units in another language, aligned in order.

    Invariant: `units` has one unit for each of `segments`, in the same order, with the same key.
    """

    article: Article
    target: Locale
    segments: tuple[Segment, ...]
    units: tuple[Unit, ...]

    def __post_init__(self) -> None:
        if [s.key for s in self.segments] != [u.key for u in self.units]:
            raise ValueError(f"{self.article.slug}: units do not follow the article's segments")

    def blocks(self) -> Iterator[tuple[Block, tuple[tuple[Segment, Unit], ...]]]:
        """Give each block of the article with the segments and units that lie in it, in order.

        Linear: both follow the text.
        """
        pairs = deque(zip(self.segments, self.units, strict=True))
        for block in self.article.blocks:
            inside = []
            while pairs and pairs[0][0].span.start < block.span.end:
                inside.append(pairs.popleft())
            yield block, tuple(inside)

    def count(self, state: State) -> int:
        """Return how many units are in `state`."""
        return sum(unit.state is state for unit in self.units)
