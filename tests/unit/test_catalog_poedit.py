"""Poedit itself, on a screen of its own: what a translator does there is understood here.

Approving a draft, changing one, saving. Nothing else of the desktop is touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest
from babel.messages.pofile import read_po

from bilingual.catalog import Catalog, new_header, read_catalog, save_catalog
from bilingual.model import Hypothesis, Locale, State, Unit
from bilingual.text import segment_key

missing = [name for name in ("poedit", "Xvfb", "xdotool") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}"),
]
PATIENCE_S = 60
SETTINGS = "translator_name=Anne Roux\ntranslator_email=anne@example.org\ncompile_mo=0\n"
DRAFTS = {
    "Le marché a rouvert.": "The market has opened again.",
    "Il a coûté 2,4 millions.": "He costed 2.4 million.",
    "Elle vend des fruits depuis trente ans.": "She sells of the fruits.",
    "Fin.": "End.",
}


def wait_for(found, what):
    """Return what `found` finds, asking until the deadline."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.2)
    pytest.fail(f"in {PATIENCE_S} s there was no {what}")
    return None


@pytest.fixture
def screen(tmp_path):
    """An X server on a display that it chose itself; gives the environment for its programs."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        display = pipe.readline().strip()
    settings = tmp_path / "home" / ".config" / "poedit" / "config"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    names = ("PATH", "LD_LIBRARY_PATH")
    yield {
        **{name: os.environ[name] for name in names if name in os.environ},
        "HOME": str(tmp_path / "home"),
        "DISPLAY": f":{display}",
        "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
    }
    server.terminate()
    server.wait()


class Editor:
    """Poedit with a catalog open."""

    def __init__(self, path, environment):
        self.path, self.environment = path, environment
        self.process = subprocess.Popen(
            ["poedit", str(path)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.window = wait_for(self._window, "window of Poedit")

    def _do(self, *arguments):
        return subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        ).stdout

    def _window(self):
        assert self.process.poll() is None, "Poedit has ended"
        return self._do("search", "--onlyvisible", "--name", self.path.name).split()[:1]

    def keys(self, *names):
        self._do("windowfocus", "--sync", *self.window)
        for name in names:
            self._do("key", "--delay", 50, name)
            time.sleep(0.2)

    def write(self, text):
        """Put `text` in the place of the translation, the field at the lower left."""
        lines = self._do("getwindowgeometry", "--shell", *self.window).split()
        size = dict(line.split("=") for line in lines)
        x, y = int(size["WIDTH"]) // 5, int(size["HEIGHT"]) * 85 // 100
        self._do("mousemove", "--window", *self.window, x, y, "click", 1)
        self.keys("ctrl+a")
        self._do("type", "--delay", 20, text)

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)


@pytest.fixture
def editor(tmp_path, screen):
    """Poedit with a catalog of drafts, one with a note and one with an alternative."""
    units = []
    for i, (source, target) in enumerate(DRAFTS.items()):
        unit = Unit(
            segment_key(source),
            source,
            note="Check the date.\n  Twice." if i == 0 else "",
            alternatives=("She  sells - fruit\n",) if i == 2 else (),
            reference=f"articles/a.fr.txt:{i + 1}",
        )
        made_by = "argos|package:fr_en-starter|version:0.1|beam:4|length_penalty:1|window:60-120"
        units.append(unit.drafted(Hypothesis(target, -0.5), made_by))
    gone = Unit(segment_key("Parti."), "Parti.").drafted(Hypothesis("Gone."), "echo")
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("en"))
    path = tmp_path / "marche.po"
    save_catalog(path, Catalog(header, units=tuple(units), obsolete=(gone,)), now=0)
    opened = Editor(path, screen)
    yield opened
    opened.close()


def test_poedit_approves_and_changes_drafts(editor):
    """Approved is reviewed as drafted; changed is reviewed and edited, its draft known; the rest
    are drafts as before; who and when stand in the header; and not a word is lost.
    """
    before = read_catalog(editor.path)

    def approved():
        """Approve the first draft with Ctrl+U, unless that is saved already."""
        if not read_catalog(editor.path).units[0].is_reviewed:
            editor.keys("ctrl+Home", "ctrl+u", "ctrl+s")
            time.sleep(1)
        return read_catalog(editor.path).units[0].is_reviewed

    def changed():
        editor.write("It cost 2.4 million.")
        editor.keys("ctrl+s")
        time.sleep(1)
        return read_catalog(editor.path).units[1].target == "It cost 2.4 million."

    wait_for(approved, "approved draft in the file")
    editor.keys("ctrl+Down")
    wait_for(changed, "changed draft in the file")
    after = read_catalog(editor.path)
    first, second, *rest = after.units

    assert first == before.units[0].reviewed()
    assert (first.is_machine, first.is_edited) == (True, False)
    assert second == before.units[1].reviewed("It cost 2.4 million.")
    assert second.is_edited
    assert "He costed 2.4 million." == second.origin.text
    assert before.units[2:] == tuple(rest)
    assert all(unit.state is State.DRAFT for unit in rest)
    assert before.obsolete == after.obsolete
    assert "Anne Roux <anne@example.org>" == after.field("Last-Translator")
    assert after.field("PO-Revision-Date") > before.field("PO-Revision-Date")
    assert after.field("X-Generator").startswith("Poedit")
    with editor.path.open("rb") as file:
        assert len(DRAFTS) == len([m for m in read_po(file, abort_invalid=True) if m.id])
