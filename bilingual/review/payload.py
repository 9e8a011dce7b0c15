"""Units, findings and terms → the JSON that the review's page is given.

In: a unit and what is known about it. Out: plain dicts and lists. Places in texts are half-open
spans of UTF-16 units here, as JavaScript counts, and of code points everywhere else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bilingual.catalog import CHANGED
from bilingual.checks import finding_id
from bilingual.diff import word_diff
from bilingual.interface import _
from bilingual.memory import Match
from bilingual.model import Finding, Hypothesis, Origin, Severity, Span, Unit
from bilingual.review.edits import version_of
from bilingual.review.opened import Progress
from bilingual.review.wording import (
    former_in_words,
    former_label,
    origin_label,
    remark_in_words,
    term_note,
)
from bilingual.terms import Found

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a unit besides itself: findings, how likely it is wrong (0–1), its terms.

    `former` is the unit that a sentence without a translation was before its author changed it.
    `is_earlier` says that the target is a person's, for the sentence as it was.
    """

    findings: tuple[Finding, ...] = ()
    risk: float = 0.0
    terms: tuple[Found, ...] = ()
    former: Unit | None = None
    is_earlier: bool = False


def utf16(text: str, at: int) -> int:
    r"""Return where code point `at` of `text` begins, counted in UTF-16 units.

    >>> utf16("🙂 a", 1)
    2
    """
    before = text[:at]
    return len(before) + sum(char > "\uffff" for char in before)


def code_points(text: str, at: int) -> int:
    r"""Return how many code points of `text` lie before the UTF-16 unit `at`.

    >>> code_points("🙂 a", 2)
    1
    """
    for index, char in enumerate(text):
        if at <= 0:
            return index
        at -= 2 if char > "\uffff" else 1
    return len(text)


def span_in(text: str, span: Span | None) -> list[int] | None:
    """Return a span of `text` in UTF-16 units; None where there is none, or it lies outside."""
    if span is None or span.end > len(text):
        return None
    return [utf16(text, span.start), utf16(text, span.end)]


def pieces(old: str, new: str) -> list[list[str]]:
    """Return both texts as pieces that are the `same`, only `old` or only `new`; empty where equal.

    All pieces but the old ones, joined, are `new`, but for a blank where an old piece stands: what
    went keeps off its neighbours as it did in `old`, by blanks that are outside of it.

    >>> pieces("Il part mardi.", "Il part mercredi.")
    [['same', 'Il part '], ['old', 'mardi'], ['new', 'mercredi'], ['same', '.']]
    >>> pieces("the very full boat", "the full boat")
    [['same', 'the '], ['old', 'very'], ['same', ' full boat']]
    """
    made: list[list[str]] = []
    at = 0
    is_apart = False  # whether a blank followed what went just before
    for change in word_diff(old, new):
        kept, end = new[at : change.new_start], change.old_start + len(change.old)
        if change.old and old[: change.old_start][-1:].isspace():
            kept = kept if kept[-1:].isspace() else f"{kept} "
        made.append(["same", _apart(kept) if is_apart else kept])
        made.append(["old", change.old])
        made.append(["new", change.new])
        at = change.new_start + len(change.new)
        is_apart = bool(change.old) and not change.new and old[end : end + 1].isspace()
    if not made:
        return []
    made.append(["same", _apart(new[at:]) if is_apart else new[at:]])
    return [piece for piece in made if piece[1]]


def _apart(text: str) -> str:
    return text if not text or text[0].isspace() else f" {text}"


def unit_payload(unit: Unit, seen: Seen) -> Json:
    """Return what the page is told about a unit."""
    origin = unit.origin
    draft = "" if origin is None else origin.text
    former = seen.former
    previous = unit.previous_source or ("" if former is None else former.source)
    changes = pieces(previous, unit.source) if previous else []
    # Which words changed is shown in the source: a remark that says it again is left out.
    lines = (line for line in unit.remarks if not (changes and line.startswith(CHANGED)))
    remarks = [remark_in_words(line) for line in lines]
    made = None if origin is None else origin_payload(origin)
    if made is not None and seen.is_earlier:
        made["label"] = _("for the sentence as it was")
    return {
        "key": unit.key,
        "source": unit.source,
        "target": unit.target,
        "state": unit.state.value,
        "version": version_of(unit),
        "origin": made,
        "is_machine": unit.is_machine,
        "earlier": unit.target if seen.is_earlier else "",
        "findings": [finding_payload(finding, unit) for finding in seen.findings],
        "risk": round(seen.risk, 3),
        "note": unit.note,
        "previous_source": previous,
        "source_changes": changes,
        "draft_changes": pieces(draft, unit.target) if draft and unit.target else [],
        "alternatives": list(unit.alternatives),
        "former": None if former is None else former_payload(former),
        "offers": remarks if former is None else [former_in_words(former), *remarks],
        "terms": [term_payload(found, unit.source) for found in seen.terms],
    }


def is_wrong(told: Json) -> bool:
    """Whether an error that nobody dismissed is told of a unit."""
    return any(one["is_grave"] and not one["dismissed"] for one in told["findings"])


def is_grave(finding: Finding, unit: Unit) -> bool:
    """Whether somebody is asked before a text with such a finding is accepted.

    Errors are, and in a text that is the source itself also a single word that is not translated.
    """
    is_copy = unit.target == unit.source
    return finding.severity is Severity.ERROR or (is_copy and finding.check == "untranslated")


def former_payload(former: Unit) -> Json:
    """Return what the page is told of the translation that a sentence had before it changed."""
    return {"text": former.target, "label": former_label(former)}


def origin_payload(origin: Origin) -> Json:
    """Return what the page is told about where a draft came from."""
    return {
        "maker": origin.signature.partition("|")[0],
        "label": origin_label(origin.signature),
        "score": origin.log_prob,
        "text": origin.text,
    }


def finding_payload(finding: Finding, unit: Unit) -> Json:
    """Return what the page is told about a finding."""
    name = finding_id(finding, unit)
    return {
        "id": name,
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "source_span": span_in(unit.source, finding.source_span),
        "target_span": span_in(unit.target, finding.target_span),
        "dismissed": name in unit.dismissed,
        "is_grave": is_grave(finding, unit),
    }


def term_payload(found: Found, source: str) -> Json:
    """Return what the page is told about an agreed word that stands in the source."""
    return {
        "source": found.surface(source),
        "target": " / ".join(found.targets(source)),
        "note": term_note(found.term),
        "span": span_in(source, found.span),
    }


def match_payload(match: Match, source: str) -> Json:
    """Return what the page is told about a match of the memory; `source` is the unit's."""
    return {
        # Never 1 for a sentence that is not the same: something in it differs.
        "ratio": 1.0 if match.is_exact else min(round(match.ratio, 2), 0.99),
        "source": match.source,
        "target": match.target,
        "changes": pieces(match.source, source),
        "label": origin_label(match.origin),
    }


def hypothesis_payload(hypothesis: Hypothesis) -> Json:
    """Return what the page is told about a candidate of the engine."""
    return {"text": hypothesis.text, "score": hypothesis.log_prob}


def progress_payload(progress: Progress) -> Json:
    """Return how far the review has come."""
    return asdict(progress)
