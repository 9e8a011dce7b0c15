"""The one door to the network: a request over http or https, its failures as one clean error.

In: an address. Out: an open response. Proxies are those of the environment (`https_proxy`,
`no_proxy` …). Only `bilingual models install FROM TO` comes here.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, cast
from urllib.parse import urljoin, urlsplit

from bilingual import __version__
from bilingual.errors import DownloadError
from bilingual.interface import _
from bilingual.packages.index import host, is_web, without_query

TIMEOUT_S = 30.0  # without a byte
MAX_REDIRECTS = 5


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a few redirections, to http and https only, and never out of encryption."""

    max_redirections = MAX_REDIRECTS
    max_repeats = 1

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> Any:
        """Follow, or refuse to."""
        target = urljoin(req.full_url, headers.get("Location", ""))
        if not is_web(target):
            raise _Refused(_("it redirects to something that is no web address"))
        if req.type == "https" and urlsplit(target).scheme != "https":
            raise _Refused(_("it redirects from an encrypted address to one that is not"))
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Refused(Exception):
    """A redirection that we do not follow."""


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https and nothing else, no `file:` and no `ftp:`."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        _Redirects(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


@contextmanager
def request(
    address: str, headers: Mapping[str, str] | None = None, timeout_s: float = TIMEOUT_S
) -> Iterator[http.client.HTTPResponse]:
    """Ask for what lies at `address` and give the open response, status 200 or 206.

    `timeout_s` bounds each wait for the network, not the whole. What fails while the response is
    read inside the `with` is translated too.

    Raises: DownloadError, with the address and the reason; `NotThere` where the server answers
    with an error.
    """
    sent = {
        "User-Agent": f"bilingual/{__version__}",
        "Accept-Encoding": "identity",
        **(headers or {}),
    }
    if not is_web(address):
        raise _failed(address, _("this is no web address"))
    asked = urllib.request.Request(address, headers=sent)  # noqa: S310 - is_web has looked
    with _translated(address):
        response = cast("http.client.HTTPResponse", _opener().open(asked, timeout=timeout_s))
        with response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise _failed(address, _("the server packs what it sends"))
            yield response


class NotThere(DownloadError):
    """The server answered, with an error; `status` is its number."""

    status: int = 0


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """Turn what the network's libraries raise into a DownloadError."""
    try:
        yield
    except _Refused as error:
        raise _failed(address, str(error)) from None
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
        if status in {301, 302, 303, 307, 308}:
            raise _failed(address, _("it redirects in a circle, or too often")) from error
        answered = NotThere(
            _("{host} answers: {status} {reason}").format(
                host=host(address), status=status, reason=_printable(str(error.reason))
            ),
            path=without_query(address),
            hint=_("Try again later, or install a file: bilingual models install FILE"),
        )
        answered.status = status
        raise answered from error
    except urllib.error.URLError as error:
        raise _failed(address, _reason(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        raise _failed(address, _reason(error)) from error


def _reason(error: Any) -> str:
    """Say in the user's words why the network failed."""
    if isinstance(error, TimeoutError):
        return _("no answer came in time")
    if isinstance(error, socket.gaierror):
        return _("its name cannot be found; is there a network?")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("its certificate cannot be trusted ({reason})").format(
            reason=_printable(error.verify_message)
        )
    if isinstance(error, ConnectionRefusedError):
        return _("the connection was refused")
    if isinstance(error, ConnectionError | http.client.IncompleteRead):
        return _("the connection broke off")
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _printable(text)


def _printable(text: str) -> str:
    """Return a stranger's text on one short line."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:120]


def _failed(address: str, reason: str) -> DownloadError:
    return DownloadError(
        _("{host} could not be asked: {reason}").format(host=host(address), reason=reason),
        path=without_query(address),
        hint=_("Check the network and the proxy, or install a file: bilingual models install FILE"),
    )
