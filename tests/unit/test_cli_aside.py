"""An article that cannot be read keeps no other from being brought out."""

from __future__ import annotations

import json

import pytest

EMPTY = "articles/vide.fr.txt"


@pytest.fixture
def house(run, work):
    """A workspace with two articles that are built, and a third that is empty now."""
    assert run("init", ".").code == 0
    for name, text in (("un", "Il pleut."), ("deux", "Il vente."), ("vide", "Il neige.")):
        (work / f"articles/{name}.fr.txt").write_text(f"Titre {name}\n\n{text}\n", encoding="utf-8")
    return work


def test_build_brings_out_the_others_and_then_says_what_is_wrong(run, house):
    """Pages and catalogs of the others are there; one error names file and remedy; exit code 1."""
    (house / EMPTY).write_text("", encoding="utf-8")
    ran = run("build")

    assert 1 == ran.code
    assert ran.err.startswith("Error: ")
    assert ran.err.endswith(f"{EMPTY}: the article is empty\nWrite a sentence into it.\n")
    assert {path.name for path in (house / "site").iterdir()} == {
        "index.html",
        "un.html",
        "deux.html",
    }
    assert not (house / "locales/en/LC_MESSAGES/vide.po").exists()


def test_what_was_brought_out_before_stays(run, house):
    """The page and the catalog of an article that was emptied by mistake are not touched."""
    assert run("build").code == 0
    kept = [house / "site/vide.html", house / "locales/en/LC_MESSAGES/vide.po"]
    before = [path.read_bytes() for path in kept]
    (house / EMPTY).write_text("\n", encoding="utf-8")

    assert 1 == run("build").code
    assert before == [path.read_bytes() for path in kept]


def test_articles_may_be_named(run, house):
    """By names as a person writes them, too."""
    (house / EMPTY).write_text("", encoding="utf-8")
    ran = run("build", "articles/un.fr.txt", "articles/vide.fr.txt")

    assert (1, 1) == (ran.code, ran.err.count("Error"))
    assert (house / "site/un.html").exists()


def test_each_article_that_cannot_be_read_is_named(run, house):
    """Two wrong ones, two errors; a program still gets its one object about the rest."""
    (house / EMPTY).write_text("", encoding="utf-8")
    (house / "articles/deux.fr.txt").write_text("date 2026-13-45 Titre\n\nOui.", encoding="utf-8")
    ran = run("build", "--json")

    assert 1 == ran.code
    assert ["Error", "Error"] == [line[:5] for line in ran.err.splitlines() if "Error" in line]
    assert {"vide.fr.txt" in ran.err, "deux.fr.txt:1" in ran.err} == {True}
    assert 2 == len(json.loads(ran.out)["pages"])


def test_a_name_that_is_not_there_stops_before_anything_is_done(run, house):
    """What is mistyped is told at once: nothing is written."""
    ran = run("build", "articles/un.fr.txt", "articles/trois.fr.txt")

    assert 1 == ran.code
    assert not (house / "site").exists()


def test_where_nothing_can_be_read_nothing_is_written(run, work):
    """One empty article alone: one error."""
    (work / "vide.fr.txt").touch()
    ran = run("build", "vide.fr.txt")

    assert (1, "") == (ran.code, ran.out)
    assert ["vide.fr.txt"] == [path.name for path in work.iterdir()]


@pytest.mark.parametrize("command", ["build", "publish"])
def test_another_article_that_cannot_be_read_keeps_none_from_being_brought_out(run, house, command):
    """The one that was named gets its page; the other keeps its page, and is told of."""
    assert run("build").code == 0
    (house / "articles/un.fr.txt").write_text("Titre un\n\nIl pleut encore.\n", encoding="utf-8")
    (house / EMPTY).write_text("", encoding="utf-8")
    before = (house / "site/vide.html").read_bytes()
    run("draft", "articles/un.fr.txt")

    ran = run(command, "articles/un.fr.txt")

    assert 1 == ran.code
    assert ran.err.endswith(f"{EMPTY}: the article is empty\nWrite a sentence into it.\n")
    assert "Il pleut encore." in (house / "site/un.html").read_text(encoding="utf-8")
    assert before == (house / "site/vide.html").read_bytes()


def test_an_unreadable_file_that_was_never_drafted_is_nobodys_business(run, house):
    """It has no page and no catalog: whoever names another article hears nothing of it."""
    (house / EMPTY).write_text("", encoding="utf-8")
    ran = run("build", "articles/un.fr.txt")

    assert (0, "") == (ran.code, ran.err)
    assert (house / "site/un.html").exists()
