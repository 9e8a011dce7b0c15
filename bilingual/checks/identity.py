"""What names a finding, so that a reviewer's dismissal of it is known again.

In: a finding and the unit it is about. Out: its name, the same as long as the text concerned is.
"""

from __future__ import annotations

import hashlib

from bilingual.model import Finding, Span, Unit
from bilingual.text import normalised


def finding_id(finding: Finding, unit: Unit) -> str:
    """Return the name of a finding, as `Unit.dismissed` holds it: its check and 8 digits.

    The digits are of the pieces of text that its spans mark, so that an edit elsewhere in the unit
    changes nothing; where it marks none, of source and target whole. The message, which has a
    language, and the severity, which may be weighed anew, do not count. Two findings of one check
    about the same words have one name, and are dismissed together.

    >>> from bilingual.model import Severity, State
    >>> unit = Unit("k", "Oui !", "Yes !", State.REVIEWED)
    >>> finding_id(Finding("spacing", Severity.WARNING, "a space", None, Span(0, 5)), unit)
    'spacing 40559a67'
    """
    source, target = finding.source_span, finding.target_span
    is_whole = source is None and target is None
    pieces = [
        "" if span is None and not is_whole else _piece(text, span)
        for text, span in ((unit.source, source), (unit.target, target))
    ]
    digest = hashlib.sha256("\0".join(pieces).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{finding.check} {digest[:8]}"


def _piece(text: str, span: Span | None) -> str:
    # What a word processor changes by itself makes no other piece, in whole texts only: of a short
    # piece the very marks may be what is wrong.
    return normalised(text) if span is None else span.of(text)


def is_dismissed(finding: Finding, unit: Unit) -> bool:
    """Whether a person has looked at a finding and found no fault there."""
    return bool(unit.dismissed) and finding_id(finding, unit) in unit.dismissed
