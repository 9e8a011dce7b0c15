"""Stock Argos Translate installs our packages and translates with them, cut off from the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tiny_package import make_archive, words

from bilingual.packages import read_package
from bilingual.packages.places import starter_files
from bilingual.training import Limits, Plan, Sources, has_torch, train

# As a user of Argos Translate does it. Its sentence splitter is AGPL and would download a model:
# a stand-in gives back what it got. All else is Argos's own code.
STOCK = """
import json, sys, types
sys.modules["minisbd"] = types.SimpleNamespace(SBDetect=None, models=types.SimpleNamespace())
from argostranslate import sbd
class Whole:
    def __init__(self, package): pass
    def split_sentences(self, text): return [text]
sbd.MiniSBDSentencizer = Whole
from argostranslate import package, translate
translate.MiniSBDSentencizer = Whole
package.install_from_path(sys.argv[1])
installed = package.get_installed_packages()
print(json.dumps({
    "packages": [[p.from_code, p.to_code, p.package_version, str(p.package_path)] for p in installed],
    "card": installed[0].get_readme() or "",
    "text": translate.translate(*sys.argv[2:5]),
}))
"""


def stock(path, text, home, pair=("fr", "en")):
    """Install a package into an Argos of its own and translate with it; return what it says."""
    folders = {"ARGOS_PACKAGES_DIR": str(home / "packages"), "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", STOCK, str(path), text, *pair],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **folders, "PYTHONWARNINGS": "ignore"},
    )
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_stock_argos_installs_the_shipped_starter_and_translates(home):
    """`install_from_path` takes the file as it ships, and `translate` gives English."""
    (starter,) = starter_files()

    said = stock(starter, "Le Parlement européen a adopté la résolution.", home)

    ((source, target, version, folder),) = said["packages"]
    assert ("fr", "en") == (source, target)
    assert version
    assert folder.startswith(str(home / "packages"))
    assert "European Parliament" in said["text"]
    assert "resolution" in said["text"]


@pytest.mark.skipif(
    not has_torch(), reason="the extra bilingual-press[train] (PyTorch) is not installed"
)
def test_stock_argos_installs_what_we_trained(home, tmp_path):
    """A package of `bilingual train` is an ordinary one there too, and its card is shown."""
    bitext = tmp_path / "pairs.tsv"
    bitext.write_text("\n".join("\t".join(pair) for pair in words(30)), encoding="utf-8")
    plan = Plan(
        sources=Sources("es", "de", (bitext,)),
        output=tmp_path / "models",
        cache=tmp_path / "cache",
        name="es_de-house",
        # Stock Argos does not stop at a model's last position: whatever it says has to fit.
        start=read_package(make_archive(tmp_path / "parent", positions=512)),
        limits=Limits(steps=2),
    )

    done = train(plan, lambda _progress: None)
    said = stock(done.package.path, "baba kuku.", home, ("es", "de"))

    assert ["es", "de", "1.0.1"] == said["packages"][0][:3]
    assert "es_de-house" in said["card"]
    assert said["text"]
