"""Drafting with the memory: what is used again, as what, and what is left alone."""

import json
from dataclasses import replace

import polib
import pytest

from bilingual.build import Manner, draft_articles
from bilingual.catalog import read_catalog, save_catalog
from bilingual.draft import Reuse
from bilingual.engines.echo import EchoEngine
from bilingual.model import Locale, State
from bilingual.publish import wording
from bilingual.works import open_articles
from bilingual.workspace import Workspace, find_workspace

FR, EN = Locale("fr"), Locale("en")
FIRST = "Le marché ouvre mardi.\n\nLe maire a signé. Il pleut.\n"
SECOND = "Le marché ouvre mercredi.\n\nIl pleut. Rien de neuf ici.\n"


class NoEngine(Exception):
    """An engine was asked for."""


def no_engine(source, target):
    raise NoEngine


def echo(source, target):
    return EchoEngine(source=source.language, target=target.language)


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "bilingual.toml").write_text("")
    (tmp_path / "articles").mkdir()
    return Workspace(tmp_path, has_settings=True)


def write(workspace, slug, text):
    path = workspace.articles / f"{slug}.fr.txt"
    path.write_text(text, encoding="utf-8")
    return path


def draft(workspace, *paths, engine_for=echo, **manner):
    return draft_articles(workspace, paths, [EN], engine_for, manner=Manner(**manner))


def catalog(workspace, slug):
    return read_catalog(workspace.catalog_path(slug, EN))


def review(workspace, slug, **targets):
    """Confirm sentences of a catalog: `Il_pleut_="It rains."`, by the words of the source."""
    path = workspace.catalog_path(slug, EN)
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        name = entry.msgid.replace(" ", "_").replace(".", "_")
        if name in targets:
            entry.msgstr = targets[name]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    file.save()


@pytest.fixture
def first(workspace):
    """An article whose sentences are drafted, and two of them reviewed."""
    path = write(workspace, "a", FIRST)
    draft(workspace, path)
    review(
        workspace,
        "a",
        Il_pleut_="It is raining.",
        Le_marché_ouvre_mardi_="The market opens on Tuesday.",
    )
    return path


def by_source(workspace, slug):
    return {unit.source: unit for unit in catalog(workspace, slug).units}


def test_a_sentence_reviewed_elsewhere_becomes_a_draft(workspace, first):
    """The human translation is there, still to be confirmed, and says where it comes from."""
    done = draft(workspace, write(workspace, "b", SECOND))

    unit = by_source(workspace, "b")["Il pleut."]
    assert unit.target == "It is raining."
    assert unit.state is State.DRAFT
    assert unit.origin.signature.startswith("memory|from:locales/en/LC_MESSAGES/a.po|key:")
    assert not unit.is_machine
    assert (done.memory, done.trusted, done.drafted) == (1, 0, 2)


def test_a_like_sentence_is_offered_beside_the_machines_draft(workspace, first):
    """The engine drafts; the match stands in the comment, with what differs."""
    draft(workspace, write(workspace, "b", SECOND))

    unit = by_source(workspace, "b")["Le marché ouvre mercredi."]
    assert unit.is_machine
    assert unit.remarks == (
        "memory: 0.80 «Le marché ouvre mardi.» → The market opens on Tuesday. [mardi → mercredi]",
    )


def test_a_run_with_everything_from_the_memory_makes_no_engine(workspace, first):
    """Where the memory knows all, no model is loaded."""
    done = draft(workspace, write(workspace, "b", "Il pleut.\n"), engine_for=no_engine)

    assert (done.memory, done.drafted, done.engines) == (1, 0, [])


def test_trust_makes_it_reviewed_and_says_so(workspace, first):
    """With --trust-memory the sentence counts as reviewed, marked as taken on trust."""
    done = draft(workspace, write(workspace, "b", SECOND), trust_memory=True)

    unit = by_source(workspace, "b")["Il pleut."]
    assert unit.state is State.REVIEWED
    assert unit.origin.signature.endswith("|trusted:yes")
    assert (done.memory, done.trusted) == (1, 1)


def test_trust_goes_no_further_than_one_agreed_translation(workspace, first):
    """Where people translated a sentence in two ways, somebody has to choose."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)
    review(workspace, "b", Il_pleut_="It rains.")

    draft(workspace, write(workspace, "c", "Il pleut.\n"), trust_memory=True)

    (unit,) = catalog(workspace, "c").units
    assert unit.state is State.DRAFT
    assert {unit.target, unit.remarks[0]} in (
        {"It rains.", "memory: 1.00 → It is raining."},
        {"It is raining.", "memory: 1.00 → It rains."},
    )


def test_an_imported_memory_is_not_trusted(workspace):
    """Nobody knows who made an imported memory: its sentences stay drafts."""
    workspace.memory.mkdir()
    (workspace.memory / "x.tmx").write_text(
        '<tmx version="1.4"><body><tu><tuv xml:lang="fr"><seg>Il pleut.</seg></tuv>'
        '<tuv xml:lang="en"><seg>It rains.</seg></tuv></tu></body></tmx>'
    )
    draft(workspace, write(workspace, "a", "Il pleut.\n"), trust_memory=True)

    (unit,) = catalog(workspace, "a").units
    assert (unit.target, unit.state) == ("It rains.", State.DRAFT)


def test_trust_stays_within_a_region(workspace, first):
    """What was reviewed for `en` is no reviewed text for `en-GB`, but a good draft."""
    path = write(workspace, "b", "Il pleut.\n")
    draft_articles(workspace, [path], [Locale("en-GB")], echo, manner=Manner(trust_memory=True))

    (unit,) = read_catalog(workspace.catalog_path("b", Locale("en-GB"))).units
    assert (unit.target, unit.state) == ("It is raining.", State.DRAFT)


def test_without_the_memory_the_engine_drafts_all(workspace, first):
    """--no-memory uses nothing again, and offers nothing."""
    done = draft(workspace, write(workspace, "b", SECOND), memory=False)

    units = catalog(workspace, "b").units
    assert done.memory == 0
    assert all(unit.is_machine and not unit.remarks for unit in units)


def test_a_repeated_sentence_reviewed_once_is_offered_at_the_others(workspace):
    """An untouched machine draft gives way to what a person wrote for the same sentence."""
    path = write(workspace, "a", "Oui.\n\nOui.\n\nOui.\n")
    draft(workspace, path)
    before = catalog(workspace, "a")
    key = before.units[1].key
    units = tuple(u.reviewed("Yes.") if u.key == key else u for u in before.units)
    save_catalog(workspace.catalog_path("a", EN), replace(before, units=units))

    done = draft(workspace, path, engine_for=no_engine)

    after = catalog(workspace, "a").units
    assert [unit.target for unit in after] == ["Yes."] * 3
    assert [unit.is_reviewed for unit in after] == [False, True, False]
    assert done.memory == 2


def test_what_a_person_touched_is_left_alone(workspace, first):
    """A draft that somebody changed, or wrote a note to, is not replaced by the memory."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path, memory=False)
    file = polib.pofile(str(workspace.catalog_path("b", EN)), wrapwidth=0)
    file[0].msgstr = "Rain is falling."
    file.save()

    done = draft(workspace, path)

    (unit,) = catalog(workspace, "b").units
    assert (unit.target, done.memory) == ("Rain is falling.", 0)


def test_a_corrected_original_corrects_the_drafts_made_of_it(workspace, first):
    """A reused draft that nobody touched follows the memory."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)
    review(workspace, "a", Il_pleut_="It rains.")

    draft(workspace, path, engine_for=no_engine)

    (unit,) = catalog(workspace, "b").units
    assert (unit.target, unit.state) == ("It rains.", State.DRAFT)


def test_a_second_run_changes_nothing(workspace, first):
    """What the memory filled stays as it is, to the letter."""
    path = write(workspace, "b", SECOND)
    draft(workspace, path)
    before = workspace.catalog_path("b", EN).read_bytes()

    done = draft(workspace, path, engine_for=no_engine)

    assert (done.memory, done.drafted) == (0, 0)
    assert workspace.catalog_path("b", EN).read_bytes() == before


def test_a_reused_text_of_several_lines_is_not_taken_for_an_edited_one(workspace, first):
    """After a save and a load the draft is still known as one that nobody has touched."""
    review(workspace, "a", Il_pleut_=" It is\n raining. ")
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)

    (unit,) = catalog(workspace, "b").units
    assert unit.target == "It is raining."
    assert unit.is_untouched


def test_redraft_without_the_memory_asks_the_engine(workspace, first):
    """--redraft --no-memory puts the engine's drafts in the place of reused ones."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)
    draft(workspace, path, redraft=True)
    assert catalog(workspace, "b").units[0].target == "It is raining."

    draft(workspace, path, redraft=True, memory=False)

    assert catalog(workspace, "b").units[0].is_machine


def test_an_engine_that_fails_costs_no_reused_draft(workspace, first):
    """Where the engine breaks off, what was there before the run is there after it."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)
    (work,) = open_articles(workspace, [path], [EN])
    reuse = Reuse(None, EN, redraft=True)

    (filled,) = reuse.filled([work.catalog])
    assert filled.units[0].state is State.UNTRANSLATED
    (finished,) = reuse.finished([work.catalog], [filled], [filled])

    assert finished == work.catalog


def test_pages_do_not_call_a_reused_sentence_a_machines(workspace, first):
    """A page says “unreviewed draft”, and at its foot that the sentence was used again."""
    path = write(workspace, "b", "Il pleut.\n")
    draft(workspace, path)
    (work,) = open_articles(workspace, [path], [EN])

    assert wording.state_of(work.catalog.units[0]) == "draft"
    assert wording.about(work.bitext, "en") == ("1 sentence was taken from earlier translations.",)


def test_draft_reports_the_memory(run, work):
    """People and programs are told how many sentences came from the memory."""
    (work / "bilingual.toml").write_text("[draft]\ntrust_memory = true\n")
    (work / "articles").mkdir()
    workspace = find_workspace(work)
    draft(workspace, write(workspace, "a", FIRST))
    review(workspace, "a", Il_pleut_="It is raining.")
    write(workspace, "b", "Il pleut.\n")

    told = run("draft", "--engine", "echo")
    answer = json.loads(run("draft", "--engine", "echo", "--json").out)

    assert "1 sentence reviewed before, from the memory: taken as reviewed" in told.out
    assert (answer["memory"], answer["trusted"], answer["drafted"]) == (0, 0, 0)
    assert answer["reused"] == answer["segments"]
