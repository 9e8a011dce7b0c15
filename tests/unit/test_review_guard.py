"""Attacks on the review editor: each one a request that must get nothing and change nothing."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser

import pytest
from reviewing import HOST, PORT, Browser, Site, alone, catalog_of, drafted

from bilingual.catalog import save_catalog
from bilingual.model import Locale
from bilingual.review.guard import BODY_LIMIT, Hosts
from bilingual.review.keys import Keys, Throttle, kept_secret

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</textarea></title>"


@pytest.fixture
def stranger(site):
    """A browser that has not."""
    return Browser(site.app)


def address(browser, unit=None):
    """Return the address of a unit, by default of one there is."""
    return f"{browser.place}/units/{unit or browser.units()[1]['key']}"


PATHS = [
    "/",
    "/a/marche/en",
    "/preview/marche/en",
    "/api/a/marche/en",
    "/api/a/marche/en/changes?since=",
    "/api/a/marche/en/units/x/help",
    "/nothing",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_without_a_session(site, stranger, path):
    """Without the token nobody reads a word of the article."""
    answer = stranger.get(path)

    assert 403 == answer.status_code
    assert "bateaux" not in answer.text
    assert "marché" not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_wrong_token_lets_nobody_in(site, stranger):
    """Neither a guess nor a beginning of the token is the token."""
    right = site.keys.token
    for token in ("x", right[:-1], right + "x", right.upper(), "", "é\ud800"):
        answer = stranger.get("/", params={"token": token.encode("utf-8", "replace")})
        assert (403, False) == (answer.status_code, "set-cookie" in answer.headers)


def test_the_token_gives_a_cookie_that_scripts_and_other_sites_never_see(site, stranger):
    """HttpOnly and SameSite=Strict; and the token leaves the address at once."""
    answer = stranger.get(f"/a/marche/en?token={site.keys.token}")

    assert (303, "/a/marche/en") == (answer.status_code, answer.headers["location"])
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert site.keys.token not in cookie


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e"])
def test_the_token_redirects_to_ourselves_only(site, stranger, path):
    """A prepared address does not lead to another site."""
    answer = stranger.get(f"http://{HOST}{path}?token={site.keys.token}")

    assert (
        answer.headers.get("location", "/").startswith("/evil") or "location" not in answer.headers
    )
    assert not answer.headers.get("location", "/").startswith(("//", "/\\"))


@pytest.mark.parametrize("name", ["bilingual-test", "bilingual-8765"])
def test_a_forged_session_is_none(site, stranger, name):
    """A cookie that we did not sign, or signed with another secret, opens nothing."""
    other = Keys(b"1" * 32).new_session()
    for value in ("x", "x.y", ".", "", other, site.keys.new_session()[:-1], "a" * 4000):
        answer = stranger.get("/api/a/marche/en", headers={"cookie": f"{name}={value}"})
        assert 403 == answer.status_code


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:80",
        f"127.0.0.1.evil.example:{PORT}",
        f"localhost.:{PORT}.evil",
        f"user@127.0.0.1:{PORT}",
        f"127.0.0.1:{PORT}@evil.example",
        f"127.0.0.1:{PORT}/x",
        f"192.168.1.7:{PORT}",
        f"[::1]:{PORT}",
        "",
        ":",
        f"[{PORT}",
        f"127.0.0.1:{PORT}\t",
    ],
)
def test_another_name_for_this_machine_is_refused(site, browser, host):
    """DNS rebinding: a site whose name was turned to 127.0.0.1 is not answered, cookie or not."""
    answer = browser.get("/api/a/marche/en", headers={"host": host})

    assert 403 == answer.status_code
    assert "bateaux" not in answer.text


def test_two_hosts_are_none(site, browser):
    """A request with two Host headers is refused, whichever comes first."""
    answer = browser.get("/api/a/marche/en", headers=[("host", HOST), ("host", "evil.example")])

    assert 403 == answer.status_code


def test_addresses_are_hosts_only_where_other_machines_are_let_in():
    """With --host the machine's addresses count, never a name of somebody else's."""
    open_hosts = Hosts(PORT, {"127.0.0.1", "desk"}, takes_addresses=True)

    for host in (f"192.168.1.7:{PORT}", f"[fe80::1]:{PORT}", f"desk:{PORT}", f"DESK:{PORT}"):
        assert open_hosts.has(host)
        assert not Hosts(PORT, {"127.0.0.1"}).has(host)
    assert not open_hosts.has(f"evil.example:{PORT}")
    assert not open_hosts.has("192.168.1.7:80")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        f"http://127.0.0.1:{PORT}.evil.example",
        f"http://localhost:{PORT}",
        "http://[",
        "",
    ],
)
def test_another_origin_changes_nothing(site, browser, origin):
    """A page of another site, or of another port of this machine, cannot save."""
    before = catalog_of(site.workspace)
    unit = browser.units()[1]

    answer = browser.post(
        address(browser),
        {"version": unit["version"], "target": "Pwned.", "state": "reviewed"},
        headers={"Origin": origin},
    )

    assert 403 == answer.status_code
    assert before == catalog_of(site.workspace)


@pytest.mark.parametrize("fetch", ["cross-site", "same-site"])
def test_other_sites_cannot_ask_in_a_readers_name(site, browser, fetch):
    """Images, scripts, frames and forms of other sites get nothing; a link may be followed."""
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
        headers = {"sec-fetch-site": fetch, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
        assert 403 == browser.get("/api/a/marche/en", headers=headers).status_code
    link = {"sec-fetch-site": fetch, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert 200 == browser.get("/a/marche/en", headers=link).status_code
    assert 403 == browser.post(address(browser), {}, headers=link).status_code


@pytest.mark.parametrize("token", ["", "x", None])
def test_saving_needs_the_pages_token(site, browser, token):
    """The cookie alone, which a browser sends by itself, changes nothing."""
    before = catalog_of(site.workspace)
    where = address(browser)
    browser.token = site.keys.page_token("another session") if token is None else token

    for path in (
        where,
        f"{browser.place}/undo",
        f"{browser.place}/redo",
        f"{where}/complete",
        f"{where}/draft",
    ):
        answer = browser.post(path, {"target": "Pwned."})
        assert 403 == answer.status_code
        assert answer.json()["error"]
    assert before == catalog_of(site.workspace)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"])
def test_other_methods_are_refused(site, browser, method):
    """Only reading and saving: also a preflight of another site is answered with no."""
    answer = browser.send(method, "/api/a/marche/en")

    assert 405 == answer.status_code
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/a/..%2f..%2fbilingual.toml/en",
        "/a/../../etc/passwd/en",
        "/api/a/%2e%2e/en",
        "/api/a/marche/..%2f..",
        "/api/a/marche%00/en",
        "/preview/..%2fmarche/en",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e%2fbilingual%2f__init__.py",
        "/static/review.html",
        "/static/_review-words.html",
        "/static/page.js",
        "/static/",
        "/static",
        "/api/a/marche.fr.txt/en",
        "/api/a/marche/EN",
        "/api/a/MARCHE/en",
        "/a/marche/",
        "/a/",
    ],
)
def test_no_path_comes_from_a_request(site, browser, path):
    """Names are looked up in the table of what lies on the desk; no folder is listed."""
    answer = browser.get(f"http://{HOST}{path}")

    assert answer.status_code in (403, 404)
    for secret in ("root:", "[project]", "Traceback", "bateaux", "def ", "Index of"):
        assert secret not in answer.text


@pytest.mark.parametrize("key", ["x", "..", "%2e%2e%2f", "a" * 3000, "%00", "{}"])
def test_unknown_sentences_are_told_in_words(site, browser, key):
    """A key that is none is answered in words, not with a fault."""
    answer = browser.post(f"{browser.place}/units/{key}", {"target": "x"})

    assert answer.status_code in (404, 405, 410)
    assert answer.json()["error"]


def test_a_body_without_end_is_cut_off(site, browser):
    """Too long a body is refused, whether it says so or just goes on."""
    data = b"x" * (BODY_LIMIT + 1)
    assert 413 == browser.post(address(browser), content=data).status_code

    async def endless():
        while True:
            yield b"x" * 10_000

    headers = {"content-type": "application/json"}
    answer = browser.post(address(browser), content=endless(), headers=headers)
    assert 413 == answer.status_code
    lying = {"content-length": "10"}
    assert browser.post(address(browser), content=data, headers=lying).status_code in (400, 413)


def test_a_body_that_never_comes_is_given_up(site, browser, monkeypatch):
    """A client that promises a body and sends none is let go, and others are answered meanwhile."""
    monkeypatch.setattr("bilingual.review.guard.BODY_PATIENCE_S", 0.05)

    async def stuck():
        yield b"{"
        await asyncio.sleep(30)
        yield b"}"

    assert 408 == browser.post(address(browser), content=stuck()).status_code


def test_every_answer_forbids_what_we_do_not_use(site, browser, stranger):
    """All pages, errors too: nothing from outside, no framing by others, nothing kept, no guessing."""
    answers = [browser.get(path) for path in (*PATHS, "/static/review.css", "/login")]
    answers += [stranger.get("/"), browser.post("/nothing"), browser.send("PUT", "/")]
    for answer in answers:
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert re.search(r"frame-ancestors '(none|self)'", policy)
        assert "http" not in policy
        assert "nosniff" == headers["x-content-type-options"]
        assert "no-referrer" == headers["referrer-policy"]
        assert "same-origin" == headers["cross-origin-resource-policy"]
        assert "server" not in headers
        if "/static/" not in str(answer.url):
            assert "no-store" == headers["cache-control"]
            if "/preview" not in str(answer.url):
                assert "unsafe-inline" not in policy
                assert "'self'" in policy


class Found(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note one tag."""
        self.tags.append((tag, dict(attrs)))


def test_hostile_articles_stay_text(work):
    """Markup in an article, a target or a note is text on every page, the preview included."""
    text = f"date 2026-05-04 {EVIL} titre\n\nUne phrase {EVIL} du marché. Une autre.\n"
    site = Site(drafted(work, [("marche", text)]))
    browser = site.browser()
    unit = browser.units()[1]
    browser.save(unit, target=EVIL, note=EVIL, state="reviewed")

    pages = [browser.get(path) for path in ("/", "/a/marche/en", "/preview/marche/en")]
    told = browser.get(browser.place)
    site.close()

    for page in pages:
        assert 200 == page.status_code
        assert "alert(1)" in page.text
        for tag, attributes in Found(page.text).tags:
            assert not any(name.startswith("on") for name in attributes)
            assert (tag, attributes.get("src")) != ("img", "x")
        assert "<script>alert" not in page.text
    assert told.headers["content-type"].startswith("application/json")
    assert EVIL == told.json()["units"][1]["note"]


def test_the_preview_cannot_reach_the_editor(site, browser):
    """Nothing runs in it, whatever a template of the user's holds, and it can connect to nothing."""
    shown = browser.get("/preview/marche/en")
    policy = shown.headers["content-security-policy"]

    assert "allow-scripts" not in policy
    assert "script-src 'none'" in policy
    assert "connect-src" not in policy  # so that default-src 'none' holds
    assert "SAMEORIGIN" == shown.headers["x-frame-options"]


def test_the_users_own_templates_do_not_touch_the_editor(site, browser):
    """A template of the site's called like ours changes the site's pages only."""
    folder = site.workspace.templates
    folder.mkdir()
    (folder / "review.html").write_text("<script>alert(1)</script>")

    assert "alert(1)" not in browser.get("/a/marche/en").text


def test_a_fault_of_ours_shows_no_trace(site, browser, monkeypatch, caplog):
    """What nobody expected becomes a sentence; the terminal gets one line of it."""

    def broken(*_given, **_named):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bilingual.review.api.article", broken)
    monkeypatch.setattr("bilingual.review.pages.editor_page", broken)

    for path in (browser.place, browser.page):
        answer = browser.get(path)
        assert 500 == answer.status_code
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
    assert browser.get(browser.place).json()["hint"]
    assert "secret detail" in caplog.text


def test_no_websockets(site):
    """A websocket is closed before it is open."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    alone(site.app({"type": "websocket", "path": "/", "headers": []}, receive, send))

    assert ["websocket.close"] == [message["type"] for message in sent]


# Other machines


def sign_in(browser, password, **headers):
    """Send the form of the page that asks for the password."""
    data = {"password": password}
    given = {"Origin": f"http://{HOST}", **headers}
    return browser.send("POST", "/login", data=data, headers=given)


def test_the_password_lets_other_machines_in(work):
    """Where other machines are let in, they are asked for the password, and get a session for it."""
    site = Site(drafted(work), password="correct horse")
    browser = Browser(site.app)

    assert (303, "/login") == (
        browser.get("/").status_code,
        browser.get("/a/marche/en").headers["location"],
    )
    assert 403 == browser.get(browser.place).status_code
    assert 'type="password"' in browser.get("/login").text
    assert 403 == sign_in(browser, "wrong horse").status_code
    assert not browser.cookies
    assert 303 == sign_in(browser, "correct horse").status_code
    browser.read_token()
    assert 200 == browser.save(browser.units()[1], state="reviewed").status_code
    site.close()


def test_passwords_cannot_be_tried_one_after_the_other(work):
    """After a few wrong ones even the right one has to wait; another site cannot send any."""
    site = Site(drafted(work), password="correct horse")
    browser = Browser(site.app)
    assert 403 == sign_in(browser, "correct horse", Origin="http://evil.example").status_code

    codes = [sign_in(browser, f"wrong {n}").status_code for n in range(5)]
    last = sign_in(browser, "correct horse")
    site.close()

    assert [403] * 5 == codes
    assert 429 == last.status_code
    assert int(last.headers["retry-after"]) >= 1
    assert not browser.cookies


def test_the_wait_grows_and_ends():
    """Each further wrong password doubles the wait; patience, or the right one, ends it."""
    now = [0.0]
    throttle = Throttle(clock=lambda: now[0])
    waits = []
    for _try in range(8):
        throttle.note("10.0.0.1", is_right=False)
        waits.append(throttle.wait_s("10.0.0.1"))

    assert [0.0] * 4 + [2.0, 4.0, 8.0, 16.0] == waits
    assert 0.0 == throttle.wait_s("10.0.0.2")
    now[0] = 1000.0
    assert 0.0 == throttle.wait_s("10.0.0.1")
    throttle.note("10.0.0.1", is_right=True)
    for n in range(60):
        throttle.note(f"10.0.1.{n}", is_right=False)
    assert throttle.wait_s("10.0.0.9") > 0, "many machines together are held back, too"


def test_without_a_password_there_is_nothing_to_sign_in_to(site, stranger):
    """The address is there, and lets nobody in, whatever is sent; an empty password is none."""
    for password in ("", "x"):
        assert 404 == sign_in(stranger, password).status_code
    assert not stranger.cookies


def test_a_new_password_ends_old_sessions():
    """Who came in under another password, or none, has to come in anew."""
    secret = b"s" * 32
    before, after = Keys(secret, "correct horse"), Keys(secret, "battery staple")

    session = before.new_session()

    assert Keys(secret, "correct horse").session(session)
    assert not after.session(session)
    assert not Keys(secret).session(session)


def test_a_session_ends_after_a_month():
    """A cookie that was copied somewhere opens nothing for ever."""
    now = [1_800_000_000.0]
    keys = Keys(b"s" * 32, clock=lambda: now[0])
    session = keys.new_session()

    assert keys.session(session)
    now[0] += 31 * 24 * 3600
    assert "" == keys.session(session)


def test_a_session_outlives_the_server(site, browser):
    """After a restart an open page goes on saving: its cookie and its token still hold."""
    again = Site(site.workspace)
    browser._app = again.app

    assert 200 == browser.save(browser.units()[1], state="reviewed").status_code
    assert site.keys.token != again.keys.token
    again.close()


def test_the_secret_is_the_owners_alone(tmp_path):
    """It is made once, for nobody else to read, and a damaged one is made anew."""
    folder = tmp_path / ".bilingual"
    secret = kept_secret(folder)
    path = folder / "review.secret"

    assert (32, secret) == (len(secret), kept_secret(folder))
    assert 0o600 == path.stat().st_mode & 0o777
    assert "*" in (folder / ".gitignore").read_text().split("\n")
    path.write_bytes(b"short")
    assert kept_secret(folder) not in (secret, b"short")
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert 32 == len(kept_secret(blocked))


def test_a_catalog_outside_the_table_is_never_written(site, browser):
    """Only catalogs on the desk are saved, however a request names others."""
    path = site.workspace.catalog_path("secret", Locale("en"))
    save_catalog(path, catalog_of(site.workspace).__class__(header=(("Language", "en"),)))
    data = path.read_bytes()

    answer = browser.post(f"/api/a/secret/en/units/{browser.units()[0]['key']}", {"target": "x"})

    assert 404 == answer.status_code
    assert data == path.read_bytes()
