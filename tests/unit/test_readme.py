"""The manual cannot lie: its commands exist and run, its Python runs, its tables are true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bilingual.cli import main
from bilingual.errors import ExitCode
from bilingual.workspace import read_settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = [README, *(p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md")))]
BLOCKS = [block for text in MANUAL for block in re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL)]


def lines(kind):
    return [line for k, text in BLOCKS if k == kind for line in text.splitlines() if line.strip()]


COMMANDS = [
    shlex.split(line.partition(" #")[0]) for line in lines("sh") if line.startswith("bilingual")
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_line_of_the_manual_is_understood(words, tmp_path, monkeypatch):
    """The command exists and takes these options."""
    command = main.commands[words[1]]
    monkeypatch.chdir(tmp_path)
    arguments = [a for a in words[2:] if not a.startswith("…")]

    with click.Context(command, info_name=words[1]) as context:
        command.parse_args(context, list(arguments))


def test_the_manual_names_every_command():
    """No command is left undocumented, and none is invented."""
    table = re.findall(r"^\| `bilingual ([\w-]+)` \|", README, re.MULTILINE)

    assert list(main.commands) == table


def test_the_table_of_exit_codes_is_the_enum():
    """Codes and their number agree with the program's."""
    table = [int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)]

    assert [int(code) for code in ExitCode] == table


def test_the_first_screen_shows_demo_and_test():
    """A newcomer sees the two commands at once."""
    first = "\n".join(README.splitlines()[:24])

    assert "make demo" in first
    assert "make test" in first


def test_the_demo_ends_by_saying_where_the_program_is():
    """Who ran `make demo` reads there, and in the manual, how to call what it installed."""
    last = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ntest:")[0]

    assert "BIN := .venv/bin\n" in last
    assert last.rstrip().endswith('call it by its name alone: . $(BIN)/activate"')
    assert ". .venv/bin/activate" in README.partition("## Install")[0]


def test_the_python_of_the_manual_runs():
    """Each Python block runs from the root of a checkout, and prints something."""
    blocks = [text for kind, text in BLOCKS if kind == "python"]
    assert blocks
    for text in blocks:
        done = subprocess.run(
            [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (0, "") == (done.returncode, done.stderr)
        assert done.stdout


def test_the_settings_of_the_manual_are_read(tmp_path):
    """The sample bilingual.toml is valid."""
    (text,) = [text for kind, text in BLOCKS if kind == "toml"]
    path = tmp_path / "bilingual.toml"
    path.write_text(text, encoding="utf-8")

    assert "The Port-Levant Courier" == read_settings(path).publisher


def test_the_way_of_the_manual_leads_to_a_page(run, work):
    """The commands of "The whole way", run on the article of "Articles"."""
    (article,) = [text for kind, text in BLOCKS if kind == "text"]
    (work / "market.fr.txt").write_text(article, encoding="utf-8")
    assert 0 == run("build", "market.fr.txt").code
    assert (work / "locales/en/LC_MESSAGES/market.po").is_file()
    assert (work / "site/market.html").is_file()

    assert 0 == run("init", "news").code
    (work / "market.fr.txt").rename(work / "news" / "articles" / "market.fr.txt")
    for command in ("build", "status"):
        ran = run(command, cwd=work / "news")
        assert 0 == ran.code, ran.err
    assert "market" in ran.out
