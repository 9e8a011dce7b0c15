"""`terms.csv`: the forms in which spreadsheets write it, and everything that can be wrong in it."""

from __future__ import annotations

import codecs

import pytest

from bilingual import interface
from bilingual.errors import ExitCode, TermbaseError
from bilingual.resources import PACKAGE
from bilingual.terms import Term, Termbase, read_termbase

PARTI = Term("parti", ("party",))


@pytest.fixture
def table(tmp_path):
    """Write a table and read it."""

    def read(content, encoding="utf-8"):
        path = tmp_path / "terms.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_termbase(path)

    return read


def test_no_file_means_no_terms(tmp_path):
    """A workspace needs no termbase."""
    assert read_termbase(tmp_path / "terms.csv") == Termbase()


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n", "source,target\n", "\ufeff"])
def test_an_empty_table_means_no_terms(table, content):
    """Blank files, comments alone and a heading alone are no errors."""
    assert table(content) == Termbase()


@pytest.mark.parametrize(
    "content",
    [
        "source,target\nparti,party\n",
        "source;target\nparti;party",
        "source\ttarget\r\nparti\tparty\r\n",
        "source,target\rparti,party\r",
        "sep=;\nsource;target\nparti;party\n",
        '"source","target"\n"parti","party"\n',
        '\n# our words\n\nsource,target\n\n# politics, "so to say\n,\nparti,party\n \n',
        "Source , Target\n parti , party \n",
        "SOURCE;CIBLE\nparti;party\n",
        "target,source\nparty,parti\n",
        "source,target,,\nparti,party,,\n",
        "source,target\nparti,party\nparti,party\n",
        '#,"\nsource,target\nparti,party\n',
    ],
)
def test_every_usual_form_of_a_table_is_read(table, content):
    """Commas, semicolons, tabs, line ends, quotation marks, comments, blank rows, spare columns."""
    assert table(content).terms == (PARTI,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_every_usual_encoding_is_read(table, encoding):
    """Excel writes Windows-1252, or UTF-8 with a mark."""
    terms = table("source;cible\ncafé glacé;iced coffee\n", encoding).terms

    assert terms == (Term("café glacé", ("iced coffee",)),)


def test_all_columns_are_read(table):
    """Note, kept terms, case, part of speech, several targets, forbidden forms."""
    terms = table(
        "source,target,note,keep,case,pos,forbidden\n"
        'parti,party | political party,"not a ""match"",\nsee p. 3",no,any,noun,faction|match\n'
        "Orange,,the company,yes,exact,name,\n"
    ).terms

    assert terms == (
        Term(
            "parti",
            ("party", "political party"),
            ("faction", "match"),
            'not a "match", see p. 3',
            pos="noun",
        ),
        Term("Orange", ("Orange",), (), "the company", is_kept=True, is_exact=True, pos="name"),
    )
    assert [term.line for term in terms] == [2, 4]


def test_columns_and_values_may_be_french(table):
    """The table may be a French one throughout."""
    terms = table(
        "source;cible;note;garder;casse;nature;interdit\n"
        "Orange;;entreprise;oui;exacte;nom propre;\n"
        "parti;party;;non;;n.m.;faction\n"
    ).terms

    assert terms == (
        Term("Orange", ("Orange",), (), "entreprise", is_kept=True, is_exact=True, pos="name"),
        Term("parti", ("party",), ("faction",), pos="noun"),
    )


def test_without_a_target_a_term_is_kept(table):
    """An empty target means: as in the source. A term that is only forbidden has none."""
    kept, only = table("source,target,forbidden\nMédiapart,,\nvillage,,hamlet\n").terms

    assert kept == Term("Médiapart", ("Médiapart",), is_kept=True)
    assert only == Term("village", (), ("hamlet",))


def test_acronyms_are_exact_unless_said_otherwise(table):
    """CE in any case would be found in every “ce”."""
    terms = table("source,target,case\nCE,EC,\nSIDA,AIDS,any\n").terms

    assert [term.is_exact for term in terms] == [True, False]


def test_one_word_may_have_a_row_for_each_case(table):
    """état and État are two exact terms; Orange exact and orange any are two."""
    text = "source,target,case\nétat,state,exact\nÉtat,State,exact\norange,orange fruit,any\nOrange,Orange,exact\n"

    assert len(table(text).terms) == 4


WRONG = [
    ("source,traget\n", 1, "there is no column “traget”", "Did you mean “target”?"),
    ("parti,party\n", 1, "there is no column “parti”", "The first row names the columns"),
    ("# x\n\nmot;cible\n", 3, "there is no column “mot”", "The first row names the columns"),
    ("target,note\n", 1, "the column “source” is missing", "source,target,note"),
    ("source,cible,target\n", 1, "the column “target” stands twice", "Keep one of them"),
    ("source,target\n,party\n", 2, "this row has no source", "Fill in the column source"),
    ("source,target\n?!,party\n", 2, "“?!” has neither letter nor digit", "write one"),
    ("source,target\n" + "mot " * 21 + ",x\n", 2, "more than 20 words", "shorten it"),
    ("source,target\na,b,c\n", 2, "“c” stands in no column", "quotation marks"),
    ("source,target,\na,b,c\n", 2, "“c” stands in no column", "quotation marks"),
    ("source,keep\na,maybe\n", 2, "“keep” cannot be “maybe”", "yes, no"),
    ("source,case\na,b\n", 2, "“case” cannot be “b”", "exact, any"),
    ("source,pos\na,b\n", 2, "“pos” cannot be “b”", "noun, adjective"),
    ("source,target,keep\na,b,yes\n", 2, "“a” is to be kept and has another", "Empty the column"),
    ("source,target,keep\na,,no\n", 2, "“a” has no target", "Fill in the column target"),
    (
        "source,target,forbidden\na,big party,Pärty\n",
        2,
        "“Pärty” is forbidden and stands in the target “big party”",
        "one of the two columns",
    ),
    (
        "source,target\nparti,party\n\nParti,match\n",
        4,
        "“Parti” stands in line 2 already, and says something else there",
        "Make one row of the two",
    ),
    (
        "source,target\nchef d'état,x\nchef d’État,y\n",
        3,
        "“chef d’État” stands in line 2 already",
        "Make one row",
    ),
    ('source,target\n"a\nb,c\n', 2, "a quotation mark is out of place", "double those"),
    ('source,target\n\n"a"b,c\n', 3, "a quotation mark is out of place", "double those"),
    ("source,target\na\x01,b\n", 2, "control character U+0001", "CSV UTF-8"),
    (b"PK\x03\x04rest", None, "this is a Word or OpenDocument file", "CSV UTF-8"),
    (codecs.BOM_UTF8 + b"\xff\xfe\xff", None, "damaged", "CSV UTF-8"),
    ("source,target\n" + "x" * 140_000 + ",b\n", 2, "a cell is too long", "shorten"),
]


@pytest.mark.parametrize(
    ("content", "line", "message", "hint"), WRONG, ids=[str(n) for n in range(len(WRONG))]
)
def test_what_is_wrong_is_said_with_its_line_and_the_way_out(table, content, line, message, hint):
    """Each error names the file, the line, the trouble, and what to do about it."""
    with pytest.raises(TermbaseError) as caught:
        table(content)

    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert error.line == line
    assert str(error.path).endswith("terms.csv")
    assert error.exit_code == ExitCode.ERROR


def test_the_sample_of_the_manual_is_read(table):
    """The table in the README is valid, and says what the text below it says."""
    manual = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    terms = table(manual.partition("```csv\n")[2].partition("```")[0]).terms

    assert [term.is_kept for term in terms] == [False, False, True, True]
    assert terms[0] == Term("député", ("MP",), ("deputy",))
    assert terms[3].is_exact


def test_a_folder_is_no_termbase(tmp_path):
    """What cannot be read is an error of ours."""
    (tmp_path / "terms.csv").mkdir()

    with pytest.raises(TermbaseError, match="cannot be read"):
        read_termbase(tmp_path / "terms.csv")


def test_errors_are_said_in_french_too(table):
    """The interface speaks French in errors as everywhere."""
    interface.use("fr")

    with pytest.raises(TermbaseError, match="cette ligne n’a pas de source"):
        table("source;cible\n;party\n")
