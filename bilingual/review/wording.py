"""What catalogs keep for programs, in the words of the reviewer's language.

In: signatures and remarks as they stand in a catalog. Out: a few words for a person.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bilingual.catalog import CHANGED
from bilingual.interface import _
from bilingual.model import Unit
from bilingual.review.history import Act
from bilingual.terms import Term

_SPLIT = re.compile(r"split: part (\d+) of (\d+) of the old sentence")
_JOINED = re.compile(r"joined: (\d+) old sentences")


def origin_label(signature: str) -> str:
    """Return what made a draft, in words.

    >>> origin_label("argos|package:translate-fr_en-1_9|version:1.9|beam:4")
    'machine: translate-fr_en-1_9 1.9'
    """
    maker, _bar, rest = signature.partition("|")
    named = dict(part.partition(":")[::2] for part in rest.split("|"))
    fields = {name: unquote(value) for name, value in named.items()}
    if maker == "memory":
        if "tmx" in fields:
            return _("memory: {name}, line {line}").format(
                name=fields["tmx"], line=fields.get("line", "")
            )
        return _("memory: {name}").format(name=fields.get("from", ""))
    if maker == "echo":
        return _("a copy of the source")
    package = f"{fields.get('package', '')} {fields.get('version', '')}".strip()
    return _("machine: {name}").format(name=package or maker)


def remark_in_words(line: str) -> str:
    """Return a remark that stands in the catalog as it is told to a person.

    What other programs wrote is told as it is.
    """
    kind, _colon, rest = line.partition(": ")
    if line.startswith(CHANGED):
        return _("the sentence has changed since it was translated: {words}").format(words=rest)
    if found := _SPLIT.fullmatch(line):
        return _("part {n} of {total} of the sentence that was translated").format(
            n=found[1], total=found[2]
        )
    if found := _JOINED.fullmatch(line):
        return _("joined from {n} sentences that were translated").format(n=found[1])
    if kind == "memory":
        return _("like it, in the memory: {words}").format(words=rest)
    return line


def former_in_words(former: Unit) -> str:
    """Return what is told of a sentence without a translation that was another one before."""
    if former.is_machine and not former.is_reviewed:
        return _(
            "this sentence has changed, and the machine’s draft was of the old one: "
            "write the translation, or have it drafted anew"
        )
    return _("a sentence like this one was in the article before; its translation is kept")


def former_label(former: Unit) -> str:
    """Return whose the translation of a sentence was that is another one now."""
    if former.is_reviewed:
        return _("reviewed, for the sentence as it was")
    if former.is_machine and former.origin is not None:
        made = origin_label(former.origin.signature)
        return _("{made}, for the sentence as it was").format(made=made)
    return _("a draft, for the sentence as it was")


def step_in_words(act: Act, number: int, *, is_back: bool) -> str:
    """Return what was undone (`is_back`), or done again, in the sentence of a number.

    >>> step_in_words(Act.TYPED, 3, is_back=True)
    'Undone: typed text in sentence 3'
    """
    what = {
        Act.TYPED: _("typed text in sentence {n}"),
        Act.TAKEN: _("text taken over in sentence {n}"),
        Act.DRAFTED: _("machine draft of sentence {n}"),
        Act.ACCEPTED: _("acceptance of sentence {n}"),
        Act.REOPENED: _("“not reviewed after all” for sentence {n}"),
        Act.NOTED: _("note on sentence {n}"),
        Act.JUDGED: _("judgement of a finding in sentence {n}"),
    }[act].format(n=number)
    return (_("Undone: {what}") if is_back else _("Redone: {what}")).format(what=what)


def term_note(term: Term) -> str:
    """Return what is to be known about an agreed word besides its translation."""
    notes = [term.note] if term.note else []
    if term.is_kept:
        notes.append(_("stays as it is"))
    if term.forbidden:
        notes.append(_("not: {words}").format(words=", ".join(term.forbidden)))
    return "; ".join(notes)
