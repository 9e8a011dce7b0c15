"""The door of the review editor: who may come in, and what goes out with every answer. ASGI.

In: every request. Out: the same request, let through with its session; or a refusal in words. In
front of everything else, so that a route cannot forget it:

    method GET, HEAD or POST · a Host that is this server's (DNS rebinding) · an Origin, where there
    is one, that is this server's · a session cookie, which the printed token or the password buys ·
    for POST the page's own token, which no other site can read · a body of bounded size and time.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from bilingual import interface
from bilingual.errors import BilingualError
from bilingual.interface import _
from bilingual.review.keys import SESSION_S, Keys

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
# Makes the answer that tells a refusal: status, message, hint.
Refusal = Callable[[Scope, int, str, str], App]

BODY_LIMIT = 256 * 1024  # bytes; the longest request there is has a few thousand
BODY_PATIENCE_S = 20.0
TOKEN_HEADER = b"x-bilingual-token"
PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": PAGE_CSP,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_OPEN = ("/static/", "/login")  # what a browser may have before it is let in


class Hosts:
    """The names under which this server may be asked for.

    A page of another site can make a browser ask here under a name of its own (DNS rebinding), but
    not under an address, nor under a name that always means this machine.
    """

    def __init__(self, port: int, names: Iterable[str], *, takes_addresses: bool = False) -> None:
        self._port = port
        self._names = frozenset(name.lower() for name in names)
        self._takes_addresses = takes_addresses

    def has(self, host: str) -> bool:
        """Tell whether a Host header is ours."""
        name, port = _split_host(host)
        if port != self._port or not name:
            return False
        if name in self._names:
            return True
        return self._takes_addresses and _is_address(name)


def _split_host(host: str) -> tuple[str, int]:
    """Return name and port of a Host header; an empty name for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        if parts.netloc != host or parts.username is not None or parts.path:
            return "", 0
        return (parts.hostname or "").lower(), parts.port or 80
    except ValueError:
        return "", 0


def _place(origin: str) -> str:
    """Return host and port of an Origin header, empty for `null` and what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Lets requests through to `app` that may come in; `refuse` tells the others why not.

    `language` is that of every answer. `on_fault` is told of an exception that nobody expected,
    `fault` makes the answer to it: the browser never sees more than that there was one.
    """

    def __init__(
        self,
        app: App,
        keys: Keys,
        hosts: Hosts,
        refuse: Refusal,
        *,
        cookie: str,
        language: str,
        fault: Callable[[Scope], App],
        on_fault: Callable[[Exception], None],
    ) -> None:
        self._app = app
        self._keys = keys
        self._hosts = hosts
        self._refuse = refuse
        self._cookie = cookie
        self._language = language
        self._fault = fault
        self._on_fault = on_fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            return
        interface.use(self._language)
        is_begun = False

        async def out(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                message = {**message, "headers": _with_headers(message.get("headers", ()))}
            await send(message)

        try:
            await self._judged(scope)(scope, _bounded(receive), out)
        except Exception as error:  # noqa: BLE001 - the door that lets no stack trace out
            self._on_fault(error)
            if not is_begun:
                await self._fault(scope)(scope, receive, out)

    def _judged(self, scope: Scope) -> App:
        """Return what answers a request: the application, or a refusal."""
        headers = _Headers(scope["headers"])
        return self._fault_of(scope, headers) or self._admitted(scope, headers)

    def _fault_of(self, scope: Scope, headers: _Headers) -> App | None:
        """Return the refusal of a request that nobody may make, whoever it is."""
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return self._refuse(scope, 405, _("this cannot be done here"), "")
        if not self._hosts.has(headers.only(b"host")):
            hint = _("Open the address that bilingual review has printed.")
            return self._refuse(scope, 403, _("this is not the address of this program"), hint)
        if self._is_foreign(scope, headers):
            return self._refuse(scope, 403, _("another site may not do this"), "")
        if _declared(headers) > BODY_LIMIT:
            return self._refuse(scope, 413, _("that is too much text at once"), "")
        return None

    def _admitted(self, scope: Scope, headers: _Headers) -> App:
        """Return what answers a request that somebody may make: the application for a session."""
        path = scope["path"]
        if path.startswith(_OPEN):
            return self._app
        session = self._session(headers)
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if shown and scope["method"] == "GET" and not path.startswith("/api/"):
            if self._keys.is_token(shown):
                return self._let_in(path, session)
            if session:
                return _redirect(path, ())  # a bookmark from an earlier start
        if not session:
            return self._stranger(scope)
        if scope["method"] == "POST" and not self._keys.is_page_token(
            session, headers.only(TOKEN_HEADER)
        ):
            hint = _("Load this page again; what you wrote stays.")
            return self._refuse(scope, 403, _("this page is from before"), hint)
        scope.setdefault("state", {})["session"] = session
        return self._app

    def _is_foreign(self, scope: Scope, headers: _Headers) -> bool:
        """Tell whether another site sent the request; another port of this machine is one, too."""
        if headers.has(b"origin") and _place(headers.only(b"origin")) != headers.only(b"host"):
            return True
        site = headers.only(b"sec-fetch-site")
        if site in ("", "none", "same-origin"):
            return False
        # A link to us is only a link; anything else is a page that asks in a reader's name.
        is_link = headers.only(b"sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        return not (is_link and headers.only(b"sec-fetch-dest") == "document")

    def _session(self, headers: _Headers) -> str:
        for line in headers.all(b"cookie"):
            jar = SimpleCookie()
            try:
                jar.load(line)
            except CookieError:
                continue
            if self._cookie in jar and (found := self._keys.session(jar[self._cookie].value)):
                return found
        return ""

    def _let_in(self, path: str, session: str) -> App:
        if session:
            return _redirect(path, ())
        return _redirect(path, [set_cookie(self._cookie, self._keys.new_session())])

    def _stranger(self, scope: Scope) -> App:
        if self._keys.has_password:
            if scope["method"] == "GET" and not scope["path"].startswith("/api/"):
                return _redirect("/login", ())
            return self._refuse(scope, 403, _("you are not signed in any more"), _("Sign in."))
        hint = _("Open the whole address that bilingual review has printed, with its token.")
        return self._refuse(scope, 403, _("this address has to be opened with its token"), hint)


def set_cookie(name: str, value: str) -> tuple[bytes, bytes]:
    """Return the header that gives a browser its session; scripts and other sites never see it."""
    text = f"{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={SESSION_S}"
    return b"set-cookie", text.encode("latin-1")


def _redirect(path: str, headers: Sequence[tuple[bytes, bytes]]) -> App:
    """Return an answer that sends the browser to a path of ours."""
    # One slash: `//host` would be another site.
    goal = "/" + quote(path.lstrip("/\\"), safe="/~")

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        found = [(b"location", goal.encode("latin-1")), (b"content-length", b"0"), *headers]
        await send({"type": "http.response.start", "status": 303, "headers": found})
        await send({"type": "http.response.body", "body": b""})

    return answer


class TooLarge(BilingualError):
    """A body goes on and on."""


class TooSlow(BilingualError):
    """A body does not come to its end."""


def _bounded(receive: Receive) -> Receive:
    """Return `receive` for a body of bounded size and time.

    It raises TooLarge, TooSlow.
    """
    size, is_whole = 0, False
    clock = asyncio.get_running_loop().time
    deadline = clock() + BODY_PATIENCE_S

    async def bounded() -> Message:
        nonlocal size, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(deadline - clock(), 0.01))
        except TimeoutError as error:
            raise TooSlow(_("the request did not come to its end")) from error
        size += len(message.get("body", b""))
        if size > BODY_LIMIT:
            raise TooLarge(_("that is too much text at once"))
        is_whole = not message.get("more_body", False)
        return message

    return bounded


def _declared(headers: _Headers) -> int:
    text = headers.only(b"content-length")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _with_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    found = list(headers)
    names = {name.lower() for name, _value in found}
    return found + [
        (name.encode(), value.encode())
        for name, value in _HEADERS.items()
        if name.encode() not in names
    ]


class _Headers:
    """The headers of a request, names in lower case as ASGI gives them."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._pairs = [(name.lower(), value.decode("latin-1")) for name, value in pairs]

    def all(self, name: bytes) -> list[str]:
        return [value for found, value in self._pairs if found == name]

    def has(self, name: bytes) -> bool:
        return any(found == name for found, _value in self._pairs)

    def only(self, name: bytes) -> str:
        """Return a header that stands there once; two of one name are none."""
        found = self.all(name)
        return found[0] if len(found) == 1 else ""
