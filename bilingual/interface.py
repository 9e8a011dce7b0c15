"""The interface's own words, in the user's language.

In: English text as it stands in the code. Out: the same in the language that was chosen with
`use`, from `locales/<language>/LC_MESSAGES/bilingual.po`. Articles' catalogs are not read here.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache

from bilingual.resources import data_dir

LANGUAGES = ("en", "fr")
_language: ContextVar[str] = ContextVar("language", default="en")


def use(language: str) -> None:
    """Speak `language` from now on; one of LANGUAGES, anything else means English."""
    _language.set(language if language in LANGUAGES else "en")


def current() -> str:
    """Return the language the interface speaks."""
    return _language.get()


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that the environment asks for, as gettext reads it, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for tag in environment.get(name, "").split(":"):
            language = tag.replace("-", "_").split("_")[0].split(".")[0].lower()
            if language in LANGUAGES:
                return language
            if language:
                return "en"
    return "en"


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations of one language, from its PO file; fuzzy entries are left out.

    Raises: InstallError when the interface catalogs are not in the installation.
    """
    if language == "en":
        return gettext.NullTranslations()
    import polib  # not needed in English: `import bilingual` stays light

    path = data_dir("locales") / language / "LC_MESSAGES" / "bilingual.po"
    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path)).to_binary()))


def _(message: str) -> str:
    """Return `message` in the interface's language; its {placeholders} are for `str.format`."""
    return translations(_language.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return `one` or `many` in the interface's language, as its plural rule has it for `n`."""
    return translations(_language.get()).ngettext(one, many, n)
