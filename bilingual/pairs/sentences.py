"""Plain text files with one sentence a line.

In: a path. Out: the sentences, in the order of the lines.
"""

from __future__ import annotations

import re
from pathlib import Path

from bilingual.decoding import decode
from bilingual.errors import BitextError
from bilingual.interface import _

_LINE_END = re.compile(r"\r\n|\r|\n")  # not str.splitlines: a sentence may hold U+2028 or U+0085


def read_text(path: Path) -> str:
    """Return the text of a file, whatever its encoding.

    Raises: BitextError when it cannot be read; ArticleError when it is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BitextError(
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check the spelling of its name, and that you may read it."),
        ) from error
    return decode(data, path)


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text; an end of line after the last one begins no further line.

    >>> lines_of("un\r\n\ndeux\n")
    ['un', '', 'deux']
    """
    lines = _LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def read_sentences(path: Path) -> list[str]:
    """Return the lines of a file, blanks at their ends left out; empty lines stay, as "".

    Raises: BitextError when it cannot be read or holds nothing; ArticleError when it is no text.
    """
    sentences = [line.strip() for line in lines_of(read_text(path))]
    if not any(sentences):
        raise BitextError(
            _("there is no sentence in this file"),
            path=path,
            hint=_("Write one sentence a line."),
        )
    return sentences
