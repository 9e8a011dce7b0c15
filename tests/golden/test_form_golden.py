r"""Runs every golden case of `form/`: a source, an engine's answer, and what the catalog must hold.

`form/README.md` describes the form of a case. Nothing here rewrites the cases: what is right is
for people to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bilingual.form import finish, prepare
from bilingual.model import Locale

HOME = Path(__file__).resolve().parent / "form"
LINES = ("source", "text", "engine", "expect", "known", "quotes")


@dataclass(frozen=True)
class Case:
    """One case, with the file and line where it begins."""

    where: str
    source: str
    engine: str
    expect: str
    text: str | None = None
    known: str = ""
    quotes: str | None = None


def cases_of(path: Path) -> list[Case]:
    """Return the cases of a file; fail on a malformed one."""
    found: list[Case] = []
    lines: dict[str, str] = {}
    start = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            start = start if lines else number
            name, colon, value = line.partition(":")
            assert colon, f"{path.name}:{number}: no “name:”"
            assert name in LINES, f"{path.name}:{number}: no such line: {name}"
            assert name not in lines, f"{path.name}:{number}: twice: {name}"
            value = value.removeprefix(" ")
            assert not re.search(r"\\(?!xa0|u202f)", value), f"{path.name}:{number}: no such escape"
            lines[name] = value.replace(r"\xa0", "\xa0").replace(r"\u202f", "\u202f")
        elif lines:
            where = f"{path.name}:{start}"
            missing = {"source", "engine", "expect"} - set(lines)
            assert not missing, f"{where}: without {missing}"
            found.append(Case(where, **lines))
            lines = {}
    return found


FILES = sorted(HOME.glob("*/*.txt"))


def test_there_are_golden_cases_in_both_directions() -> None:
    """An empty folder, or one direction missing, is a failure and not a pass."""
    number = {
        pair: sum(len(cases_of(p)) for p in FILES if p.parent.name == pair)
        for pair in ("fr-en", "en-fr")
    }
    assert number["fr-en"] >= 80
    assert number["en-fr"] >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_golden_case_has_the_form_that_people_want(path: Path) -> None:
    """Each source is prepared, and each answer finished, exactly as the case says."""
    fr, to = (Locale(tag) for tag in path.parent.name.split("-"))
    wrong = []
    for case in cases_of(path):
        prepared = prepare(
            case.source, fr, is_headline=path.stem == "headlines", known=case.known.split()
        )
        if case.text is not None and prepared.text != case.text:
            wrong.append(f"{case.where}: text\n  want {case.text!a}\n  got  {prepared.text!a}")
        got = finish(case.engine, prepared, to, case.quotes)
        if got != case.expect:
            wrong.append(f"{case.where}: {case.engine}\n  want {case.expect!a}\n  got  {got!a}")
        again = finish(got, prepared, to, case.quotes)
        if again != got:
            wrong.append(f"{case.where}: again\n  want {got!a}\n  got  {again!a}")
    assert not wrong, "\n\n" + "\n\n".join(wrong)


@pytest.mark.parametrize("lines", ["source: a\nexpect: b", "source: a\nsource: b", "so: a", "a"])
def test_a_malformed_case_fails(tmp_path: Path, lines: str) -> None:
    """A typing error in a case is reported with its file and line."""
    path = tmp_path / "case.txt"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(AssertionError, match=r"case\.txt:\d"):
        cases_of(path)
