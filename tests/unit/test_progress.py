"""Progress: shown to a person at a terminal, never to a pipe."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest


def draft_at_a_terminal(article, *options):
    """Run `draft` with standard error a terminal, and return what stood there."""
    program = (
        "import sys, bilingual.cli.show as show\n"
        "show._PATIENCE = 0\n"
        "from bilingual.cli import main\n"
        f"main(['draft', {str(article)!r}, '--redraft', *sys.argv[1:]])"
    )
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", program, *options],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
    os.close(ours)
    assert 0 == done.returncode
    return seen.decode()


def _read(descriptor):
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_a_bar_counts_the_sentences(article):
    """What is done, of how many, under the name of the work."""
    seen = draft_at_a_terminal(article)

    assert "Drafting" in seen
    assert "5/5" in seen


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_no_bar_for_programs_and_the_quiet(article, option):
    """`--quiet` means it; with `--json` a program is listening."""
    assert "" == draft_at_a_terminal(article, option)
