"""`bilingual models install` and `remove`, against a real server on this machine."""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from local_index import File, serving
from tiny_package import make_archive

from bilingual.packages import read_package

TOP = "translate-es_de-1.0"


@pytest.fixture
def server(monkeypatch):
    """A server, Argos's own setting pointing at it, and no proxy between."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as server:
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", server.url + "/")
        yield server


@pytest.fixture
def archive(tmp_path):
    """A tiny package es → de."""
    return make_archive(tmp_path / "made")


@pytest.fixture
def offered(server, archive):
    """The server with that package on its index."""
    server.files["/p.argosmodel"] = File(archive.read_bytes())
    server.offer("/p.argosmodel")
    return server


@pytest.fixture
def packages(home):
    """Where packages are installed."""
    return home / ".local/share/argos-translate/packages"


@pytest.fixture
def workspace(work):
    """A workspace in the current folder."""
    (work / "bilingual.toml").write_text('source = "es"\ntargets = ["de"]\n', encoding="utf-8")
    return work


def pins(workspace: Path) -> list[dict]:
    return tomllib.loads((workspace / "bilingual.lock").read_text(encoding="utf-8"))["package"]


def downloads(home: Path) -> list[str]:
    folder = home / ".cache/bilingual/downloads"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def one_clean_error(ran, *words: str, code: int = 1) -> None:
    """One error with a hint, no trace, nothing on standard output."""
    assert (code, "") == (ran.code, ran.out), ran.err
    assert ran.err.startswith("Error: ")
    assert len(ran.err.splitlines()) <= 3
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def test_a_package_is_downloaded_and_installed(run, offered, archive, home, packages, work):
    """It lies where Argos looks, is listed as used, and nothing is left in the cache."""
    ran = run("models", "install", "es", "de", "--yes")

    assert (0, "") == (ran.code, ran.err)
    assert str(packages / TOP) in ran.out
    assert read_package(archive).contents.listing_sha256() == read_package(packages / TOP).sha256
    assert [] == downloads(home)
    assert ["/index.json", "/p.argosmodel"] == [path for path, _range in offered.asked]
    assert TOP in run("models").out
    assert not (work / "bilingual.lock").exists()


def test_in_a_workspace_it_is_pinned(run, offered, archive, workspace):
    """Name, pair, version, size, SHA-256 of the file, and where it came from."""
    assert 0 == run("models", "install", "es", "de", "--yes").code
    (entry,) = pins(workspace)
    package = read_package(archive)

    assert package.sha256 == entry["sha256"]
    assert (TOP, "es", "de", "1.0") == tuple(
        entry[name] for name in ("name", "source", "target", "version")
    )
    assert package.size == entry["size"]
    assert f"{offered.url}/p.argosmodel" == entry["url"]


def test_what_a_program_reads(run, offered, packages, workspace):
    """One object: the package, whether it is new, where from, where pinned."""
    answers = [
        json.loads(run("models", "install", "es", "de", "--yes", "--json").out) for _i in range(2)
    ]

    assert [True, False] == [answer["is_new"] for answer in answers]
    assert str(packages / TOP) == answers[0]["package"]["path"]
    assert f"{offered.url}/p.argosmodel" == answers[0]["url"]
    assert str(workspace / "bilingual.lock") == answers[0]["lock"]


def test_without_a_terminal_it_asks_nobody_and_does_nothing(run, offered, packages):
    """Exit code 2, what would have been asked, and --yes; not one byte on the network."""
    ran = run("models", "install", "es", "de")

    assert (2, "") == (ran.code, ran.out)
    assert "--yes" in ran.err
    assert "127.0.0.1" in ran.err
    assert [] == offered.asked
    assert not packages.exists()


def at_a_terminal(arguments, answers, cwd):
    """Run the command with standard input a terminal, type the answers, return code and words."""
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", *arguments],
        cwd=cwd,
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    return done


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_asks_naming_host_size_and_place(offered, packages, work, lang):
    """First about the index, then about the package; yes installs."""
    arguments = ["--lang", lang, "models", "install", "es", "de"]
    done = at_a_terminal(arguments, "y\noui\n", work)

    assert 0 == done.returncode, done.stderr
    assert 2 == done.stderr.count("[o/N]" if lang == "fr" else "[y/N]")
    assert "127.0.0.1" in done.stderr
    assert str(packages) in done.stderr
    assert TOP.replace(".", "_") in done.stderr
    assert (packages / TOP).is_dir()


@pytest.mark.parametrize(("answers", "asked"), [("n\n", 0), ("\n", 0), ("y\nn\n", 1), ("\x04", 0)])
def test_a_no_is_a_no(offered, packages, work, answers, asked):
    """Anything but yes; and then nothing more goes over the network."""
    done = at_a_terminal(["models", "install", "es", "de"], answers, work)

    assert 1 == done.returncode
    assert "Nothing was changed." in done.stderr
    assert asked == len(offered.asked)
    assert not packages.exists()


def test_a_break_is_taken_up_by_the_next_run(run, offered, archive, home, packages):
    """The first run ends in an error and keeps what came; the second asks for the rest only."""
    half = archive.stat().st_size // 2
    file = offered.files["/p.argosmodel"]
    # The server breaks off at once whenever it is asked for the rest: no progress, no more tries.
    file.breaks = [half, 0]
    ran = run("models", "install", "es", "de", "--yes")
    one_clean_error(ran, "broke off", "goes on where it stopped")
    assert 2 == len(downloads(home))
    assert not packages.exists()

    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert ("/p.argosmodel", f"bytes={half}-") == offered.asked[-1]
    assert (packages / TOP).is_dir()
    assert [] == downloads(home)


def test_a_server_without_ranges(run, offered, archive, packages):
    """It begins again, and ends well."""
    offered.files["/p.argosmodel"] = File(
        archive.read_bytes(), has_ranges=False, breaks=[archive.stat().st_size // 2]
    )

    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert (packages / TOP).is_dir()


def test_the_next_link_is_tried(run, server, archive, packages):
    """A link that answers 404, one that sends nonsense, then a good one; each is told."""
    server.files["/bad"] = File(b"<html>no package</html>")
    server.files["/good"] = File(archive.read_bytes())
    server.offer("ipfs://Qm", "/gone", "/bad", "/good")
    ran = run("models", "install", "es", "de", "--yes")

    assert 0 == ran.code, ran.err
    assert 2 == ran.err.count("Trying the next address.")
    assert "404" in ran.err
    assert (packages / TOP).is_dir()


def test_the_highest_version_is_taken(run, offered, tmp_path, packages):
    """Versions compare as numbers, whatever the order on the index."""
    for version in ("1.10", "1.9"):
        made = make_archive(tmp_path / version, version=version)
        offered.files[f"/{version}"] = File(made.read_bytes())
        offered.offer(f"/{version}", version=version)
    assert 0 == run("models", "install", "es", "de", "--yes").code

    assert ["translate-es_de-1.10"] == [path.name for path in packages.iterdir()]


def test_an_older_version_goes_when_the_new_one_stands(run, offered, tmp_path, packages):
    """Said in words; where the new one is damaged, the old one stays."""
    run("models", "install", "es", "de", "--yes")
    made = make_archive(tmp_path / "new", version="1.1")
    offered.files["/new"] = File(made.read_bytes()[:-500])
    offered.offer("/new", version="1.1")
    one_clean_error(run("models", "install", "es", "de", "--yes"), "damaged")
    assert [TOP] == [path.name for path in packages.iterdir()]

    offered.files["/new"] = File(made.read_bytes())
    assert f"It replaces {TOP}." in run("models", "install", "es", "de", "--yes").out
    assert ["translate-es_de-1.1"] == [path.name for path in packages.iterdir()]


def test_wrong_bytes_are_thrown_away(run, offered, archive, home, packages):
    """A package cut short by the server is no package, and no part to go on with."""
    offered.files["/p.argosmodel"] = File(archive.read_bytes()[:-2000])

    one_clean_error(run("models", "install", "es", "de", "--yes"), "damaged")
    assert [] == downloads(home)
    assert not packages.exists() or [] == list(packages.iterdir())


def test_a_model_that_does_not_load_is_not_installed(run, server, tmp_path, packages):
    """The archive is sound, its model is not: found out before anything is replaced."""
    import zipfile

    made = make_archive(tmp_path / "made")
    broken = tmp_path / "broken.argosmodel"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data[:500] if info.filename.endswith("model.bin") else data)
    server.files["/p"] = File(broken.read_bytes())
    server.offer("/p")

    one_clean_error(run("models", "install", "es", "de", "--yes"), "model cannot be loaded")
    assert not packages.exists() or [] == list(packages.iterdir())


def test_a_package_for_another_pair_is_refused(run, server, tmp_path, packages):
    """What the index says is not what came."""
    made = make_archive(tmp_path / "made", source="it", target="pt")
    server.files["/p"] = File(made.read_bytes())
    server.offer("/p")

    one_clean_error(run("models", "install", "es", "de", "--yes"), "it → pt", "es → de")
    assert not packages.exists()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "C:x", "a\\b"])
def test_an_unsafe_archive_is_refused(run, server, archive, packages, tmp_path, name):
    """Nothing of it is written anywhere."""
    import zipfile

    with zipfile.ZipFile(archive, "a") as made:
        info = zipfile.ZipInfo("x")
        info.filename = f"{TOP}/{name}" if name.startswith("..") else name
        made.writestr(info, b"x")
    server.files["/p"] = File(archive.read_bytes())
    server.offer("/p")

    one_clean_error(run("models", "install", "es", "de", "--yes"), "unsafe name")
    assert not packages.exists()


def test_a_pair_that_is_not_offered(run, offered):
    """Exit code 4; the hint says what there is from there and to there."""
    offered.offer("/x", source="es", target="fr")
    ran = run("models", "install", "es", "sw", "--yes")

    one_clean_error(ran, "es → sw", "de, fr", code=4)


@pytest.mark.parametrize("index", [b"", b"<html>", b"{}", b"\xff", b"[" * 100_000])
def test_an_index_that_is_none(run, server, index):
    """A captive portal, or a wrong address."""
    server.files["/index.json"] = File(index)

    one_clean_error(run("models", "install", "es", "de", "--yes"), "no list of packages")


def test_strange_entries_of_an_index_are_passed_over(run, server, offered, packages):
    """Nothing in it can harm, and the good one is found."""
    good = json.loads(server.files["/index.json"].data)
    strange = [
        None,
        [],
        {},
        {"from_code": "es", "to_code": "de"},
        {**good[0], "package_version": "9.9", "links": ["file:///etc/passwd"]},
        {**good[0], "package_version": "9.9", "links": "http://x/"},
        {**good[0], "package_version": "../../9.9"},
        {**good[0], "package_version": "9.9", "type": "sbd"},
        {**good[0], "package_version": 9.9},
        {**good[0], "from_code": "../es"},
    ]
    server.files["/index.json"] = File(json.dumps([*strange, *good]).encode())

    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert (packages / TOP).is_dir()


def test_no_network_is_one_clean_line(run, work, packages):
    """Nobody answers: an error with what can be done without a network."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ran = run(
        "models", "install", "es", "de", "--yes", ARGOS_PACKAGE_INDEX=f"http://127.0.0.1:{port}/"
    )

    one_clean_error(ran, "the connection was refused", "models install FILE")
    assert not packages.exists()


@pytest.mark.parametrize("setting", ["file:///etc/", "not an address", "https://"])
def test_a_setting_that_is_no_address(run, setting):
    """ARGOS_PACKAGE_INDEX is named."""
    ran = run("models", "install", "es", "de", "--yes", ARGOS_PACKAGE_INDEX=setting)

    one_clean_error(ran, "ARGOS_PACKAGE_INDEX")


def test_the_address_stands_in_argos_settings_file(run, offered, home, packages, monkeypatch):
    """Argos's own settings.json serves where the variable is not set."""
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX")
    folder = home / ".config/argos-translate"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text(json.dumps({"ARGOS_PACKAGE_INDEX": offered.url}))

    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert (packages / TOP).is_dir()


@pytest.mark.parametrize(
    "arguments", [[], ["a", "b", "c"], ["es", "not a language"], ["--force"], ["es"]]
)
def test_wrong_usage(run, arguments):
    """Exit code 2."""
    assert 2 == run("models", "install", *arguments, "--yes").code


class TestLock:
    """What the workspace pinned, and what comes later."""

    @pytest.fixture
    def pinned(self, run, offered, workspace):
        """A workspace that pinned version 1.0."""
        assert 0 == run("models", "install", "es", "de", "--yes").code
        return workspace

    @pytest.fixture
    def other(self, tmp_path):
        """Another package that calls itself the same."""
        return make_archive(tmp_path / "other", positions=32)

    def test_another_package_is_refused(self, run, pinned, offered, other, home, packages):
        """On another machine the index serves another file of that name: both hashes are named."""
        run("models", "remove", TOP, "--yes")
        first = pins(pinned)[0]["sha256"]
        offered.files["/p.argosmodel"] = File(other.read_bytes(), has_length=False)
        ran = run("models", "install", "es", "de", "--yes")

        one_clean_error(ran, first, read_package(other).sha256, "--force")
        assert [] == list(packages.iterdir())
        assert [] == downloads(home)
        assert first == pins(pinned)[0]["sha256"]

    def test_another_size_is_refused_before_it_is_fetched(self, run, pinned, offered):
        """The lock knows how large it is."""
        run("models", "remove", TOP, "--yes")
        offered.files["/p.argosmodel"] = File(b"x" * 10_000_000)

        one_clean_error(run("models", "install", "es", "de", "--yes"), "10000000 bytes")

    def test_force_pins_anew(self, run, pinned, offered, other, packages):
        """And replaces what is installed."""
        offered.files["/p.argosmodel"] = File(other.read_bytes())
        assert 0 == run("models", "install", "es", "de", "--yes", "--force").code

        assert [read_package(other).sha256] == [entry["sha256"] for entry in pins(pinned)]
        assert read_package(other).contents.listing_sha256() == read_package(packages / TOP).sha256

    def test_what_is_pinned_and_installed_needs_no_network(self, run, pinned, offered):
        """Nothing is asked, of anybody."""
        offered.asked.clear()
        ran = run("models", "install", "es", "de")

        assert 0 == ran.code
        assert "installed already" in ran.out
        assert [] == offered.asked

    def test_the_pinned_version_is_fetched_again(self, run, pinned, offered, tmp_path, packages):
        """Not the newest, which is mentioned; with --force the newest."""
        newer = make_archive(tmp_path / "newer", version="1.1")
        offered.files["/newer"] = File(newer.read_bytes())
        offered.offer("/newer", version="1.1")
        run("models", "remove", TOP, "--yes")
        ran = run("models", "install", "es", "de", "--yes")
        assert 0 == ran.code
        assert "version 1.1" in ran.out
        assert [TOP] == [path.name for path in packages.iterdir()]

        assert 0 == run("models", "install", "es", "de", "--yes", "--force").code
        assert ["translate-es_de-1.1"] == [path.name for path in packages.iterdir()]

    def test_a_damaged_installed_package_is_mended(self, run, pinned, packages):
        """The same command that installed it."""
        before = read_package(packages / TOP).sha256
        (packages / TOP / "sentencepiece.model").write_bytes(b"x")
        assert 0 == run("models", "install", "es", "de", "--yes").code

        assert before == read_package(packages / TOP).sha256

    def test_a_file_that_is_another_is_refused(self, run, pinned, other):
        """From a file as from the network."""
        ran = run("models", "install", other)

        one_clean_error(ran, read_package(other).sha256)

    def test_the_version_is_gone_from_the_index(self, run, pinned, offered):
        """Said with what there is, and how to take it."""
        run("models", "remove", TOP, "--yes")
        del offered.files["/index.json"]
        offered.offer("/newer", version="1.1")

        one_clean_error(
            run("models", "install", "es", "de", "--yes"), "version 1.0", "1.1", "--force", code=4
        )


def test_an_index_that_is_wrong_about_the_version(run, server, archive, packages, workspace):
    """What counts is what the package says; the pinned one is found again by its address."""
    server.files["/p"] = File(archive.read_bytes())
    server.offer("/p?signed=1", "/p", version="7.0")
    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert ["1.0"] == [entry["version"] for entry in pins(workspace)]
    run("models", "remove", TOP, "--yes")

    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert (packages / TOP).is_dir()


def test_a_file_is_installed_without_a_question(run, archive, packages, workspace):
    """No network, no question; pinned; twice is once."""
    for said in ("Installed", "installed already"):
        ran = run("models", "install", archive)
        assert 0 == ran.code, ran.err
        assert said in ran.out
    assert (packages / TOP).is_dir()
    assert [read_package(archive).sha256] == [entry["sha256"] for entry in pins(workspace)]


def test_a_file_that_is_not_there(run):
    """One clean error."""
    one_clean_error(
        run("models", "install", "gone.argosmodel"), "gone.argosmodel", "cannot be read"
    )


def test_remove_asks_and_removes(run, archive, packages, work):
    """Without a terminal it refuses; no is no; --yes is yes."""
    run("models", "install", archive)
    assert 2 == run("models", "remove", TOP).code
    assert 1 == at_a_terminal(["models", "remove", TOP], "n\n", work).returncode
    assert (packages / TOP).is_dir()

    assert 0 == run("models", "remove", TOP, "--yes").code
    assert [] == list(packages.iterdir())


@pytest.mark.parametrize(
    ("name", "code"), [("fr_en-starter", 1), ("nothing", 4), ("..", 4), ("../packages", 4)]
)
def test_remove_refuses_what_is_no_installed_package(run, archive, packages, name, code):
    """The starter stays, and no path leads out of the folder."""
    run("models", "install", archive)

    one_clean_error(run("models", "remove", name, "--yes"), code=code)
    assert (packages / TOP).is_dir()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_download_is_gone_on_with(run, offered, archive, home, packages, work, how):
    """Ctrl-C says so in one line and ends with 130; a kill says nothing; both lose nothing."""
    offered.files["/p.argosmodel"].slow_s = 30
    process = subprocess.Popen(
        [sys.executable, "-m", "bilingual", "models", "install", "es", "de", "--yes"],
        cwd=work,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    half = archive.stat().st_size // 2
    part = home / ".cache/bilingual/downloads"
    deadline = time.monotonic() + 30
    while sum(p.stat().st_size for p in part.glob("*.part")) < half:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(how)
    out, err = process.communicate(timeout=30)

    if how == signal.SIGINT:
        assert (130, "") == (process.returncode, out)
        assert "Stopped. What was finished is kept." == err.strip()
    assert not packages.exists()
    offered.files["/p.argosmodel"].slow_s = 0
    assert 0 == run("models", "install", "es", "de", "--yes").code
    assert ("/p.argosmodel", f"bytes={half}-") == offered.asked[-1]
    assert (packages / TOP).is_dir()
    assert [] == downloads(home)


def test_a_bomb_is_refused(run, server, packages):
    """What would unpack to an absurd size is refused before it is unpacked."""
    import io
    import zipfile

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(20):
            made.writestr(f"{TOP}/{i}", bytes(2**20))
    server.files["/p"] = File(whole.getvalue())
    server.offer("/p")

    one_clean_error(run("models", "install", "es", "de", "--yes"), "absurd size")
    assert not packages.exists()


def test_noise_is_refused(run, server, packages):
    """Any bytes."""
    server.files["/p"] = File(random.Random(1).randbytes(50_000))
    server.offer("/p")

    one_clean_error(run("models", "install", "es", "de", "--yes"), "damaged")
    assert not packages.exists()
