"""`bilingual segment`: what it prints for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bilingual.cli import main

TEXT = "Le marché rouvre\r\n\r\nM. Dupont est là. «\xa0Enfin\xa0!\xa0» dit-il.\r\n\r\nPhoto : ALP/VNA\r\n"


def segments(*arguments: str, data: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "segment", *arguments], input=data)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in an empty current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "marche.fr.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return path


def test_segments_are_numbered_through_the_article(path: Path) -> None:
    """One line each; the credit is not among them; no colours where there is no terminal."""
    result = segments(str(path))
    assert result.exit_code == 0
    assert result.output.split("\n") == [
        "1  Le marché rouvre",
        "2  M. Dupont est là.",
        "3  «\xa0Enfin\xa0!\xa0» dit-il.",
        "",
    ]


def test_json_points_into_the_text_as_it_was_given(path: Path) -> None:
    """Positions count code points of the text, line ends as they are, without byte-order mark."""
    answer = json.loads(segments("--json", str(path)).stdout)
    assert list(answer) == ["segments"]
    assert [set(s) for s in answer["segments"]] == [{"start", "end", "text"}] * 3
    for found in answer["segments"]:
        assert TEXT[found["start"] : found["end"]] == found["text"]


def test_plain_takes_everything_as_paragraphs() -> None:
    """With --plain a first line is no headline and a credit no credit."""
    answer = json.loads(segments("--plain", "--json", "-", data=TEXT.encode()).stdout)
    assert [s["text"] for s in answer["segments"]][-1] == "Photo : ALP/VNA"
    assert len(answer["segments"]) == 4
    assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in answer["segments"])


def test_lines_wrapped_by_hand_are_joined_in_an_article_only() -> None:
    """A break inside a paragraph is a space; --plain goes on to judge each break by itself."""
    text = "Le pont de la Loire est fermé\ndepuis lundi.\n"
    assert segments("-", data=text).output == "1  Le pont de la Loire est fermé depuis lundi.\n"
    plain = segments("--plain", "-", data=text).output
    assert plain == "1  Le pont de la Loire est fermé\n2  depuis lundi.\n"


def test_nothing_has_no_segments() -> None:
    """Empty input is no error with --plain."""
    assert json.loads(segments("--plain", "--json", "-", data="").stdout) == {"segments": []}
    assert segments("--plain", "-", data=" \n").output == ""


def test_the_language_can_be_said(path: Path) -> None:
    """--lang goes before the language in the file's name."""
    path.write_text("Titre\n\nHe met Gov. Hall in D.C. Mr. Lee left.\n", encoding="utf-8")
    english = json.loads(segments("--lang", "en", "--json", str(path)).stdout)["segments"]
    assert [s["text"] for s in english][1:] == ["He met Gov. Hall in D.C. Mr. Lee left."]
    piped = segments("--lang", "en", "--plain", "-", data="At 9 a.m. Monday it rained. OK.")
    assert piped.output == "1  At 9 a.m. Monday it rained.\n2  OK.\n"


def test_the_workspaces_abbreviations_count(path: Path) -> None:
    """abbreviations.fr.txt beside the article is read; a bad line in it is one clear error."""
    path.write_text("Titre\n\nLa circo. Nord a voté.\n", encoding="utf-8")
    own = path.with_name("abbreviations.fr.txt")
    assert "3  Nord a voté." in segments(str(path)).output
    own.write_text("[title]\ncirco.\n", encoding="utf-8")
    assert "2  La circo. Nord a voté." in segments(str(path)).output
    own.write_text("[title]\ncirco\n", encoding="utf-8")
    failed = segments(str(path))
    assert failed.exit_code == 1
    assert "abbreviations.fr.txt:2: " in failed.stderr
    assert failed.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["none.fr.txt"], 1), (["."], 1), ([], 2), (["--lang", "xx-yy-zz", "-"], 2)],
)
def test_wrong_use_is_one_clear_error(path: Path, arguments: list[str], code: int) -> None:
    """A missing file, a folder, no file and a wrong language end without a stack trace."""
    result = segments(*arguments, data="")
    assert result.exit_code == code
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


def test_binary_input_is_refused() -> None:
    """What is no text is named as such, whether piped or not."""
    result = segments("--plain", "-", data=b"\x00\x01\x02PNG\x00")
    assert result.exit_code == 1
    assert "standard input" in result.stderr


def test_a_terminal_gets_colours(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are coloured, headlines bold, and long segments keep their margin."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    result = segments(str(path))
    assert "\x1b[36m1\x1b[0m" in result.output
    assert "\x1b[1mLe marché rouvre" in result.output
