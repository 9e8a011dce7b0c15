"""Is the whole source there, once, and in the other language?

In: source and target. Out: findings: too short or too long, a phrase repeated over and over, left
in the source's language, a negation lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bilingual.facts.context import Context, error, listed, warning
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Span

# Of characters, target to source, in good pairs: the 1 % and 99 % quantiles of long texts, and
# how much wider they lie in short ones. fr→en: measured on 200,000 pairs (issue 7).
_RATIOS = {("fr", "en"): (0.57, 1.26)}
# From so many characters on the ratio tells something, and from so many on it is steady.
SHORT, LONG = 20, 120
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?:;()«»“”\"]")
_LETTERS = re.compile(r"[^\W\d_]+")
_CLAUSES = re.compile(r"[,;:.!?…](?=\s)|\s[–—-]\s|[()]")
_ASKED = re.compile(
    r"\bn['e][^.!?]{1,12}-(?:ce|il|elle|ils|elles|on|nous|vous|tu|je) pas\b[^.!]*\?"
)
_QUOTED = re.compile(r"[«“\"][^«»“”\"]*[»”\"]")
LONGEST_LOOP = 12
# So many words in a row are alike in two languages by no accident.
COPIED = 4
# So many words after *ne* its *pas* may stand: n'a presque toujours … pas.
NEGATION_REACH = 6
# More denials than these are not counted: of three in a row English may say one for all.
MOST_DENIALS = 2
# So many words behind *ne* a *plus* may stand that ends something, and before it its subject.
_MORE_REACH, _SUBJECT_REACH = 3, 5
_NO_MORE = frozenset({"de", "pas", "le", "la", "les", "au", "des", "non", "d"})
_JOINING = frozenset({"et", "ou", "ni"})
# Words that begin with so many equal letters are one in two languages: refuser, refuse.
_ALIKE = 4


def compare_length(source: str, target: str, context: Context) -> Iterator[Finding]:
    """Give a target that is much shorter or longer than the source; so sentences lose clauses."""
    bounds = _RATIOS.get((context.source.language, context.target.language))
    if bounds is None or len(source) < SHORT:
        return
    ratio = len(target) / len(source)
    low, high = _bounds(len(source), *bounds)
    if ratio < low:
        message = _("the text is much shorter than the source: something may be left out")
        yield (error if ratio < 0.75 * low else warning)("length", message)
    elif ratio > high:
        message = _("the text is much longer than the source: something may be added")
        yield (error if ratio > 1.4 * high else warning)("length", message)


def _bounds(length: int, low: float, high: float) -> tuple[float, float]:
    """Return the bounds for a source of `length` characters: wider for a short one."""
    narrow = min(1.0, (length - SHORT) / (LONG - SHORT))
    return low * (0.6 + 0.4 * narrow), high * (1.6 - 0.6 * narrow)


def shortfall(source: str, target: str, context: Context) -> float:
    """Return how much of the usual length a target lacks or exceeds, from 0.0 on.

    0 within the middle nine tenths of good pairs; 0 for pairs of languages without data.
    """
    if (context.source.language, context.target.language) not in _RATIOS or not source:
        return 0.0
    ratio = len(target) / len(source)
    return max(0.0, 0.74 - ratio) + 0.5 * max(0.0, ratio - 1.11)


def lost_clauses(source: str, target: str) -> int:
    """Return how many of the clauses that punctuation parts the source into the target lacks.

    >>> lost_clauses("Il pleut, il vente, il neige.", "It rains, it snows.")
    1
    """
    return max(0, len(_CLAUSES.findall(source)) - len(_CLAUSES.findall(target)))


def compare_repetition(source: str, target: str, context: Context) -> Iterator[Finding]:
    """Give a word or phrase that stands several times in a row, as in the source it does not."""
    words = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(target)]
    tokens = [word for word, _start, _end in words]
    pairs = list(pairwise(tokens))
    if len(set(pairs)) == len(pairs) and not any(first == second for first, second in pairs):
        return  # whatever stands twice in a row has a pair of neighbours twice
    allowed = section(context.target.language, "facts", "repeatable")
    original = [m[0].lower() for m in _WORD.finditer(source)]
    for size in range(1, min(LONGEST_LOOP, len(tokens) // 2) + 1):
        times, end = _most_in_a_row(tokens, size)
        needed = 3 if size == 1 and tokens[end - 1] in allowed else 2
        if times < needed or times <= _most_in_a_row(original, size)[0]:
            continue
        if size == 1 and not tokens[end - 1].isalpha():
            continue
        start = end - times * size
        phrase = " ".join(tokens[end - size : end])
        message = _("“{phrase}” stands {times} times in a row").format(phrase=phrase, times=times)
        span = Span(words[start][1], words[end - 1][2])
        yield error("repetition", message, None, span)
        return


def _most_in_a_row(tokens: Sequence[str], size: int) -> tuple[int, int]:
    """Return how often in a row a run of `size` tokens stands at most, and where that ends."""
    longest = run = end = 0
    for at, (first, second) in enumerate(zip(tokens, tokens[size:], strict=False)):
        run = run + 1 if first == second else 0
        if run // size > longest // size:
            longest, end = run, at + size + 1
    return longest // size + 1, end


def is_copy(source: str, target: str) -> bool:
    """Whether a target is its source, of more words than a name has."""
    is_equal = " ".join(source.split()) == " ".join(target.split())
    return is_equal and len(_LETTERS.findall(source)) > 4


def compare_language(source: str, target: str, context: Context) -> Iterator[Finding]:
    """Give what is left in the source's language: all of it, or words in a row."""
    if context.source.language == context.target.language:
        return
    words = _LETTERS.findall(source)
    if is_copy(source, target):
        yield error("untranslated", _("the text is not translated"))
        return
    residue = section(context.source.language, "facts", "residue")
    if not residue or not section(context.target.language, "facts", "negation"):
        return
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(target)]
    every = list(_LETTERS.finditer(target))
    left = [
        match
        for at, match in enumerate(every)
        if match[0] in residue
        and not _is_inside(match.start(), quoted)
        and not _belongs(target, every, at)
    ]
    own = section(context.target.language, "facts", "common")
    copied = _copied(words, every, own)
    if left:
        span = Span(left[0].start(), left[-1].end())
        message = _("words of the source's language are left: {words}").format(
            words=listed([match[0] for match in left])
        )
        is_sure = len(left) > 1 or copied is not None
        yield (error if is_sure else warning)("untranslated", message, None, span)
    elif copied is not None and not _is_inside(copied.start, quoted):
        message = _("words of the source's language are left: {words}").format(
            words=copied.of(target)
        )
        yield warning("untranslated", message, None, copied)


def _belongs(target: str, every: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a word is part of a name or of a longer word: Île de la Cité, avant-garde."""
    start, end = every[at].span()
    around = [*every[max(0, at - 2) : at], *every[at + 1 : at + 3]]
    is_joined = "-" in (target[start - 1 : start], target[end : end + 1])
    return is_joined or any(word[0][0].isupper() for word in around)


def _copied(
    words: Sequence[str], every: Sequence[re.Match[str]], own: Collection[str]
) -> Span | None:
    """Return where the target has words of the source in a row, most of them no names.

    `own` are common words of the target's language: a row with two of them was in that language
    already.
    """
    runs = {tuple(words[at : at + COPIED]) for at in range(len(words) - COPIED + 1)}
    theirs = [match[0] for match in every]
    for at in range(len(every) - COPIED + 1):
        texts = tuple(theirs[at : at + COPIED])
        if texts not in runs or sum(text in own for text in texts) > 1:
            continue
        run = every[at : at + COPIED]
        if sum(text.islower() and len(text) > 1 for text in texts) >= COPIED - 1:
            return Span(run[0].start(), run[-1].end())
    return None


def _is_inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (at, at)) - 1
    return index >= 0 and spans[index][0] <= at < spans[index][1]


def compare_negation(source: str, target: str, context: Context) -> Iterator[Finding]:
    """Give a source that denies something more often than the target does."""
    ours, theirs = context.source.language, context.target.language
    first = section(ours, "facts", "negation")
    denials = section(theirs, "facts", "negation")
    if not first or not denials:
        return
    words = [(match, match[0].lower()) for match in _LETTERS.finditer(source)]
    if not any(word in first for _match, word in words):
        return
    marked = _denied(words, ours)
    if not marked:
        return
    small = _small(source)
    asked = len(marked) + _times(small, section(ours, "facts", "negation-alone"))
    there = _denials(target, [word for _match, word in words], context)
    if there >= min(asked, MOST_DENIALS):
        return
    told = frozenset(map(plain, _LETTERS.findall(target)))
    idioms = section(ours, "facts", "no-negation").items()
    apart = _times(small, [one for one, answers in idioms if _is_answered(answers, told)])
    # N'est-elle pas belle ? Isn't she, or: how beautiful she is.
    apart += len(_ASKED.findall(small))
    if there >= min(asked - apart, MOST_DENIALS):
        return
    message = _("the source denies something (“{word}”), and the target does not").format(
        word=marked[0][0]
    )
    yield warning("negation", message, Span(*marked[0].span()))


def _small(text: str) -> str:
    return f" {' '.join(text.lower().replace('’', chr(39)).split())}"


def _is_answered(answers: str, told: Collection[str]) -> bool:
    """Whether a target has one of the words that say the same undenied; "" asks for none."""
    return not answers or any(answer in told for answer in answers.split(" | "))


def _times(small: str, phrases: Collection[str]) -> int:
    """Return how often phrases stand in a text in small letters, each from the start of a word."""
    return sum(small.count(phrase if phrase[0] == "," else f" {phrase}") for phrase in phrases)


def _denials(target: str, source: Sequence[str], context: Context) -> int:
    """Return how often a target denies something, by words that the source has not itself.

    *Refuse* answers for *ne … pas*, but not where the source has *refuser* as well, nor *unknown*
    where it has *inconnu*.
    """
    language = context.target.language
    denials = section(language, "facts", "negation")
    beginnings, others, own = _beginnings(context.source.language, language)
    alike = section(language, "facts", "negation-alike")
    here = {plain(word)[:_ALIKE] for word in source if len(word) >= _ALIKE}
    count = begun = 0
    for word in map(plain, _LETTERS.findall(target)):
        if word in denials:
            count += len(word) < _ALIKE or word[:_ALIKE] not in here
        elif word.startswith(beginnings) and not word.startswith(others):
            begun += word[:_ALIKE] not in here
        count -= word in alike and not here.isdisjoint(alike[word].split(" | "))
    if begun:
        count += max(0, begun - sum(plain(word).startswith(own) for word in source))
    told = _small(target)
    for phrase, asked in section(language, "facts", "negative-phrases").items():
        if not asked or not here.isdisjoint(one[:_ALIKE] for one in asked.split(" | ")):
            count += told.count(phrase)
    return count


@lru_cache(maxsize=16)
def _beginnings(
    language: str, target: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return how words begin that deny in the target, those that do not, and the source's own."""
    return (
        tuple(section(target, "facts", "negative-beginnings")),
        tuple(section(target, "facts", "no-negative")),
        tuple(map(plain, section(language, "facts", "negative-words"))),
    )


def _denied(words: Sequence[tuple[re.Match[str], str]], language: str) -> list[re.Match[str]]:
    """Return each word that denies something (pas) together with a first one (ne) close to it.

    Behind it within NEGATION_REACH, or before it as its subject; of several for one *ne* the first.
    """
    first = section(language, "facts", "negation")
    second = section(language, "facts", "negation-second")
    made: list[re.Match[str]] = []
    since = NEGATION_REACH + 1
    before = ""
    for at, (match, word) in enumerate(words):
        since = 0 if word in first else since + 1
        if word in first:
            if made and before in _JOINING:
                since = NEGATION_REACH + 1  # ne boit pas et ne fume pas: doesn't drink and smoke
            elif (subject := _subject(words, at, language)) is not None:
                made.append(subject)
                since = NEGATION_REACH + 1
        before = word
        is_more = 0 < since <= _MORE_REACH and _is_no_longer(words, at, language)
        if is_more or (word in second and since <= NEGATION_REACH):
            made.append(match)
            since = NEGATION_REACH + 1
    return made


def _subject(
    words: Sequence[tuple[re.Match[str], str]], at: int, language: str
) -> re.Match[str] | None:
    """Return the subject that denies, in front of the *ne* at a place: aucun train ne part."""
    known = section(language, "facts", "negation-subject")
    for back in range(at - 1, max(-1, at - 1 - _SUBJECT_REACH), -1):
        match, word = words[back]
        if word in known:
            before = words[back - 1][1] if back else ""
            is_right_before = back == at - 1 and before not in known[word].split(" | ")
            return match if is_right_before or not known[word] else None
    return None


def _is_no_longer(words: Sequence[tuple[re.Match[str], str]], at: int, language: str) -> bool:
    """Whether a *plus* behind *ne* says that something is so no longer, and compares nothing."""
    known = section(language, "facts", "negation-more")
    word = words[at][1]
    if word not in known:
        return False
    behind = words[at + 1][1] if at + 1 < len(words) else ""
    return behind not in known[word].split(" | ") and words[at - 1][1] not in _NO_MORE
