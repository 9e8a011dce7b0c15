"""`bilingual review` as a running program: real processes, real HTTP, killed and interrupted."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from reviewing import catalog_of, drafted, long_article

from bilingual.catalog import read_catalog
from bilingual.review.edits import version_of


class Server:
    """A `bilingual review` of its own, and a browser without a screen for it."""

    def __init__(
        self, folder: Path, *arguments: str, is_shown: bool = False, **environment: str
    ) -> None:
        shown = [] if is_shown else ["--no-browser"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bilingual", "review", *shown, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"http://[^:]+:(\d+)(/\S*)\?token=([\w-]+)", line):
                self.url, self.port = found.group().strip(), int(found[1])
                return
        raise AssertionError("".join(self.said))

    def browser(self) -> httpx.Client:
        """Return a browser that has opened the printed address."""
        client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)
        client.get(self.url, follow_redirects=True)
        page = client.get("/a/marche/en").text
        token = re.search(r'bilingual-token" content="(\w+)"', page)
        if token:
            client.headers["X-Bilingual-Token"] = token[1]
        return client

    def rest(self) -> str:
        """Return all that the program has said, once it has ended."""
        assert self.process.stdout is not None
        return "".join(self.said) + self.process.stdout.read()


@pytest.fixture
def serve(work):
    """Start servers that end with the test."""
    made = []

    def starter(*arguments, folder=work, **environment):
        made.append(Server(folder, *arguments, **environment))
        return made[-1]

    yield starter
    for server in made:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()
        server.process.stdout.close()


def save(browser, unit, **said):
    """Save a change of a unit as the page does."""
    path = f"/api/a/marche/en/units/{unit['key']}"
    return browser.post(path, json={"version": unit["version"], **said})


def test_the_program_serves_and_ends_at_ctrl_c(serve, work):
    """It prints one address with its token, answers there only, and Ctrl-C ends it in good order."""
    workspace = drafted(work)
    server = serve("--port", "0")
    with closing(server.browser()) as browser:
        unit = browser.get("/api/a/marche/en").json()["units"][1]
        assert 200 == save(browser, unit, target="Saved.", state="reviewed").status_code

    server.process.send_signal(signal.SIGINT)
    assert 0 == server.process.wait(timeout=30)

    said = server.rest()
    assert 1 == said.count("token=")
    assert "Everything is saved" in said
    assert "Traceback" not in said
    assert "Saved." == catalog_of(workspace).units[1].target
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)


def test_only_this_machine_is_listened_to(serve, work):
    """Without --host nothing but the loopback address is bound."""
    drafted(work)
    server = serve("--port", "0")
    listening = Path(f"/proc/{server.process.pid}/net/tcp").read_text(encoding="utf-8")
    port = f":{server.port:04X}"
    bound = {line.split()[1] for line in listening.splitlines() if port in line.split()[1]}

    assert {f"0100007F{port}"} == bound


def test_one_article_opens_at_once(serve, work):
    """Where there is one article, the address leads to it; else to the list."""
    drafted(work)
    assert "/a/marche/en?token=" in serve("--port", "0").url
    drafted(work, [("port", long_article(3))])
    assert "/a/" not in serve("--port", "0").url
    assert "/a/port/en?token=" in serve("articles/port.fr.txt", "--port", "0").url


def test_the_browser_is_opened_at_the_address(serve, work, tmp_path):
    """Without --no-browser the system's browser gets the address, once the server answers."""
    drafted(work)
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}.new\nmv {seen}.new {seen}\n')
    browser.chmod(0o755)
    server = serve("--port", "0", is_shown=True, BROWSER=str(browser))
    for _try in range(300):
        if seen.exists():
            break
        time.sleep(0.1)

    assert server.url == seen.read_text().strip()


def test_a_taken_port_is_told_or_passed_over(serve, work, run):
    """The port that was asked for is free or an error; without one, the next free one is taken."""
    drafted(work)
    first = serve()
    second = serve()
    assert first.port != second.port

    ran = run("review", "--no-browser", "--port", str(first.port))

    assert 1 == ran.code
    assert str(first.port) in ran.err
    assert "--port" in ran.err


def test_what_cannot_be_reviewed_is_told(run, work):
    """No catalog, no article, no password: one line each, with what to do."""
    (work / "a.fr.txt").write_text("date 2026-05-04 Un titre\n\nUne phrase.\n", encoding="utf-8")
    ran = run("review", "a.fr.txt", "--no-browser")
    assert (1, True) == (ran.code, "bilingual draft" in ran.err)
    ran = run("review", "missing.fr.txt", "--no-browser")
    assert (1, True) == (ran.code, "missing.fr.txt" in ran.err)
    for arguments in (("--host", "0.0.0.0"), ("--host", "0.0.0.0", "--password", "short")):
        ran = run("review", "a.fr.txt", "--no-browser", *arguments)
        assert (2, True) == (ran.code, "password" in ran.err)
    drafted(work)
    ran = run("review", "--no-browser", "--host", "127.0.0.99.1", "--password", "long enough")
    assert 1 == ran.code
    assert "Traceback" not in ran.err


def test_json_tells_a_program_where(serve, work):
    """With --json one object names the address, for a program that starts the editor."""
    drafted(work)
    server = serve("--port", "0", "--json")
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(timeout=30)

    assert server.url == json.loads(server.rest())["address"]


def test_with_a_password_other_addresses_are_answered(serve, work):
    """--host lets others in by the password only; nothing is printed of it."""
    drafted(work)
    server = serve("--port", "0", "--host", "127.0.0.2", BILINGUAL_PASSWORD="correct horse")
    with httpx.Client(base_url=f"http://127.0.0.2:{server.port}", timeout=60) as client:
        assert "/login" == client.get("/").headers["location"]
        origin = {"Origin": f"http://127.0.0.2:{server.port}"}
        client.post("/login", data={"password": "correct horse"}, headers=origin)
        assert 200 == client.get("/api/a/marche/en").status_code
    server.process.send_signal(signal.SIGINT)
    server.process.wait(timeout=30)
    assert "correct horse" not in server.rest()


def test_slow_and_greedy_clients_hold_nobody_up(serve, work):
    """Half a request, an endless header, a hundred silent connections: others are answered."""
    drafted(work)
    server = serve("--port", "0")
    place = ("127.0.0.1", server.port)
    silent = [socket.create_connection(place) for _n in range(100)]
    half = socket.create_connection(place)
    half.sendall(b"POST /api/a/marche/en/undo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
    greedy = socket.create_connection(place)
    greedy.settimeout(30)
    try:
        greedy.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)
        answer = greedy.recv(100)
    except OSError:
        answer = b""
    with closing(server.browser()) as browser:
        assert 200 == browser.get("/api/a/marche/en").status_code
    for connection in (*silent, half, greedy):
        connection.close()

    assert answer[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 431")
    server.process.send_signal(signal.SIGINT)
    assert 0 == server.process.wait(timeout=30)


def test_nonsense_is_answered_without_a_trace(serve, work):
    """Bytes that are no HTTP are refused, and the terminal stays quiet."""
    drafted(work)
    server = serve("--port", "0")
    for data in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"\x00" * 50 + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.settimeout(30)
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1000):
                pass
    server.process.send_signal(signal.SIGINT)
    assert 0 == server.process.wait(timeout=30)
    assert "Traceback" not in server.rest()


@pytest.mark.slow
def test_killed_while_saving_it_leaves_whole_catalogs(serve, work):
    """Kill -9 at random moments: the file is always one that was saved, no answer was a lie."""
    workspace = drafted(work, [("marche", long_article(60))])
    path = workspace.catalog_path("marche", workspace.targets[0])
    for round_ in range(4):
        server = serve("--port", "0")
        browser = server.browser()
        units = browser.get("/api/a/marche/en").json()["units"]
        promised: dict[str, str] = {}
        stop = threading.Timer(0.2 + 0.17 * round_, server.process.kill)
        stop.start()
        try:
            for n in range(10_000):
                unit = units[n % 60]
                answer = save(browser, unit, target=f"Round {round_}, save {n}.", state="reviewed")
                units[n % 60] = answer.json()["unit"]
                promised[unit["key"]] = units[n % 60]["version"]
        except httpx.HTTPError:
            pass
        stop.join()
        server.process.wait()
        browser.close()
        kept = {unit.key: unit for unit in catalog_of(workspace).units}
        assert 60 == len(kept)
        differing = [k for k, version in promised.items() if version_of(kept[k]) != version]
        assert len(differing) <= 1, "only the save whose answer was lost may be newer"
        assert promised
    # The next save sweeps up what the killed one left.
    server = serve("--port", "0")
    with closing(server.browser()) as browser:
        unit = browser.get("/api/a/marche/en").json()["units"][0]
        assert 200 == save(browser, unit, target="Last.", state="reviewed").status_code
    assert [path.name] == [file.name for file in path.parent.iterdir()]


@pytest.mark.slow
def test_two_servers_500_saves_over_http_lose_nothing(serve, work):
    """Two programs on one catalog, two browsers, 500 saves: every one is there at the end."""
    workspace = drafted(work, [("marche", long_article(50))])
    servers = [serve("--port", "0"), serve("--port", "0")]
    versions: dict[str, str] = {}
    faults: list[str] = []

    def review(number: int) -> None:
        with closing(servers[number].browser()) as browser:
            units = browser.get("/api/a/marche/en").json()["units"][number::2]
            for n in range(250):
                unit = units[n % 25]
                answer = save(browser, unit, target=f"Text {n} by {number}.", state="reviewed")
                if answer.status_code != 200:
                    faults.append(answer.text)
                    return
                units[n % 25] = answer.json()["unit"]
                versions[unit["key"]] = units[n % 25]["version"]

    threads = [threading.Thread(target=review, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = {unit.key: unit for unit in catalog_of(workspace).units}
    assert [] == faults
    assert 50 == len(versions)
    assert versions == {key: version_of(unit) for key, unit in kept.items()}
    assert all(re.fullmatch(r"Text 2[2-4]\d by [01]\.", u.target) for u in kept.values())


@pytest.mark.slow
def test_another_program_saving_all_the_time_keeps_nobody_from_saving(serve, work):
    """Beside a program that rewrites the file again and again, every save gets through."""
    workspace = drafted(work, [("marche", long_article(20))])
    path = workspace.catalog_path("marche", workspace.targets[0])
    server = serve("--port", "0")
    is_over = threading.Event()

    def rewrite() -> None:
        n = 0
        while not is_over.is_set():
            n += 1
            text = path.read_text(encoding="utf-8")
            # As PO editors do, without asking anybody: in place of the file, another one.
            other = path.with_suffix(".new")
            other.write_text(text.replace("X-Generator: bilingual", f"X-Generator: other {n}"))
            if path.read_text(encoding="utf-8") == text:
                other.replace(path)
            time.sleep(0.02)

    thread = threading.Thread(target=rewrite)
    thread.start()
    try:
        with closing(server.browser()) as browser:
            units = browser.get("/api/a/marche/en").json()["units"]
            codes = [save(browser, u, state="reviewed").status_code for u in units]
    finally:
        is_over.set()
        thread.join()

    assert [200] * 20 == codes
    catalog = read_catalog(path)
    assert catalog is not None
    assert 20 == len(catalog.units)


def test_help_names_no_model_and_loads_none(work):
    """Serving loads neither the engine's libraries nor a model before somebody asks for a proposal."""
    drafted(work)
    program = (
        "import sys, threading\n"
        "from bilingual.review import serving\n"
        "serving.serve = lambda app, listening, on_ready: (on_ready(), listening.close())\n"
        "from bilingual.cli import main\n"
        "try: main(['review', '--no-browser', '--port', '0'])\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=work, capture_output=True, text=True, check=True
    )

    assert "token=" in done.stdout
    assert not {"ctranslate2", "sentencepiece", "argostranslate", "torch"} & set(
        done.stdout.split("\n")
    )
