"""TMX files of any program are read, as far as they go, and none of them can do harm."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import ExchangeError
from bilingual.exchange.tmx import read_tmx
from bilingual.model import Locale

FR, EN = Locale("fr"), Locale("en")
HEAD = '<tmx version="1.4"><header srclang="fr"/><body>'
END = "</body></tmx>"


def tu(source, target, *, languages=("fr", "en"), attributes="", inside="", tuv=""):
    """Return a unit as its XML; the texts are XML already."""
    one, other = languages
    return (
        f"<tu {attributes}>{inside}"
        f'<tuv xml:lang="{one}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{other}" {tuv}><seg>{target}</seg></tuv></tu>'
    )


@pytest.fixture
def read(tmp_path):
    """Write a TMX file and read it."""

    def reader(text, encoding="utf-8", source=FR, target=EN):
        path = tmp_path / "m.tmx"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return list(read_tmx(path, source, target))

    return reader


def words(pairs):
    return [(pair.source, pair.target) for pair in pairs]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", '<?xml version="1.0" encoding="UTF-8"?>'),
        ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("utf-16", ""),
        ("utf-16", '<?xml version="1.0" encoding="utf-8"?>'),
        ("utf-8", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("utf-16-le", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("utf-16-be", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("cp1252", '<?xml version="1.0" encoding="windows-1252"?>'),
        ("latin-1", '<?xml version="1.0" encoding="ISO-8859-1"?>'),
    ],
)
def test_any_encoding_is_read(read, encoding, declared):
    """Whatever the bytes are, and whatever the first line says of them, the words come out."""
    assert [("Été", "Summér")] == words(read(declared + HEAD + tu("Été", "Summér") + END, encoding))


@pytest.mark.parametrize(
    "languages", [("fr", "en"), ("FR-FR", "EN-US"), ("fr_ca", "en_gb"), ("fr-CH", "en-001")]
)
def test_a_language_counts_by_its_name(read, languages):
    """Region, case and kind of hyphen keep no pair away."""
    assert [("Oui.", "Yes.")] == words(read(HEAD + tu("Oui.", "Yes.", languages=languages) + END))


def test_of_several_variants_the_nearest_is_taken(read):
    """British English is taken where British English was asked for, else the plain language."""
    unit = "<tu>" + "".join(
        f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>'
        for code, text in (
            ("en-US", "color"), ("de", "Farbe"), ("en", "?"), ("fr", "couleur"), ("en-GB", "colour")
        )
    )  # fmt: skip
    text = HEAD + unit + "</tu>" + END

    assert [("couleur", "colour")] == words(read(text, target=Locale("en-GB")))
    assert [("couleur", "?")] == words(read(text, target=EN))
    assert [("Farbe", "color")] == words(read(text, source=Locale("de"), target=Locale("en-US")))
    assert [] == read(text, source=FR, target=Locale("es"))


def test_inline_tags_are_left_out_and_their_words_kept(read):
    """Codes and sub-flows go, highlighted text stays, entities are characters."""
    source = (
        '<bpt i="1">&lt;b&gt;</bpt>A &amp; B<ept i="1">&lt;/b&gt;</ept> <hi type="x">C</hi>'
        "<ph>&lt;img alt='<sub>alt</sub>'/&gt;</ph>&#233;<it pos='begin'>x</it><ut>{\\f1}</ut>."
    )

    assert [("A & B Cé.", "x")] == words(read(HEAD + tu(source, "x") + END))


def test_dates_come_with_the_pairs(read):
    """The target's own change counts before the unit's; what is no date is none."""
    pairs = read(
        HEAD
        + tu("a", "1", attributes='creationdate="20200101T000000Z" changedate="20210203T040506Z"')
        + tu(
            "b",
            "2",
            attributes='changedate="20210203T040506Z"',
            tuv='changedate="20220101T000000Z"',
        )
        + tu("c", "3", attributes='changedate="yesterday"')
        + tu("d", "4", attributes='changedate="20210231T000000Z"')
        + END
    )

    assert [
        datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC),
        datetime(2022, 1, 1, tzinfo=UTC),
        None,
        None,
    ] == [pair.changed for pair in pairs]


def test_a_doctype_is_tolerated_and_never_followed(read):
    """Many TMX files name their DTD; it is not opened, and HTML's names are understood."""
    doctype = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'

    assert [("a\xa0b", "x")] == words(read(doctype + HEAD + tu("a&nbsp;b", "x") + END))


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY % c SYSTEM "http://127.0.0.1:9/x.dtd"> %c;',
    ],
)
def test_entity_declarations_are_refused(read, subset):
    """Bombs and files from elsewhere: refused at their declaration, with the line."""
    with pytest.raises(ExchangeError, match="entities") as caught:
        read(f"<!DOCTYPE tmx [\n{subset}]>" + HEAD + tu("&c;", "x") + END)

    assert 2 == caught.value.line


def test_what_comes_before_a_fault_is_given(tmp_path):
    """A file that breaks off gives its whole units, then an error with the line."""
    path = tmp_path / "m.tmx"
    path.write_text(HEAD + "\n" + tu("Oui.", "Yes.") + "\n<tu><tuv", encoding="utf-8")
    pairs = read_tmx(path, FR, EN)

    assert ("Oui.", "Yes.") == next(pairs)[:2]
    with pytest.raises(ExchangeError, match="well-formed") as caught:
        next(pairs)
    assert 3 == caught.value.line


@pytest.mark.parametrize("text", ["", "Oui;Yes", "<html/>", "<xliff version='2.0'/>", "PK\x03\x04"])
def test_what_is_no_tmx_is_refused(read, text):
    """Other files end in an error of ours that has a hint."""
    with pytest.raises(ExchangeError) as caught:
        read(text)

    assert caught.value.hint


def test_a_missing_file_is_a_clear_error(tmp_path):
    """So is a folder."""
    for path in (tmp_path / "none.tmx", tmp_path):
        with pytest.raises(ExchangeError, match="cannot be read"):
            list(read_tmx(path, FR, EN))


@given(st.binary(max_size=200), st.sampled_from(["", HEAD, "<?xml version='1.0'?>"]))
def test_no_bytes_lead_to_another_error(tmp_path_factory, data, head):
    """Any bytes at all are read or refused, never a foreign exception."""
    path = tmp_path_factory.mktemp("tmx") / "m.tmx"
    path.write_bytes(head.encode() + data)
    try:
        pairs = list(read_tmx(path, FR, EN))
    except ExchangeError:
        pass
    else:
        assert all(pair.source and pair.target for pair in pairs)


def test_a_large_memory_needs_little_room(tmp_path):
    """20,000 units take no more memory at once than a few thousand do."""
    path = tmp_path / "m.tmx"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(20_000):
            file.write(tu(f"Il pleut {number} fois à Nantes.", f"It rains {number} times."))
        file.write(END)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_tmx(path, FR, EN))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert 20_000 == count
    assert peak < 2_000_000
