"""What a language knows about its facts: numbers, units, names, small words, from text files.

In: `languages/<language>/*.txt`: one entry a line, `#` begins a comment, `[section]` heads
entries, `form = meaning | meaning` where an entry has a meaning. Out: sections, read once. A
language without files knows nothing, and only what needs no language is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from bilingual.errors import InstallError
from bilingual.interface import _
from bilingual.resources import PACKAGE

HOME = PACKAGE / "languages"
Section = Mapping[str, str]


@lru_cache(maxsize=64)
def sections(language: str, name: str) -> Mapping[str, Section]:
    """Return the sections of one file: for each, its entries with their meaning, `""` for none.

    Empty where the language has no such file. A section that is not there is empty too: look up
    with `section`.

    Raises: InstallError when a file of ours is damaged.
    """
    path = HOME / language / f"{name}.txt"
    if not path.is_file():
        return MappingProxyType({})
    found: dict[str, dict[str, str]] = {}
    entries: dict[str, str] | None = None
    for number, raw in enumerate(_text(path).splitlines(), start=1):
        line = " ".join(raw.split())
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            entries = found.setdefault(line[1:-1], {})
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


def section(language: str, name: str, which: str) -> Section:
    """Return the entries of one section, empty where there is none.

    >>> section("fr", "numbers", "cardinals")["vingt"]
    '20'

    Raises: InstallError as `sections`.
    """
    return sections(language, name).get(which, {})


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise InstallError(
            _("cannot be read: {reason}").format(reason=error),
            path=path,
            hint=_("Install it again: pip install --force-reinstall bilingual-press"),
        ) from error
