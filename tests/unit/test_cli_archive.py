"""Articles that are renamed, moved, withdrawn; runs that are broken off; several workspaces."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import polib
import pytest

from bilingual.catalog import read_catalog

PO = "locales/en/LC_MESSAGES"


@pytest.fixture
def workspace(run, work, article):
    """A workspace with one article, fully reviewed."""
    run("init")
    article.rename(work / "articles" / article.name)
    run("build")
    approve(work / PO / "marche.po")
    return work


def approve(path):
    """Take every fuzzy flag away, as an editor who has read everything does."""
    po = polib.pofile(str(path), wrapwidth=0)
    for entry in po:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    po.save()


def test_renaming_an_article_keeps_its_reviews(run, workspace):
    """The new article takes the old one's catalog over, and says so."""
    (workspace / "articles" / "marche.fr.txt").rename(workspace / "articles" / "bateaux.fr.txt")
    ran = run("build")

    assert 0 == ran.code, ran.err
    assert "took over the translations of" in ran.out
    catalog = read_catalog(workspace / PO / "bateaux.po")
    assert all(unit.is_reviewed for unit in catalog.units)
    assert "articles/bateaux.fr.txt" == catalog.field("Project-Id-Version")
    assert not (workspace / PO / "marche.po").exists()


def test_an_article_that_only_looks_alike_takes_nothing_over(run, workspace):
    """A catalog is left alone while its article is there, and where few sentences are the same."""
    text = (workspace / "articles" / "marche.fr.txt").read_text(encoding="utf-8")
    (workspace / "articles" / "copie.fr.txt").write_text(text, encoding="utf-8")
    (workspace / "articles" / "autre.fr.txt").write_text("Un titre\n\nIl pleut.", encoding="utf-8")
    before = (workspace / PO / "marche.po").read_bytes()
    run("draft", "--engine", "echo")

    assert before == (workspace / PO / "marche.po").read_bytes()
    assert not any(u.is_reviewed for u in read_catalog(workspace / PO / "copie.po").units)


def test_a_withdrawn_article_is_withdrawn_from_the_site(run, workspace):
    """Its page goes, what is not ours stays, and its catalog is kept."""
    (workspace / "articles" / "autre.fr.txt").write_text("Un titre\n\nIl pleut.", encoding="utf-8")
    run("build")
    (workspace / "site" / "mine.html").write_text("<p>mine</p>")
    (workspace / "articles" / "marche.fr.txt").unlink()
    ran = run("build")

    assert "Withdrawn" in ran.out
    assert ["autre.html", "index.html", "mine.html"] == sorted(
        path.name for path in (workspace / "site").iterdir()
    )
    assert (workspace / PO / "marche.po").exists()


def test_publishing_one_language_withdraws_no_other(run, workspace):
    """Pages of other articles and languages stay."""
    (workspace / "bilingual.toml").write_text('targets = ["en", "de"]\n')
    run("draft", "--engine", "echo")
    run("publish")
    before = sorted(path.name for path in (workspace / "site").iterdir())
    run("publish", "--to", "de")

    assert before == sorted(path.name for path in (workspace / "site").iterdir())


def test_articles_of_two_folders_go_each_to_its_own(run, work, article):
    """Naming both at once takes no review from either."""
    for name in ("a", "b"):
        (work / name).mkdir()
        (work / name / f"{name}.fr.txt").write_text(f"Titre {name}\n\nIl pleut.", "utf-8")
    run("draft", "b/b.fr.txt", "--engine", "echo")
    approve(work / "b" / PO / "b.po")
    ran = run("build", "a/a.fr.txt", "b/b.fr.txt", "--json")

    assert 0 == ran.code, ran.err
    assert all(unit.is_reviewed for unit in read_catalog(work / "b" / PO / "b.po").units)
    assert (work / "a" / "site" / "a.html").is_file()
    assert (work / "b" / "site" / "b.html").is_file()
    assert 2 == json.loads(ran.out)["articles"]


def test_articles_in_folders_below_are_articles_too(run, workspace):
    """articles/2026/05/… is a usual way to keep an archive."""
    below = workspace / "articles" / "2026" / "05"
    below.mkdir(parents=True)
    (workspace / "articles" / "marche.fr.txt").rename(below / "marche.fr.txt")
    ran = run("status", "--json")

    (facts,) = json.loads(ran.out)["articles"]
    assert ("articles/2026/05/marche.fr.txt", 5) == (facts["article"], facts["reviewed"])


def test_files_that_are_not_read_are_named(run, workspace):
    """A Word file among the articles is not passed over in silence."""
    (workspace / "articles" / "note.docx").write_bytes(b"PK")
    (workspace / "articles" / ".hidden").write_bytes(b"")

    assert "articles/note.docx" in run("status").out
    assert ".hidden" not in run("status").out


LONG = "Un titre\n\n" + "".join(
    f"Le bateau numéro {i} a quitté le port de la ville avec {i} passagers.\n\n"
    for i in range(2_000)
)


def broken_off(work, number):
    """Draft a long article, break the process off with a signal after 60 answers; say how it ended.

    The process sends the signal to itself: where it strikes is the same on every machine.
    """
    path = work / "long.fr.txt"
    path.write_text(LONG, encoding="utf-8")
    program = (
        "import os, sys, bilingual.draft.formed as d\n"
        "real = d.Formed.stream\n"
        "def told(*a, **k):\n"
        "    for n, found in enumerate(real(*a, **k)):\n"
        "        yield found\n"
        f"        if n == 60: os.kill(os.getpid(), {int(number)})\n"
        "d.Formed.stream = told\n"
        "from bilingual.cli import main\n"
        "main(['draft', 'long.fr.txt'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    return done.returncode, done.stderr


def test_an_interrupted_draft_keeps_what_was_done(work, home):
    """Ctrl-C saves the drafts that are there, even in the middle of one article."""
    code, err = broken_off(work, signal.SIGINT)
    catalog = read_catalog(work / PO / "long.po")

    assert 130 == code, err
    assert "Stopped" in err
    drafted = [unit for unit in catalog.units if unit.target]
    assert 30 < len(drafted) < 2_001
    assert not any(unit.is_reviewed for unit in drafted)


def test_a_killed_draft_leaves_only_whole_catalogs(work, home):
    """After kill -9 a catalog is there whole or not at all, and the next run goes on."""
    code, _err = broken_off(work, signal.SIGKILL)
    path = work / PO / "long.po"

    assert -signal.SIGKILL == code
    if path.exists():
        assert 2_001 == len(read_catalog(path).units)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 0, "Usage: bilingual"),
        (["--lang", "de", "status"], 2, "--lang"),
        (["draft", "x.fr.txt", "--workspace", "/no/such/place"], 1, "no such folder"),
        (["publish", "--output", ""], 2, "is no folder"),
        (["draft", "--to"], 2, "needs a value"),
        (["segment"], 2, "FILE is missing"),
        (["segment", "absent.txt"], 1, "there is no such file"),
        (["draft", "*.txt"], 1, "there is no such file"),
    ],
)
def test_slips_of_the_hand(run, arguments, code, said):
    """What a script or a tired person types wrong is said in plain words."""
    ran = run(*arguments)

    assert code == ran.code, ran.err
    assert said in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_french_usage_errors_are_french(run):
    """Not a word of English in what a French user does wrong most often."""
    assert "FICHIER manque" in run("--lang", "fr", "segment").err
    assert "attend une valeur" in run("--lang", "fr", "draft", "--to").err


def test_zero_is_singular_in_french(run, work, article):
    """« 0 relue », as grammar has it."""
    assert "0 relue\n" in run("--lang", "fr", "draft", article.name, "--engine", "echo").out


@pytest.mark.parametrize(
    ("settings", "said"),
    [("[draft]\nbeam = 0", "1 or more"), ('[site]\nbase_url = "example.org"', "an address")],
)
def test_settings_are_checked_before_the_work(run, work, article, settings, said):
    """A setting that cannot work is said with its line before anything is drafted."""
    (work / "bilingual.toml").write_text(settings, encoding="utf-8")
    ran = run("draft", article.name)

    assert 1 == ran.code
    assert "bilingual.toml:2:" in ran.err
    assert said in ran.err
    assert not (work / "locales").exists()


def test_an_empty_catalog_is_a_sign_of_damage(run, work, article):
    """Nothing is drafted over a catalog that some program failed to save."""
    run("draft", article.name, "--engine", "echo")
    (work / PO / "marche.po").write_bytes(b"")
    ran = run("draft", article.name)

    assert 1 == ran.code
    assert "the catalog is empty" in ran.err


def test_an_unreviewed_headline_is_marked_in_the_title(run, work, article):
    """A browser's tab and a search engine's list do not pass it off as reviewed either."""
    run("build", article.name)
    page = (work / "site" / "marche.html").read_text(encoding="utf-8")

    assert "(machine draft)" in page[page.index("<title") : page.index("</title>")]
    approve(work / PO / "marche.po")
    run("publish", article.name)
    page = (work / "site" / "marche.html").read_text(encoding="utf-8")
    assert "(machine draft)" not in page[page.index("<title") : page.index("</title>")]


TERMS = "source,target\nbateau,vessel\n"


@pytest.mark.parametrize(
    ("name", "targets", "is_obeyed"),
    [
        ("terms.csv", '["en"]', True),
        ("terms.en.csv", '["de", "en"]', True),
        ("terms.csv", '["de", "en"]', False),
    ],
)
def test_the_termbase_of_the_language_is_obeyed(run, work, article, name, targets, is_obeyed):
    """terms.csv is for the first language; another has terms.LANGUAGE.csv."""
    (work / "bilingual.toml").write_text(f"targets = {targets}\n")
    (work / name).write_text(TERMS)
    ran = run("draft", article.name, "--to", "en")
    (unit,) = [u for u in read_catalog(work / PO / "marche.po").units if "bateaux" in u.source]

    assert 0 == ran.code, ran.err
    assert is_obeyed == ("vessels" in unit.target)
    assert is_obeyed == ("|terms:" in unit.origin.signature)


def test_a_wrong_row_of_the_termbase_stops_the_run_at_once(run, work, article):
    """The message names file and line, and nothing is drafted."""
    (work / "terms.csv").write_text("source,target\n,vessel\n")
    ran = run("draft", article.name)

    assert 1 == ran.code
    assert "terms.csv:2:" in ran.err
    assert not (work / "locales").exists()
