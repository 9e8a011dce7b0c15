"""A server on this machine that serves an index of packages and misbehaves in chosen ways."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class File:
    """What lies at a path, and how the server serves it.

    `breaks` holds, for one request after another, after how many bytes the connection breaks off;
    once it is empty, the whole is sent. `slow_s` is waited after the first half. `shift` is how
    far the part that it sends is from the part that was asked for.
    """

    data: bytes = b""
    status: int = 200
    location: str = ""
    has_ranges: bool = True
    has_length: bool = True
    etag: str = '"one"'
    breaks: list[int] = field(default_factory=list)
    slow_s: float = 0.0
    shift: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class LocalIndex(ThreadingHTTPServer):
    """The server: `files` by path, `asked` what was asked, with the Range of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, File] = {}
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        """The address of the folder that the files lie in."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def offer(self, *links: str, source="es", target="de", version="1.0", **more) -> None:
        """Put a package on the index; links without a host are this server's own."""
        entries = json.loads(self.files["/index.json"].data) if "/index.json" in self.files else []
        entries.append(
            {
                "from_code": source,
                "to_code": target,
                "package_version": version,
                "links": [link if ":" in link else self.url + link for link in links],
                **more,
            }
        )
        self.files["/index.json"] = File(json.dumps(entries).encode())

    def handle_error(self, request, client_address) -> None:
        """Say nothing: clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: LocalIndex

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append((self.path, wanted))
        file = self.server.files.get(self.path)
        if file is None:
            self.send_error(404)
            return
        start = self._start(file, wanted)
        data = file.data[start:]
        self.send_response(206 if start else file.status)
        if start:
            whole = len(file.data)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if file.location:
            self.send_header("Location", file.location)
        if file.etag:
            self.send_header("ETag", file.etag)
        if file.has_length:
            self.send_header("Content-Length", str(len(data)))
        for name, value in file.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(file, data)

    def _start(self, file: File, wanted: str) -> int:
        is_same = self.headers.get("If-Range") in {None, file.etag}
        if wanted and file.has_ranges and is_same:
            return int(wanted.removeprefix("bytes=").rstrip("-")) + file.shift
        return 0

    def _send(self, file: File, data: bytes) -> None:
        if file.breaks:
            self.wfile.write(data[: file.breaks.pop(0)])
            self.wfile.flush()
            self.close_connection = True
            return
        half = len(data) // 2
        self.wfile.write(data[:half])
        self.wfile.flush()
        time.sleep(file.slow_s)
        self.wfile.write(data[half:])

    def log_message(self, *_arguments) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[LocalIndex]:
    """Serve on a free port of the loopback while the block runs."""
    server = LocalIndex()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
