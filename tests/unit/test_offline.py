"""The cut from the network holds for the tests themselves and for what they start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def unlogged(monkeypatch, tmp_path):
    """Keep the refusals that these tests provoke out of the run's own account."""
    log = tmp_path / "network.log"
    monkeypatch.setenv("BILINGUAL_NETWORK_LOG", str(log))
    return log


def test_another_machine_cannot_be_reached(unlogged):
    """A connection beyond loopback is refused before a packet leaves."""
    with socket.socket() as s, pytest.raises(PermissionError, match="may not use the network"):
        s.connect(("192.0.2.1", 80))


def test_no_name_is_looked_up(unlogged):
    """Name look-ups are refused: they are network traffic too."""
    with pytest.raises(PermissionError, match="may not use the network"):
        socket.getaddrinfo("example.org", 443)


def test_a_child_process_is_cut_off_too(unlogged):
    """What a test starts inherits the cut, and the attempt is noted."""
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80))"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )

    assert 0 != done.returncode
    assert "may not use the network" in done.stderr
    assert "192.0.2.1" in unlogged.read_text()


def test_the_machine_itself_can_be_reached():
    """Loopback stays open: the editor and the browser tests need it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()


def test_the_run_so_far_has_not_tried_the_network():
    """Nothing that ran before this test has tried; the end of the run looks again."""
    assert not Path(os.environ["BILINGUAL_NETWORK_LOG"]).exists()
