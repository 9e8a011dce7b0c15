"""Settings and fixtures that every test shares; the whole run is cut off from the network."""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import bilingual
from bilingual import interface

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"

settings.register_profile(
    "default", deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def know_all_modules() -> None:
    """Load the whole program, so that Hypothesis' examples are the same in every run of CI.

    It draws some from the constants of the modules that are loaded, which would depend on which
    files of tests a worker happened to have before.
    """
    for module in pkgutil.walk_packages(bilingual.__path__, "bilingual."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # torch is not everywhere
                importlib.import_module(module.name)


def pytest_configure(config):
    """Cut this process and every child off from the network, before any test is collected."""
    # A shell that starts the run in the background has interrupts ignored, and children inherit
    # that: then no test of Ctrl-C could pass.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    log = Path(config.rootpath) / ".artifacts" / "network.log"
    log.parent.mkdir(exist_ok=True)
    log.unlink(missing_ok=True)
    os.environ["BILINGUAL_NETWORK_LOG"] = str(log)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")])
    )
    sys.path.insert(0, str(OFFLINE))
    sys.modules.pop("sitecustomize", None)
    __import__("sitecustomize")
    if os.environ.get("CI"):
        know_all_modules()


def pytest_sessionfinish(session, exitstatus):
    """Fail the run when anything tried the network, even where it swallowed the refusal."""
    log = Path(os.environ["BILINGUAL_NETWORK_LOG"])
    if log.exists():
        session.exitstatus = 1
        sys.stderr.write(f"\nThe network was tried:\n{log.read_text(encoding='utf-8')}\n")


@dataclass
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _english():
    """Speak English again after a test that ran a command in another language."""
    yield
    interface.use("en")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home folder, so that no package or setting of the machine's user counts."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def work(tmp_path, home, monkeypatch):
    """An empty folder that commands are run in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(work):
    """Run `bilingual ARGUMENTS` as a real process in the empty folder."""

    def runner(*arguments, cwd=work, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "bilingual", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "COLUMNS": "100", **environment},
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return runner


ARTICLE = """date 2026-05-04 Le marché flottant reprend des couleurs

Le marché a rouvert lundi 4 mai. Il compte 212 bateaux.

Photo : ALP/VNA

« Nous sommes revenus », a dit Mme Lan. Elle vend des fruits depuis 30 ans.

Littoral/ALP
"""


@pytest.fixture
def article(work):
    """A short article in the agency's form, in the empty folder."""
    path = work / "marche.fr.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
