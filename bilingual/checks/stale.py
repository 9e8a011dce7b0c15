"""Check of offered texts: the source got other words, and the translation is still the old one.

In: units, and those that are gone from the article: what a changed sentence was stays among them,
with its translation (`catalog.offers`). Out: for each key its findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bilingual.catalog import part_mark
from bilingual.checks.case import found
from bilingual.diff import Change, likeness, shown, word_diff, words
from bilingual.interface import _
from bilingual.model import Finding, Severity, Unit
from bilingual.text import normalised

FLOOR = 0.75  # three words in four: less alike, the one sentence is hardly the other
_PART = 0.9  # longer than this share of a sentence, the rest is hardly a sentence of its own


def outdated(units: Sequence[Unit], gone: Sequence[Unit]) -> Iterator[tuple[str, Finding]]:
    """Find a sentence that changed while its translation is to the letter that of the old one.

    Also where it was accepted so. Changed marks and capitals are no other words, and what a
    machine or the memory gave this very sentence is no old translation. A sentence that was there
    before the other, and came back, is what its translation was made for. Every part of a
    sentence that was cut is told as long as it has the translation of the whole.
    """
    if not gone:
        return
    by_target: dict[str, list[Unit]] = defaultdict(list)
    for former in gone:
        if former.target:
            by_target[normalised(former.target)].append(former)
    for unit in units:
        formers = by_target.get(normalised(unit.target), ()) if unit.target else ()
        for former in reversed(formers):  # the latest is nearest to what the reviewer knows
            finding = _finding(former, unit)
            if finding is not None:
                yield unit.key, finding
                break


def _changes(former: Unit, unit: Unit) -> tuple[Change, ...]:
    """Return the words that `unit` has others than `former`, whose translation it still has."""
    # Of joined sentences, other words are to be expected.
    if part_mark(unit.remarks) or not _is_earlier(former, unit):
        return ()
    if unit.is_untouched and not unit.previous_source and unit.origin != former.origin:
        return ()
    if likeness(words(former.source), words(unit.source), FLOOR) == 0.0:
        return ()
    return tuple(filter(_is_of_words, word_diff(former.source, unit.source)))


def _is_part(former: Unit, unit: Unit) -> bool:
    """Whether `unit` is a part of `former`, by what the merge says or by its words."""
    if not _is_earlier(former, unit) or (unit.is_untouched and not unit.previous_source):
        return False
    whole, part = (" ".join(_words(one.source)) for one in (former, unit))
    if not part or len(part) > _PART * len(whole):
        return False
    return part_mark(unit.remarks).startswith("split") or f" {part} " in f" {whole} "


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, without the marks, which a cut changes."""
    return [word for word in map(str.casefold, words(text)) if any(map(str.isalnum, word))]


def _is_earlier(former: Unit, unit: Unit) -> bool:
    """Whether `former` was translated before `unit`, as far as anybody knows."""
    known = unit.review.at if unit.review else "", former.review.at if former.review else ""
    return not all(known) or known[1] <= known[0]


def _is_of_words(change: Change) -> bool:
    is_word = any(map(str.isalnum, change.old + change.new))
    return is_word and change.old.casefold() != change.new.casefold()


def _finding(former: Unit, unit: Unit) -> Finding | None:
    """Return what is to be told of a unit that has the translation of `former`, None for nothing.

    Which words came and went, where most are the same; else that it is a part of what was cut.
    """
    changes = _changes(former, unit)
    if changes:
        return _finding_of(changes)
    if not _is_part(former, unit):
        return None
    message = _("the translation is that of the whole former sentence, of which this is a part")
    return found(Severity.WARNING, "outdated", message)


def _finding_of(changes: Sequence[Change]) -> Finding:
    message = _("the source has other words now ({words}), the translation is still the old one")
    span = next(((c.new_start, c.new_start + len(c.new)) for c in changes if c.new), None)
    message = message.format(words=shown(changes))
    return found(Severity.WARNING, "outdated", message, source=span)
