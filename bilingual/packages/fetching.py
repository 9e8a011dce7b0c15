"""From a pair of languages to a checked archive: the index is asked, then the links in turn.

In: an offer of the index, and what an archive must be to be taken. Out: the archive in the cache.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bilingual.atomic import make_folder
from bilingual.errors import DownloadError, PackageError
from bilingual.interface import _
from bilingual.packages.download import Limits, Progress, discard, download, fetch
from bilingual.packages.index import MAX_INDEX, Offer, read_index, without_query
from bilingual.packages.install import exclusive
from bilingual.packages.package import Package, read_package
from bilingual.packages.transport import TIMEOUT_S

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An archive in the cache, found sound, and the address that it came from."""

    package: Package
    url: str


def ask_index(address: str, timeout_s: float = TIMEOUT_S) -> tuple[Offer, ...]:
    """Return what the index at `address` offers.

    Raises: DownloadError.
    """
    return read_index(fetch(address, MAX_INDEX, timeout_s), address)


@contextmanager
def fetched(
    offer: Offer,
    folder: Path,
    accept: Callable[[Package], None],
    limits: Limits,
    progress: Progress | None = None,
) -> Iterator[Fetched]:
    """Download what is offered into `folder` and give it; it is deleted once the block is done.

    Each link is tried in turn. What comes must be a sound package for the pair, and `accept` may
    refuse it by a PackageError; then it is thrown away. An unfinished download stays in `folder`
    and is gone on with next time.

    Raises: PackageError when the last that came was refused; DownloadError when nothing came;
    OutputError when the disk is full or another run downloads.
    """
    make_folder(folder)
    with exclusive(folder):
        found = _from_links(offer, folder, accept, limits, progress)
        yield found
        for pattern in (f"*-{offer.source}_{offer.target}-*.part*", ".*.tmp"):
            for left in folder.glob(pattern):
                left.unlink(missing_ok=True)


def _from_links(
    offer: Offer,
    folder: Path,
    accept: Callable[[Package], None],
    limits: Limits,
    progress: Progress | None,
) -> Fetched:
    for left, link in zip(reversed(range(len(offer.links))), offer.links, strict=True):
        mark = hashlib.sha256(link.encode()).hexdigest()[:8]
        part = folder / f"{offer.name}-{mark}.part"
        try:
            download(link, part, limits=limits, progress=progress)
            package = read_package(part)
            check_pair(package, offer.source, offer.target)
            accept(package)
        except (DownloadError, PackageError) as error:
            if isinstance(error, PackageError):
                discard(part)
            if not left:
                raise
            log.warning("%s\n%s", error.message, _("Trying the next address."))
        else:
            return Fetched(package, without_query(link))
    raise DownloadError(_("the index gives no address"))  # an offer has one, always


def check_pair(package: Package, source: str, target: str) -> None:
    """Make sure that a package translates what it should.

    Raises: PackageError when it does not.
    """
    if (package.source, package.target) != (source, target):
        raise PackageError(
            _("the package translates {has}, not {wanted}; it was not installed").format(
                has=f"{package.source} → {package.target}", wanted=f"{source} → {target}"
            ),
            path=package.path,
            hint=_("The index is wrong about it. Get a package from another source."),
        )
