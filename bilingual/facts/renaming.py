"""Source and target side by side: which names are lost, and which became others.

In: the names of the source, and the target. Out: findings. What is known of a pair of languages is
data; other names are expected back as they are, but for accents, endings and the commonest ways of
spelling a sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import lru_cache

from bilingual.facts.context import Context, error, warning
from bilingual.facts.names import (
    LEAST,
    LINKS,
    SHARE,
    SHORT,
    Index,
    Name,
    index,
    known_names,
    names,
    plain,
    sound,
    spelling,
)
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Span

# Two names that are as alike as this are the same one spelled otherwise.
NEAR = 0.7
_NOTHING: frozenset[str] = frozenset()
# A word with a capital right before and right behind a place, small words of names between.
_NAMED = re.compile(r"(?<!\w)[^\W\d_a-z]\w+(?: (?:d[eu]s?|la|les?|of|the)){0,2} $")
_NAMES = re.compile(r" [^\W\d_a-z]\w+")
# Longer lists of names than this are compared, but not reported one by one.
MOST = 50


def compare_names(
    source_names: Sequence[Name], target: str, context: Context, source: str
) -> Iterator[Finding]:
    """Give the names of the source that the target lacks.

    A name is wrong for certain (ERROR) where it is lost, whole or in part, and the target has one
    that nothing in the source explains; a translator may well say *the capital* for a city
    (WARNING).
    """
    there = index(target)
    yield from _untranslated(source_names, target, there, source)
    lost = list(_lost(source_names, there, context))
    opener = None if lost else _opener(source, there, context)
    if not (lost or opener):
        return
    odd = _odd(target, context, index(source))
    if opener is not None:
        # Whether the first word of a text is a name, only a stranger in its place tells.
        strangers = [n for n, words in odd if len(words) == len(n.words) and not n.is_acronym]
        strangers = [n for n in strangers if len(n.words[0]) >= LEAST]
        if len(strangers) == 1 and not _is_near(opener, strangers[0]):
            yield _swapped(opener, strangers[0], source, target)
        return
    for name, missing in lost[:MOST]:
        other, is_sure = _instead(name, missing, odd)
        if other is not None:
            yield _swapped(name, other, source, target, is_sure=is_sure)
            continue
        is_whole = len(missing) == len(name.words)
        text = _("the name {name} is missing") if is_whole else _part_is_missing()
        yield warning("name", text.format(name=name.span.of(source)), name.span)


def _untranslated(
    source_names: Sequence[Name], target: str, there: Index, source: str
) -> Iterator[Finding]:
    """Give the names that English has a form for, and that stand in the source's: in *Syrie*.

    Those beside another word with a capital are part of a longer name: the Cirque du Soleil.
    """
    for name in source_names:
        if not name.known or name.is_acronym or not there.plain.issuperset(name.words):
            continue
        if any(there.plain.issuperset(map(plain, form)) for form in name.known):
            continue
        form = re.escape(name.span.of(source))
        match = re.search(rf"(?<![\w-]){form}(?![\w-])", target)
        if match and not (
            _NAMED.search(target, 0, match.start()) or _NAMES.match(target, match.end())
        ):
            message = _("the name {name} is not translated").format(name=match[0])
            yield error("name", message, name.span, Span(*match.span()))


def _part_is_missing() -> str:
    return _("a part of the name {name} is missing")


def _swapped(name: Name, other: Name, source: str, target: str, *, is_sure: bool = True) -> Finding:
    message = _("the name {name} is missing; {other} is not in the source").format(
        name=name.span.of(source), other=other.span.of(target)
    )
    return (error if is_sure else warning)("name", message, name.span, other.span)


def _lost(
    source_names: Sequence[Name], there: Index, context: Context
) -> Iterator[tuple[Name, tuple[str, ...]]]:
    """Give each name of which the target lacks words, and these."""
    turned = _explained(context.source.language, context.target.language)
    for name in source_names:
        # Fédération japonaise: a word made of a known name is there where that one is.
        missing = tuple(
            word
            for word in _missing(name, there)
            if name.is_acronym or not _has(there, turned.get(word[:LEAST], _NOTHING))
        )
        if missing:
            yield name, missing


def _opener(source: str, there: Index, context: Context) -> Name | None:
    """Return the first word of a text where it may be a name that the target lacks."""
    first = source.split(maxsplit=1)[0] if source.strip() else ""
    word = first.rstrip(",")
    small = plain(word)
    if len(word) <= LEAST or not word.isalpha() or not word.istitle() or _is_there(small, there):
        return None
    language = context.source.language
    ordinary = (
        ("words", "opens"), ("casing", "words"), ("facts", "common"), ("facts", "residue"),
        ("numbers", "cardinals"), ("numbers", "months"),
    )  # fmt: skip
    for file, which in ordinary:
        entries = section(language, file, which)
        if small in entries or word.lower() in entries:
            return None
    if small.endswith(tuple(section(language, "facts", "ordinary-endings"))):
        return None
    turned = _explained(language, context.target.language)
    if _has(there, turned.get(small[:LEAST], _NOTHING)):
        return None
    start = source.index(word)
    return Name(Span(start, start + len(word)), (small,))


def _instead(
    name: Name, missing: Sequence[str], odd: Sequence[tuple[Name, tuple[str, ...]]]
) -> tuple[Name | None, bool]:
    """Return the name of the target that stands for a lost one, and whether it is surely wrong.

    Another way to spell it, a slip, or another language's acronym are not.
    """
    if len(missing) < len(name.words):
        other = _other_part(name, missing, odd)
        if other is not None:
            return other, True
    whole = [other for other, words in odd if len(words) == len(other.words)]
    other = next((one for one in whole if one.is_acronym == name.is_acronym), None)
    if other is not None:
        is_near = any(_is_near(name, one) for one in whole[:MOST])
        is_near |= any(_are_near(a, b) for a in missing for one in whole[:9] for b in one.words)
        is_near |= name.is_acronym and not name.known and _shares_letters(name, other)
        return other, not is_near or (name.is_acronym and _has_one_more(name, other))
    if name.is_acronym or len(missing) < len(name.words):
        return None, False
    # Pierre Brodeur became Pierre Marseille, and *pierre* is a word too.
    for other, words in odd[:MOST]:
        if len(other.words) == 2 and other.words[0] not in words and not other.is_acronym:
            return other, not any(_are_near(a, b) for a in missing for b in words)
    return None, False


def _is_near(name: Name, other: Name) -> bool:
    """Whether two names differ by a few letters only."""
    return _are_near("".join(name.words), "".join(other.words))


def _shares_letters(name: Name, other: Name) -> bool:
    """Whether two acronyms have half of their letters in common: TDA, ADD."""
    rest = list("".join(other.words))
    size = len(rest)
    for letter in "".join(name.words):
        if letter in rest:
            rest.remove(letter)
    return 2 * (size - len(rest)) >= size


def _has_one_more(name: Name, other: Name) -> bool:
    """Whether an acronym is another with a letter put in, EII for EI: never a translation of it."""
    short, long = name.words[0], other.words[0]
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def _other_part(
    name: Name, missing: Sequence[str], odd: Sequence[tuple[Name, tuple[str, ...]]]
) -> Name | None:
    """Return the name of the target that has the rest of a name, and words nothing explains.

    None where these are the same words spelled otherwise.
    """
    kept = [word for word in name.words if word not in missing and word not in LINKS]
    for other, words in odd[:MOST]:
        is_same = any(
            word in kept or any(len(word) >= LEAST and word[:LEAST] == own[:LEAST] for own in kept)
            for word in other.words
            if word not in words
        )
        if is_same and words and not any(_are_near(a, b) for a in missing for b in words):
            return other
    return None


def _are_near(first: str, second: str) -> bool:
    """Whether two words differ by a few letters, the s of a plural not counted."""
    one, other = first[:40].removesuffix("s"), second[:40].removesuffix("s")
    return SequenceMatcher(None, one, other).ratio() >= NEAR


def _odd(target: str, context: Context, here: Index) -> list[tuple[Name, tuple[str, ...]]]:
    """Return the names of the target with words that nothing in the source explains, and these."""
    ours, theirs = context.source.language, context.target.language
    explained = _explained(ours, theirs)
    known = {word for start in here.beginnings for word in explained.get(start, ())}
    known.update(word for short in here.plain for word in explained.get(short, ()))
    made = []
    for name in names(target, theirs, ours):
        words = tuple(
            word
            for word in name.words
            if not (word in here.plain or _is_made_of(word, known) or _is_turned(word, here))
            and (name.is_acronym or not _is_there(word, here))
        )
        if words:
            made.append((name, words))
    return made


@lru_cache(maxsize=16)
def _explained(language: str, target: str) -> Mapping[str, frozenset[str]]:
    """Return, for the beginning of a known name or the whole short one, the words it may become.

    By beginnings, so that *allemande* explains *German*.
    """
    found: dict[str, set[str]] = {}
    for entries in known_names(language, target).values():
        for form, targets, _is_acronym_entry in entries:
            for word in form:
                if word not in LINKS:
                    known = found.setdefault(word[:LEAST], set())
                    known.update(plain(one) for several in targets for one in several)
    return {start: frozenset(words) for start, words in found.items()}


def _has(there: Index, known: AbstractSet[str]) -> bool:
    """Whether a target has one of the words that a name may become, or a longer one: Iraq, Iraqis.

    What is shorter than LEAST has to stand as it is.
    """
    return not (there.plain.isdisjoint(known) and there.beginnings.isdisjoint(known))


def _is_made_of(word: str, known: AbstractSet[str]) -> bool:
    """Whether a word is one of those known, or begins with one: *Iraqi* where *Iraq* is known."""
    return any(word[:size] in known for size in (*range(LEAST, len(word)), len(word)))


def _is_turned(word: str, there: Index) -> bool:
    """Whether an acronym is there with its letters in another order: ADN, DNA."""
    return len(word) < 7 and "".join(sorted(word)) in there.letters


def _missing(name: Name, there: Index) -> tuple[str, ...]:
    """Return the words of a name that the target lacks."""
    for form in name.known:
        if all(
            word in there.exact if len(word) <= 4 and word.isupper() else plain(word) in there.plain
            for word in form
        ):
            return ()
    if name.is_acronym:
        word = name.words[0]
        is_kept = word in there.plain or _is_turned(word, there)
        return () if is_kept else name.words
    missing = tuple(word for word in name.words if not _is_there(word, there))
    if name.known and missing:
        return name.words if all(w in missing or w in LINKS for w in name.words) else ()
    return missing


def _is_there(word: str, there: Index) -> bool:
    if word in there.plain:
        return True
    size = max(LEAST, -int(-SHARE * len(word) // 1))
    if len(word) >= LEAST and word[:size] in there.beginnings:
        return True
    heard = sound(word)
    if len(heard) > 2 and heard in there.sounds:
        return True
    return len(word) <= SHORT and spelling(word) in there.sounds
