"""Segmenting: the door, line breaks, a user's own abbreviations, and what a language needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bilingual.errors import WorkspaceError
from bilingual.model import Article, Block, BlockKind, Locale, Span
from bilingual.segment import (
    VERSION,
    Abbreviations,
    abbreviations_in,
    read_abbreviations,
    segment,
    segment_text,
)
from bilingual.segment.language import CLASSES, HOME, language
from bilingual.segment.lines import unwrapped

FR, EN = Locale("fr"), Locale("en")


def cut(text: str, locale: Locale = FR, extra: Abbreviations | None = None) -> list[str]:
    return [span.of(text) for span in segment_text(text, locale, extra)]


def test_only_headline_and_paragraphs_are_cut_and_each_alone() -> None:
    """Dates, credits and signatures give no segments; a quotation left open stays in its block."""
    parts = [
        (BlockKind.DATE, "2026-05-04"),
        (BlockKind.HEADLINE, "« Tout va\nbien. » Vraiment ?"),
        (BlockKind.PARAGRAPH, "Il a dit : « Tout va bien. C'est fini."),
        (BlockKind.CREDIT, "Photo : ALP. Tous droits réservés."),
        (BlockKind.PARAGRAPH, "Rien. Plus rien."),
        (BlockKind.SIGNATURE, "ALP/VNA. Oui."),
    ]
    text, blocks = "", []
    for kind, part in parts:
        blocks.append(Block(kind, Span(len(text), len(text) + len(part))))
        text += part + "\n\n"
    segments = segment(Article("a", FR, text, tuple(blocks)))
    assert [s.source for s in segments] == [
        "« Tout va\nbien. »",
        "Vraiment ?",
        "Il a dit : « Tout va bien.",
        "C'est fini.",
        "Rien.",
        "Plus rien.",
    ]
    assert all(s.span.of(text) == s.source for s in segments)
    assert len({s.key for s in segments}) == len(segments)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\xa0", "\u2028"])
def test_nothing_but_white_space_has_no_segments(text: str) -> None:
    """Empty text gives no segments."""
    assert segment_text(text, FR) == ()


WRAPPED = (
    "Le conseil municipal a adopté lundi soir le budget de la ville pour l'année\n"
    "prochaine. Il s'élève à 40 millions d'euros, selon M. Durand et M. Jean-Luc\n"
    "Moreau, qui l'ont présenté aux élus. Le texte sera appliqué en mars, et Mme\n"
    "Le Goff s'est abstenue."
)


def test_wrapped_lines_are_joined_and_their_sentences_found() -> None:
    """In a paragraph wrapped by hand a line break is white space, even before a capital."""
    assert [" ".join(piece.split()) for piece in cut(WRAPPED)] == [
        "Le conseil municipal a adopté lundi soir le budget de la ville pour l'année prochaine.",
        (
            "Il s'élève à 40 millions d'euros, selon M. Durand et M. Jean-Luc Moreau, qui l'ont "
            "présenté aux élus."
        ),
        "Le texte sera appliqué en mars, et Mme Le Goff s'est abstenue.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le budget est adopté\nLe conseil municipal a adopté lundi soir le budget de la ville.",
        "Trois priorités :\n- l'emploi ;\n- la santé.",
        "farine\nbeurre\nsucre",
        "Les sanglots longs des violons de l'automne blessent mon cœur d'une langueur\nMonotone",
        "un premier point que le conseil a adopté à l'unanimité hier soir ;\nun second ;\nun autre",
        "- un premier point que le conseil a adopté à l'unanimité des voix hier\nsoir",
        "mot " * 40 + "\nmot",
        "Une ligne\n\nUne autre",
    ],
)
def test_other_line_breaks_stay(text: str) -> None:
    """Headings over their text, lists, verse and long lines keep their breaks."""
    assert unwrapped(text) == text


def test_unwrapping_moves_nothing() -> None:
    """A break that only wraps becomes one space for each of its characters."""
    crlf = WRAPPED.replace("\n", "\r\n")
    assert unwrapped(WRAPPED) == WRAPPED.replace("\n", " ")
    assert unwrapped(crlf) == crlf.replace("\r\n", "  ")
    assert unwrapped(f"Titre\n\n{crlf}\r\n\r\nFin") == f"Titre\n\n{crlf}\r\n\r\nFin".replace(
        crlf, crlf.replace("\r\n", "  ")
    )


def test_a_users_abbreviations_go_before_ours(tmp_path: Path) -> None:
    """A file in the workspace adds abbreviations, and can change the class of one of ours."""
    text = "Le dist. Nord a voté. Le sgt. Il est venu."
    assert cut(text) == ["Le dist. Nord a voté.", "Le sgt. Il est venu."]
    (tmp_path / "abbreviations.fr.txt").write_text(
        "# les nôtres\n\n[title]\ncirco.  # circonscription\nC. A. du\n[ end ]\nsgt.\n".replace(
            "C. A. du", "C. A."
        ),
        encoding="utf-8",
    )
    extra = abbreviations_in(tmp_path, Locale("fr-CA"))
    assert extra == Abbreviations((("circo.", "title"), ("C. A.", "title"), ("sgt.", "end")))
    assert cut("La circo. Nord a voté.") == ["La circo.", "Nord a voté."]
    assert cut("La circo. Nord a voté.", extra=extra) == ["La circo. Nord a voté."]
    assert cut("La Circo. Nord a voté.", extra=extra) == ["La Circo. Nord a voté."]
    assert cut(text, extra=extra) == ["Le dist. Nord a voté.", "Le sgt.", "Il est venu."]


def test_no_file_of_abbreviations_is_no_error(tmp_path: Path) -> None:
    """Most workspaces have none."""
    assert abbreviations_in(tmp_path, FR) is None


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("[title]\nM.\nMme\n", 3, "“Mme” does not"),
        ("[title]\n.\n", 2, "full stop"),
        ("# un\ndép.\n", 2, "before the first class"),
        ("[titre]\ndép.\n", 1, r"no class \[titre\]"),
        ("[title\ndép.\n", 1, r"no class \[title"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: str, line: int, words: str) -> None:
    """The error says which file, which line, what is wrong and what to write."""
    path = tmp_path / "abbreviations.fr.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=words) as caught:
        read_abbreviations(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"[title]\nd\xe9p.\n", None])
def test_an_unreadable_file_is_named(tmp_path: Path, data: bytes | None) -> None:
    """A file that is not UTF-8, or a folder in its place, is one clear error."""
    path = tmp_path / "abbreviations.fr.txt"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    with pytest.raises(WorkspaceError, match="cannot be read"):
        read_abbreviations(path)


def test_every_class_is_used_and_described() -> None:
    """The manual of the data describes each class, and no class is dead."""
    manual = (HOME / "README.md").read_text(encoding="utf-8")
    used = {
        kind
        for name in ("fr", "en")
        for _e, kind in read_abbreviations(HOME / name / "abbreviations.txt").entries
    }
    assert used == set(CLASSES)
    assert all(f"`[{kind}]`" in manual for kind in CLASSES)


@pytest.mark.parametrize("name", ["fr", "en"])
def test_no_entry_stands_twice_in_a_class(name: str) -> None:
    """Each class of ours lists each abbreviation once."""
    entries = read_abbreviations(HOME / name / "abbreviations.txt").entries
    assert len(entries) == len(set(entries))


def test_a_language_without_data_gets_the_general_rules() -> None:
    """No folder for a language is no error: marks, capitals and initials still count."""
    assert language("sv").classes == {}
    assert cut("Hej! Vi ses. J. Berg kom 3.5 gånger.", Locale("sv")) == [
        "Hej!",
        "Vi ses.",
        "J. Berg kom 3.5 gånger.",
    ]


def test_composed_and_decomposed_accents_cut_alike() -> None:
    """An abbreviation typed with combining accents is the same abbreviation."""
    import unicodedata

    text = "Le 3 févr. Paul et le gén. Éblé ont signé. À Paris, l’art. 3 s’applique. Été."
    pieces = cut(unicodedata.normalize("NFD", text))
    assert [unicodedata.normalize("NFC", piece) for piece in pieces] == cut(text)
    assert len(pieces) == 3


def test_the_module_is_light() -> None:
    """Importing the segmenter loads none of the heavy libraries, nor the command line."""
    code = (
        "import sys, bilingual.segment\n"
        "heavy = {'click', 'rich', 'ctranslate2', 'argostranslate', 'polib', 'jinja2', 'babel'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_can_stand_in_a_signature() -> None:
    """It is short and has none of the signature's own marks."""
    assert VERSION.isalnum()
