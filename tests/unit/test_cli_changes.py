"""`bilingual draft` on an article that changed: what it tells, what it keeps, what it would do."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest

from bilingual.catalog import read_catalog, save_catalog
from bilingual.model import State

CATALOG = "locales/en/LC_MESSAGES/marche.po"
BEFORE = "Il compte 212 bateaux."
AFTER = "Il compte 213 bateaux."


def review(path, change=lambda unit: unit.reviewed(f"By hand: {unit.source}")):
    """Rewrite every unit of a catalog on disk."""
    catalog = read_catalog(path)
    save_catalog(path, replace(catalog, units=tuple(map(change, catalog.units))))


@pytest.fixture
def reviewed(run, work, article):
    """An article whose sentences are reviewed, changed since in one word and by one sentence."""
    run("draft", article.name, "--engine", "echo")
    review(work / CATALOG)
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace(BEFORE, f"{AFTER} Venez nombreux !"), encoding="utf-8")
    return article


def test_drafting_tells_what_changed_and_offers_what_was_reviewed(run, work, reviewed):
    """One line of numbers, one for each sentence to check with the words that changed."""
    ran = run("draft", reviewed.name, "--engine", "echo")
    changed = next(u for u in read_catalog(work / CATALOG).units if u.source == AFTER)

    assert 0 == ran.code, ran.err
    assert "  since the last time: 1 sentence changed, 1 new sentence\n" in ran.out
    assert f"    changed (212 → 213): {AFTER}\n" in ran.out
    assert "new: " not in ran.out
    assert "1 new draft" in ran.out
    assert (f"By hand: {BEFORE}", State.DRAFT) == (changed.target, changed.state)
    assert ("changed: 212 → 213",) == changed.remarks


def test_a_first_draft_and_an_unchanged_article_tell_no_changes(run, article):
    """Where there is nothing to compare, or nothing changed, nothing is said of it."""
    for _ in range(2):
        ran = run("draft", article.name, "--engine", "echo")
        assert "since the last time" not in ran.out


def test_a_dry_run_writes_nothing_and_loads_no_model(run, work, reviewed):
    """Every file stays as it is; what would be drafted is counted, what changed is listed."""
    before = {p: p.read_bytes() for p in work.rglob("*") if p.is_file()}
    ran = run("draft", reviewed.name, "--dry-run")

    assert 0 == ran.code, ran.err
    assert before == {p: p.read_bytes() for p in work.rglob("*") if p.is_file()}
    assert "6 sentences: 1 to be drafted\n" in ran.out
    assert f"    changed (212 → 213): {AFTER}\n" in ran.out
    assert "    new: Venez nombreux !\n" in ran.out
    assert "Nothing was written." in ran.out


def test_a_dry_run_before_the_first_draft(run, work, article):
    """All sentences wait, and no folder is made."""
    ran = run("draft", article.name, "--dry-run", "--json")

    assert 5 == json.loads(ran.out)["waiting"]
    assert [article] == [path for path in work.rglob("*") if path.is_file()]


def test_a_dry_run_imports_no_engine(article):
    """Not even the libraries that would load a model."""
    import subprocess

    program = (
        "import sys\nfrom bilingual.cli import main\n"
        f"try: main(['draft', {str(article)!r}, '--dry-run'])\nexcept SystemExit: pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert not {"ctranslate2", "sentencepiece", "argostranslate"} & set(done.stdout.split())


@pytest.mark.parametrize("options", [("--dry-run",), ("--engine", "echo")])
def test_the_receipt_says_what_became_of_each_sentence(run, reviewed, options):
    """A program reads the numbers of every fate, and each event with its sources."""
    ran = run("draft", reviewed.name, "--json", *options)
    (changes,) = json.loads(ran.out)["changes"]

    assert {"kept": 4, "moved": 0, "changed": 1, "split": 0, "joined": 0, "new": 1, "gone": 0} == {
        name: changes[name]
        for name in ("kept", "moved", "changed", "split", "joined", "new", "gone")
    }
    assert {
        "fate": "changed",
        "old": [BEFORE],
        "new": [AFTER],
        "difference": "212 → 213",
        "offered": True,
    } == changes["events"][0]


def test_redraft_does_not_touch_what_is_offered(run, work, reviewed):
    """Not even words that a machine wrote and a person approved for the older sentence."""
    run("draft", reviewed.name, "--engine", "echo")
    review(work / CATALOG, lambda u: u if u.source == AFTER else replace(u, note="lu"))
    run("draft", reviewed.name, "--engine", "echo", "--redraft", "--no-memory")
    changed = next(u for u in read_catalog(work / CATALOG).units if u.source == AFTER)

    assert f"By hand: {BEFORE}" == changed.target
    assert BEFORE == changed.previous_source


def test_an_offer_that_a_person_empties_is_drafted_by_the_engine(run, work, reviewed):
    """Who wants the machine's words instead deletes the text; its traces go with it."""
    run("draft", reviewed.name, "--engine", "echo")
    review(
        work / CATALOG,
        lambda u: replace(u, target="", state=State.UNTRANSLATED) if u.source == AFTER else u,
    )
    run("draft", reviewed.name, "--engine", "echo", "--no-memory")
    changed = next(u for u in read_catalog(work / CATALOG).units if u.source == AFTER)

    assert changed.is_machine
    assert ("", ()) == (changed.previous_source, changed.remarks)


def test_an_article_set_back_has_its_reviews_back(run, work, reviewed):
    """Through files and all: the change taken back, every sentence is reviewed as before."""
    run("draft", reviewed.name, "--engine", "echo")
    text = reviewed.read_text(encoding="utf-8")
    reviewed.write_text(text.replace(f"{AFTER} Venez nombreux !", BEFORE), encoding="utf-8")
    ran = run("draft", reviewed.name, "--engine", "echo")
    units = read_catalog(work / CATALOG).units

    assert [f"By hand: {u.source}" for u in units] == [u.target for u in units]
    assert all(unit.is_reviewed for unit in units)
    assert "1 sentence back with its translation" in ran.out


def test_the_page_of_a_changed_article_says_so(run, work, reviewed):
    """Published at once, the old translation stands there as what is to be checked."""
    run("build", reviewed.name)
    page = (work / "site" / "marche.html").read_text(encoding="utf-8")

    assert "to check: the sentence has changed" in page
    assert f"By hand: {BEFORE}" in page


def test_long_lists_are_cut_short_and_shown_whole_by_a_dry_run(run, work, article):
    """After drafting ten sentences to check are enough to read; --dry-run has them all."""
    lines = [f"Le quartier numéro {n} compte {n * 37} habitants." for n in range(1, 15)]
    article.write_text("Les quartiers\n\n" + " ".join(lines) + "\n", encoding="utf-8")
    run("draft", article.name, "--engine", "echo")
    review(work / CATALOG)
    later = " ".join(lines).replace("habitants", "électeurs")
    article.write_text(f"Les quartiers\n\n{later}\n", encoding="utf-8")
    whole = run("draft", article.name, "--dry-run")
    short = run("draft", article.name, "--engine", "echo")

    assert 14 == whole.out.count("    changed (habitants → électeurs)")
    assert 10 == short.out.count("    changed (habitants → électeurs)")
    assert "    … and 4 more: see --dry-run" in short.out
