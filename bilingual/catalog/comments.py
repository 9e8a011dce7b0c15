"""What the comment lines of an entry say: `# ` lines a person's, `#.` lines the machine's.

In: the lines, without their marks. Out: origin, findings, remarks; note, alternatives, review,
dismissals; and the way back. Several programs (Babel always, polib unless told) wrap comments at 76
or 78 columns: what we wrote is put together again, to the letter where the quotes of an alternative
or the target itself show what was there, else by one blank for each break.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from bilingual.model import DISMISSED, Finding, Origin, Review, Severity, Span, State, Unit
from bilingual.text import fold_lines

DRAFT_STATE = "state: draft"
# The last three say how a translation of an older sentence came to be offered; they are remarks.
_OWN = re.compile(
    r"(draft|draft-score|draft-by|finding|changed|split|joined):(?: (.*))?", re.DOTALL
)
_FINDING = re.compile(
    r"(error|warning|info) (\S+)(?: \[source (\d+)-(\d+)\])?(?: \[target (\d+)-(\d+)\])?: (.*)"
)
_ALTERNATIVE = re.compile(r'alternative:(?: ("(?:[^"\\]|\\.)*"))?')
_REVIEW = re.compile(
    r"reviewed:(?: (\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}))?(?: by (.+?))? \(([0-9a-f]{8})\)"
)
_DISMISSED = re.compile(rf"dismissed: ({DISMISSED.pattern})")
# What a wrapping program would eat or break at: any blank but a single plain one between letters.
_FRAGILE = re.compile(r"^ | $|(?<=[ -]) | (?=-)|[^\S ]|[\x7f-\x9f]")
_WRAP = 78  # columns at which the narrower habits wrap


class Machine(NamedTuple):
    """What the `#.` lines of an entry say."""

    origin: Origin | None = None
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()


class Person(NamedTuple):
    """What the `# ` lines of an entry say."""

    note: str = ""
    alternatives: tuple[str, ...] = ()
    review: Review | None = None
    dismissed: tuple[str, ...] = ()


_NOTHING, _NOBODY = Machine(), Person()


def machine_lines(unit: Unit) -> list[str]:
    """Return the `#.` lines of a unit: what others wrote, then the draft, then the findings.

    Ours are last, so that a wrapped line of ours is never followed by another's.
    """
    lines = [fold_lines(line) for line in unit.remarks]
    if unit.origin is not None:
        # The words first: PO editors show these lines to people, in this order.
        lines.append(f"draft: {fold_lines(unit.origin.text)}")
        if unit.origin.log_prob is not None:
            lines.append(f"draft-score: {unit.origin.log_prob:.4f}")
        lines.append(f"draft-by: {fold_lines(unit.origin.signature)}")
    return [*lines, *(f"finding: {_finding_line(finding)}" for finding in unit.findings)]


def _finding_line(finding: Finding) -> str:
    spans = ""
    if finding.source_span is not None:
        spans += f" [source {finding.source_span.start}-{finding.source_span.end}]"
    if finding.target_span is not None:
        spans += f" [target {finding.target_span.start}-{finding.target_span.end}]"
    return f"{finding.severity} {finding.check}{spans}: {fold_lines(finding.message)}"


def read_machine(lines: Sequence[str], target: str) -> Machine:
    """Return what `#.` lines say; every line that is not ours, or not whole, is a remark.

    `target` is the entry's: a draft that was wrapped and that has the target's letters is the
    target to the letter, whatever the wrapping did to its blanks.
    """
    if not lines:
        return _NOTHING
    return _read_usual(lines) or _read_any(lines, target)


def _read_usual(lines: Sequence[str]) -> Machine | None:
    """Return what lines say that stand as `machine_lines` writes a draft's, else None; fast."""
    if len(lines) < 2 or not lines[0].startswith("draft: "):
        return None
    score, at = None, 1
    if lines[1].startswith("draft-score: "):
        score, at = lines[1][13:], 2
    if at == len(lines) or not lines[at].startswith("draft-by: "):
        return None
    findings = [_FINDING.fullmatch(line, 9) for line in lines[at + 1 :] if line[:9] == "finding: "]
    if len(findings) != len(lines) - at - 1 or None in findings or lines[at].endswith("-"):
        return None
    origin = Origin(lines[at][10:], lines[0][7:], _score(score))
    return Machine(origin, tuple([_finding(found) for found in findings if found]))


def _read_any(lines: Sequence[str], target: str) -> Machine:
    """Return what lines say that may be wrapped, incomplete, or other programs'."""
    said: dict[str, str] = {}
    findings: list[Finding] = []
    remarks: list[str] = []
    names = {line.partition(":")[0] for line in lines}
    is_wrapped = False
    for name, value, pieces in _joined(lines, has_maker="draft-by" in names):
        finding = _FINDING.fullmatch(value) if name == "finding" else None
        if finding is not None:
            findings.append(_finding(finding))
        elif name in ("draft", "draft-score", "draft-by"):
            if name in said:
                remarks.append(f"{name}: {said[name]}")
            said[name] = value
            is_wrapped |= name == "draft" and pieces > 1
        else:
            remarks.append(value if not name else f"{name}: {value}")
    if "draft-by" not in said:
        # Half a mark is no mark we can vouch for, and no word of it may be lost.
        halves = (f"{name}: {value}" for name, value in said.items())
        return Machine(None, tuple(findings), (*halves, *remarks))
    text = said.get("draft", "")
    if is_wrapped and _letters(text) == _letters(target):
        text = target
    origin = Origin(said["draft-by"], text, _score(said.get("draft-score")))
    return Machine(origin, tuple(findings), tuple(remarks))


def _joined(lines: Sequence[str], *, has_maker: bool) -> list[tuple[str, str, int]]:
    """Return each statement as its name, its value and from how many lines it was put together."""
    made: list[tuple[str, str, int]] = []
    last = ""
    for line in lines:
        own = _OWN.fullmatch(line)
        if own is not None:
            made.append((own.group(1), own.group(2) or "", 1))
        elif made and made[-1][0] and _goes_on(made[-1], last, line, has_maker=has_maker):
            name, value, pieces = made[-1]
            made[-1] = (name, _join(value, line), pieces + 1)
        else:
            made.append(("", line, 1))
        last = line
    return made


def _goes_on(before: tuple[str, str, int], last: str, line: str, *, has_maker: bool) -> bool:
    """Whether `line` is the rest of a statement of ours that another program wrapped."""
    name, value, _pieces = before
    if name == "draft":
        return has_maker  # nothing of ours or of others stands between a draft and its maker
    if name == "draft-by" and (not value or value.endswith("-")):
        return True
    return is_wrapped(last, line)


def is_wrapped(last: str, line: str) -> bool:
    """Whether the first word of `line` had no room at the end of `last`, the line before it."""
    first = re.split(r"[ -]", line, maxsplit=1)[0]
    return len(last) <= _WRAP < len(last) + len(first) + 5


def _join(before: str, line: str) -> str:
    """Join two pieces of a wrapped line; programs wrap at blanks, and beside hyphens."""
    beside = not before or before.endswith("-") or line.startswith("-")
    return before + line if beside else f"{before} {line}"


def _letters(text: str) -> str:
    return "".join(text.split())


def _score(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _finding(match: re.Match[str]) -> Finding:
    severity, check, *ends, message = match.groups()
    spans = [
        None if start is None else Span(int(start), int(end))
        for start, end in (ends[0:2], ends[2:4])
    ]
    return Finding(check, Severity(severity), message, *spans)


def split_obsolete(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the person's and the machine's lines of an obsolete entry's `# ` comment."""
    ours: list[str] = []
    notes: list[str] = []
    has_maker = any(line.startswith("draft-by:") for line in lines)
    open_statement: tuple[str, str, int] | None = None
    last = ""
    for line in lines:
        own = _OWN.fullmatch(line)
        if line == DRAFT_STATE or (own is not None and own.group(1).startswith("draft")):
            ours.append(line)
            open_statement = None if own is None else (own.group(1), own.group(2) or "", 1)
        elif open_statement and _goes_on(open_statement, last, line, has_maker=has_maker):
            ours.append(line)
            open_statement = (open_statement[0], line, 2)
        else:
            notes.append(line)
            open_statement = None
        last = line
    return notes, ours


def person_lines(unit: Unit) -> list[str]:
    """Return the `# ` lines of a unit: note, alternatives, dismissals, who confirmed the target."""
    lines = re.split(r"\r\n|\r|\n", unit.note) if unit.note else []
    lines += [f"alternative: {quoted(text)}" for text in unit.alternatives]
    lines += [f"dismissed: {name}" for name in dict.fromkeys(unit.dismissed)]
    if unit.review is not None:
        at = f" {unit.review.at}" if unit.review.at else ""
        by = f" by {unit.review.by}" if unit.review.by else ""
        lines.append(f"reviewed:{at}{by} ({_digest(unit.target)})")
    return lines


def read_person(lines: Sequence[str], target: str, state: State) -> Person:
    """Return what `# ` lines say; what is no statement of ours is the note.

    A review that was of another target, or is no more, is left out: it would be a false claim.
    """
    if not lines:
        return _NOBODY
    notes: list[str] = []
    alternatives: list[str] = []
    dismissed: list[str] = []
    review: Review | None = None
    at = 0
    while at < len(lines):
        found, after = _statement(lines, at)
        if found is None:
            notes.append(lines[at])
        elif found.re is _DISMISSED:
            dismissed.append(found.group(1))
        elif found.re is _ALTERNATIVE:
            alternatives.append(json.loads(found.group(1)))
        elif state is State.REVIEWED and found.group(3) == _digest(target):
            review = Review(" ".join((found.group(2) or "").split()), found.group(1) or "")
        at = after
    once = tuple(dict.fromkeys(dismissed))
    return Person("\n".join(notes), tuple(alternatives), review, once)


def _statement(lines: Sequence[str], at: int) -> tuple[re.Match[str] | None, int]:
    """Return the statement that begins at a line, and where the next line is; None for a note."""
    line = lines[at]
    dismissed = _DISMISSED.fullmatch(line)
    if dismissed is not None:
        return dismissed, at + 1
    for opening, pattern in (("alternative:", _ALTERNATIVE), ("reviewed:", _REVIEW)):
        if not line.startswith(opening):
            continue
        text = line
        for end in range(at + 1, len(lines) + 1):
            found = pattern.fullmatch(text)
            if found is not None and _is_whole(found):
                return found, end
            text = _join(text, lines[end]) if end < len(lines) else text
    return None, at + 1


def _is_whole(found: re.Match[str]) -> bool:
    if found.re is _REVIEW:
        return bool(found.group(1) or found.group(2))
    try:
        return found.group(1) is not None and bool(json.loads(found.group(1)))
    except ValueError:
        return False


def quoted(text: str) -> str:
    r"""Return `text` between quotes on one line, such that no program's wrapping can harm it.

    >>> print(quoted('Il dit : "non".\n'))
    "Il dit : \"non\".\n"
    """
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    safe = _FRAGILE.sub(lambda match: f"\\u{ord(match.group()):04x}", inside)
    return f'"{safe}"'


def _digest(target: str) -> str:
    """Return what tells one target from another: 8 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(target.encode("utf-8", "surrogatepass")).hexdigest()[:8]
