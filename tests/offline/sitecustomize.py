"""Cut this Python off from every network but the machine's own; child processes load it too.

Tests put this folder on PYTHONPATH, so that whatever they start is cut off as well. An audit hook
cannot be taken away again, and sees what C code does through the socket module. A refused attempt
is also noted in the file that BILINGUAL_NETWORK_LOG names, so that code which swallows the error
is found out all the same.
"""

import os
import sys

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def _refuse(what: str) -> None:
    log = os.environ.get("BILINGUAL_NETWORK_LOG")
    if log:
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib may not be loaded yet
            file.write(what + "\n")
    raise PermissionError(f"the tests may not use the network: {what}")


def _watch(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1] if len(arguments) > 1 else None
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            _refuse(f"{event} {address[0]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        host = host.decode() if isinstance(host, bytes) else host
        if host and not str(host).startswith(_LOOPBACK):
            _refuse(f"{event} {host}")


sys.addaudithook(_watch)
