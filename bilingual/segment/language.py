"""What a language knows about its sentences: abbreviations and words, from text files.

In: `languages/<language>/*.txt` and a user's own abbreviations. Out: a `Language`, ready for
look-ups. How the knowledge is used is said in `judge`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bilingual.errors import InstallError, WorkspaceError
from bilingual.interface import _
from bilingual.model import Locale

HOME = Path(__file__).resolve().parent.parent / "languages"

CLASSES = (
    "title",
    "before",
    "reference",
    "rank",
    "word",
    "month",
    "day",
    "unit",
    "end",
    "may-end",
)
WORDS = ("opens", "articles", "links", "pauses", "labels", "heads", "dates", "speech", "marks")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations with their classes: pairs such as `("art.", "word")`.

    An entry ends in its full stop; the classes are described in `languages/README.md`.
    """

    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The look-ups of one language. Forms stand without their last full stop.

    `classes` has the classes of each form, in the order of the file; `phrases` has, for the
    last word of an entry of several words, the whole entries; `tails` the last three and the last
    four characters of each form.
    """

    classes: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[str, str], ...]]
    tails: frozenset[str]
    opens: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    pauses: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


def read_abbreviations(path: Path) -> Abbreviations:
    """Read a file of abbreviations, ours or a user's; the form is in `languages/README.md`.

    Raises: WorkspaceError, with path and line, when the file cannot be read or a line is wrong.
    """
    entries = []
    for number, section, entry in _sections(path, CLASSES):
        if not entry.endswith(".") or entry == ".":
            raise WorkspaceError(
                _("an abbreviation ends in a full stop, and “{entry}” does not").format(
                    entry=entry
                ),
                path=path,
                line=number,
                hint=_("Write one abbreviation a line, with its full stop: dép."),
            )
        entries.append((entry, section))
    return Abbreviations(tuple(entries))


def abbreviations_in(folder: Path, locale: Locale) -> Abbreviations | None:
    """Read the `abbreviations.<language>.txt` of a workspace; None where it has none.

    Raises: WorkspaceError as `read_abbreviations`.
    """
    path = folder / f"abbreviations.{locale.language}.txt"
    return read_abbreviations(path) if path.is_file() else None


def _sections(path: Path, known: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Return (line number, section, entry) for each entry of a file of ours."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise WorkspaceError(
            _("cannot be read: {reason}").format(reason=error),
            path=path,
            hint=_("Save the file as UTF-8 text."),
        ) from error
    found = []
    section = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.partition("#")[0].split())
        if not line:
            continue
        if line.startswith("["):
            section = line.removeprefix("[").removesuffix("]").strip()
            if section not in known or not line.endswith("]"):
                raise WorkspaceError(
                    _("there is no class {line}").format(line=line),
                    path=path,
                    line=number,
                    hint=_("The classes are: {names}").format(
                        names=" ".join(f"[{name}]" for name in known)
                    ),
                )
        elif not section:
            raise WorkspaceError(
                _("“{entry}” stands before the first class").format(entry=line),
                path=path,
                line=number,
                hint=_("Put a line such as [title] above it; the classes are: {names}").format(
                    names=" ".join(f"[{name}]" for name in known)
                ),
            )
        else:
            found.append((number, section, line))
    return found


@lru_cache(maxsize=32)
def language(name: str, extra: Abbreviations | None = None) -> Language:
    """Return what is known of a language, with a user's own abbreviations before ours.

    A language that has no folder gets no abbreviations and no words: the general rules remain.

    Raises: InstallError when a file of ours is damaged.
    """
    folder = HOME / name
    entries = list(extra.entries) if extra else []
    words: dict[str, set[str]] = {section: set() for section in WORDS}
    if folder.is_dir():
        try:
            entries += read_abbreviations(folder / "abbreviations.txt").entries
            for _line, section, entry in _sections(folder / "words.txt", WORDS):
                words[section].add(entry)
        except WorkspaceError as error:
            raise InstallError(error.message, path=error.path, line=error.line) from error
    return _compiled(entries, {name: frozenset(found) for name, found in words.items()})


def _compiled(entries: list[tuple[str, str]], words: dict[str, frozenset[str]]) -> Language:
    classes: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry, kind in entries:
        for form in _forms(entry.removesuffix(".")):
            if " " in form:
                last = form.rpartition(" ")[2]
                phrases[last] = (*phrases.get(last, ()), (form, kind))
            elif kind not in classes.get(form, ()):
                classes[form] = (*classes.get(form, ()), kind)
    long_enough = [word for word in (*classes, *phrases) if len(word) > 2]
    tails = frozenset(word[-size:] for word in long_enough for size in (3, 4))
    return Language(classes, phrases, tails, **words)


def _forms(entry: str) -> tuple[str, ...]:
    """Return the forms an entry stands for: as written, and with a capital if it has none.

    A single small letter stands for itself: its capital is somebody's initial.
    """
    if len(entry) == 1 or entry != entry.lower():
        return (entry,)
    return (entry, entry[0].upper() + entry[1:])
