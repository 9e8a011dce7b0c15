"""kill -9 at random moments: every catalog is the old one or the new one, and work goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).resolve().parents[1] / "killing.py"


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "kills"), [("draft", 70), ("merge", 70), ("save", 70)])
def test_a_killed_run_leaves_whole_catalogs_and_nothing_else(tmp_path, mode, kills):
    """Byte for byte the old or the new file; the next run ends as if nothing had happened, its
    folder clean of temporary files, and no lock in its way.
    """
    done = subprocess.run(
        [sys.executable, str(KILLING), mode, str(kills), str(tmp_path / "work")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    told = json.loads(done.stdout)

    assert [] == told["faults"]
    assert kills == told["seen"]["killed"]
    assert told["seen"]["new files"]  # some kills came after a file was replaced
