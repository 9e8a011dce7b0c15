"""Where the data that is not Python lies, in a wheel or in a checkout.

Wheels carry `templates/` and `locales/` inside the package (`bilingual/_data/`); a checkout has
them beside it.
"""

from __future__ import annotations

from pathlib import Path

from bilingual.errors import InstallError

PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Return the folder of shipped data called `name` (`templates`, `locales`).

    A folder beside the package counts only where `pyproject.toml` lies there too: a stray
    `templates/` in site-packages belongs to somebody else.

    Raises: InstallError when it is in neither home.
    """
    packed = PACKAGE / "_data" / name
    if packed.is_dir():
        return packed
    beside = PACKAGE.parent / name
    if beside.is_dir() and (PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise InstallError(
        f"the folder {name}/ is missing from this installation of bilingual",
        hint="Install it again: pip install --force-reinstall bilingual-press",
    )
