r"""Runs every golden case of `segment/`: texts with the places where their segments end.

A case is a line; ‖ stands where a segment ends; \\n, \\r, \\t, \\xa0 and \\u202f are what Python
means by them; `or:` before a line gives another good answer for the case above. `press.json` has
texts with sentences and alternatives. The folder's name is the language. Nothing here rewrites
the cases: what is right is for people to say.
"""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path

import pytest

from bilingual.model import Locale
from bilingual.segment import segment_text

HOME = Path(__file__).resolve().parent / "segment"
_ESCAPES = {r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\xa0": "\xa0", r"\u202f": "\u202f"}
Case = tuple[str, str, list[list[str]]]


def _unescaped(line: str, where: str) -> str:
    def one(match: re.Match[str]) -> str:
        assert match[0] in _ESCAPES, f"{where}: no such escape: {match[0]}"
        return _ESCAPES[match[0]]

    return re.sub(r"\\(?:x..|u....|.)?", one, line)


def cases_of(path: Path) -> list[Case]:
    """Return (where, text, good answers) for each case of a file; fail on a malformed one."""
    if path.suffix == ".json":
        return [
            (f"{path.name}:{case['id']}", case["text"], [case["sentences"], *case["alt"]])
            for case in json.loads(path.read_text(encoding="utf-8"))
        ]
    found: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        is_other = line.startswith("or: ")
        marked = _unescaped(line.removeprefix("or: "), where)
        text, pieces = marked.replace("‖", ""), [piece.strip() for piece in marked.split("‖")]
        assert all(pieces), f"{where}: an empty segment"
        if is_other:
            assert found, f"{where}: “or:” without a case above it"
            assert found[-1][1] == text, f"{where}: “or:” with another text"
            found[-1][2].append(pieces)
        else:
            found.append((where, text, [pieces]))
    return found


FILES = sorted(path for path in HOME.rglob("*") if path.is_file())


def test_there_are_golden_cases_for_french_and_english() -> None:
    """An empty folder, or one language missing, is a failure and not a pass."""
    number = {
        lang: sum(len(cases_of(p)) for p in FILES if p.parent.name == lang) for lang in ("fr", "en")
    }
    assert number["fr"] >= 156 + 40
    assert number["en"] >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_golden_case_is_cut_as_people_say(path: Path) -> None:
    """Each text is cut exactly into one of the answers given for it, white space included."""
    wrong = []
    for where, text, answers in cases_of(path):
        for answer in answers:
            assert re.sub(r"\s", "", "".join(answer)) == re.sub(r"\s", "", text), (
                f"{where}: malformed"
            )
        got = [span.of(text) for span in segment_text(text, Locale(path.parent.name))]
        if got not in answers:
            lines = difflib.unified_diff(
                [ascii(piece) for piece in answers[0]],
                [ascii(piece) for piece in got],
                where,
                "as cut",
                lineterm="",
                n=9,
            )
            wrong.append("\n".join(lines))
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("line", ["Oui.‖‖Non.", "or: Oui.", "Oui\\q."])
def test_a_malformed_case_fails(tmp_path: Path, line: str) -> None:
    """A typing error in a case is reported with its file and line."""
    path = tmp_path / "case.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(AssertionError, match=r"case\.txt:1"):
        cases_of(path)
