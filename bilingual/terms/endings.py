"""How the words of a language vary, from `languages/<language>/endings.txt`.

In: a word as it is compared. Out: the words it may be a form of, and how; for English also its
plural and its article. The sections of the file are explained in it. A language without a file
has no variation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from functools import lru_cache

from bilingual.lexicon import LANGUAGES, sections
from bilingual.terms.words import bare

# Shorter words have no feminine that can be told by its ending alone: mer is no father of mère.
SHORTEST_FEMININE = 6
_SECTIONS = frozenset(
    [
        *("plural", "feminine", "agreeing", "persons", "apart", "irregular", "elided"),
        *("contracted", "articles", "before-hyphen", "behind-hyphen"),
        *("uncountable", "small", "an", "a"),
    ]
)
_SPELLED = frozenset("aefhilmnorsx")


class Form(IntFlag):
    """In what a form differs from its word. AGREEING: as adjectives and persons do."""

    SAME = 0
    PLURAL = 1
    FEMININE = 2
    AGREEING = 4


Rules = tuple[tuple[str, str], ...]
Entries = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Endings:
    """What one language's file says. Rules are pairs, ending of the form and of the word."""

    plural: Rules = ()
    feminine: Rules = ()
    agreeing: Rules = ()
    persons: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    irregular: Entries = field(default_factory=dict)
    elided: Entries = field(default_factory=dict)
    contracted: Entries = field(default_factory=dict)
    articles: Entries = field(default_factory=dict)
    before_hyphen: frozenset[str] = frozenset()
    behind_hyphen: frozenset[str] = frozenset()
    uncountable: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    an: tuple[str, ...] = ()
    a: tuple[str, ...] = ()

    def words_of(self, form: str) -> dict[str, Form]:
        """Return the words of which `form` may be a form, itself first.

        Whether a feminine counts depends on the term: see AGREEING.

        >>> sorted(endings("fr").words_of("nationaux"))
        ['nationail', 'national', 'nationau', 'nationaux']
        """
        found = {form: Form.SAME}
        if form in self.apart or form.endswith("'"):
            return found
        for word in self.irregular.get(form, ()):
            found.setdefault(word, Form.PLURAL)
        for word in _undone(form, self.plural, 2):
            if not (word[-1] in "sxz" and form == word + "s"):
                found.setdefault(word, Form.PLURAL)
        for single, how in tuple(found.items()):
            if single in self.apart:
                continue
            for word in _undone(single, self.feminine, SHORTEST_FEMININE):
                found.setdefault(word, how | Form.FEMININE)
            for word in _undone(single, self.agreeing, 2):
                found.setdefault(word, how | Form.AGREEING)
        return found

    def bared(self) -> Endings:
        """Return the same for texts without accents."""

        def without(rules: Rules) -> Rules:
            return tuple((bare(form), bare(word)) for form, word in rules)

        return Endings(
            without(self.plural),
            without(self.feminine),
            without(self.agreeing),
            apart=frozenset(map(bare, self.apart)),
            irregular={bare(k): tuple(map(bare, v)) for k, v in self.irregular.items()},
            elided=self.elided,
            contracted={},
            articles=self.articles,
        )

    def plurals(self, phrase: str) -> tuple[str, ...]:
        """Return the plural of an English phrase; none where it has none or is one already.

        >>> endings("en").plurals("head of state"), endings("en").plurals("local elections")
        (('heads of state',), ())
        """
        before, noun, after = self._parted(phrase)
        key = noun.lower()
        if not (self.plural and key.isalpha()) or key in self.uncountable or key in self.apart:
            return ()
        if noun.istitle():
            return ()  # the name of one thing
        by_word = {word: form for form, words in self.irregular.items() for word in words}
        if key in by_word:
            return (before + by_word[key] + after,)
        if key in self.irregular or (_looks_plural(key)):
            return ()
        return (before + _english_plural(noun) + after,)

    def singulars(self, phrase: str) -> tuple[str, ...]:
        """Return what an English phrase may be the plural of.

        >>> endings("en").singulars("heads of state"), endings("en").singulars("news")
        (('head of state',), ())
        """
        before, noun, after = self._parted(phrase)
        if not noun.isalpha() or not noun.islower():
            return ()
        return tuple(
            before + word + after
            for word, how in self.words_of(noun).items()
            if how is Form.PLURAL and self.plurals(word) == (noun,)
        )

    def is_uncountable(self, phrase: str) -> bool:
        """Whether the noun of an English phrase has no plural."""
        return self._parted(phrase)[1].lower() in self.uncountable

    def _parted(self, phrase: str) -> tuple[str, str, str]:
        """Return what stands before and after the noun that shows a phrase's number, and it."""
        words = re.split(r"( +)", phrase)
        after = (n for n in range(2, len(words), 2) if words[n].lower() in self.small)
        noun = next(after, len(words) + 1) - 2
        return "".join(words[:noun]), words[noun], "".join(words[noun + 1 :])

    def article(self, following: str) -> str:
        """Return the English indefinite article that goes before a text: a or an."""
        words = following.split()
        first = words[0] if words else ""
        small = first.lower()
        letters = first.rstrip("s")
        if len(letters) > 1 and letters.isupper() and (len(letters) < 4 or not _is_spoken(small)):
            return "an" if small[0] in _SPELLED else "a"
        if small.startswith(self.an):
            return "an"
        if small.startswith(self.a):
            return "a"
        return "an" if small[:1] in tuple("aeiou") else "a"


def _is_spoken(acronym: str) -> bool:
    """Whether an acronym can be read as a word: UNESCO, not UNHCR."""
    vowels = [letter in "aeiouy" for letter in acronym]
    return any(vowels) and not any(
        not (x or y or z) for x, y, z in zip(vowels, vowels[1:], vowels[2:], strict=False)
    )


def _looks_plural(key: str) -> bool:
    return key.endswith("men") or (key.endswith("s") and not key.endswith(("ss", "us", "is")))


def _english_plural(word: str) -> str:
    small = word.lower()
    if word.isupper() and len(word) > 1:
        return word + "s"
    if small.endswith("y") and small[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if small.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if small.endswith("man") and small not in ("human", "german", "roman"):
        return word[:-2] + "en"
    return word + "s"


def _undone(form: str, rules: Rules, shortest: int) -> list[str]:
    """Return the words that the rules make of a form, the longest ending first."""
    return [
        form[: len(form) - len(ending)] + word
        for ending, word in rules
        if form.endswith(ending) and len(form) - len(ending) + len(word) >= shortest
    ]


@lru_cache(maxsize=32)
def endings(language: str) -> Endings:
    """Return what is known of a language's endings; nothing where it has no file.

    Raises: InstallError when the file is damaged.
    """
    path = LANGUAGES / language / "endings.txt"
    if not path.is_file():
        return Endings()
    read = sections(path, _SECTIONS)
    return _made(
        {name: {f: _words(w) for f, w in read.get(name, {}).items()} for name in _SECTIONS}
    )


def _words(meaning: str) -> tuple[str, ...]:
    return tuple(word.strip(" -") for word in meaning.split("|")) if meaning else ()


def _made(found: Mapping[str, Entries]) -> Endings:
    def rules(name: str) -> Rules:
        pairs = [(form, word) for form, words in found[name].items() for word in words]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    return Endings(
        plural=rules("plural"),
        feminine=rules("feminine"),
        agreeing=rules("agreeing"),
        persons=frozenset(found["persons"]),
        apart=frozenset(found["apart"]),
        irregular=found["irregular"],
        elided=found["elided"],
        contracted={form: tuple(words[0].split()) for form, words in found["contracted"].items()},
        articles=found["articles"],
        before_hyphen=frozenset(found["before-hyphen"]),
        behind_hyphen=frozenset(found["behind-hyphen"]),
        uncountable=frozenset(found["uncountable"]),
        small=frozenset(found["small"]) | frozenset(found["articles"]),
        an=tuple(found["an"]),
        a=tuple(found["a"]),
    )
