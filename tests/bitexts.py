"""Bitexts built by hand: what the pages' tests publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bilingual.model import (
    Article,
    Bitext,
    Block,
    BlockKind,
    Locale,
    Origin,
    Span,
    State,
    Unit,
    keyed,
)

SIGNATURE = "argos|package:fr_en-starter|version:0.3|sha256:0123456789ab|beam:4"

# A sentence: source, target, and a state: `reviewed`, `machine`, `edited`, `changed`, `bare`, `untranslated`.
Sentence = tuple[str, str, str]
# A block: its kind, and its text or its sentences.
Part = tuple[BlockKind, str | Sequence[Sentence]]


def unit_of(key: str, source: str, target: str, state: str, signature: str = SIGNATURE) -> Unit:
    """Return a unit as it stands after drafting, after an edit, after a review."""
    if state == "untranslated":
        return Unit(key, source)
    if state == "bare":
        return Unit(key, source, target, State.DRAFT)
    if state == "changed":
        origin = Origin(signature, f"[{target}]")
        return Unit(key, source, target, State.DRAFT, origin, previous_source=f"Hier, {source}")
    if state == "edited":
        return Unit(key, source, target, State.DRAFT, Origin(signature, f"[{target}]"))
    final = State.REVIEWED if state == "reviewed" else State.DRAFT
    return Unit(key, source, target, final, Origin(signature, target))


def bitext(
    parts: Sequence[Part],
    *,
    slug: str = "pluie",
    source: str = "fr",
    target: str = "en",
    published: date | None = date(2026, 3, 5),
    signature: str = SIGNATURE,
) -> Bitext:
    """Return the bitext of an article whose blocks are `parts`, one blank line between them."""
    text = ""
    blocks: list[Block] = []
    spans: list[Span] = []
    given: list[Sentence] = []
    for kind, content in parts:
        start = len(text)
        if isinstance(content, str):
            text += content
        else:
            for number, sentence in enumerate(content):
                text += " " if number else ""
                spans.append(Span(len(text), len(text) + len(sentence[0])))
                text += sentence[0]
                given.append(sentence)
        blocks.append(Block(kind, Span(start, len(text))))
        text += "\n\n"
    segments = keyed(text, spans)
    units = tuple(
        unit_of(segment.key, segment.source, target_text, state, signature)
        for segment, (_, target_text, state) in zip(segments, given, strict=True)
    )
    article = Article(
        slug, Locale(source), text, tuple(blocks), published, f"articles/{slug}.{source}.txt"
    )
    return Bitext(article, Locale(target), segments, units)


def rain(
    states: Sequence[str] = ("reviewed", "machine", "reviewed", "edited", "untranslated"),
    **options: object,
) -> Bitext:
    """Return a short article about rain, its five sentences in the given states."""
    sentences = [
        ("Nantes attend la pluie", "Nantes awaits rain"),
        ("Il n'a pas plu depuis 41 jours.", "It has not rained for 41 days."),
        ("« Du jamais vu », dit M. Le Goff.", "“Never seen before”, says Mr Le Goff."),
        ("La Loire est basse.", "The Loire is low."),
        ("Les barges attendent.", "The barges wait."),
    ]
    given = [(*pair, state) for pair, state in zip(sentences, states, strict=True)]
    parts: list[Part] = [
        (BlockKind.DATE, "date 2026-03-05"),
        (BlockKind.HEADLINE, given[:1]),
        (BlockKind.PARAGRAPH, given[1:3]),
        (BlockKind.CREDIT, "Photo : OUEST/LDR"),
        (BlockKind.PARAGRAPH, given[3:]),
        (BlockKind.SIGNATURE, "Ouest/LDR"),
    ]
    return bitext(parts, **options)  # type: ignore[arg-type]


def solutions(**options: object) -> Bitext:
    """Return an article with sub-headings, a list of bullets, a numbered list and a dialogue."""
    sentences = [
        (BlockKind.HEADLINE, "Le port cherche une issue", "The port looks for a way out"),
        (BlockKind.PARAGRAPH, "UNE VILLE SUSPENDUE À SON PORT", "A town that hangs on its port"),
        (BlockKind.PARAGRAPH, "Trois voies sont sur la table :", "Three ways are on the table:"),
        (BlockKind.PARAGRAPH, "- vendre le bâtiment ;", "- sell the building;"),
        (BlockKind.PARAGRAPH, "- créer une coopérative.", "• found a cooperative."),
        (BlockKind.PARAGRAPH, "Une colère ancienne", "An old anger"),
        (BlockKind.PARAGRAPH, "Le maire a procédé en deux temps :", "The mayor took two steps:"),
        (BlockKind.PARAGRAPH, "1. il a consulté ;", "1. he consulted;"),
        (BlockKind.PARAGRAPH, "2. il a tranché.", "2. he decided."),
        (BlockKind.PARAGRAPH, "— Tu y crois ?", "— Do you believe it?"),
        (BlockKind.PARAGRAPH, "— Pas une seconde.", "— Not for a second."),
    ]
    return bitext([(kind, [(*pair, "reviewed")]) for kind, *pair in sentences], **options)  # type: ignore[arg-type, list-item]
