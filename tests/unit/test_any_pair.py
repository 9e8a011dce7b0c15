"""Any pair of languages, one package or two in a row, through the command line."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import polib
import pytest
from tiny_package import make_archive, make_folder

ITALIAN = """Il mercato riapre

Il mercato ha riaperto lunedì. Ci sono 212 barche.

«Siamo tornati», ha detto la signora Lan.
"""


@pytest.fixture
def packages(home):
    """Where packages are installed."""
    return home / ".local/share/argos-translate/packages"


def drafted(path: Path) -> list[polib.POEntry]:
    """Return the entries of a catalog, having made sure that each is a draft."""
    entries = list(polib.pofile(str(path)))
    assert entries
    assert all(entry.fuzzy for entry in entries)
    return entries


def test_a_second_pair_is_drafted(run, work, packages):
    """Italian into Portuguese with a package made on the spot; the catalog says so."""
    make_folder(packages, source="it", target="pt")
    (work / "mercato.it.txt").write_text(ITALIAN, encoding="utf-8")
    ran = run("draft", "mercato.it.txt", "--to", "pt", "--json")

    assert 0 == ran.code, ran.err
    assert json.loads(ran.out)["engine"]["signature"].startswith(
        "argos|package:translate-it_pt-1.0|"
    )
    path = work / "locales/pt/LC_MESSAGES/mercato.po"
    assert 4 <= len(drafted(path))
    assert "pt" == polib.pofile(str(path)).metadata["Language"]


def test_the_other_direction_is_drafted_and_published(run, work, tmp_path):
    """English into French with a package file: build makes the page too."""
    package = make_archive(tmp_path / "made", source="en", target="fr")
    (work / "market.en.txt").write_text("The market reopens\n\nIt rains. He came.\n", "utf-8")
    ran = run("build", "market.en.txt", "--to", "fr", "--package", package)

    assert 0 == ran.code, ran.err
    drafted(work / "locales/fr/LC_MESSAGES/market.po")
    page = (work / "site/market.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in page


def test_two_packages_in_a_row(run, work, article, packages):
    """French into Spanish over English with the starter: it says that it pivoted, everywhere."""
    make_folder(packages, source="en", target="es")
    ran = run("draft", article.name, "--to", "es")

    assert 0 == ran.code, ran.err
    assert "by way of en" in ran.out
    for entry in drafted(work / "locales/es/LC_MESSAGES/marche.po"):
        assert "pivot|via:en|engine1:argos|package1:fr_en-starter" in entry.comment
        assert "package2:translate-en_es-1.0" in entry.comment
    receipt = json.loads(run("draft", article.name, "--to", "es", "--redraft", "--json").out)
    assert ["en"] == receipt["engine"]["via"]


def test_a_direct_package_wins(run, work, article, packages):
    """As soon as there is one, nothing is said of a way round."""
    make_folder(packages, source="en", target="es")
    make_folder(packages, source="fr", target="es", version="0.1")
    ran = run("draft", article.name, "--to", "es")

    assert 0 == ran.code, ran.err
    assert "by way of" not in ran.out


class TestLock:
    """Drafting in a workspace: pinned on first use, compared ever after."""

    @pytest.fixture
    def workspace(self, work, article):
        """A workspace into English and Spanish."""
        (work / "bilingual.toml").write_text('targets = ["es"]\n', encoding="utf-8")
        return work

    def test_what_drafts_is_pinned(self, run, workspace, article, packages):
        """Every step but the starter."""
        folder = make_folder(packages, source="en", target="es")
        assert 0 == run("draft", article.name).code
        (entry,) = tomllib.loads((workspace / "bilingual.lock").read_text())["package"]

        assert folder.name == entry["name"]

    def test_another_package_does_not_draft(self, run, workspace, article, packages):
        """Nothing is written; both fingerprints and the way out are said."""
        folder = make_folder(packages, source="en", target="es")
        run("draft", article.name)
        catalog = workspace / "locales/es/LC_MESSAGES/marche.po"
        before = catalog.read_bytes()
        (folder / "README.md").write_text("changed", encoding="utf-8")
        ran = run("draft", article.name, "--redraft")

        assert 1 == ran.code
        assert "not the package that this workspace pinned" in ran.err
        assert "--force" in ran.err
        assert before == catalog.read_bytes()

    def test_a_damaged_package_is_not_pinned(self, run, workspace, article, packages):
        """Else the sound one would be refused later."""
        folder = make_folder(packages, source="en", target="es")
        (folder / "sentencepiece.model").write_bytes(b"spoilt")

        assert 1 == run("draft", article.name).code
        assert not (workspace / "bilingual.lock").exists()

    def test_the_starter_writes_no_lock(self, run, workspace, article):
        """Nor does it need one."""
        assert 0 == run("draft", article.name, "--to", "en").code
        assert not (workspace / "bilingual.lock").exists()


def test_nothing_but_install_uses_the_network(run, work, article, packages):
    """Drafting, publishing and all of `models` but one: not one attempt, not even a refused one.

    The cut of the tests notes every attempt of every process that they start.
    """
    log = Path(os.environ["BILINGUAL_NETWORK_LOG"])
    before = log.read_text(encoding="utf-8") if log.exists() else ""
    make_folder(packages, source="en", target="es")
    archive = make_archive(work / "made", source="it", target="pt")
    (work / "bilingual.toml").write_text('targets = ["en", "es"]\n', encoding="utf-8")
    for arguments in (
        ["draft", article.name],
        ["publish", article.name],
        ["build", article.name],
        ["models", "list"],
        ["models", "install", archive],
        ["models", "verify"],
        ["models", "doctor"],
        ["models", "remove", "translate-it_pt-1.0", "--yes"],
    ):
        ran = run(*arguments)
        assert 0 == ran.code, (arguments, ran.err)

    assert before == (log.read_text(encoding="utf-8") if log.exists() else "")
