"""`bilingual merge-driver` with the real git: two people's work comes together, nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from bilingual.catalog import Catalog, merge_three, new_header, read_catalog, save_catalog
from bilingual.model import Hypothesis, Locale, Review, State, Unit
from bilingual.text import segment_key

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
NAME = "locales/en/LC_MESSAGES/marche.po"
SENTENCES = {"Oui.": "Yes.", "Non.": "No.", "Il pleut.": "It rains.", "Fin.": "End."}


def drafts():
    """Return a draft of each sentence."""
    units = (Unit(segment_key(source), source) for source in SENTENCES)
    return tuple(u.drafted(Hypothesis(SENTENCES[u.source], -0.5), "echo|x:1") for u in units)


BASE = Catalog(new_header("articles/marche.fr.txt", Locale("fr"), Locale("en")), units=drafts())


def with_unit(catalog, i, unit):
    return replace(catalog, units=(*catalog.units[:i], unit, *catalog.units[i + 1 :]))


def reviewed(catalog, i, target=None, review=None):
    return with_unit(catalog, i, catalog.units[i].reviewed(target, review))


@pytest.fixture
def repository(run, work, monkeypatch):
    """A workspace under git, the driver set up, a catalog of drafts committed on `main`."""
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)
    git(work, "init", "-q", "-b", "main")
    git(work, "config", "user.name", "Anne")
    git(work, "config", "user.email", "anne@example.org")
    (work / "bilingual.toml").write_text("", encoding="utf-8")
    assert 0 == run("merge-driver", "--install").code
    save_catalog(work / NAME, BASE, now=0)
    commit(work)
    git(work, "branch", "other")
    return work


def git(folder, *arguments, code=0):
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert code == done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "work")


def change(folder, branch, edit, now=0):
    """Commit on a branch what `edit` makes of the catalog."""
    git(folder, "checkout", "-q", branch)
    path = folder / NAME
    save_catalog(path, edit(read_catalog(path)), now=now)
    commit(folder)


def test_reviews_of_different_sentences_merge_without_a_conflict(repository):
    """One colleague reviews the first sentence, another the second; git asks nobody."""
    change(repository, "main", lambda c: reviewed(c, 0), now=86_400)
    change(repository, "other", lambda c: reviewed(c, 1, "Nope."), now=2 * 86_400)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "other")
    after = read_catalog(repository / NAME)

    assert [("Yes.", True), ("Nope.", True)] == [(u.target, u.is_reviewed) for u in after.units[:2]]
    assert BASE.units[2:] == after.units[2:]
    assert "1970-01-03 00:00+0000" == after.field("PO-Revision-Date")
    assert "" == git(repository, "status", "--porcelain")


def test_reviews_of_one_sentence_become_one_and_an_alternative(repository):
    """The later file's translation stands, the other is kept beside it; either way round."""
    change(repository, "main", lambda c: reviewed(c, 0, "Yeah."), now=86_400)
    change(repository, "other", lambda c: reviewed(c, 0, "Yes indeed."), now=2 * 86_400)
    found = []
    for mine, theirs in (("main", "other"), ("other", "main")):
        git(repository, "checkout", "-q", "-B", "try", mine)
        said = git(repository, "merge", theirs)
        found.append((repository / NAME).read_bytes())
    unit = read_catalog(repository / NAME).units[0]

    assert ("Yes indeed.", State.REVIEWED, ("Yeah.",)) == (
        unit.target,
        unit.state,
        unit.alternatives,
    )
    assert found[0] == found[1]
    assert "1 sentence has another translation" in said


def test_a_sentence_that_is_gone_on_one_side_keeps_the_others_review(repository):
    """The article lost the sentence; the review it got meanwhile stands at the end."""

    def without(catalog):
        return replace(catalog, units=catalog.units[1:], obsolete=catalog.units[:1])

    change(repository, "main", without)
    change(repository, "other", lambda c: reviewed(c, 0, "Yeah."))
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "other")
    (gone,) = read_catalog(repository / NAME).obsolete

    assert ("Yeah.", State.REVIEWED) == (gone.target, gone.state)


def test_a_file_that_both_made_is_merged_too(repository):
    """Two colleagues drafted and reviewed the same new article; there is nothing to begin from."""
    other = "locales/en/LC_MESSAGES/new.po"
    for branch, target in (("main", "Yeah."), ("other", "Yes indeed.")):
        git(repository, "checkout", "-q", branch)
        save_catalog(repository / other, reviewed(BASE, 0, target), now=0)
        commit(repository)
    git(repository, "merge", "-q", "main")
    unit = read_catalog(repository / other).units[0]

    assert {"Yeah.", "Yes indeed."} == {unit.target, *unit.alternatives}


def test_a_damaged_catalog_is_left_to_gits_own_marks(repository):
    """What is no PO is not guessed at: git stops and marks both versions, as without us."""
    change(repository, "main", lambda c: reviewed(c, 0, "Yeah."))
    git(repository, "checkout", "-q", "other")
    path = repository / NAME
    path.write_text(path.read_text("utf-8").replace('msgstr "Yes."', 'msgstr "Yes.'), "utf-8")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    said = git(repository, "merge", "other", code=1)
    text = path.read_text("utf-8")

    assert "Error: " in said
    assert NAME in said
    assert "Traceback" not in said
    assert "<<<<<<< ours" in text
    assert 'msgstr "Yeah."' in text
    assert 'msgstr "Yes.\n' in text
    assert f"UU {NAME}\n" == git(repository, "status", "--porcelain")


PLURAL = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'


def test_plural_forms_that_both_changed_are_a_persons_to_decide(run, work):
    """An entry that is no unit is merged where one side changed it, else left to git."""
    header = 'msgid ""\nmsgstr "Language: en\\n"\n\n'
    for name, word in (("base", "a"), ("ours", "b"), ("theirs", "c"), ("same", "a")):
        (work / name).write_text(header + PLURAL.format(word, word), encoding="utf-8")
    one_changed = run("merge-driver", "base", "same", "theirs", "x.po")
    both_changed = run("merge-driver", "base", "ours", "theirs", "x.po")

    assert 0 == one_changed.code
    assert 'msgstr[0] "c"' in (work / "same").read_text("utf-8")
    assert 1 == both_changed.code
    assert "x.po: " in both_changed.err
    assert "<<<<<<<" in (work / "ours").read_text("utf-8")


def test_catalogs_without_contexts_get_none(run, work):
    """The interface's own catalogs, or another program's, are merged in their own form."""
    text = 'msgid ""\nmsgstr "Language: en\\n"\n\n{}msgid "Oui."\nmsgstr "{}"\n'
    for name, note, word in (("o", "", "Yes."), ("a", "# Hm.\n", "Yes."), ("b", "", "Yeah.")):
        (work / name).write_text(text.format(note, word), encoding="utf-8")
    assert 0 == run("merge-driver", "o", "a", "b").code
    merged = (work / "a").read_text("utf-8")

    assert "msgctxt" not in merged
    assert '# Hm.\nmsgid "Oui."\nmsgstr "Yeah."' in merged


def test_installing_twice_is_installing_once(run, work, repository):
    """One line for all in .gitattributes, one setting in this copy; what stood there stays."""
    attributes = work / ".gitattributes"
    assert "locales/**/*.po merge=bilingual\n" == attributes.read_text("utf-8")
    attributes.write_text("*.png binary", encoding="utf-8")
    first, second = (run("merge-driver", "--install", "--json") for _ in range(2))

    assert "*.png binary\nlocales/**/*.po merge=bilingual\n" == attributes.read_text("utf-8")
    assert [True, False] == [json.loads(ran.out)["is_changed"] for ran in (first, second)]
    assert "merge-driver" in git(work, "config", "merge.bilingual.driver")


def test_outside_a_repository_installing_says_what_to_do(run, work):
    """There is nothing to set up without git's own folder."""
    ran = run("merge-driver", "--install")

    assert 1 == ran.code
    assert "git init" in ran.err
    assert [] == list(work.iterdir())


def test_without_files_the_command_says_what_it_is_for(run):
    """Somebody who tries it by hand is told of --install."""
    ran = run("merge-driver")

    assert 2 == ran.code
    assert "--install" in ran.err


def test_of_two_reviews_the_later_one_stands_where_both_say_when():
    """The moment counts, not the file, nor how the time is written."""
    ours = reviewed(BASE, 0, "Early.", Review("Anne", "2026-11-24 10:00+0100"))
    theirs = reviewed(BASE, 0, "Late.", Review("Bao", "2026-11-24 09:30+0000"))
    theirs = replace(theirs, header=theirs.with_field("PO-Revision-Date", "2001-01-01 10:00+0000"))
    ours = replace(ours, header=ours.with_field("PO-Revision-Date", "2026-12-01 10:00+0000"))
    unit = merge_three(BASE, ours, theirs).units[0]

    assert ("Late.", ("Early.",)) == (unit.target, unit.alternatives)
    assert "Bao" == unit.review.by


def test_a_correction_on_one_side_leaves_no_alternative():
    """A reviewed text that one person corrected and the other left alone is simply corrected."""
    base = reviewed(BASE, 0, "Yess.")
    unit = merge_three(base, base, reviewed(base, 0, "Yes.")).units[0]
    both = merge_three(base, reviewed(base, 1), reviewed(base, 0, "Yes.")).units[0]

    assert ("Yes.", ()) == (unit.target, unit.alternatives) == (both.target, both.alternatives)


def test_a_persons_draft_stands_before_a_machines():
    """A text that a person began is not replaced by a new draft."""
    begun = with_unit(BASE, 0, replace(BASE.units[0], target="Yes, w"))
    redrafted = with_unit(BASE, 0, BASE.units[0].drafted(Hypothesis("Yep."), "other"))

    assert "Yes, w" == merge_three(BASE, begun, redrafted).units[0].target


def test_new_sentences_of_both_sides_stand_where_they_belong():
    """Each new unit follows the one that it follows on its side."""
    new = [Unit(segment_key(source), source) for source in ("Ici.", "Là.")]
    ours = replace(BASE, units=(BASE.units[0], new[0], *BASE.units[1:]))
    theirs = replace(BASE, units=(*BASE.units, new[1]))

    assert ["Oui.", "Ici.", "Non.", "Il pleut.", "Fin.", "Là."] == [
        unit.source for unit in merge_three(BASE, ours, theirs).units
    ]
