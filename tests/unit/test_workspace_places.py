"""Where the catalog of an article lies, in a folder without settings: one place, however asked."""

from __future__ import annotations

import json

import pytest

from bilingual.model import Locale
from bilingual.workspace import Workspace, find_workspace

TEXT = "date 2026-05-04 Le marché\n\nIl compte 212 bateaux.\n"


@pytest.fixture
def articles(work):
    """A folder `articles` with one article, and no settings anywhere."""
    folder = work / "articles"
    folder.mkdir()
    (folder / "marche.fr.txt").write_text(TEXT, encoding="utf-8")
    return folder


def ways(work, articles):
    """Return how the article can be asked for: the folder to be in, and the words to say."""
    return [
        (work, ()),
        (work, ("articles/marche.fr.txt",)),
        (articles, ()),
        (articles, ("marche.fr.txt",)),
        (work.parent, (str(articles / "marche.fr.txt"),)),
    ]


@pytest.mark.parametrize("step", [1, -1])
def test_named_or_not_from_wherever_it_is_one_catalog(run, work, articles, step):
    """A draft made one way is the draft that every other way finds; nothing is drafted twice."""
    drafted = []
    for cwd, named in ways(work, articles)[::step]:
        ran = run("draft", "--engine", "echo", *named, "--json", cwd=cwd)
        assert 0 == ran.code, ran.err
        drafted.append(json.loads(ran.out)["drafted"])
        assert [work / "locales/en/LC_MESSAGES/marche.po"] == sorted(work.rglob("*.po"))
    assert [2, 0, 0, 0, 0] == drafted


@pytest.mark.parametrize("way", range(5))
def test_the_review_finds_what_was_drafted(work, articles, run, way):
    """The desk has the article, whichever way it is asked for."""
    from bilingual.review.desk import Desk, Shelf

    run("draft", "--engine", "echo", cwd=work)
    cwd, named = ways(work, articles)[way]
    start = cwd / named[0] if named else cwd
    workspace = find_workspace(start)
    desk = Desk([Shelf(workspace, (start,) if named else ())])

    assert ["marche"] == [one.slug for one in desk.articles()]


def test_catalogs_that_lie_there_already_are_found(work, articles):
    """What an earlier version made beside the article, or in a folder below, stays in use."""
    article = articles / "marche.fr.txt"
    old = Workspace(articles).catalog_path("marche", Locale("en"))
    old.parent.mkdir(parents=True)
    old.touch()
    assert {articles} == {find_workspace(place).root for place in (article, articles)}

    deep = articles / "2026" / "port.fr.txt"
    deep.parent.mkdir()
    deep.write_text(TEXT, encoding="utf-8")
    assert deep.parent == find_workspace(deep).root
    (work / "locales").mkdir()
    assert work == find_workspace(deep).root


def test_settings_come_first(work, articles):
    """A workspace with settings is one, whatever its folders are called."""
    (articles / "bilingual.toml").touch()

    assert articles == find_workspace(articles / "marche.fr.txt").root
