"""The interface's words: every one in both languages, with the same placeholders."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import polib
import pytest

from bilingual import interface
from bilingual.interface import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages():
    """The tool that collects the messages."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.filterwarnings("ignore:Empty msgid")
def test_catalogs_hold_exactly_the_messages_of_the_code(messages, language):
    """No message is missing and none is left over; `make messages` brings them up to date."""
    path = messages.catalog_path(language)

    assert messages.updated(path, language) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(messages, language):
    """None is empty, none is fuzzy."""
    for entry in polib.pofile(str(messages.catalog_path(language))):
        assert entry.translated(), entry.msgid


def placeholders(text):
    return sorted(re.findall(r"{\w*[^}]*}", text))


def test_french_keeps_the_placeholders(messages):
    """What the program fills in stands in the French text too."""
    for entry in polib.pofile(str(messages.catalog_path("fr"))):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert placeholders(entry.msgid) == placeholders(text), entry.msgid


def test_french_is_set_as_french_is(messages):
    """A space before the high marks, typographic apostrophes."""
    for entry in polib.pofile(str(messages.catalog_path("fr"))):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            prose = re.sub(r"{[^}]*}|\S+://\S+|\[[^]]*\]|«[^»]*»", "", text)
            assert not re.search(r"[A-Za-zéè][;!?]", prose), text
            assert not re.search(r"[a-zé]'[a-zé]", prose), text


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LANGUAGE": "fr:en", "LANG": "en_US"}, "fr"),
    ],
)
def test_the_system_says_which_language(environment, language):
    """The variables are read in gettext's order; a language we do not speak means English."""
    assert language == interface.preferred(environment)


def test_a_language_we_do_not_speak_is_english():
    """Asking for German gets English, not an error."""
    interface.use("de")

    assert "en" == interface.current()
