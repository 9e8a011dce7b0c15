"""`bilingual evaluate`: what is measured, and what is said when there is nothing to measure."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_package import make_archive

from bilingual.catalog import read_catalog, save_catalog
from bilingual.errors import BitextError, InstallError
from bilingual.evaluation import article_set, compare, measure, reviewed_set, score, text_set
from bilingual.evaluation import scoring as scoring_module
from bilingual.model import Origin, State, Unit

pytest.importorskip("sacrebleu", reason="the extra bilingual-press[evaluate] is not installed")

BY = "argos|package:fr_en-starter|version:0.1"
MEMORY = "memory|tmx:old|line:3"


def unit(key, draft, target, state=State.REVIEWED, by=BY):
    return Unit(key, f"source {key}", target, state, Origin(by, draft) if draft else None)


UNITS = [
    unit("a", "He rains.", "It rains."),
    unit("b", "It snows.", "It snows."),
    unit("c", "It thunders.", "It thunders.", State.DRAFT),
    unit("d", "", "It hails."),
    unit("e", "It freezes.", "It is freezing.", by=MEMORY),
]


def test_reviewed_units_are_measured_by_the_draft_they_began_as():
    """Not drafts, not what a person wrote alone, not what the memory gave."""
    found = reviewed_set("pluie", UNITS).items

    assert [("He rains.", "It rains."), ("It snows.", "It snows.")] == [
        (item.draft, item.reference) for item in found
    ]
    assert [True, False] == [item.is_changed for item in found]


def test_translating_anew_measures_every_reviewed_unit():
    """There the draft does not matter."""
    found = reviewed_set("pluie", UNITS, with_drafts=False).items

    assert ["a", "b", "d", "e"] == [item.source[-1] for item in found]


@given(st.lists(st.text("abcd e", min_size=1).filter(str.strip), min_size=1, max_size=8))
@settings(max_examples=25)
def test_a_perfect_translation_has_perfect_scores(lines):
    """There chrF is 100 and nothing to edit, whatever the words."""
    chrf, _bleu, ter = score(lines, lines, "en")

    assert 100 == pytest.approx(chrf.value)
    assert 0 == ter.value


def test_scores_carry_the_signatures_of_sacrebleu():
    """Each says version, case and tokenisation; Chinese is cut into characters."""
    found = {one.metric: one.signature for one in score(["Yes."], ["Yes."], "en")}

    assert found["BLEU"].startswith("BLEU|nrefs:1|case:mixed|eff:no|tok:13a|")
    assert found["chrF"].startswith("chrF2|nrefs:1|case:mixed|")
    assert "version:" in found["TER"]
    assert "tok:zh" in score(["是。"], ["是。"], "zh")[1].signature


def test_the_sum_is_measured_anew_and_not_averaged():
    """Over all, the metrics see all sentences at once; a set without items is left out."""
    one = text_set("one", ["a"], ["the cat sat on the mat"], ["the cat sat on the mat"])
    two = text_set("two", ["b", ""], ["dogs bark loudly", ""], ["trees", ""])
    none = text_set("none", [""], [""])

    found = measure([one, two, none], "en")

    assert ["one", "two", ""] == [measured.name for measured in found]
    assert [1, 1, 2] == [measured.sentences for measured in found]
    pooled = score(
        ["the cat sat on the mat", "trees"], ["the cat sat on the mat", "dogs bark loudly"], "en"
    )
    assert pooled == found[-1].scores


def test_files_of_different_lengths_are_refused():
    """A sentence would be measured against another's translation."""
    with pytest.raises(BitextError, match="2 sentences, and there are 1"):
        text_set("a.fr", ["Oui.", "Non."], ["Yes."])


def test_a_better_system_is_told_from_a_lucky_one():
    """The same translations differ by luck alone; plainly worse ones do not."""
    good = [f"the {word} is in the harbour of the town" for word in "abcdefghijklmnopqrst"]
    bad = [line.replace("harbour", "x").replace("town", "y") for line in good]

    same = compare(good, good, good, "en", samples=100)
    other = compare(good, bad, good, "en", samples=100)

    assert not any(one.is_significant for one in same)
    assert all(one.is_significant for one in other)
    assert [one.a > one.b for one in other] == [True, True, False]
    assert other == compare(good, bad, good, "en", samples=100)


def test_a_reference_is_found_by_the_words_of_the_source(tmp_path):
    """A TSV file need not have every sentence, nor their order; plain lines must fit."""
    path = tmp_path / "reference.tsv"
    path.write_text("source b\tSnow.\nsource a\tRain.\n", encoding="utf-8")

    found = article_set("pluie", UNITS[:3], path, "fr", "en")

    assert ["Rain.", "Snow."] == [item.reference for item in found.items]
    assert ["He rains.", "It snows."] == [item.draft for item in found.items]
    lines = tmp_path / "reference.txt"
    lines.write_text("Rain.\n\nSnow.\n", encoding="utf-8")
    with pytest.raises(BitextError, match="2 sentences, and pluie has 3"):
        article_set("pluie", UNITS[:3], lines, "fr", "en")


def test_without_sacrebleu_the_command_that_installs_it_is_named(monkeypatch):
    """Measuring is an extra; the error is ours."""
    monkeypatch.setattr(scoring_module, "has_sacrebleu", lambda: False)

    with pytest.raises(InstallError) as caught:
        score(["a"], ["a"], "en")
    assert 'pip install "bilingual-press[evaluate]"' in caught.value.hint


@pytest.fixture
def reviewed(run, article, work):
    """The sample article, drafted, its first two sentences reviewed: one changed, one kept."""
    assert 0 == run("draft", article.name).code
    path = work / "locales/en/LC_MESSAGES/marche.po"
    catalog = read_catalog(path)
    first, second, *rest = catalog.units
    units = (first.reviewed("The floating market picks up again"), second.reviewed(), *rest)
    save_catalog(path, replace(catalog, units=units))
    return path


def test_drafts_are_measured_by_article_and_over_all(run, reviewed):
    """`--json` gives both, with signatures and what made the drafts; nothing is written."""
    before = reviewed.read_bytes()

    ran = run("evaluate", "marche.fr.txt", "--json")

    assert 0 == ran.code, ran.err
    said = json.loads(ran.out)
    (system,) = said["systems"]
    assert (2, 1) == (system["overall"]["sentences"], system["overall"]["changed"])
    assert "marche" == system["articles"][0]["article"]
    assert {"chrF", "BLEU", "TER"} == set(said["signatures"])
    assert system["made_by"][0].startswith("argos|package:fr_en-starter")
    assert before == reviewed.read_bytes()


def test_the_table_names_the_text_and_warns_of_few_sentences(run, reviewed):
    """People see the scores, the signatures, and that two sentences say little."""
    ran = run("evaluate", "marche.fr.txt")

    assert 0 == ran.code, ran.err
    assert "marche" in ran.out
    assert "chrF2|nrefs:1" in ran.out
    assert "say little" in ran.out


def test_nothing_reviewed_is_a_clean_error(run, article):
    """It says what to do: review, or give a reference."""
    assert 0 == run("draft", article.name).code

    ran = run("evaluate", article.name)

    assert 1 == ran.code
    assert "--reference" in ran.err


def test_plain_files_are_translated_and_two_packages_compared(run, work, home):
    """One command reproduces a model card's scores; against itself no package is better."""
    (work / "a.fr").write_text("Oui.\nIl pleut.\nLe vote est clos.\n", encoding="utf-8")
    (work / "a.en").write_text("Yes.\nIt rains.\nThe vote is closed.\n", encoding="utf-8")
    command = ["evaluate", "--source", "a.fr", "--reference", "a.en", "--package", "fr_en-starter"]

    ran = run(*command, "--against", "fr_en-starter", "--json")

    assert 0 == ran.code, ran.err
    said = json.loads(ran.out)
    assert 2 == len(said["systems"])
    assert said["systems"][0] == said["systems"][1]
    assert 3 == said["systems"][0]["overall"]["sentences"]
    assert not any(one["significant"] for one in said["comparison"])
    assert all(one["package"] == one["against"] for one in said["comparison"])


@pytest.mark.parametrize(
    "options",
    [
        ["--source", "a.fr"],
        ["--against", "fr_en-starter"],
        ["x.fr.txt", "--source", "a.fr", "--reference", "a.fr"],
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(run, work, options):
    """Exit code 2, before anything is read."""
    (work / "a.fr").write_text("Oui.\n", encoding="utf-8")

    assert 2 == run("evaluate", *options).code


def test_a_package_for_another_language_is_refused(run, work, tmp_path):
    """Measuring German against English would be nonsense."""
    path = make_archive(tmp_path / "packages", source="es", target="de")
    (work / "a").write_text("Oui.\n", encoding="utf-8")

    ran = run("evaluate", "--source", "a", "--reference", "a", "--package", path)

    assert 4 == ran.code
    assert "es → de" in ran.err


def test_importing_the_room_loads_no_sacrebleu():
    """Its libraries wait until something is measured."""
    program = "import bilingual.evaluation, sys; print('sacrebleu' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "False" == done.stdout.strip()
