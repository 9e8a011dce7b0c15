"""Checks of marks: quotation marks, brackets, spaces, dots and stops in the target's form.

In: a case. Out: findings. What is asked depends on the target's language where its typography is
known (`languages/typography.txt`); English has no space before its stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bilingual.checks.case import Case, found
from bilingual.form.language import read_quotes, typography
from bilingual.form.protected import is_inside, protected
from bilingual.form.quotes import marks, requoted
from bilingual.interface import _
from bilingual.model import Finding, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_ANY_QUOTE = re.compile(r"[«»“”„\"]|(?<!\w)['‘]|['’](?!\w)")
_DIRECTED = re.compile(r"[«»“”]|(?<!\w)\"(?=\w)|(?<=[\w.!?])\"(?!\w)")
_LETTER = r"[^\W\d_]"
# A stop with a blank before it: French typography. The word before it is part of what is shown.
_SPACED = re.compile(r"[^\s…—–-]+[ \t\xa0\u202f]+(?:[;:!?](?![\w/()\\-])|%(?!\w))[;:!?]*")
_COMMA = re.compile(r"\w+[ \xa0\u202f]+[.,](?=\s|$)(?! \.)")
_STUCK = re.compile(rf"{_LETTER}{{2,}}[,;!?](?={_LETTER}{{2,}})\w+")
_DOTS = re.compile(r"(?<!\.)\.\.(?!\.)|\.{4,}|…\.|,,|;;|(?<!\?)\?\.(?!\.)")
_DASH = re.compile(r"\w+[,;]? - \w+|\w+--\w+")
_END = re.compile(r"[.!?…:;]+$")
_CLOSING = " \t\n\r\xa0\u202f\"'”’»)]}*"
_FRENCH_MARKS = re.compile(r"[«»][^«»]{0,24}")


def quotes(case: Case) -> Iterator[Finding]:
    """Find a quotation that is opened and not closed, or closed and not opened.

    Nothing is asked where the source itself leaves one open, as long quotations do. More or fewer
    quotations than in the source are remarks, and so is one mark at an end of the target where the
    source has none: the quotation is of several sentences. Where the source has a mark, even one
    without a partner, the target is expected to have one.
    """
    is_plain = not _ANY_QUOTE.search(case.source)
    inside = case.target.strip().strip(".!?… ")[1:-1]
    for finding in case.about("quotes"):
        is_edge = is_plain and not _ANY_QUOTE.search(inside)
        yield replace(finding, severity=INFO) if is_edge else finding
    lone = _DIRECTED.findall(case.source)
    if len(lone) == 1 and not _ANY_QUOTE.search(case.target):
        match = _DIRECTED.search(case.source)
        assert match is not None
        yield found(WARNING, "quotes", _("the quotation mark is missing"), match.span())


def brackets(case: Case) -> Iterator[Finding]:
    """Find brackets that are not paired although the source's are.

    Brackets that became commas are a remark.
    """
    for finding in case.about("brackets"):
        yield finding if finding.severity is ERROR else replace(finding, severity=INFO)


def quote_form(case: Case) -> Iterator[Finding]:
    """Find quotation marks that the target's language does not use: « Yes » in English.

    Where the publisher has marks of his own, those are right.
    """
    own = case.setting.quotes
    pair = read_quotes(own) if own else typography(case.setting.target).quotes
    if any(mark.strip() in "«»" for mark in (*pair.outer, *pair.inner)):
        return
    for match in _FRENCH_MARKS.finditer(case.target):
        message = _("“{mark}” is not how this language quotes").format(mark=match[0][0])
        yield found(WARNING, "quote-form", message, None, (match.start(), match.start() + 1))
        return


def _has_english_spaces(case: Case) -> bool:
    return not typography(case.setting.target).spaced


def spacing(case: Case) -> Iterator[Finding]:
    """Find a blank before a stop or %, as French has it, in a language that has none.

    Also a missing blank behind a comma.
    """
    if not _has_english_spaces(case):
        return
    blocked = protected(case.target)
    for pattern in (_SPACED, _COMMA):
        for match in pattern.finditer(case.target):
            if not is_inside(blocked, match.end() - 1):
                message = _("a blank stands before “{mark}”").format(mark=match[0].split()[-1])
                yield found(WARNING, "spacing", message, None, match.span())
    for match in _STUCK.finditer(case.target):
        if not is_inside(blocked, match.start()) and match[0] not in case.source:
            message = _("a blank is missing in “{text}”").format(text=match[0])
            yield found(INFO, "spacing", message, None, match.span())


def punctuation(case: Case) -> Iterator[Finding]:
    """Find two full stops, four dots, doubled commas, hyphens for dashes: slips of the keyboard.

    What the source has as well is no fault.
    """
    for match in _DOTS.finditer(case.target):
        if match[0] not in case.source:
            message = _("“{text}” is no mark").format(text=match[0])
            yield found(WARNING, "punctuation", message, None, match.span())
    if " - " not in case.source and "--" not in case.source:
        for match in _DASH.finditer(case.target):
            message = _("a hyphen stands for a dash in “{text}”").format(text=match[0])
            yield found(INFO, "punctuation", message, None, match.span())


def ending(case: Case) -> Iterator[Finding]:
    """Find a sentence that ends in a stop in one language and in none, or another, in the other.

    These are remarks: people's translations lack a stop in seven of a thousand sentences. A
    question mark is `question`'s business.
    """
    here, there = _stop(case.source), _stop(case.target)
    if not here or not case.target.strip() or "?" in here + there:
        return
    size = len(case.target)
    if not there:
        message = _("the source ends in “{mark}”, and the target has no stop at its end").format(
            mark=here
        )
        yield found(INFO, "ending", message, None, (max(0, size - 1), size))
    elif here[0] != there[0] and {here[0], there[0]} & set(":;…"):
        if {here, there} == {"…", "..."}:
            return
        message = _("the source ends in “{mark}”, the target in “{other}”").format(
            mark=here, other=there
        )
        yield found(INFO, "ending", message, None, (max(0, size - 1), size))


def _stop(text: str) -> str:
    match = _END.search(text.rstrip(_CLOSING))
    return match[0] if match else ""


def stray_quotes(case: Case) -> Iterator[Finding]:
    """Find quotations whose marks do not match: opened as “ and closed as ".

    Found where both are in use in one target; the marks of the source do not count.
    """
    text = case.target
    if '"' not in text or not ("“" in text or "”" in text):
        return
    if requoted(text, typography(case.setting.target).quotes) == text or not marks(text):
        return
    at = text.index('"')
    message = _("straight and curly quotation marks are mixed")
    yield found(INFO, "quote-form", message, None, (at, at + 1))
