"""What the files in `languages/` say: one entry a line, `[section]` above entries.

In: the path of a file of ours. Out: its sections. `#` begins a comment, at a line's start or after
a blank; `form = meaning | meaning` gives an entry a meaning. What the entries mean is for whoever
asks; abbreviations, which users write too, are read by `segment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from bilingual.errors import InstallError
from bilingual.interface import _
from bilingual.resources import PACKAGE

LANGUAGES = PACKAGE / "languages"
Section = Mapping[str, str]
_COMMENT = re.compile(r"(?:^|\s)#.*")


@lru_cache(maxsize=64)
def sections(path: Path, known: frozenset[str] = frozenset()) -> Mapping[str, Section]:
    """Return the sections of a file: for each, its entries with their meaning, `""` for none.

    In the file's order. Empty where there is no such file: a language need not know everything.
    `known` are the sections that the file may have, any where it is empty.

    Raises: InstallError when the file is damaged: an entry above the first section, a section that
    is not known, no UTF-8.
    """
    found: dict[str, dict[str, str]] = {}
    entries: dict[str, str] | None = None
    for number, line in _lines(path):
        if line.startswith("[") and line.endswith("]"):
            entries = found.setdefault(line[1:-1], {})
            if known and line[1:-1] not in known:
                raise InstallError(
                    _("there is no section {line}").format(line=line), path=path, line=number
                )
        elif entries is None:
            raise InstallError(
                _("“{entry}” stands before the first section").format(entry=line),
                path=path,
                line=number,
            )
        else:
            form, _equals, meaning = line.partition(" = ")
            entries[form] = meaning
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def section(language: str, name: str, which: str) -> Section:
    """Return the entries of one section of a language's file, empty where there is none.

    >>> section("fr", "numbers", "cardinals")["vingt"]
    '20'

    Raises: InstallError as `sections`.
    """
    return of(language, name).get(which, MappingProxyType({}))


@lru_cache(maxsize=64)
def of(language: str, name: str) -> Mapping[str, Section]:
    """Return the sections of a language's file; as `sections`."""
    return sections(LANGUAGES / language / f"{name}.txt")


def entries(path: Path) -> tuple[str, ...]:
    """Return the entries of a file without sections.

    Raises: InstallError when the file is no UTF-8.
    """
    return tuple(line for _number, line in _lines(path))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines that say something, with their numbers; white space counts as one blank."""
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise InstallError(
            _("cannot be read: {reason}").format(reason=error),
            path=path,
            hint=_("Install it again: pip install --force-reinstall bilingual-press"),
        ) from error
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(_COMMENT.sub("", raw).split())
        if line:
            yield number, line
