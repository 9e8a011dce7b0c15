"""Fetching a file that may be large: to a `.part` file, going on where the last try broke off.

In: an address and where the bytes go. Out: the whole file, or an error and what has come so far.
Beside the `.part` lies a note of what it is a part of; without one it is begun again.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bilingual.atomic import make_folder, output_error, write_atomically
from bilingual.errors import DownloadError, OutputError, PackageError
from bilingual.interface import _
from bilingual.packages.index import host, without_query
from bilingual.packages.transport import TIMEOUT_S, NotThere, request

BLOCK = 2**18
MAX_DOWNLOAD = 4 * 2**30
# What must stay free on the disk beside the download.
MARGIN = 64 * 2**20
TRIES = 5
PAUSE_S = 1.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Note:
    """What a `.part` is a part of: the address's fingerprint, the server's mark of the version.

    `mark` is a strong ETag or a date, empty where the server gives none; `total` is the size of
    the whole in bytes, 0 where it is not known.
    """

    address: str
    mark: str
    total: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a download; `size`, where it is not 0, is what the whole must have, in bytes."""

    largest: int = MAX_DOWNLOAD
    size: int = 0
    timeout_s: float = TIMEOUT_S
    tries: int = TRIES
    pause_s: float = PAUSE_S


NO_LIMITS = Limits()


def fetch(address: str, largest: int, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return what lies at `address`, at most `largest` bytes.

    Raises: DownloadError.
    """
    with request(address, timeout_s=timeout_s) as response:
        data = response.read(largest + 1)
        total = _length(response)
    if len(data) > largest:
        raise _too_large(address)
    if total and len(data) < total:
        raise _broken_off(address)
    return data


def download(
    address: str, part: Path, *, limits: Limits = NO_LIMITS, progress: Progress | None = None
) -> None:
    """Fetch `address` into `part`, going on where an earlier try stopped.

    A connection that breaks off is taken up again a few times, as long as bytes keep coming.
    `progress` is called with how many bytes are there and how many the whole has (0: unknown).

    Raises: DownloadError, what has come stays in `part`; PackageError when the size is not the
    one that it must have; OutputError when the disk is full or may not be written to.
    """
    make_folder(part.parent)
    for left in reversed(range(limits.tries)):
        before = _size(part)
        try:
            _once(address, part, limits, progress)
        except NotThere as error:
            if error.status != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not before:
                raise
            discard(part)  # what we have is no part of what is there now
        except DownloadError:
            if not left or _size(part) <= before:
                raise
            time.sleep(limits.pause_s)
        else:
            return
    raise _broken_off(address)


def discard(part: Path) -> None:
    """Take a `.part` and its note away."""
    part.unlink(missing_ok=True)
    _note_path(part).unlink(missing_ok=True)


def _once(address: str, part: Path, limits: Limits, progress: Progress | None) -> None:
    """Ask once for what is missing, and return when the whole is there.

    Raises: as `download`.
    """
    note = _read_note(part, address)
    have = _size(part) if note else 0
    headers = {}
    if note and have:
        if have == note.total:
            return
        headers = {"Range": f"bytes={have}-", "If-Range": note.mark}
    with request(address, headers, limits.timeout_s) as response:
        if response.status == http.client.PARTIAL_CONTENT:
            if note is None or _range(response) != (have, note.total):
                discard(part)
                raise DownloadError(
                    _("{host} sent another part than it was asked for").format(host=host(address)),
                    path=without_query(address),
                    hint=_("Run the same command again: it begins anew."),
                )
        else:
            have, note = 0, _Note(_fingerprint(address), _mark(response), _length(response))
            _check_size(address, note.total, limits)
            discard(part)
            write_atomically(_note_path(part), json.dumps(asdict(note)).encode())
        _check_space(part, note.total - have)
        _copy(response, part, note.total, limits, progress)
    total = _size(part)
    if note.total and total < note.total:
        raise _broken_off(address)
    if note.total and total > note.total:
        discard(part)
        raise _too_large(address)
    whole = _Note(note.address, note.mark, total)
    write_atomically(_note_path(part), json.dumps(asdict(whole)).encode())


def _copy(
    response: http.client.HTTPResponse,
    part: Path,
    total: int,
    limits: Limits,
    progress: Progress | None,
) -> None:
    """Append what comes to `part`; network errors pass, errors of the disk become ours."""
    try:
        file = part.open("ab")
    except OSError as error:
        raise output_error(error, part) from error
    with file:
        done = file.tell()
        while block := response.read1(BLOCK):
            done += len(block)
            if done > limits.largest:
                file.close()
                discard(part)
                raise _too_large(response.url)
            try:
                file.write(block)
                file.flush()
            except OSError as error:
                raise output_error(error, part) from error
            if progress is not None:
                progress(done, total)


def _check_size(address: str, total: int, limits: Limits) -> None:
    """Refuse a size that is absurd, or not the one that it must be; 0 is not known yet."""
    if total > limits.largest:
        raise _too_large(address)
    if limits.size and total and total != limits.size:
        raise PackageError(
            _("{host} offers {total} bytes; the workspace's lock says {size}").format(
                host=host(address), total=total, size=limits.size
            ),
            path=without_query(address),
            hint=_("It is not the package that was pinned. To take it all the same, add --force."),
        )


def _check_space(part: Path, missing: int) -> None:
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(part.parent).free
    if missing + MARGIN > free:
        raise OutputError(
            _("the disk has no room: {need} MB are needed, {free} MB are free").format(
                need=(missing + MARGIN) // 10**6, free=free // 10**6
            ),
            path=part.parent,
            hint=_("Free some space, then run the same command again."),
        )


def _length(response: http.client.HTTPResponse) -> int:
    """Return the size that the server states, or 0."""
    stated = response.headers.get("Content-Length", "")
    return int(stated) if re.fullmatch(r"[0-9]{1,18}", stated) else 0


def _range(response: http.client.HTTPResponse) -> tuple[int, int] | None:
    """Return where the part that is sent begins, and how large the whole is."""
    stated = response.headers.get("Content-Range", "")
    found = re.fullmatch(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})", stated)
    return (int(found[1]), int(found[2])) if found else None


def _mark(response: http.client.HTTPResponse) -> str:
    """Return what If-Range may hold: a strong ETag, else the date of the last change."""
    tag = response.headers.get("ETag", "")
    if re.fullmatch(r'"[\x21\x23-\x7e]*"', tag):
        return tag
    date = response.headers.get("Last-Modified", "")
    return date if re.fullmatch(r"[\x20-\x7e]{1,64}", date) else ""


def _note_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _read_note(part: Path, address: str) -> _Note | None:
    """Return the note of a `.part` that can be gone on with, or None."""
    try:
        note = _Note(**json.loads(_note_path(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    whole = bool(note.total) and _size(part) == note.total
    is_usable = whole or (bool(note.mark) and 0 < _size(part) < note.total)
    return note if is_usable and note.address == _fingerprint(address) else None


def _fingerprint(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _too_large(address: str) -> DownloadError:
    return DownloadError(
        _("{host} sends more than a package can hold").format(host=host(address)),
        path=without_query(address),
        hint=_("Do not use this address. Get the package from a source that you trust."),
    )


def _broken_off(address: str) -> DownloadError:
    return DownloadError(
        _("the connection to {host} broke off").format(host=host(address)),
        path=without_query(address),
        hint=_("Run the same command again: it goes on where it stopped."),
    )
