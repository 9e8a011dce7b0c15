"""Where packages lie: the folders of Argos Translate, and the starter shipped with us.

Argos's own settings module makes folders when it is imported, so its rules are repeated here;
nothing is created.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from bilingual.resources import PACKAGE

STARTER = PACKAGE / "starter"


def starter_files() -> tuple[Path, ...]:
    """Return the packages shipped with bilingual, sorted by name."""
    return tuple(sorted(STARTER.glob("*.argosmodel")))


def argos_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Return the folders in which Argos Translate looks for packages, existing ones only.

    First `install_folder`; in a snap, the snap's own folders count too.
    """
    folders = [install_folder(environment)]
    if _in_snap(environment):
        snap = Path(environment["SNAP"]) / "snap_custom"
        folders += [snap / "packages", *sorted((snap / "content_snap_packages").glob("*"))]
    return tuple(folder for folder in folders if folder.is_dir())


def install_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder into which Argos Translate installs; it need not be there.

    ARGOS_PACKAGES_DIR, in the environment or in Argos's settings.json, comes before
    `$XDG_DATA_HOME/argos-translate/packages`.
    """
    stated = argos_setting("ARGOS_PACKAGES_DIR", environment)
    if stated is not None:
        return Path(stated)
    data = Path(environment.get("XDG_DATA_HOME", _base(environment) / ".local" / "share"))
    return data / "argos-translate" / "packages"


def download_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder in the user's cache that keeps unfinished downloads."""
    stated = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    cache = Path(stated) if stated else _base(environment) / ".cache"
    return cache / "bilingual" / "downloads"


def argos_setting(key: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return a setting of Argos Translate: the variable, else what its settings.json says."""
    stated = environment.get(key)
    if stated is not None:
        return stated
    config = Path(environment.get("XDG_CONFIG_HOME", _base(environment) / ".config"))
    return _setting(config / "argos-translate" / "settings.json", key)


def _base(environment: Mapping[str, str]) -> Path:
    """Return the home folder that Argos counts from."""
    return Path(environment["SNAP_USER_DATA"]) if _in_snap(environment) else _home(environment)


def _in_snap(environment: Mapping[str, str]) -> bool:
    """Tell whether a snap gives us its own home."""
    return "SNAP" in environment and "SNAP_USER_DATA" in environment


def _home(environment: Mapping[str, str]) -> Path:
    """Return the user's home folder, or one that does not exist where there is none."""
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) if home else Path("~").expanduser()


def _setting(path: Path, key: str) -> str | None:
    """Return a setting of Argos's settings file; a file that cannot be read sets nothing."""
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    value = settings.get(key) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else None
