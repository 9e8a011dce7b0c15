"""Marks that come in pairs, and the question mark.

In: source and target. Out: findings: a bracket or quotation mark that is not closed or is lost, a
question that is none any more. Needs no language; apostrophes are told from quotation marks by
where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.facts.context import error, info, warning
from bilingual.interface import _
from bilingual.model import Finding, Span

_BRACKETS = {"(": ")", "[": "]"}
_CLOSED = {close: open_ for open_, close in _BRACKETS.items()}
_EITHER = re.compile(r"[()\[\]]")
# List marks such as "a)" or "1)" open nothing.
_LISTED = re.compile(r"(?:(?<=^)|(?<=[\s;,]))\w{1,3}\)")
_OPEN = re.compile(r"[«“„]|(?<![\w\"])\"(?=\w)|(?<!\w)[‘](?=\w)")
_CLOSE = re.compile(r"[»”]|\"")
_QUESTION = re.compile(r"[?？؟]")
_AFTER_QUESTION = "?？؟!»”\"’')]… \t\n\r\u00a0\u202f"


def compare_brackets(source: str, target: str) -> Iterator[Finding]:
    """Give what is wrong with the target's brackets.

    Where the source's own brackets are not paired, nothing is asked.
    """
    if not (_EITHER.search(source) or _EITHER.search(target)):
        return
    wanted, stray = _pairs(source)
    if stray is not None:
        return
    there, stray = _pairs(target)
    if stray is not None:
        yield error("brackets", _("a bracket is not paired"), None, Span(stray, stray + 1))
    elif there < wanted:
        yield warning("brackets", _("there are fewer brackets than in the source"))


def _pairs(text: str) -> tuple[int, int | None]:
    """Return how many pairs of brackets there are, and where one stands that has no partner."""
    listed = {match.end() - 1 for match in _LISTED.finditer(text)}
    open_: list[int] = []
    pairs = 0
    stray = None
    for match in _EITHER.finditer(text):
        at, mark = match.start(), match[0]
        if mark in _BRACKETS:
            open_.append(at)
        elif open_ and text[open_[-1]] == _CLOSED[mark]:
            open_.pop()
            pairs += 1
        elif at not in listed:
            stray = at if stray is None else stray
    if open_:
        stray = open_[0] if stray is None else stray
    return pairs, stray


def compare_quotes(source: str, target: str) -> Iterator[Finding]:
    """Give what is wrong with the target's quotation marks.

    Whatever their form, as many have to be opened as closed where the source's are, and as many
    as in the source.
    """
    wanted = _quoted(source)
    if wanted is None:
        return
    there = _quoted(target)
    if there is None:
        # A quotation may run on over several segments: no error for certain.
        yield warning("quotes", _("a quotation mark is not closed"))
    elif there > wanted:
        yield info("quotes", _("there are more quotation marks than in the source"))
    elif there < wanted:
        yield info("quotes", _("there are fewer quotation marks than in the source"))


def _quoted(text: str) -> int | None:
    """Return how many quotations a text has, None where one is not closed.

    Directed marks are counted by direction, straight double ones as they alternate.
    """
    straight = text.count('"') + text.count("''")
    opened = sum(map(text.count, "«“„"))
    closed = sum(map(text.count, "»”"))
    if straight % 2 or opened != closed:
        # „…“: the closing mark of one language is the opening one of another.
        low = text.count("„")
        if straight % 2 or not low or low != text.count("“"):
            return None
    singles = min(
        len(re.findall(r"(?<!\w)[‘'](?=\w)", text)),
        len(re.findall(r"(?<=[\w.,!?])['’](?!\w)", text)),
    )
    return straight // 2 + opened + (singles if not straight and not opened else 0)


def compare_question(source: str, target: str) -> Iterator[Finding]:
    """Give a question that is lost, or one that the source does not ask."""
    asks, asked = _question_at(source), _question_at(target)
    if asks is not None and not _QUESTION.search(target):
        yield error(
            "question",
            _("the source asks a question, and the target does not"),
            Span(asks, asks + 1),
        )
    elif asked is not None and not _QUESTION.search(source):
        message = _("the target asks a question, and the source does not")
        yield error("question", message, None, Span(asked, asked + 1))


def _question_at(text: str) -> int | None:
    """Return where the question mark stands that ends a text, None where none does."""
    match = _QUESTION.search(text, len(text.rstrip(_AFTER_QUESTION)))
    return match.start() if match else None
