"""The review editor over HTTP: addresses → answers. Starlette; all judging is the guard's.

In: requests that the guard let through. Out: pages, JSON, and errors in words with a status that
says whose turn it is. Whatever touches a file is done beside the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bilingual import interface
from bilingual.errors import BilingualError, EngineError, ModelMissing, OutputError
from bilingual.interface import _, ngettext
from bilingual.resources import data_dir
from bilingual.review import api, pages
from bilingual.review.desk import Overtaken, SentenceGone, Unknown, Vanished
from bilingual.review.guard import App, Guard, Hosts, Scope, TooLarge, TooSlow, set_cookie
from bilingual.review.keys import Keys, Throttle
from bilingual.review.opened import Opened
from bilingual.review.requests import Asked, BadRequest, Typed, read_change, read_typed
from bilingual.review.room import Room

log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[BilingualError], int], ...] = (
    (BadRequest, 400),
    (Unknown, 404),
    (ModelMissing, 404),
    (TooSlow, 408),
    (Overtaken, 409),
    (Vanished, 410),
    (SentenceGone, 410),
    (TooLarge, 413),
    (OutputError, 507),
)
# Any other error of ours is of a file or a model: the same request may well be answered later, when
# another program has done with the file, or somebody has mended it. The page asks again.
_LATER = 503
_TYPES = {".css": "text/css", ".js": "text/javascript"}


class Review:
    """The routes of the review editor; `cookie` is the name of the session's."""

    def __init__(self, room: Room, keys: Keys, *, cookie: str) -> None:
        self._room = room
        self._keys = keys
        self._cookie = cookie
        self._throttle = Throttle()
        # What may be fetched is listed once; a request names, and never reaches, a file.
        self._files: dict[str, Path] = {
            path.name: path
            for path in sorted(data_dir("templates").glob("review*"))
            if path.suffix in _TYPES
        }

    def routes(self) -> list[Route]:
        """Return the addresses."""
        one, unit = "/api/a/{slug}/{locale}", "/api/a/{slug}/{locale}/units/{key}"
        return [
            Route("/", self._overview, methods=["GET"]),
            Route("/login", self._login, methods=["GET", "POST"]),
            Route("/a/{slug}/{locale}", self._editor, methods=["GET"]),
            Route("/preview/{slug}/{locale}", self._preview, methods=["GET"]),
            Route("/static/{name}", self._static, methods=["GET"]),
            Route(one, self._article, methods=["GET"]),
            Route(f"{one}/changes", self._changes, methods=["GET"]),
            Route(f"{one}/undo", self._undo, methods=["POST"]),
            Route(f"{one}/redo", self._redo, methods=["POST"]),
            Route(unit, self._unit, methods=["POST"]),
            Route(f"{unit}/draft", self._draft, methods=["POST"]),
            Route(f"{unit}/help", self._help, methods=["GET"]),
            Route(f"{unit}/complete", self._complete, methods=["POST"]),
        ]

    def _one(self, request: Request) -> Opened:
        return self._room.desk.find(request.path_params["slug"], request.path_params["locale"])

    def _overview(self, _request: Request) -> Response:
        return HTMLResponse(pages.overview_page(api.overview(self._room)))

    def _editor(self, request: Request) -> Response:
        one = self._one(request)
        with one.lock:
            work = one.fresh()
        token = self._keys.page_token(_session(request))
        return HTMLResponse(pages.editor_page(work, request.path_params["slug"], token))

    def _preview(self, request: Request) -> Response:
        one = self._one(request)
        with one.lock:
            own = one.fresh().bitext
        siblings = [own if b.target == own.target else b for b in self._room.siblings(one)]
        page = pages.preview_page(own, siblings, self._room.settings(one))
        policy = {
            "content-security-policy": pages.PREVIEW_POLICY,
            "x-frame-options": "SAMEORIGIN",
        }
        return HTMLResponse(page, headers=policy)

    def _static(self, request: Request) -> Response:
        path = self._files.get(request.path_params["name"])
        if path is None:
            raise Unknown(_("there is no such file"))
        return Response(
            path.read_bytes(),
            media_type=_TYPES[path.suffix],
            headers={"cache-control": "no-cache"},
        )

    def _article(self, request: Request) -> Response:
        one = self._one(request)
        slug = request.path_params["slug"]
        return JSONResponse(api.article(self._room, one, slug, _session(request)))

    def _changes(self, request: Request) -> Response:
        since = request.query_params.get("since", "")
        return JSONResponse(api.changes(self._room, self._one(request), since))

    async def _unit(self, request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(self._save, request, body)

    def _save(self, request: Request, body: bytes) -> Response:
        one = self._one(request)
        asked = read_change(body)
        key = request.path_params["key"]
        try:
            return JSONResponse(api.change(self._room, one, _session(request), key, asked))
        except (Overtaken, SentenceGone) as error:
            return self._refused(one, error, asked)

    async def _draft(self, request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(self._drafted, request, body)

    def _drafted(self, request: Request, body: bytes) -> Response:
        one, key = self._one(request), request.path_params["key"]
        version = read_change(body).version
        try:
            return JSONResponse(api.draft(self._room, one, _session(request), key, version))
        except (Overtaken, SentenceGone) as error:
            return self._refused(one, error, None)

    def _undo(self, request: Request) -> Response:
        return self._step(request, is_back=True)

    def _redo(self, request: Request) -> Response:
        return self._step(request, is_back=False)

    def _step(self, request: Request, *, is_back: bool) -> Response:
        one = self._one(request)
        try:
            return JSONResponse(api.step(self._room, one, _session(request), is_back=is_back))
        except (Overtaken, SentenceGone) as error:
            return self._refused(one, error, None)

    def _refused(self, one: Opened, error: BilingualError, asked: Asked | None) -> Response:
        told = api.conflict(self._room, one, error, asked)
        return JSONResponse(_words(error) | told, 409 if "theirs" in told else 410)

    async def _help(self, request: Request) -> Response:
        asked = await run_in_threadpool(self._asked_help, request)
        told: dict[str, Any] = {"history": asked.history}
        for name, answer in (("matches", asked.matches), ("hypotheses", asked.hypotheses)):
            told[name] = []
            try:
                told[name] = await asyncio.wrap_future(answer) or []
            except BilingualError as error:  # the other answer is as good without this one
                told["problem"] = " ".join(filter(None, _words(error).values()))
        return JSONResponse(told)

    def _asked_help(self, request: Request) -> api.Help:
        key = request.path_params["key"]
        return api.unit_help(self._room, self._one(request), _session(request), key)

    async def _complete(self, request: Request) -> Response:
        body = await request.body()
        typed, asked = await run_in_threadpool(self._asked_completion, request, body)
        told: dict[str, Any] = {"serial": typed.serial, "completion": "", "words": []}
        with suppress(EngineError):  # in nobody's way; whoever asks for help is told
            answer = await asyncio.wrap_future(asked)
            told.update(answer or {})
        return JSONResponse(told)

    def _asked_completion(
        self, request: Request, body: bytes
    ) -> tuple[Typed, Future[dict[str, Any] | None]]:
        typed = read_typed(body)
        one, key = self._one(request), request.path_params["key"]
        return typed, api.completion(self._room, one, _session(request), key, typed)

    async def _login(self, request: Request) -> Response:
        if not self._keys.has_password:
            raise Unknown(_("there is nothing to sign in to"))
        body = await request.body() if request.method == "POST" else b""
        return await run_in_threadpool(self._signed_in, request, body)

    def _signed_in(self, request: Request, body: bytes) -> Response:
        if request.method != "POST":
            return HTMLResponse(pages.message_page(_("Sign in to review."), asks_password=True))
        address = request.client.host if request.client else ""
        wait_s = self._throttle.wait_s(address)
        if wait_s:
            seconds = int(wait_s) + 1
            message = ngettext(
                "too many wrong passwords; wait {n} second",
                "too many wrong passwords; wait {n} seconds",
                seconds,
            ).format(n=seconds)
            page = pages.message_page(message, asks_password=True)
            return HTMLResponse(page, 429, headers={"retry-after": str(seconds)})
        is_right = self._keys.is_password(_password(body))
        self._throttle.note(address, is_right=is_right)
        if not is_right:
            page = pages.message_page(_("this is not the password"), asks_password=True)
            return HTMLResponse(page, 403)
        response = RedirectResponse("/", 303)
        response.raw_headers.append(set_cookie(self._cookie, self._keys.new_session()))
        return response


def _password(body: bytes) -> str:
    return parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]


def _session(request: Request) -> str:
    return str(request.scope["state"]["session"])


def _words(error: BilingualError) -> dict[str, Any]:
    """Return an error as the page tells it; of a path only the name, others may be reading."""
    where = "" if error.path is None else Path(error.path).name
    if where and error.line is not None:
        where = f"{where}:{error.line}"
    return {"error": f"{where}: {error.message}" if where else error.message, "hint": error.hint}


def _is_api(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/api/"))


def refusal(scope: Scope, status: int, message: str, hint: str) -> App:
    """Return the answer that tells why something was not done: JSON to the script, else a page."""
    if _is_api(scope):
        return JSONResponse({"error": message, "hint": hint}, status)
    again = scope["path"] if status == 403 and scope["method"] == "GET" else ""
    again = "/" + again.lstrip("/\\") if again else ""
    return HTMLResponse(pages.message_page(message, hint, again=again), status)


def fault(scope: Scope) -> App:
    """Return the answer to a request at which the program itself failed."""
    message = _("a fault in bilingual itself, not in your files")
    hint = _("Nothing that was saved is harmed. The terminal says what to report.")
    return refusal(scope, 500, message, hint)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BilingualError)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), _LATER)
    headers = {"retry-after": "1"} if status == _LATER else {}
    told = _words(error)
    if _is_api(request.scope):
        return JSONResponse(told, status, headers)
    page = await run_in_threadpool(pages.message_page, told["error"], told["hint"], again="/")
    return HTMLResponse(page, status, headers)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: _("there is nothing at this address"), 405: _("this cannot be done here")}
    message = words.get(error.status_code, _("this cannot be done here"))
    answer = refusal(request.scope, error.status_code, message, "")
    assert isinstance(answer, Response)
    return answer


async def _on_fault(request: Request, _error: Exception) -> Response:
    answer = fault(request.scope)  # the guard is told of the error, and the terminal
    assert isinstance(answer, Response)
    return answer


async def _on_leaving(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it


Handler = Callable[[Request, Exception], Awaitable[Response]]


def make_app(room: Room, keys: Keys, hosts: Hosts, *, cookie: str, language: str = "") -> Guard:
    """Return the review editor as an ASGI application, behind its guard."""
    handlers: dict[Any, Handler] = {
        BilingualError: _on_error,
        HTTPException: _on_http,
        ClientDisconnect: _on_leaving,
        Exception: _on_fault,
    }
    inner = Starlette(
        routes=Review(room, keys, cookie=cookie).routes(), exception_handlers=handlers
    )
    inner.router.redirect_slashes = False
    return Guard(
        inner,
        keys,
        hosts,
        refusal,
        cookie=cookie,
        language=language or interface.current(),
        fault=fault,
        on_fault=_tell_fault,
    )


def _tell_fault(error: Exception) -> None:
    """Say on the terminal what nobody expected, in one line; the browser learns nothing of it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    log.error("%s: %s (%s)", type(error).__name__, error, place)
    log.debug("the whole way", exc_info=error)
