"""Fetching: what comes is whole or an error, and what came before a break is not fetched again."""

from __future__ import annotations

import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_index import File, LocalIndex, serving

from bilingual.errors import DownloadError, OutputError, PackageError
from bilingual.packages import download as downloading
from bilingual.packages.download import Limits, discard, download, fetch
from bilingual.packages.transport import NotThere, request

DATA = random.Random(1).randbytes(300_000)
QUICK = Limits(timeout_s=5, pause_s=0)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalIndex]:
    """A server with nothing on it, and no proxy between."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as server:
        yield server


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "x.part"


def ranges(server: LocalIndex) -> list[str]:
    return [wanted for _path, wanted in server.asked]


def test_a_file_comes_whole(server: LocalIndex, part: Path) -> None:
    """One request, and progress up to the size of the whole."""
    server.files["/x"] = File(DATA)
    steps: list[tuple[int, int]] = []
    download(f"{server.url}/x", part, limits=QUICK, progress=lambda *step: steps.append(step))

    assert DATA == part.read_bytes()
    assert [""] == ranges(server)
    assert (len(DATA), len(DATA)) == steps[-1]
    assert sorted(steps) == steps


def test_a_break_is_taken_up_where_it_was(server: LocalIndex, part: Path) -> None:
    """Two breaks in one run: each request asks for the rest only."""
    server.files["/x"] = File(DATA, breaks=[100_000, 50_000])
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()
    assert ["", "bytes=100000-", "bytes=150000-"] == ranges(server)


def test_the_next_run_goes_on(server: LocalIndex, part: Path) -> None:
    """What one run could not finish, the next one does, without fetching anything twice."""
    server.files["/x"] = File(DATA, breaks=[100_000])
    once = Limits(timeout_s=5, tries=1)
    with pytest.raises(DownloadError, match="broke off") as caught:
        download(f"{server.url}/x", part, limits=once)
    assert "goes on where it stopped" in caught.value.hint
    assert DATA[:100_000] == part.read_bytes()

    download(f"{server.url}/x", part, limits=once)

    assert DATA == part.read_bytes()
    assert ["", "bytes=100000-"] == ranges(server)


def test_a_finished_download_is_not_asked_for_again(server: LocalIndex, part: Path) -> None:
    """A run killed between download and installation costs no second download."""
    server.files["/x"] = File(DATA)
    for _run in range(2):
        download(f"{server.url}/x", part, limits=QUICK)

    assert [""] == ranges(server)


@pytest.mark.parametrize(
    "file",
    [
        File(DATA, breaks=[100_000], has_ranges=False),
        File(DATA, breaks=[100_000], etag=""),
        File(DATA, breaks=[100_000], etag='W/"weak"'),
    ],
    ids=["no ranges", "no mark", "weak mark"],
)
def test_without_ranges_it_begins_again(server: LocalIndex, part: Path, file: File) -> None:
    """A server that cannot go on, or cannot say that the file is still the same."""
    server.files["/x"] = file
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()


def test_a_file_that_changed_meanwhile_begins_again(server: LocalIndex, part: Path) -> None:
    """Two versions are never put together."""
    server.files["/x"] = File(b"old" * 100_000, breaks=[100_000])
    with pytest.raises(DownloadError):
        download(f"{server.url}/x", part, limits=Limits(tries=1))
    server.files["/x"] = File(DATA, etag='"two"')
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()


def test_a_part_that_is_longer_than_the_whole_begins_again(server: LocalIndex, part: Path) -> None:
    """Nor is a part kept that cannot be one; 416 is no dead end."""
    server.files["/x"] = File(DATA, breaks=[100_000])
    with pytest.raises(DownloadError):
        download(f"{server.url}/x", part, limits=Limits(tries=1))
    part.write_bytes(DATA + DATA)
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()


def test_another_part_than_was_asked_for_is_refused(server: LocalIndex, part: Path) -> None:
    """It is not joined to what is there; the next run begins anew."""
    server.files["/x"] = File(DATA, breaks=[100_000], shift=-10)
    with pytest.raises(DownloadError, match="another part"):
        download(f"{server.url}/x", part, limits=QUICK)
    assert not part.exists()
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()


def test_a_part_of_another_address_is_not_gone_on_with(server: LocalIndex, part: Path) -> None:
    """The note says which address a part is of."""
    server.files["/x"] = File(b"other" * 60_000, breaks=[100_000])
    server.files["/y"] = File(DATA)
    with pytest.raises(DownloadError):
        download(f"{server.url}/x", part, limits=Limits(tries=1))
    download(f"{server.url}/y", part, limits=QUICK)

    assert DATA == part.read_bytes()


@settings(max_examples=25)
@given(st.lists(st.integers(1, 60_000), max_size=4), st.booleans(), st.booleans())
def test_whatever_breaks_the_bytes_are_right(
    tmp_path_factory: pytest.TempPathFactory, breaks: list[int], ranged: bool, marked: bool
) -> None:
    """Wherever the connection breaks: the very bytes in the end, or an error."""
    part = tmp_path_factory.mktemp("cache") / "x.part"
    with serving() as server:
        server.files["/x"] = File(
            DATA, breaks=list(breaks), has_ranges=ranged, etag='"a"' if marked else ""
        )
        for _run in range(len(breaks) + 1):
            try:
                download(f"{server.url}/x", part, limits=QUICK)
            except DownloadError:
                assert server.asked
            else:
                break

    assert DATA == part.read_bytes()


def test_a_server_that_states_no_length(server: LocalIndex, part: Path) -> None:
    """The whole is what came."""
    server.files["/x"] = File(DATA, has_length=False)
    download(f"{server.url}/x", part, limits=QUICK)

    assert DATA == part.read_bytes()


def test_a_slow_server_is_given_up(server: LocalIndex, part: Path) -> None:
    """No byte within the time: an error, and what came stays for the next run."""
    server.files["/x"] = File(DATA, slow_s=2)
    with pytest.raises(DownloadError, match="no answer came in time"):
        download(f"{server.url}/x", part, limits=Limits(timeout_s=0.2, tries=1))

    assert len(DATA) // 2 == part.stat().st_size


@pytest.mark.parametrize("has_length", [True, False])
def test_what_is_too_large_is_refused(server: LocalIndex, part: Path, has_length: bool) -> None:
    """Stated or found out on the way; nothing of it stays."""
    server.files["/x"] = File(DATA, has_length=has_length)
    with pytest.raises(DownloadError, match="more than a package can hold"):
        download(f"{server.url}/x", part, limits=Limits(largest=200_000))

    assert not part.exists()


def test_another_size_than_the_pinned_one_is_refused(server: LocalIndex, part: Path) -> None:
    """Before anything is fetched: both sizes are named."""
    server.files["/x"] = File(DATA)
    with pytest.raises(PackageError, match=r"300000 bytes.*lock says 7"):
        download(f"{server.url}/x", part, limits=Limits(size=7))


def test_a_full_disk_is_said_before_it_is_full(
    server: LocalIndex, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The free space is looked at first."""
    little = SimpleNamespace(free=1000)
    monkeypatch.setattr(downloading.shutil, "disk_usage", lambda _path: little)
    server.files["/x"] = File(DATA)

    with pytest.raises(OutputError, match="no room"):
        download(f"{server.url}/x", part, limits=QUICK)


def test_a_cache_that_cannot_be_written_is_said(server: LocalIndex, tmp_path: Path) -> None:
    """A file in the place of the folder."""
    (tmp_path / "cache").write_text("")
    server.files["/x"] = File(DATA)

    with pytest.raises(OutputError):
        download(f"{server.url}/x", tmp_path / "cache" / "x.part", limits=QUICK)


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_an_error_of_the_server_is_said_with_its_number(server: LocalIndex, status: int) -> None:
    """One clean error that names host and number."""
    server.files["/x"] = File(status=status)

    with pytest.raises(NotThere, match=f"127.0.0.1 answers: {status}") as caught:
        fetch(f"{server.url}/x", 1000)
    assert "models install FILE" in caught.value.hint


def test_redirections_are_followed(server: LocalIndex, part: Path) -> None:
    """And a range is asked for behind them too."""
    server.files["/a"] = File(status=302, location="/b", etag="")
    server.files["/b"] = File(status=307, location=f"{server.url}/x", etag="")
    server.files["/x"] = File(DATA, breaks=[100_000])
    download(f"{server.url}/a", part, limits=QUICK)

    assert DATA == part.read_bytes()
    assert "bytes=100000-" in ranges(server)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/loop", "in a circle"),
        ("file:///etc/passwd", "no web address"),
        ("ftp://127.0.0.1/x", "no web address"),
        ("http://user:secret@127.0.0.1/x", "no web address"),
        ("", "in a circle|no web address|answers"),
    ],
)
def test_bad_redirections_are_refused(server: LocalIndex, location: str, said: str) -> None:
    """Circles, and whatever is not the web."""
    server.files["/loop"] = File(status=302, location=location)

    with pytest.raises(DownloadError, match=said):
        fetch(f"{server.url}/loop", 1000)


def test_endless_redirections_are_given_up(server: LocalIndex) -> None:
    """A chain of ever new addresses ends too."""
    for i in range(50):
        server.files[f"/{i}"] = File(status=301, location=f"/{i + 1}")

    with pytest.raises(DownloadError, match="too often"):
        fetch(f"{server.url}/0", 1000)
    assert len(server.asked) < 10


def test_encryption_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """From https to http no redirection is followed."""
    import urllib.request
    from email.message import Message

    from bilingual.packages.transport import _Redirects, _Refused

    headers = Message()
    headers["Location"] = "http://127.0.0.1/x"
    asked = urllib.request.Request("https://127.0.0.1/a")

    with pytest.raises(_Refused, match="encrypted"):
        _Redirects().http_error_302(asked, None, 302, "Found", headers)


def test_no_server_is_one_clean_error(server: LocalIndex) -> None:
    """A refused connection, as without a network."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(DownloadError, match="the connection was refused"):
        fetch(f"http://127.0.0.1:{port}/index.json", 1000)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_web_server_is_one_clean_error(answer: bytes) -> None:
    """Something else listens there."""
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as connection:
                connection.recv(1000)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(DownloadError):
            fetch(f"http://127.0.0.1:{listening.getsockname()[1]}/x", 1000)
        thread.join()


def test_a_packed_answer_is_refused(server: LocalIndex) -> None:
    """It was not asked for, and its length says nothing."""
    server.files["/x"] = File(b"x", headers={"Content-Encoding": "gzip"})

    with pytest.raises(DownloadError, match="packs"):
        fetch(f"{server.url}/x", 1000)


def test_the_proxy_of_the_environment_is_used(
    server: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`http_proxy` is asked for the whole address."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.files["http://packages.example/x"] = File(b"by way of the proxy")

    assert b"by way of the proxy" == fetch("http://packages.example/x", 1000)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "x", "http://a b/"])
def test_what_is_no_web_address_is_not_asked(address: str) -> None:
    """Refused before anything happens."""
    with pytest.raises(DownloadError, match="no web address"), request(address):
        pass


def test_discarding_leaves_nothing(server: LocalIndex, part: Path) -> None:
    """Neither the part nor its note."""
    server.files["/x"] = File(DATA)
    download(f"{server.url}/x", part, limits=QUICK)
    discard(part)

    assert [] == list(part.parent.iterdir())
    shutil.rmtree(part.parent)
