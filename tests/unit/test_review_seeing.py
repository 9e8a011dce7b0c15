"""What is seen in units besides their texts: checked at once or beside, told when it changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from reviewing import catalog_of, drafted, long_article

from bilingual.catalog import save_catalog
from bilingual.checks import Setting, check_unit
from bilingual.model import Locale
from bilingual.review.opened import Opened
from bilingual.review.seeing import Agreements, Sight
from bilingual.review.wording import origin_label, remark_in_words


@pytest.fixture
def opened(work):
    """An article of 40 sentences whose catalog has no findings yet."""
    workspace = drafted(work, [("marche", long_article(40))])
    path = workspace.catalog_path("marche", Locale("en"))
    catalog = catalog_of(workspace)
    units = tuple(replace(unit, findings=()) for unit in catalog.units)
    save_catalog(path, replace(catalog, units=units))
    return Opened(workspace, workspace.article_paths()[0], Locale("en"))


def findings(papers):
    """Return how many findings each unit is told to have."""
    return {paper["key"]: len(paper["findings"]) for paper in papers}


def test_what_is_not_checked_in_a_moment_is_checked_beside(opened):
    """Without time, units are told as the catalog has them; their findings follow as a change."""
    hours = count(0, 3600)
    with ThreadPoolExecutor(1) as beside:
        sight = Sight(opened, beside, Agreements(), clock=lambda: float(next(hours)))
        with opened.lock:
            units = sight.refresh().catalog.units
            first = findings(sight.papers(units))
            revision = opened.revision
    setting = Setting(Locale("fr"), Locale("en"), headlines=frozenset({"Le marché reprend"}))
    wanted = {unit.key: len(check_unit(unit, setting)) for unit in units}
    with opened.lock:
        changed, _is_reordered = opened.changed_since(revision)
        now = findings(sight.paper(unit) for unit in sight.refresh().catalog.units)

    assert {0} == set(first.values())
    assert any(wanted.values())
    assert wanted == now
    assert set(wanted) == {unit.key for unit in changed}


def test_with_time_all_is_checked_at_once(opened):
    """What a moment is enough for needs no second telling."""
    with ThreadPoolExecutor(1) as beside:
        sight = Sight(opened, beside, Agreements(), clock=lambda: 0.0)
        with opened.lock:
            units = sight.refresh().catalog.units
            assert any(findings(sight.papers(units)).values())
            revision = opened.revision
    assert ((), False) == opened.changed_since(revision)


def test_a_review_elsewhere_in_the_article_changes_what_is_seen(work):
    """A sentence that stands twice and is confirmed in two ways is told at both places."""
    text = (
        "date 2026-05-04 Le titre\n\nLe marché est ouvert. Oui, certes.\n\nLe marché est ouvert.\n"
    )
    workspace = drafted(work, [("marche", text)])
    opened = Opened(workspace, workspace.article_paths()[0], Locale("en"))
    with ThreadPoolExecutor(1) as beside, opened.lock:
        sight = Sight(opened, beside, Agreements(), clock=lambda: 0.0)
        units = sight.refresh().catalog.units
        opened.save(units[1].reviewed("The market is open."))
        revision = opened.revision
        sight.refresh()
        told = [unit.key for unit in opened.changed_since(revision)[0]]
        paper = sight.paper(opened.unit(units[3].key))

    assert [units[3].key] == told
    assert "inconsistent" in {finding["check"] for finding in paper["findings"]}


def test_what_was_confirmed_in_another_article_is_held_against_this_one(work):
    """Once both are open, a sentence confirmed otherwise in the one is told in the other."""
    first = "date 2026-05-04 Un titre\n\nLe marché est ouvert. Oui, certes.\n"
    second = "date 2026-05-05 Deux titres\n\nLe marché est ouvert. Non, hélas.\n"
    workspace = drafted(work, [("a", first), ("b", second)])
    one, other = (Opened(workspace, p, Locale("en")) for p in workspace.article_paths())
    agreements = Agreements()
    with ThreadPoolExecutor(1) as beside:
        here, there = (Sight(o, beside, agreements, clock=lambda: 0.0) for o in (one, other))
        unit = here.refresh().catalog.units[1]
        there.refresh()
        revision = other.revision
        one.save(unit.reviewed("The market is open."))
        here.refresh()
        same = there.refresh().catalog.units[1]
        told = [u.key for u in other.changed_since(revision)[0]]
        paper = there.paper(same)

    assert [same.key] == told
    assert "inconsistent" in {finding["check"] for finding in paper["findings"]}


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("argos|package:fr%20en|version:1.9|beam:4", "machine: fr en 1.9"),
        ("echo|v:1", "a copy of the source"),
        ("memory|from:locales/en/LC_MESSAGES/a%20b.po|key:1", "locales/en/LC_MESSAGES/a b.po"),
        ("memory|tmx:house|line:12", "memory: house, line 12"),
        ("another|x:1", "machine: another"),
        ("", "machine: "),
        ("memory", "memory: "),
    ],
)
def test_origins_are_told_in_words(signature, words):
    """A signature becomes what a person can read; strange ones raise nothing."""
    assert words in origin_label(signature)


def test_remarks_are_told_in_words():
    """Our own remarks are translated, other programs' stay as they are."""
    assert "part 1 of 2" in remark_in_words("split: part 1 of 2 of the old sentence")
    assert "2 sentences" in remark_in_words("joined: 2 old sentences")
    assert "mardi → mercredi" in remark_in_words("changed: mardi → mercredi")
    assert "anything: else" == remark_in_words("anything: else")
