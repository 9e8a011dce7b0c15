"""Which distribution of `argostranslate` is installed: the official one, the light one, both.

Only the installer's records are read; nothing of Argos is imported.
"""

from __future__ import annotations

import importlib.util
from importlib import metadata

from bilingual.errors import InstallError
from bilingual.interface import _

OFFICIAL = "argostranslate"
LIGHT = "argos-translate-lt"


def _installed() -> tuple[str, ...]:
    """Return those of the two distributions that are installed."""
    names = []
    for name in (OFFICIAL, LIGHT):
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        names.append(name)
    return tuple(names)


def installed_versions() -> tuple[tuple[str, str], ...]:
    """Return those of the two distributions that are installed, each with its version."""
    return tuple((name, metadata.version(name)) for name in _installed())


def distribution_problem() -> str:
    """Return what is wrong with the installation of Argos, and what to do; empty when all is well.

    Both distributions write into the same folder: whichever was installed last has overwritten
    the other's files, and removing one removes files of the other.
    """
    installed = _installed()
    if len(installed) == 2:
        return _(
            "argostranslate and argos-translate-lt are both installed and overwrite each other. "
            "Keep one: pip uninstall -y argostranslate argos-translate-lt, then "
            "pip install argos-translate-lt"
        )
    if importlib.util.find_spec("argostranslate") is None:
        return _("Argos Translate is not installed: pip install argos-translate-lt")
    return ""


def require_argostranslate() -> None:
    """Make sure that some `argostranslate` can be imported.

    Raises: InstallError when neither distribution is there.
    """
    if importlib.util.find_spec("argostranslate") is None:
        raise InstallError(
            _("Argos Translate is missing from this installation"),
            hint=_("Install it: pip install argos-translate-lt"),
        )
