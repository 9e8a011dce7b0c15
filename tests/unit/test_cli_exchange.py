"""Export and import as people use them: real processes, real files, nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace

import docx
import pytest
from translate.storage.xliff2 import Xliff2File

from bilingual import importing
from bilingual.catalog import read_catalog, save_catalog
from bilingual.errors import CatalogConflict
from bilingual.exchange import read_tmx
from bilingual.model import Hypothesis, Locale, State
from bilingual.works import open_articles
from bilingual.workspace import find_workspace

PO = "locales/en/LC_MESSAGES/marche.po"
FORMATS = ("xliff2", "xliff1.2", "csv")


def draft(path):
    """Make a catalog with a draft of every sentence that has no translation, as an engine would."""
    workspace = find_workspace(path)
    for work in open_articles(workspace, [path], [Locale("en")]):
        units = tuple(
            unit if unit.target else unit.drafted(Hypothesis(f"[En] {unit.source}", -0.5), "echo")
            for unit in work.catalog.units
        )
        save_catalog(work.path, replace(work.catalog, units=units))


@pytest.fixture
def drafted(article):
    """An article with a draft of each sentence, in a folder without settings."""
    draft(article)
    return article.parent


def units(folder):
    return read_catalog(folder / PO).units


def edit(path, old, new, encoding="utf-8-sig"):
    """Replace a text in a file, as an editor would."""
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def change(folder, place, **fields):
    """Change a unit of the catalog behind the exported file's back."""
    catalog = read_catalog(folder / PO)
    changed = list(catalog.units)
    changed[place] = replace(changed[place], **fields)
    save_catalog(folder / PO, replace(catalog, units=tuple(changed)))


@pytest.mark.parametrize("kind", FORMATS)
def test_what_nobody_touched_changes_no_byte(drafted, run, kind):
    """Export, import: the catalog is the same to the byte, and the command says so."""
    before = (drafted / PO).read_bytes()
    made = run("export", "--to", kind)
    back = run("import", *(drafted / "export").iterdir())

    assert (0, 0) == (made.code, back.code), made.err + back.err
    assert "nothing new" in back.out
    assert before == (drafted / PO).read_bytes()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_spreadsheet_brings_reviews_edits_and_notes(drafted, run, language):
    """One row confirmed, one corrected and confirmed, one only changed, one noted."""
    run("--lang", language, "export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    draft, done = ("draft", "reviewed") if language == "en" else ("à relire", "Relu")
    mark = "," if language == "en" else ";"
    assert len(units(drafted)) + 2 == len(lines)
    lines[1] = lines[1].replace(f"{mark}{draft}{mark}", f"{mark}{done}{mark}")
    lines[2] = lines[2].replace("[En]", "It is said:").replace(draft, done)
    lines[3] = lines[3].replace("[En]", "Or so:")
    lines[4] = lines[4].replace(f"{draft}{mark}{mark}", f"{draft}{mark}Who is she?{mark}")
    path.write_text("\r\n".join(lines), encoding="utf-8-sig", newline="")
    before = units(drafted)
    done = json.loads(run("import", path, "--json").out)["files"][0]
    after = units(drafted)

    assert (2, 1, 1) == (done["reviewed"], done["edited"], done["noted"])
    assert before[0].reviewed() == after[0]
    assert (State.REVIEWED, before[1].target.replace("[En]", "It is said:")) == (
        after[1].state,
        after[1].target,
    )
    assert (State.DRAFT, False) == (after[2].state, after[2].is_machine)
    assert before[2].origin == after[2].origin
    assert (before[3].target, "Who is she?") == (after[3].target, after[3].note)
    assert before[4:] == after[4:]


def test_a_table_saved_by_excel_is_read(drafted, run):
    """Windows encoding, semicolons, another name, columns moved and one added: still the same."""
    run("export", "--to", "csv", "--separator", "semicolon")
    path = drafted / "export" / "marche.en.csv"
    text = path.read_text(encoding="utf-8-sig").replace("draft;;", "reviewed;;", 1)
    rows = [line.split(";") for line in text.splitlines()]
    moved = "\r\n".join(";".join([*row[2:4], "x", *row[:2], *row[4:]]) for row in rows)
    copy = drafted / "relecture Anne (1).csv"
    copy.write_bytes(moved.encode("cp1252"))
    done = run("import", copy)

    assert 0 == done.code, done.err
    assert [State.REVIEWED] + [State.DRAFT] * 4 == [unit.state for unit in units(drafted)]


def test_a_spreadsheet_without_keys_is_matched_by_its_sentences(drafted, run):
    """Two columns, source and target, are enough; what changed stays a draft, or not, as told."""
    source, draft = units(drafted)[1].source, units(drafted)[1].target
    path = drafted / "marche.en.csv"
    path.write_text(f'source,target\n"{source}","{draft} Indeed."\n', encoding="utf-8")

    assert 0 == run("import", path).code
    assert (State.DRAFT, f"{draft} Indeed.") == (units(drafted)[1].state, units(drafted)[1].target)
    path.write_text(f'source,target\n"{source}","It was."\n', encoding="utf-8")
    assert 0 == run("import", path, "--reviewed").code
    assert (State.REVIEWED, "It was.") == (units(drafted)[1].state, units(drafted)[1].target)


def test_changed_in_the_file_and_in_the_catalog_both_texts_are_kept(drafted, run):
    """The review in the catalog stays, the file's text stands beside it, and the line is named."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    change(drafted, 1, target="Ours.", state=State.REVIEWED)
    edit(path, "[En] Le marché a", "Theirs")
    done = run("import", path)

    assert 0 == done.code, done.err
    assert "marche.en.csv:3: changed in the file and in the catalog" in done.out
    unit = units(drafted)[1]
    assert ("Ours.", State.REVIEWED) == (unit.target, unit.state)
    assert 1 == len(unit.alternatives)
    assert unit.alternatives[0].startswith("Theirs")
    again = (drafted / PO).read_bytes()
    run("import", path)
    assert again == (drafted / PO).read_bytes()


def test_an_erased_target_erases_nothing_and_a_review_is_not_taken_back(drafted, run):
    """Both are told, with the line in the file."""
    change(drafted, 0, state=State.REVIEWED)
    before = (drafted / PO).read_bytes()
    run("export", "--to", "xliff2")
    path = drafted / "export" / "marche.en.xlf"
    edit(path, 'state="reviewed"', 'state="translated"')
    edit(path, f"<target>{units(drafted)[2].target}</target>", "<target></target>")
    done = run("import", path)

    assert "not reviewed any more in the file" in done.out
    assert "erased in the file" in done.out
    assert before == (drafted / PO).read_bytes()


def test_work_in_an_exported_file_is_not_overwritten(drafted, run):
    """A second export is refused until the file was imported, or with --force."""
    run("export", "--to", "xliff2")
    path = drafted / "export" / "marche.en.xlf"
    store = Xliff2File.parsefile(str(path))
    store.units[0].target = "The floating market is back"
    store.units[0].markapproved()
    store.save()
    kept = path.read_bytes()
    refused = run("export", "--to", "xliff2")

    assert 1 == refused.code
    assert "bilingual import FILE" in refused.err
    assert kept == path.read_bytes()
    assert 0 == run("import", path).code
    assert units(drafted)[0].is_reviewed
    assert 0 == run("export", "--to", "xliff2").code
    assert kept != path.read_bytes()
    path.write_text("somebody's", encoding="utf-8")
    assert 1 == run("export", "--to", "csv", "-o", path).code
    assert 0 == run("export", "--to", "csv", "-o", path, "--force").code


@pytest.mark.parametrize(("kind", "name"), [("docx", "marche.en.docx"), ("tmx", "marche.en.tmx")])
def test_other_programs_documents_are_not_overwritten(drafted, run, kind, name):
    """A document that was saved by a word processor, a memory of another program: refused."""
    arguments = ("export", "--to", kind, "--drafts")
    assert 0 == run(*arguments).code
    assert "unchanged" in run(*arguments).out
    path = drafted / "export" / name
    if kind == "docx":
        docx.Document(str(path)).save(str(path))
    else:
        path.write_text('<tmx version="1.4"><header/><body/></tmx>', encoding="utf-8")
    kept = path.read_bytes()

    assert 1 == run(*arguments).code
    assert kept == path.read_bytes()


def test_a_rehearsal_writes_nothing(drafted, run):
    """--dry-run tells what would be done."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    edit(path, ",draft,", ",reviewed,")
    before = (drafted / PO).read_bytes()
    done = run("import", path, "--dry-run")

    assert "1 reviewed" in done.out
    assert "nothing was written" in done.out
    assert before == (drafted / PO).read_bytes()


def test_output_goes_where_it_is_told(drafted, run):
    """To a file, into a folder, to the terminal; always the same bytes."""
    run("export", "--to", "xliff1.2")
    data = (drafted / "export" / "marche.en.xlf").read_bytes()
    shown = run("export", "--to", "xliff1.2", "-o", "-")
    run("export", "--to", "xliff1.2", "-o", drafted / "x.xlf")
    run("export", "--to", "xliff1.2", "-o", f"{drafted}/new/")

    assert data.decode() == shown.out
    assert data == (drafted / "x.xlf").read_bytes()
    assert data == (drafted / "new" / "marche.en.xlf").read_bytes()
    wrong = run("export", "--to", "xliff1.2", "-o", "-", "--json")
    assert (2, "") == (wrong.code, wrong.out)


def test_a_memory_holds_reviewed_sentences_of_all_articles(drafted, run):
    """One file for all; drafts only on demand, and marked."""
    (drafted / "pont.fr.txt").write_text("Le pont\n\nIl pleut. Il fait froid.\n", encoding="utf-8")
    draft(drafted / "pont.fr.txt")
    refused = run("export", "--to", "tmx")
    assert 1 == refused.code
    assert "--drafts" in refused.err
    change(drafted, 0, target="The market", state=State.REVIEWED)
    assert 0 == run("export", "--to", "tmx").code
    path = drafted / "export" / "memory.en.tmx"
    pairs = list(read_tmx(path, Locale("fr"), Locale("en")))
    assert [("The market", False)] == [(pair.target, pair.is_draft) for pair in pairs]
    assert 0 == run("export", "--to", "tmx", "--all").code
    pairs = list(read_tmx(path, Locale("fr"), Locale("en")))
    assert [False] + [True] * 7 == [pair.is_draft for pair in pairs]


def test_what_is_gone_from_the_article_is_told_or_kept(drafted, run):
    """A sentence that has gone keeps what came back for it; one nobody ever had is left out."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    gone = units(drafted)[2]
    edit(drafted / "marche.fr.txt", " " + gone.source, "")
    draft(drafted / "marche.fr.txt")
    text = path.read_text(encoding="utf-8-sig")
    line = next(line for line in text.splitlines() if gone.source in line)
    text = text.replace(line, line.replace(",draft,", ",reviewed,"))
    path.write_text(text + "k0123456789,Jamais vu.,Never seen.,reviewed,,\n", encoding="utf-8")
    done = run("import", path)

    assert 0 == done.code, done.err
    assert "1 reviewed, 1 left out" in done.out
    assert "no such sentence" in done.out
    obsolete = read_catalog(drafted / PO).obsolete
    assert [(gone.source, State.REVIEWED)] == [(unit.source, unit.state) for unit in obsolete]


def test_untranslated_articles_go_out_to_translators_and_come_back(article, run):
    """No draft is needed: a person's translations make the catalog."""
    assert 0 == run("export", article, "--to", "xliff1.2").code
    path = article.parent / "export" / "marche.en.xlf"
    text = path.read_text(encoding="utf-8")
    assert "<target" not in text
    path.write_text(
        text.replace("</source>", '</source>\n<target state="translated">Words.</target>', 1),
        encoding="utf-8",
    )
    done = run("import", path)

    assert 0 == done.code, done.err
    first, *others = units(article.parent)
    assert ("Words.", State.REVIEWED, None) == (first.target, first.state, first.origin)
    assert {State.UNTRANSLATED} == {unit.state for unit in others}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.tmx", b"<tmx version='1.4'/>", "bilingual memory import"),
        ("a.docx", b"PK\x03\x04...", "CSV"),
        ("a.xlf", b"<xliff version='2.0'><file", "well-formed"),
        ("a.xlf", b"<!DOCTYPE a [<!ENTITY b 'c'>]><xliff version='2.0'>&b;</xliff>", "entities"),
        ("a.xlf", b"<xliff version='2.0'>" + b"<a>" * 2000, "nested"),
        ("a.xlf", b"<xliff version='2.0'/>", "no sentences"),
        ("a.csv", b"a,b\n1,2\n", "no column for the target"),
        ("a.csv", b"source,target,state\nOui.,Yes.,perhaps\n", "perhaps"),
        ("a.csv", b'source,target\n"Oui.,Yes.\n', "quotation mark"),
        ("a.csv", b"source,target\nJamais vu.,Never.\n", "no article here"),
        ("a.csv", b"", "no column"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_words(drafted, run, name, data, said):
    """One clean message that says what to do; the catalog stays as it is."""
    before = (drafted / PO).read_bytes()
    (drafted / name).write_bytes(data)
    done = run("import", drafted / name)

    assert 1 == done.code
    assert said in done.err
    assert "Traceback" not in done.err
    assert before == (drafted / PO).read_bytes()


def test_of_several_files_none_is_imported_when_one_is_wrong(drafted, run):
    """All are read before the first catalog is written."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    edit(path, ",draft,", ",reviewed,")
    before = (drafted / PO).read_bytes()

    assert 1 == run("import", path, drafted / "none.csv").code
    assert before == (drafted / PO).read_bytes()


def test_two_people_s_files_of_one_article_come_together(drafted, run):
    """What each did is taken; what both changed is kept twice."""
    run("export", "--to", "csv")
    anne = drafted / "export" / "marche.en.csv"
    paul = drafted / "marche.en.paul.csv"
    paul.write_bytes(anne.read_bytes())
    lines = anne.read_text(encoding="utf-8-sig").splitlines()
    for path, text, rows in ((anne, "Anne’s", (1, 2)), (paul, "Paul’s", (2, 3))):
        mine = list(lines)
        for row in rows:
            mine[row] = mine[row].replace("[En]", text).replace(",draft,", ",reviewed,")
        path.write_text("\n".join(mine), encoding="utf-8")
    done = run("import", anne, paul)
    after = units(drafted)

    assert 0 == done.code, done.err
    assert ["Anne’s", "Anne’s", "Paul’s"] == [unit.target.split(" ")[0] for unit in after[:3]]
    assert all(unit.is_reviewed for unit in after[:3])
    assert after[1].alternatives[0].startswith("Paul’s")


@pytest.mark.parametrize("saves", [1, 3, 99])
def test_somebody_saving_meanwhile_loses_nothing(drafted, run, monkeypatch, saves):
    """The file is fitted into what they saved; only who saves without end keeps it out, whole."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    edit(path, ",draft,", ",reviewed,")
    workspace = find_workspace(drafted)
    times = iter(range(saves))

    def save(place, catalog, **how):
        number = next(times, None)
        if number is not None:
            change(drafted, 2, target=f"Meanwhile {number}.", state=State.REVIEWED)
        return save_catalog(place, catalog, **how)

    monkeypatch.setattr(importing, "save_catalog", save)
    if saves == 99:
        with pytest.raises(CatalogConflict) as raised:
            importing.import_files(workspace, [path])
        assert read_catalog(raised.value.kept).units[0].is_reviewed
        assert [None, None, "Meanwhile 4."] == [
            unit.target if unit.is_reviewed else None for unit in units(drafted)[:3]
        ]
        return
    (done,) = importing.import_files(workspace, [path])

    assert 1 == done.report.counts["reviewed"]
    assert [True, False, True] == [unit.is_reviewed for unit in units(drafted)[:3]]
    assert f"Meanwhile {saves - 1}." == units(drafted)[2].target


def test_an_import_from_elsewhere_finds_its_workspace(drafted, run, tmp_path):
    """The file's own place tells, whatever the current folder is; or --workspace does."""
    run("export", "--to", "csv")
    path = drafted / "export" / "marche.en.csv"
    edit(path, ",draft,", ",reviewed,")

    assert 0 == run("import", path, cwd=tmp_path).code
    assert units(drafted)[0].is_reviewed
    moved = tmp_path / "marche.en.csv"
    moved.write_bytes(path.read_bytes())
    edit(moved, ",draft,", ",reviewed,")
    assert 0 == run("import", moved, "--workspace", drafted, cwd=tmp_path).code
    assert units(drafted)[1].is_reviewed


def test_the_language_has_to_be_the_files(drafted, run):
    """A file in another language is refused, whatever the command says."""
    run("export", "--to", "xliff2")
    done = run("import", drafted / "export" / "marche.en.xlf", "--language", "es")

    assert 1 == done.code
    assert "another language" in done.err
    assert not (drafted / "locales" / "es").exists()


def test_a_table_that_fits_two_languages_is_not_guessed(drafted, run):
    """Both catalogs have its sentences: the command asks which one is meant."""
    (drafted / "bilingual.toml").write_text('targets = ["en", "es"]\n', encoding="utf-8")
    run("export", drafted / "marche.fr.txt", "--to", "csv", "--language", "es")
    path = drafted / "relu.csv"
    path.write_bytes((drafted / "export" / "marche.es.csv").read_bytes())
    (drafted / "articles").mkdir()
    (drafted / "marche.fr.txt").rename(drafted / "articles" / "marche.fr.txt")
    refused = run("import", path)

    assert 1 == refused.code
    assert "--language" in refused.err
    assert 0 == run("import", path, "--language", "es").code
