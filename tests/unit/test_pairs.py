"""Pairs of sentences from people's files: what is read, what is left out, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import lines, origins

from bilingual.catalog import Catalog, format_catalog, new_header
from bilingual.errors import BilingualError, BitextError
from bilingual.model import Locale, State, Unit
from bilingual.pairs import (
    Cleaned,
    Pair,
    catalog_files,
    catalog_pairs,
    cleaned,
    read_pairs,
    read_sentences,
    source_hash,
)

FR, EN = Locale("fr"), Locale("en")


def texts(pairs):
    return [(pair.source, pair.target) for pair in pairs]


def catalog_at(path, units, obsolete=(), header=None):
    header = new_header("articles/a.fr.txt", FR, EN) if header is None else header
    catalog = Catalog(header, units=tuple(units), obsolete=tuple(obsolete))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_catalog(catalog), encoding="utf-8")
    return path


@given(
    st.lists(
        st.tuples(lines.filter(str.strip), lines, st.sampled_from(State), st.none() | origins()),
        max_size=6,
    )
)
def test_only_what_a_person_confirmed_is_read_from_a_catalog(tmp_path_factory, rows):
    """Whatever the states and origins, a draft is never learnt from."""
    units = []
    for i, (source, target, state, origin) in enumerate(rows):
        text = "" if state is State.UNTRANSLATED else target.strip() or "x"
        units.append(Unit(f"k{i}", source, text, state, origin))
    path = catalog_at(tmp_path_factory.mktemp("po") / "a.po", units)

    wanted = [(u.source, u.target) for u in units if u.state is State.REVIEWED]
    assert wanted == texts(catalog_pairs(path, "fr", "en"))


def test_a_sentence_that_is_gone_is_still_learnt_from(tmp_path):
    """A person's work on an earlier version of the article counts; a draft there does not."""
    gone = [
        Unit("a", "Il neige.", "It snows.", State.REVIEWED),
        Unit("b", "Il vente.", "It winds.", State.DRAFT),
    ]
    path = catalog_at(tmp_path / "a.po", [], gone)

    assert [("Il neige.", "It snows.")] == texts(catalog_pairs(path, "fr", "en"))


def test_a_catalog_of_other_languages_gives_nothing(tmp_path):
    """Nor does a program's own catalog in the same folder, which names no source language."""
    unit = Unit("a", "Save", "Enregistrer", State.REVIEWED)
    header = (("Language", "en"), ("Content-Type", "text/plain; charset=UTF-8"))
    path = catalog_at(tmp_path / "bilingual.po", [unit], header=header)

    assert [] == texts(catalog_pairs(path, "fr", "en"))
    assert [("Save", "Enregistrer")] == texts(read_pairs(path, "fr", "en"))
    assert [] == texts(read_pairs(path, "fr", "de"))


def test_a_folder_without_catalogs_is_an_error(tmp_path):
    """It says so, rather than training on nothing."""
    with pytest.raises(BitextError, match="no catalogs"):
        catalog_files(tmp_path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Oui.\tYes.\n\nNon.\tNo.\textra\n", [("Oui.", "Yes."), ("Non.", "No.")]),
        ("en\tfr\nYes.\tOui.\n", [("Oui.", "Yes.")]),
        ("id\tsource\ttarget\n7\tOui.\tYes.\n", [("Oui.", "Yes.")]),
        ("\ufefffr-FR\ten-GB\r\nOui.\tYes.\r\n", [("Oui.", "Yes.")]),
        ("« Oui »\t“Yes”", [("« Oui »", "“Yes”")]),
    ],
)
def test_the_columns_of_a_tsv_file(tmp_path, text, wanted):
    """Source and target, or as a head line names them; quotation marks mean nothing."""
    path = tmp_path / "pairs.tsv"
    path.write_text(text, encoding="utf-8")

    assert wanted == texts(read_pairs(path, "fr", "en"))


def test_a_line_without_a_tabulator_is_an_error_with_its_number(tmp_path):
    """The line is named, and what should stand there."""
    path = tmp_path / "pairs.tsv"
    path.write_text("Oui.\tYes.\nNon. No.\n", encoding="utf-8")

    with pytest.raises(BitextError) as caught:
        list(read_pairs(path, "fr", "en"))
    assert 2 == caught.value.line
    assert "tabulator" in caught.value.hint


def test_a_tsv_file_of_windows_is_read(tmp_path):
    """Whatever encoding the file really has."""
    path = tmp_path / "pairs.tsv"
    path.write_bytes("L’été à Nîmes.\tSummer in Nîmes.\n".encode("cp1252"))

    assert [("L’été à Nîmes.", "Summer in Nîmes.")] == texts(read_pairs(path, "fr", "en"))


TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-US"><seg>It <bpt i="1">{b}</bpt>rains<ept i="1">{/b}</ept>.</seg></tuv>
<tuv xml:lang="fr"><seg>Il pleut.</seg></tuv></tu>
<tu><prop type="x-bilingual-state">draft</prop>
<tuv xml:lang="fr"><seg>Il neige.</seg></tuv><tuv xml:lang="en"><seg>He snows.</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Ja.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>
</body></tmx>"""


def test_tmx_gives_the_pairs_of_both_languages_and_no_drafts(tmp_path):
    """Marks within a sentence are left out; what the file calls a draft is passed over."""
    path = tmp_path / "memory.tmx"
    path.write_text(TMX, encoding="utf-8")

    assert [("Il pleut.", "It rains.")] == texts(read_pairs(path, "fr", "en"))


@pytest.mark.parametrize("name", ["pairs.docx", "missing.tsv", "broken.tmx"])
def test_what_cannot_be_read_is_a_clean_error(tmp_path, name):
    """Another form, a missing file, a damaged one: an error of ours, with what to do."""
    path = tmp_path / name
    if not name.startswith("missing"):
        path.write_text("<tmx><body><tu>", encoding="utf-8")

    with pytest.raises(BilingualError) as caught:
        list(read_pairs(path, "fr", "en"))
    assert caught.value.hint


@given(st.lists(st.builds(Pair, lines, lines), max_size=12))
def test_cleaning_counts_every_pair_once(pairs):
    """What is kept and what is left out add up; cleaning what is clean changes nothing."""
    count = Cleaned()
    kept = list(cleaned(pairs, count))

    assert len(pairs) == count.kept + sum(count.left_out.values())
    assert len(kept) == count.kept
    assert kept == list(cleaned(kept, Cleaned()))


def test_pairs_that_teach_nothing_are_left_out_by_reason():
    """Empty, wordless, far too long, copied, repeated; two translations of one source stay."""
    count = Cleaned()
    pairs = [
        Pair("Il pleut.", "It rains."),
        Pair("Il pleut.", "It is raining."),
        Pair("Il  pleut.", "It rains."),
        Pair("Il pleut.", ""),
        Pair("12 %", "12 %"),
        Pair("Oui.", "Yes, and then they went on to speak of everything else."),
        Pair("Le port de Nantes est fermé.", "Le port de Nantes est fermé."),
        Pair("Port-Levant", "Port-Levant"),
    ]

    kept = texts(cleaned(pairs, count))

    wanted = [("Il pleut.", "It rains."), ("Il pleut.", "It is raining.")]
    assert [*wanted, ("Port-Levant", "Port-Levant")] == kept
    assert {"repeated": 1, "empty": 1, "wordless": 1, "lengths": 1, "copied": 1} == count.left_out


def test_the_same_sentence_is_always_held_out_or_never():
    """Typography makes no difference to the hash, and neither does the run."""
    assert source_hash("L'été, « oui »") == source_hash("L’été, «\u00a0oui\u00a0»")
    assert 1904792250 == source_hash("Il pleut.")


def test_sentences_of_a_text_file_keep_their_lines(tmp_path):
    """An empty line stays, so that two files stay side by side; a line separator is no end."""
    path = tmp_path / "a.txt"
    path.write_text("Un.\r\n\r\nDeux\u2028trois. \n", encoding="utf-8")

    assert ["Un.", "", "Deux\u2028trois."] == read_sentences(path)
