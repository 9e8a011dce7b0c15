"""Lines that are no text to translate: whose picture it is, which agency wrote the article.

In: the words of one line or block. Out: whether it is a credit or a signature. Labels and agencies
are data (`languages/`). In doubt it is text: a credit that is translated does little harm, a
sentence that is not is lost on the other side.
"""

from __future__ import annotations

import re
import unicodedata

from bilingual.article.language import composed, marks

_LONGEST = 100  # code points: a credit or a signature is short
_LONGEST_NAME = 5  # words: Agence nationale de presse
_COPYRIGHT = re.compile(r"\s*(?:[:：]\s*)?(?:©|copyright\b)\s*:?\s*", re.IGNORECASE)
_COLON = re.compile(r"\s*[:：]\s*")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}\b")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?…:;,]\s*[»”\"’')\]]*\Z")
_ACRONYM = re.compile(r"[A-ZÀ-Þ](?:[A-ZÀ-Þ0-9&]|\.(?=[A-ZÀ-Þ]|\Z)){1,9}\Z")
_SHORT_ACRONYM = re.compile(r"[A-Z]{2,5}\Z")
_SENTENCE_SIGNS = re.compile(r"[«»“”\"!?…:;%€$=<>*|]")
_SEPARATOR = re.compile(r"/|\s[-–—]\s|[,()\[\]]")


def is_credit(words: str) -> bool:
    """Tell whether a line only says whose picture, or whose figures, these are.

    A label with a colon, or ©, and names; or a label and a known agency. A caption (`Photo : le
    maire serre des mains.`) is a sentence to translate, not a credit.

    >>> [is_credit(w) for w in ("© Jean Dupont/Reuters", "(Photo AFP)", "Photo du jour")]
    [True, True, False]
    """
    if len(words) > _LONGEST:
        return False
    bare = _unbracketed(unicodedata.normalize("NFC", words))
    label = marks().credit.match(bare)
    rest = bare[label.end() :] if label else bare
    sign = _COPYRIGHT.match(rest) or (_COLON.match(rest) if label else None)
    names = rest[sign.end() :] if sign else rest
    if not names or (label is None and sign is None):
        return False
    if _ENDS.search(names) and not _ACRONYM.search(names.split()[-1]):
        return False
    if sign is None and not any(_is_agency(part) for part in _parts(names)):
        return False
    return is_name_like(_ADDRESS.sub(" ", names)) and any(c.isalnum() for c in names)


def is_signature(words: str) -> bool:
    """Tell whether a line is only the signature of an agency, or of people for one.

    It is made of names, parted by /, commas, brackets, dashes, or words such as “avec”, one of
    which is a known agency; or of a name and a short acronym parted by /.

    >>> [is_signature(w) for w in ("Le Monde avec AFP", "A. Martin (Belga)", "Littoral/ALP")]
    [True, True, True]
    >>> [is_signature(w) for w in ("FIN", "Il travaille pour Reuters", "PARIS/LYON")]
    [False, False, False]
    """
    if len(words) > _LONGEST or _SENTENCE_SIGNS.search(words):
        return False
    line = unicodedata.normalize("NFC", words).strip()
    bare = _unbracketed(line)
    if _ENDS.search(bare) and not _ACRONYM.search(bare.split()[-1]):
        return False
    parts = _parts(bare)
    if not parts or not all(_is_agency(p) or _is_name(p) for p in parts):
        return False
    if any(_is_agency(part) for part in parts):
        # A lone “agences” is a word; in brackets or with another it is a signature.
        return parts != [line] or line.lower() not in marks().agencies
    by_slash = [part.strip() for part in bare.split("/")]
    return (
        len(by_slash) > 1
        and all(by_slash)
        and any(_SHORT_ACRONYM.match(part) for part in by_slash)
        and not all(part.isupper() for part in by_slash)
    )


def is_speaker(words: str) -> bool:
    r"""Tell whether a line opens with a label of questions and answers: `Q :`, `Réponse :`.

    >>> [is_speaker(w) for w in ("Q : Pourquoi ?", "Question\xa0: Qui ?", "Paris : calme")]
    [True, True, False]
    """
    label, colon, _rest = words[:24].partition(":")
    return bool(colon) and composed(label.strip(" .\xa0\u202f")) in marks().speakers


def _parts(bare: str) -> list[str]:
    """Return the names that a signature consists of."""
    spaced = marks().company.sub("/", bare)
    return [part for piece in _SEPARATOR.split(spaced) if (part := piece.strip())]


def _is_agency(part: str) -> bool:
    """Tell whether a name is that of an agency, with or without full stops (A.F.P.)."""
    known = marks().agencies
    return part.replace(".", "") in known or (part.istitle() and part.lower() in known)


def _is_name(part: str) -> bool:
    return len(part.split()) <= _LONGEST_NAME and part[0].isupper() and is_name_like(part)


def is_name_like(names: str) -> bool:
    """Tell whether every word begins with a capital, but for the small words of names."""
    small = marks().small
    return all(
        word[0].isupper() or not word[0].islower() or composed(word) in small
        for word in _NAME_WORD.findall(names)
    )


def _unbracketed(line: str) -> str:
    if line[:1] in ("(", "[") and line[-1:] in (")", "]"):
        return line[1:-1].strip()
    return line.strip()
