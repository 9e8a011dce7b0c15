"""What is said where an article's name leads nowhere, or to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.article import read_article
from bilingual.article.reading import near
from bilingual.errors import ArticleError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("texte", ["texte.txt"]),
        ("texte.fr.txt", ["texte.txt"]),
        ("Texte.TXT", ["texte.txt"]),
        ("texe.txt", ["texte.txt"]),
        ("phare", ["articles/phare.fr.txt"]),
        ("phares.fr.txt", ["articles/phare.fr.txt"]),
        ("articles/phare.txt", ["articles/phare.fr.txt"]),
        ("gare.txt", ["gare.en.txt", "gare.fr.txt"]),
        ("nothing.like.it", []),
        ("nowhere/texte.txt", []),
    ],
)
def test_a_name_that_is_not_there_leads_to_those_like_it(work, typed, meant):
    """The same name with another ending or in articles/, else one spelt alike."""
    (work / "articles").mkdir()
    for name in ("texte.txt", "gare.fr.txt", "gare.en.txt", "articles/phare.fr.txt", "texte.po"):
        (work / name).write_text("Il pleut.", encoding="utf-8")

    assert list(map(str, near(Path(typed)))) == meant
    with pytest.raises(ArticleError) as found:
        read_article(Path(typed))
    assert found.value.hint == (
        f"Did you mean {' or '.join(meant)}?" if meant else "Check the spelling of its name."
    )


@pytest.mark.parametrize("command", ["build", "draft", "check", "review", "publish", "status"])
def test_each_command_asks_whether_another_file_was_meant(run, work, article, command):
    """Two lines: what is wrong, and the name that is there."""
    ran = run(command, "marche.txt", *(["--no-browser"] if command == "review" else []))

    assert (1, "") == (ran.code, ran.out)
    assert ran.err.splitlines() == [
        "Error: marche.txt: there is no such file",
        "Did you mean marche.fr.txt?",
    ]


def test_reviewing_an_empty_file_says_that_it_is_empty(run, work):
    """Drafts would not help; and what is wrong is said once."""
    (work / "vide.fr.txt").touch()
    ran = run("review", "vide.fr.txt", "--no-browser")

    assert (1, "") == (ran.code, ran.out)
    assert ran.err == "Error: vide.fr.txt: the article is empty\nWrite a sentence into it.\n"


def test_a_missing_catalog_is_said_once(run, work, article):
    """One line that says so, one that says what to do."""
    ran = run("review", article.name, "--no-browser")

    assert (1, "") == (ran.code, ran.out)
    assert ran.err.count("no catalog") == 1


def test_an_error_in_french_has_its_blanks_before_colons(run, work):
    """The colon behind the file's name too, as French has it; a line keeps its number beside it."""
    (work / "a.fr.txt").write_text("date 2026-13-45 Titre\n\nOui.", encoding="utf-8")
    missing = run("--lang", "fr", "draft", "rien.fr.txt").err.replace("\xa0", " ")
    wrong = run("--lang", "fr", "draft", "a.fr.txt").err.replace("\xa0", " ")

    assert missing.startswith("Erreur : rien.fr.txt : ")
    assert wrong.startswith("Erreur : a.fr.txt:1 : ")
    assert run("draft", "a.fr.txt").err.startswith("Error: a.fr.txt:1: ")
