"""The review editor as a running program: a port, a server, an end in good order.

In: an application and where it shall listen. Out: answers, until Ctrl-C. By default nobody but this
machine can reach it.
"""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable

import uvicorn

from bilingual.errors import BilingualError
from bilingual.interface import _
from bilingual.review.guard import App

LOOPBACK = "127.0.0.1"
PORT = 8765  # the same from run to run: what a page keeps in the browser belongs to its address
_MORE_PORTS = 50
HEADER_LIMIT = 32 * 1024


class PortTaken(BilingualError):
    """Nothing can listen there."""


def listen(host: str = LOOPBACK, port: int | None = None) -> socket.socket:
    """Return a socket that listens on `port`, else on the first free one from PORT on.

    Raises: PortTaken where the port that was asked for is not free, or the host is not ours.
    """
    wanted = [port] if port is not None else [*range(PORT, PORT + _MORE_PORTS), 0]
    for number in wanted:
        try:
            return _bound(host, number)
        except OSError as error:
            is_last = number == wanted[-1]
            if error.errno == errno.EADDRINUSE and not is_last:
                continue
            raise _refused(error, host, number) from error
    raise AssertionError("the last port always answers")


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":  # there, REUSEADDR would let two programs have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _refused(error: OSError, host: str, port: int) -> PortTaken:
    if error.errno == errno.EADDRINUSE:
        message = _("port {port} is in use by another program").format(port=port)
        hint = _("Choose another one with --port, or leave --port out: then a free one is taken.")
    elif error.errno == errno.EACCES:
        message = _("port {port} may not be used").format(port=port)
        hint = _("Choose one above 1024 with --port.")
    else:
        message = _("cannot listen on {host}: {reason}").format(
            host=host, reason=error.strerror or error
        )
        hint = _("Give --host an address of this machine.")
    return PortTaken(message, hint=hint)


def serve(app: App, listening: socket.socket, *, on_ready: Callable[[], None]) -> None:
    """Answer on `listening` until Ctrl-C, then end what is being saved and return.

    `on_ready` is called once browsers are answered.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=HEADER_LIMIT,
    )
    server = _Server(config, on_ready)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # how this program ends
    finally:
        listening.close()


class _Server(uvicorn.Server):
    """A server that says when it is there."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()
