"""`bilingual check` as people use it: articles, any PO file, findings kept and not piled up."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bilingual.catalog import read_catalog, save_catalog
from bilingual.checks import Setting, check_unit, finding_id
from bilingual.model import Hypothesis, Locale, State
from bilingual.works import open_articles
from bilingual.workspace import find_workspace

PO = "locales/en/LC_MESSAGES/marche.po"
FR_EN = Setting(Locale("fr"), Locale("en"))
TARGETS = {
    "Il compte 212 bateaux.": "It has 221 boats.",
    "Le marché a rouvert lundi 4 mai.": "The market reopened on Monday, May 4.",
}
FOREIGN = """\
# Somebody's file.
msgid ""
msgstr ""
"Project-Id-Version: shop 1.0\\n"
"Language: en\\n"
"X-Source-Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: shop.py:12
#, python-format
msgid "Il reste 12 places."
msgstr "There are 21 places left."

msgctxt "menu"
msgid "Ouvrir"
msgstr "Open"

msgctxt "other"
msgid "un bateau"
msgid_plural "%d bateaux"
msgstr[0] "a boat"
msgstr[1] "%d boats"

#, fuzzy
msgid "Elle vit à Marseille."
msgstr "She lives in Kingston."

msgid "Pas encore traduit."
msgstr ""
"""


@pytest.fixture
def drafted(article):
    """An article with a draft of each sentence, one of them with a wrong number."""
    for work in open_articles(find_workspace(article), [article], [Locale("en")]):
        units = tuple(
            unit.drafted(Hypothesis(TARGETS.get(unit.source, f"It is {i}."), -0.3), "argos|x")
            for i, unit in enumerate(work.catalog.units)
        )
        save_catalog(work.path, replace(work.catalog, units=units), now=1_770_000_000)
    return article


@pytest.fixture
def foreign(work):
    path = work / "shop.po"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def units(article):
    return {unit.source: unit for unit in read_catalog(article.parent / PO).units}


def test_the_table_says_what_is_wrong_in_words(drafted, run):
    """Number and line of the sentence, how grave, what, the words on both sides, and no key."""
    ran = run("check", drafted)

    assert 0 == ran.code, ran.err
    unit = units(drafted)["Il compte 212 bateaux."]
    assert unit.key not in ran.out
    (line,) = [line for line in ran.out.splitlines() if "has become 221" in line]
    number, at, rest = line.split(maxsplit=2)
    assert "Il compte 212 bateaux." == list(units(drafted))[int(number) - 1]
    assert unit.reference.endswith(f":{at}")
    assert rest.startswith("Il compte 212 bateaux.")
    assert "error" in rest
    assert "the number 212 has become 221" in line
    assert "Il compte [212] bateaux. → It has [221] boats." in line
    assert "marche.fr.txt (fr → en)" in ran.out
    assert "remark" in run("check", drafted, "--all").out


def test_the_french_reader_is_told_in_french(drafted, run):
    """Messages are in the interface's language, those kept in the catalog too."""
    ran = run("--lang", "fr", "check", drafted, "--fail-on", "error")

    assert 3 == ran.code
    assert "has become" not in ran.out + (drafted.parent / PO).read_text("utf-8")


def test_json_has_every_unit_in_order(drafted, run):
    """Key, source, target, state, risk and findings with spans in code points; nothing else."""
    ran = run("check", drafted, "--json")
    answer = json.loads(ran.out)
    catalog = read_catalog(drafted.parent / PO)

    assert ["units"] == list(answer)
    assert [unit.key for unit in catalog.units] == [one["key"] for one in answer["units"]]
    for one in answer["units"]:
        assert ["key", "source", "target", "state", "risk", "findings"] == list(one)
        assert 0 <= one["risk"] <= 1
    (wrong,) = [one for one in answer["units"] if "212" in one["source"]]
    assert {
        "check": "number",
        "severity": "error",
        "message": "the number 212 has become 221",
        "source_span": [10, 13],
        "target_span": [7, 10],
    } == wrong["findings"][0]
    assert "draft" == wrong["state"]
    assert wrong["risk"] > 0.5


def test_findings_are_kept_in_the_catalog_and_not_piled_up(drafted, run):
    """A second run changes no byte; when the sentence is mended its finding goes."""
    path = drafted.parent / PO
    assert not any(unit.findings for unit in units(drafted).values())
    run("check", drafted)
    first = path.read_bytes()
    assert b"#. finding: error number [source 10-13] [target 7-10]: the number 212" in first

    run("check", drafted)
    assert first == path.read_bytes()

    path.write_bytes(first.replace(b"221 boats", b"212 boats"))
    run("check", drafted)
    assert () == units(drafted)["Il compte 212 bateaux."].findings


def test_drafts_carry_what_check_would_tell(article, run):
    """After drafting, a check has nothing to write."""
    run("draft", article, "--engine", "echo")
    path = article.parent / PO
    before = path.read_bytes()
    run("check", article)

    assert b"finding: error untranslated" in before
    assert before == path.read_bytes()


def test_nothing_is_written_when_asked(drafted, run):
    """With --no-write the file stays."""
    before = (drafted.parent / PO).read_bytes()
    run("check", drafted, "--no-write")

    assert before == (drafted.parent / PO).read_bytes()


def test_what_a_reviewer_dismissed_is_not_shown_again(drafted, run):
    """Neither shown nor counted nor kept; the dismissal stays in the catalog."""
    catalog = read_catalog(drafted.parent / PO)
    dismissed = tuple(
        replace(
            unit,
            dismissed=tuple(dict.fromkeys(finding_id(f, unit) for f in check_unit(unit, FR_EN))),
        )
        for unit in catalog.units
    )
    save_catalog(drafted.parent / PO, replace(catalog, units=dismissed))
    ran = run("check", drafted, "--fail-on", "warning")

    assert 0 == ran.code, ran.out
    assert "212" not in ran.out
    assert "dismissed" in ran.out
    unit = units(drafted)["Il compte 212 bateaux."]
    assert ((), True) == (unit.findings, bool(unit.dismissed))


@pytest.mark.parametrize(("level", "code"), [("error", 3), ("warning", 3)])
def test_a_build_can_be_stopped(drafted, run, level, code):
    """Exit code 3 where something as grave was found, 0 where nothing was."""
    assert code == run("check", drafted, "--fail-on", level).code
    path = drafted.parent / PO
    catalog = read_catalog(path)
    clean = tuple(
        replace(unit, target="", state=State.UNTRANSLATED, origin=None, findings=())
        if check_unit(unit, FR_EN)
        else unit
        for unit in catalog.units
    )
    save_catalog(path, replace(catalog, units=tuple(u for u in clean if u.target)))
    assert 0 == run("check", path, "--fail-on", level).code


def test_our_own_catalog_by_its_path_is_written(drafted, run):
    """It is known by its place, and its article that is there."""
    ran = run("check", PO)

    assert "the number 212 has become 221" in ran.out
    assert units(drafted)["Il compte 212 bateaux."].findings


def test_another_programs_file_is_read_and_left_alone(foreign, run):
    """Languages from its header, entries without msgctxt, fuzzy ones as drafts, plurals told."""
    before = foreign.read_bytes()
    ran = run("check", foreign)
    answer = json.loads(run("check", foreign, "--json").out)

    assert 0 == ran.code, ran.err
    assert "the number 12 has become 21" in ran.out
    assert "1 entry with plural forms not checked" in ran.out
    assert "1 sentence without a translation" in ran.out
    assert ["reviewed", "reviewed", "draft", "untranslated"] == [
        one["state"] for one in answer["units"]
    ]
    assert before == foreign.read_bytes()


def test_another_programs_file_is_written_when_asked(foreign, run):
    """Findings become comments; no other line changes, and no msgctxt is put in."""
    before = foreign.read_text("utf-8")
    ran = run("check", foreign, "--write")
    after = foreign.read_text("utf-8")

    assert 0 == ran.code, ran.err
    assert "#. finding: error number" in after
    ours = ("#. finding", '"PO-Revision-Date')
    kept = [line for line in after.splitlines() if not line.startswith(ours)]
    assert sorted(before.splitlines()) == sorted(kept)  # entries that are no units go to the end


def test_languages_can_be_said(work, run):
    """Where the header names none, the options do; without them the guess is told."""
    path = work / "x.po"
    path.write_text('msgid "Il n’a que 3,5 euros."\nmsgstr "Er hat nur 4,5 Euro."\n', "utf-8")

    assert "taken for fr → en" in run("check", path).out
    said = run("check", path, "--from", "fr", "--to", "de")
    assert "(fr → de)" in said.out
    assert "taken for" not in said.out
    assert "3,5" in said.out


def test_entries_that_share_a_msgctxt_are_read(work, run):
    """As gettext allows; to write such a file is refused in words, and it stays."""
    path = work / "menu.po"
    path.write_text(
        'msgctxt "m"\nmsgid "Oui."\nmsgstr "Yes."\n\nmsgctxt "m"\nmsgid "Non."\nmsgstr "No."\n',
        "utf-8",
    )
    before = path.read_bytes()

    answer = json.loads(run("check", path, "--json").out)
    assert ["m", "m.2"] == [one["key"] for one in answer["units"]]
    ran = run("check", path, "--write")
    assert (1, before) == (ran.code, path.read_bytes())
    assert "msgctxt" in ran.err


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), (b"", "empty"), (b"\xff\xfe\x00nonsense", "encoding"), (b"hello", "")],
)
def test_what_is_no_po_file_is_said(work, run, content, said):
    """One clean message, no trace."""
    path = work / "x.po"
    if content is not None:
        path.write_bytes(content)
    ran = run("check", path)

    assert 1 == ran.code
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_an_article_without_a_catalog_makes_none(article, run):
    """Every sentence is without a translation; nothing is written."""
    ran = run("check", article, "--fail-on", "error")

    assert 3 == ran.code
    assert "without a translation" in ran.out
    assert not (article.parent / PO).exists()


def test_two_articles_are_held_against_each_other(work, run):
    """The same sentence in two reviewed translations is told in both."""
    paths = []
    for name, target in (("a", "The old port reopens."), ("b", "The old harbour reopens.")):
        path = work / f"{name}.fr.txt"
        path.write_text("Titre\n\nLe vieux port rouvre.\n", encoding="utf-8")
        for one in open_articles(find_workspace(path), [path], [Locale("en")]):
            units = tuple(
                u.reviewed(target if "port" in u.source else "Title") for u in one.catalog.units
            )
            save_catalog(one.path, replace(one.catalog, units=units))
        paths.append(path)
    ran = run("check", *paths)

    assert 2 == ran.out.count("elsewhere the same sentence became")


def test_the_termbase_is_obeyed(drafted, run):
    """Terms of the workspace are asked for."""
    (drafted.parent / "terms.csv").write_text("source,target\nbateau,ship\n", encoding="utf-8")
    ran = run("check", drafted)

    assert "the term bateaux has to be ship" in ran.out
