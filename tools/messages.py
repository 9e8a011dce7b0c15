"""Collect the interface's words and bring its catalogs up to date: `make messages`.

From code and templates by Babel; from the command line's help by walking the commands, whose help
texts are docstrings. `--check` writes nothing and fails where the catalogs are behind.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import polib
from babel.messages.extract import extract_from_dir

from bilingual.cli import main as program

ROOT = Path(__file__).resolve().parent.parent
METHODS = [("bilingual/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": {1: None, 4: (1, 2)},  # what `publish` calls either; the comma at the end counts
}
LANGUAGES = ("en", "fr")


def messages() -> dict[str, str]:
    """Return every message of the interface with its plural form (empty where it has none)."""
    found: dict[str, str] = {}
    options = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT, METHODS, options, KEYWORDS, directory_filter=lambda path: ".venv" not in path
    ):
        one, many = message if isinstance(message, tuple) else (message, "")
        found[one] = many or found.get(one, "")
    for text in help_texts(program):
        found.setdefault(text, "")
    found.pop("", None)
    return dict(sorted(found.items()))


def help_texts(command: click.Command) -> Iterator[str]:
    """Give the help of a command, of its options and of the commands below it."""
    if command.help:
        yield inspect.cleandoc(command.help)
    for parameter in command.params:
        yield from filter(None, [getattr(parameter, "help", None), parameter.metavar])
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from help_texts(child)


def catalog_path(language: str) -> Path:
    """Return where the interface's catalog of a language lies."""
    return ROOT / "locales" / language / "LC_MESSAGES" / "bilingual.po"


def updated(path: Path, language: str) -> str:
    """Return the text of a language's catalog with all of today's messages and no other.

    English says what the code says. In another language what is new stands empty.
    """
    old = {entry.msgid: entry for entry in polib.pofile(str(path), wrapwidth=0)}
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(polib.pofile(str(path)).metadata)
    for one, many in messages().items():
        before = old.get(one)
        plural = dict(before.msgstr_plural) if before and many else {}
        if language == "en":
            entry = polib.POEntry(msgid=one, msgstr="" if many else one)
            plural = {0: one, 1: many}
        else:
            entry = polib.POEntry(msgid=one, msgstr=before.msgstr if before and not many else "")
        if many:
            entry.msgid_plural, entry.msgstr_plural = many, plural or {0: "", 1: ""}
        po.append(entry)
    return f"{po}"


def run(arguments: list[str]) -> int:
    """Write the catalogs, or with `--check` say which are behind."""
    behind = []
    for language in LANGUAGES:
        path = catalog_path(language)
        text = updated(path, language)
        if text != path.read_text(encoding="utf-8"):
            behind.append(str(path.relative_to(ROOT)))
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    if "--check" in arguments and behind:
        sys.stderr.write(f"behind: {', '.join(behind)}; run: make messages\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
