"""Decide the cases that are not plain: abbreviations, initials, numbers, quotations, dashes.

In: a text, where its current segment starts, and a stop that the scan found. Out: where the
segment ends and the next one starts. Nothing before the segment's start is looked at, and
nothing farther than a few words ahead, so that cutting a segment again changes nothing.

Where a case stays open the segment goes on: an engine translates two sentences together well
enough, and half a sentence wrongly.
"""

from __future__ import annotations

import re

from bilingual.segment.language import Language

_GOES_ON = (0, 0)
_NEAR = 32  # longest token that can be an abbreviation, with its phrase
_FAR = 2000  # how far back an opening straight quote is looked for
_QUOTE = 80  # longest quotation that counts as a title or a cry within its sentence

_TOKEN = re.compile(r"[^\s«»“”„\"‹›()\[\]{}…—–/|*:;,!?]*\Z")
_WORD = re.compile(r"[^\W\d_]+['’]?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}\Z|[A-ZÀ-Þ][a-z]?-[A-ZÀ-Þ]\Z")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|\d{1,2}(?:\.\d{1,2})+|[IVXL]{1,5}|[a-zA-Z])\Z")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_CENTURY = re.compile(r"[IVX]+(?:er|re|e|ème|è)\Z")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_DASHES = "—–-−―"
_BULLETS = "•·▪■►▶◦●*"
_OPENERS = "«“„\"‘'‹([¿¡"
_WHITE = re.compile(r"\s*")
_WORDY_END = re.compile(r"[a-zß-öø-ÿœ]{3,}[eé]s?\Z")


def line_goes_on(text: str, start: int, at: int, white: str, language: Language) -> bool:
    """Tell whether a line break falls after a word that cannot be the last of a line.

    `white` is the white space after the break; a blank line always ends a segment.
    """
    if "\n" in white or ("\r" in white and text[at] != "\r"):
        return False
    token = _TOKEN.search(text, max(start, at - _NEAR), at)
    assert token is not None
    word = token[0].replace("’", "'").rpartition("'")[2] or token[0][-2:].replace("’", "'")
    return word.lower() in language.links and text[at - 1 : at] != "."


def end_of_segment(
    text: str, start: int, stop: re.Match[str], language: Language
) -> tuple[int, int]:
    """Return where the segment ends and where the next starts; (0, 0) where it goes on."""
    at, after = stop.span()
    closed = stop[1] or ""
    run_end = after - 1 if stop.lastindex is None else stop.start(1)
    run = text[at:run_end]
    end = run_end + len(closed)
    if text[after] == '"':
        beyond = _closing_quote(text, start, after)
        if beyond:
            closed += '"'
            end = after + 1
            after = beyond
            if after == len(text) or text[after - 1] in "\n\r":
                return _GOES_ON
    kind = _what_follows(text, after)
    if kind == "none":
        return _GOES_ON
    if run == ".":
        ends = _full_stop_ends(text, start, at, closed, after, kind, language)
    else:
        ends = _mark_ends(text, start, at, run, closed, after, kind, language)
    return (end, after) if ends else _GOES_ON


def glued_ends(text: str, start: int, at: int, language: Language) -> bool:
    """Tell whether a sentence ends where the blank after its mark was forgotten (adopté.Il).

    Only between a word in small letters and one that opens sentences: names of sites and
    files have dots inside too.
    """
    token = _TOKEN.search(text, max(start, at - _NEAR), at)
    assert token is not None
    word = token[0].replace("’", "'").rpartition("'")[2]
    return (
        len(word) > 2
        and word.isalpha()
        and word.islower()
        and _is_plain(word, language)
        and not text[max(start, at - _NEAR) : at].endswith(("/" + word, "@" + word))
        and _opens(text, at + 1, language)
    )


def _closing_quote(text: str, start: int, quote: int) -> int:
    """Return where text goes on after a straight quote that closes, 0 if it opens.

    It stands after white space. With white space on both sides, an odd number of quotes before
    it in the segment makes it close.
    """
    after = quote + 1
    if after < len(text) and not text[after].isspace() and text[after] not in ".,;:!?)»":
        return 0
    if after < len(text) and not _is_quoting(text, start, quote):
        return 0
    white = _WHITE.match(text, after)
    assert white is not None
    return white.end()


def _is_quoting(text: str, start: int, quote: int) -> bool:
    """Tell whether a straight quotation is open at `quote`, by the segment or else the line."""
    low = max(0, quote - _FAR)
    if text.count('"', max(start, low), quote) % 2:
        return True
    line = max(low, text.rfind("\n", low, quote))
    return text.count('"', line, quote) % 2 == 1


def _what_follows(text: str, after: int) -> str:
    """Return the kind of what follows: capital, small, digit, quoted, item, dash or none."""
    first = text[after]
    if first.isdigit():
        return "digit"
    if first.isalpha():
        if first.islower():
            return "capital" if _CAMEL.match(text, after) else "small"
        return "capital"
    if first in _DASHES:
        return _after_dash(text, after)
    if first in _OPENERS:
        return _after_opener(text, after)
    if first in _BULLETS:
        return "item"
    if first in "#@$€£":
        return "digit" if text[after + 1 : after + 2].isalnum() else "none"
    return "none"


def _after_dash(text: str, dash: int) -> str:
    letter = text[dash + 1 : dash + 2]
    spaced = letter.isspace()
    if spaced:
        letter = text[dash + 2 : dash + 3]
    if letter.isupper() or (letter.isdigit() and spaced):
        return "item"
    if letter in _OPENERS and letter:
        return "item"
    return "dash" if spaced else "none"


def _after_opener(text: str, opener: int) -> str:
    inner = opener + 1
    while (
        inner < len(text)
        and inner - opener < 4
        and (text[inner].isspace() or text[inner] in _OPENERS)
    ):
        inner += 1
    letter = text[inner : inner + 1]
    if letter.isupper() or letter.isdigit():
        return "paren" if text[opener] in "([" else "quoted"
    if letter and letter in ".…":
        return "paren"
    if _CAMEL.match(text, inner):
        return "quoted"
    return "opened" if letter else "none"


def _opens(text: str, after: int, language: Language) -> bool:
    """Tell whether the word at `after` opens sentences rather than names."""
    word = _WORD.match(text, after)
    return word is not None and word[0].lower().replace("’", "'") in language.opens


def _is_name(text: str, after: int, language: Language) -> bool:
    """Tell whether an article and a capital follow, as in Le Pen or L'Herbier."""
    word = _WORD.match(text, after)
    if word is None or word[0].lower().replace("’", "'") not in language.articles:
        return False
    at = word.end()
    return text[at + (text[at : at + 1] in "  ") : at + 2][:1].isupper()


def _full_stop_ends(
    text: str, start: int, at: int, closed: str, after: int, kind: str, language: Language
) -> bool:
    token = _TOKEN.search(text, max(start, at - _NEAR), at)
    assert token is not None
    whole = token[0]
    if kind == "small":
        return _ends_before_small(text, whole, closed, after, language)
    if kind == "opened":
        return not closed and _is_plain(whole, language) and text[after] not in "(["
    if _in_title(text, start, at):
        return False
    if not whole:
        return True
    verdict = _abbreviation_ends(text, start, at, whole, after, kind, language)
    if verdict is not None:
        return verdict
    if closed and ")" in closed and kind == "capital" and not _opens(text, after, language):
        return text.rfind("(", max(start, at - 400), at) <= start
    return True


def _ends_before_small(text: str, token: str, closed: str, after: int, language: Language) -> bool:
    """Tell whether a sentence ends before a small letter: a slip, or an À without its accent.

    French abbreviations break off before a vowel, so a long word in -e was not cut short.
    """
    word = _WORD.match(text, after)
    if word is not None and word[0] == "à" and "»" not in closed:
        return not token or (_is_plain(token, language) and len(token) > 3)
    return not closed and _WORDY_END.match(token) is not None


def _is_plain(token: str, language: Language) -> bool:
    return len(token) > 1 and "." not in token and token not in language.classes


def _abbreviation_ends(
    text: str, start: int, at: int, whole: str, after: int, kind: str, language: Language
) -> bool | None:
    """Return whether the segment ends after a full stop that may belong to an abbreviation.

    None where it does not.
    """
    token = whole.replace("’", "'").rpartition("'")[2]
    begins = at - len(token)
    if begins == start and _ENUMERATOR.match(token) and kind in {"capital", "quoted", "digit"}:
        return token.islower() and len(token) > 1
    for phrase, kind_of in language.phrases.get(token, ()):
        if text.endswith(phrase, start, at):
            return _class_ends((kind_of,), text, start, begins, after, kind, language)
    classes = language.classes.get(whole) or language.classes.get(token)
    if classes is None and token[:1].isdigit():
        unit = token.lstrip("0123456789.,")
        classes = language.classes.get(unit, ()) if unit else None
        if classes is not None and "unit" in classes:
            return _unit_ends(unit, text, after, kind)
        classes = None
    if classes is not None:
        verdict = _class_ends(classes, text, start, begins, after, kind, language)
        if verdict is not None:
            return verdict
    if len(token) == 1 and token.isupper():
        return _initial_ends(text, start, begins, after, kind, language)
    if _DOTTED.match(token):
        if "-" in token:
            return kind in {"item", "dash"}
        return kind in {"quoted", "item", "dash"} or _opens(text, after, language)
    if token.isdigit():
        return not (
            kind == "digit" and len(token) < 4 and re.match(r"\d{3}\b", text[after : after + 4])
        )
    if (
        len(token) < 6
        and token[1:].islower()
        and not re.search(r"[aeiouyàâéèêëîïôûùœ]", token.lower())
    ):
        return kind != "capital" or _opens(text, after, language)
    return None


def _class_ends(
    classes: tuple[str, ...],
    text: str,
    start: int,
    begins: int,
    after: int,
    kind: str,
    language: Language,
) -> bool | None:
    """Return whether the segment ends after an abbreviation of these classes."""
    opens = kind != "capital" or _opens(text, after, language)
    numbered = _number_before(text, start, begins)
    if "unit" in classes and numbered:
        token = text[begins : begins + 4].partition(".")[0]
        if len(classes) == 1 or (opens and not _is_name(text, after, language)):
            return _unit_ends(token, text, after, kind)
    for name in classes:
        if name == "unit":
            continue
        if kind in {"item", "dash"}:
            return name in {"end", "company", "word", "day", "month"}
        if name in {"title", "before"}:
            return False
        if name == "end":
            return kind != "digit" or text[begins] in "eJ&"
        numeral = kind == "digit" or _is_numeral(text, after)
        if name in {"reference", "month", "day", "word"} and numeral:
            return False
        if name in {"word", "day"}:
            return None
        if name == "reference":
            return opens and kind == "capital" and not _is_name(text, after, language)
        return opens and kind != "digit"
    return None


def _unit_ends(unit: str, text: str, after: int, kind: str) -> bool:
    """Tell whether the segment ends after a unit: not within a time of day (14 h. 30)."""
    if kind == "digit" and unit in {"h", "min", "mn", "hr", "hrs"}:
        return re.match(r"\d{1,2}\b", text[after : after + 3]) is None
    return True


def _number_before(text: str, start: int, at: int) -> bool:
    """Tell whether a number, or the ordinal of a century, stands before `at`."""
    before = text[max(start, at - 16) : at].rstrip()
    if before[-1:].isdigit():
        return True
    return _CENTURY.match(before.split()[-1]) is not None if before else False


def _is_numeral(text: str, after: int) -> bool:
    """Tell whether a Roman numeral or a single letter with its stop follows (art. L. 121-3)."""
    word = _WORD.match(text, after)
    if word is None:
        return False
    following = text[word.end() : word.end() + 1]
    if len(word[0]) == 1:
        return following in {".", ",", ")", ""} or (following.isspace() and word[0] not in "AÀYÔ")
    return _ROMAN.match(word[0]) is not None


def _initial_ends(
    text: str, start: int, begins: int, after: int, kind: str, language: Language
) -> bool:
    """Tell whether a segment ends after a single capital with its stop (l'équipe B. Le match).

    Otherwise it is an initial, or the letter of an article of law.
    """
    before = _TOKEN.search(text, max(start, begins - _NEAR), len(text[:begins].rstrip()))
    assert before is not None
    word = before[0].replace("’", "'").rpartition("'")[2]
    if word.lower() in language.labels:
        return True
    if kind == "digit":
        return False
    if kind != "capital":
        return True
    return bool(word) and _opens(text, after, language) and not _is_name(text, after, language)


def _mark_ends(
    text: str,
    start: int,
    at: int,
    run: str,
    closed: str,
    after: int,
    kind: str,
    language: Language,
) -> bool:
    """Tell whether a segment ends after ! ? … or a run of marks."""
    is_ellipsis = run[0] in ".…" and not set(run) & set("!?‼⁇⁈⁉")
    if is_ellipsis and text[at - 1 : at] in {"(", "["} and closed[:1] in {")", "]"}:
        return False
    if kind in {"small", "opened", "dash"}:
        return False
    if is_ellipsis and kind == "digit" and not closed:
        return False
    if _in_title(text, start, at):
        return False
    token = _TOKEN.search(text, max(start, at - _NEAR), at)
    assert token is not None
    if token[0] + run in language.marks and not _opens(text, after, language):
        return False
    if is_ellipsis and not closed:
        return token[0].lower() not in language.links or _opens(text, after, language)
    if ")" in closed and kind in {"capital", "digit"} and not _opens(text, after, language):
        return text.rfind("(", max(start, at - 400), at) <= start
    return not (language.speech and closed and _is_attributed(text, after, language))


def _is_attributed(text: str, after: int, language: Language) -> bool:
    """Tell whether a name and a verb of speech follow (“Why?” Smith asked)."""
    words = re.match(r"(?:[A-Z][\w.'’-]* ){1,4}(\w+)", text[after : after + 80])
    return words is not None and words[1] in language.speech


_PAIRS = {"«": "»", "“": "”"}


def _in_title(text: str, start: int, at: int) -> bool:
    """Tell whether `at` lies in a short quotation that is a part of its sentence's clause.

    Such a quotation opens after a word, closes before a small letter, and has no full stop in
    it: Le spectacle « Oh ! Calcutta ! » revient.
    """
    low = max(start, at - _QUOTE)
    for opener, closer in _PAIRS.items():
        left = text.rfind(opener, low, at)
        if left <= start or text.rfind(closer, left, at) >= 0:
            continue
        right = text.find(closer, at, left + _QUOTE)
        if right < 0 or ". " in text[left:right] or "\n" in text[left:right]:
            continue
        before = text[max(start, left - 3) : left].rstrip()[-1:]
        follow = text[right + 1 : right + 3].lstrip()[:1]
        if before.isalpha() and follow.islower():
            return True
    return False
