"""The index of packages that Argos Translate downloads from: what is offered for a pair.

In: the bytes of an `index.json`, written by strangers. Out: `Offer`. Nothing is fetched here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bilingual.errors import DownloadError, ModelMissing
from bilingual.interface import _
from bilingual.packages.package import version_numbers
from bilingual.packages.places import argos_setting

# Argos's own default (argostranslate/settings.py).
INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
MAX_INDEX = 16 * 2**20
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,19}")
VERSION = re.compile(r"[0-9][0-9A-Za-z.+_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that can be downloaded. `links` are http and https addresses, one at least."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]

    @property
    def name(self) -> str:
        """The package's name, as Argos builds it."""
        return f"translate-{self.source}_{self.target}-{self.version.replace('.', '_')}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The machines that the links lead to, each once, in the order of the links."""
        return tuple(dict.fromkeys(map(host, self.links)))


def index_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the index: Argos's own setting, else Argos's default.

    ARGOS_PACKAGE_INDEX, in the environment or in Argos's settings.json, is the address of the
    folder; that of the file itself is understood too.

    Raises: DownloadError when the setting is no address of the web.

    >>> index_url({"ARGOS_PACKAGE_INDEX": "https://example.org/argos"})
    'https://example.org/argos/index.json'
    """
    stated = (argos_setting("ARGOS_PACKAGE_INDEX", environment) or INDEX).strip()
    if not is_web(stated):
        raise DownloadError(
            _("ARGOS_PACKAGE_INDEX is not a web address: {address}").format(address=repr(stated)),
            hint=_("It must begin with https:// or http:// and hold no password."),
        )
    if urlsplit(stated).path.endswith(".json"):
        return stated
    return stated.rstrip("/") + "/index.json"


def is_web(address: str) -> bool:
    """Tell whether an address is http or https, with a host and without a password in it.

    >>> is_web("https://example.org/x"), is_web("file:///etc/passwd"), is_web("http://a:b@c/")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
        named = parts.hostname or ""
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    is_clean = address.isascii() and address.isprintable() and " " not in address
    return (
        parts.scheme in {"http", "https"} and bool(named) and "@" not in parts.netloc and is_clean
    )


def host(address: str) -> str:
    """Return the machine that an address leads to, for people.

    >>> host("https://Example.org:8443/a?token=secret")
    'example.org'
    """
    return urlsplit(address).hostname or ""


def without_query(address: str) -> str:
    """Return an address without what may be secret or change: query and fragment.

    >>> without_query("https://example.org/a.argosmodel?token=secret#x")
    'https://example.org/a.argosmodel'
    """
    return urlsplit(address)._replace(query="", fragment="").geturl()


def read_index(data: bytes, address: str) -> tuple[Offer, ...]:
    """Return what an index offers for translation; entries that we cannot use are left out.

    Raises: DownloadError when it is no index at all.
    """
    try:
        stated = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_index(address) from error
    if not isinstance(stated, list):
        raise _no_index(address)
    return tuple(offer for entry in stated if (offer := _offer(entry)) is not None)


def _no_index(address: str) -> DownloadError:
    return DownloadError(
        _("what {host} sent is no list of packages").format(host=host(address)),
        path=without_query(address),
        hint=_("Check ARGOS_PACKAGE_INDEX, or install a file: bilingual models install FILE"),
    )


def _offer(entry: object) -> Offer | None:
    """Return an entry of the index, or None where it is not for us."""
    if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
        return None
    source, target = entry.get("from_code"), entry.get("to_code")
    version = entry.get("package_version")
    links = entry.get("links")
    if not (isinstance(source, str) and isinstance(target, str) and isinstance(version, str)):
        return None
    if not (CODE.fullmatch(source) and CODE.fullmatch(target) and VERSION.fullmatch(version)):
        return None
    usable = [link for link in links if isinstance(link, str)] if isinstance(links, list) else []
    usable = [link for link in usable if is_web(link)]
    return Offer(source, target, version, tuple(dict.fromkeys(usable))) if usable else None


def find_offer(
    offers: Sequence[Offer],
    source: str,
    target: str,
    version: str | None = None,
    url: str = "",
) -> Offer:
    """Return the offer for a pair: the wanted version, else the highest.

    What has `url` among its links is the wanted version too, whatever the index calls it.

    Raises: ModelMissing when there is none.
    """
    pair = [offer for offer in offers if (offer.source, offer.target) == (source, target)]
    wanted = [
        offer
        for offer in pair
        if version in {None, offer.version} or url in map(without_query, offer.links)
    ]
    if wanted:
        return max(wanted, key=lambda offer: (version_numbers(offer.version), offer.version))
    if pair:
        raise ModelMissing(
            _(
                "the index no longer has version {version} of {source} → {target}, which the "
                "workspace pinned"
            ).format(version=version, source=source, target=target),
            hint=_("It has {versions}. To take the newest and pin it, add --force.").format(
                versions=", ".join(sorted(offer.version for offer in pair))
            ),
        )
    raise ModelMissing(
        _("the index has no package {source} → {target}").format(source=source, target=target),
        hint=_("From {source} it has: {targets}. Into {target}: {sources}.").format(
            source=source,
            target=target,
            targets=_listed(offer.target for offer in offers if offer.source == source),
            sources=_listed(offer.source for offer in offers if offer.target == target),
        ),
    )


def _listed(codes: Iterable[str]) -> str:
    """Return codes, sorted, each once; a word where there are none."""
    return ", ".join(sorted(set(codes))) or _("none")
