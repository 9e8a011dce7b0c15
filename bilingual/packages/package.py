"""One Argos package, read without unpacking it.

In: the path of an `.argosmodel` file or of a folder. Out: `Package`, once metadata, model and
tokenizer are known to be there. Whether the model's numbers are sound only the engine can tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from bilingual.errors import PackageError
from bilingual.interface import _
from bilingual.packages.contents import Contents, damaged, open_contents

METADATA = "metadata.json"
TOKENIZERS = ("sentencepiece.model", "bpe.model")  # the first that is there counts, as in Argos
MAX_METADATA = 2**20
LICENCE_FILES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
CARDS = ("MODEL_CARD.md", "README.md", "README")
LICENCE_LINE = re.compile(r"(?im)^[\s*#-]*licen[cs]e\**\s*:\s*\**\s*(\S.*)$")


class NotForTranslation(PackageError):
    """A sound package of Argos's that does something else, such as cutting sentences."""


class Kind(StrEnum):
    """How a package came to us."""

    SHIPPED = "shipped"
    INSTALLED = "installed"
    FILE = "file"


@dataclass(frozen=True)
class Package:
    """A package that translates from `source` to `target`, as Argos names languages (`fr`).

    `size` is in bytes: of the archive, or of all files of the folder. `licence` is empty where
    the package does not state one. `target_prefix` is a token that the model wants to see first,
    or empty.
    """

    name: str
    path: Path
    source: str
    target: str
    version: str
    kind: Kind
    size: int
    licence: str = ""
    target_prefix: str = ""

    @cached_property
    def contents(self) -> Contents:
        """The package's files."""
        return open_contents(self.path)

    @cached_property
    def sha256(self) -> str:
        """The fingerprint: of the archive's bytes, or of the folder's names and contents.

        Reads the package whole on first use. What a folder's fingerprint is:
        `FolderContents.sha256`.
        """
        return self.contents.sha256()

    @property
    def tokenizer(self) -> str:
        """The name of the tokenizer's file."""
        return next(name for name in TOKENIZERS if name in self.contents.names())

    @property
    def rank(self) -> tuple[tuple[int, ...], str]:
        """What packages of one pair are sorted by: the version's numbers, then the name.

        So 1.10 comes after 1.9.
        """
        return version_numbers(self.version), self.name


def version_numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, which versions are compared by.

    >>> version_numbers("1.10") > version_numbers("1.9")
    True
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))


def read_package(path: Path, kind: Kind = Kind.FILE) -> Package:
    """Read what the package at `path` says of itself.

    Raises: PackageError when it is damaged, incomplete or unsafe; NotForTranslation, which is
    one, when it is of another type.
    """
    contents = open_contents(path)
    metadata = _metadata(path, contents)
    if metadata.get("type", "translate") != "translate":
        raise NotForTranslation(
            _("a package of type {type!r}, which does not translate").format(type=metadata["type"]),
            path=path,
            hint=_("Choose a package of type “translate”."),
        )
    names = contents.names()
    if "model/model.bin" not in names:
        raise damaged(path, _("the package has no model (model/model.bin)"))
    if not any(name in names for name in TOKENIZERS):
        raise damaged(path, _("the package has no tokenizer (sentencepiece.model or bpe.model)"))
    is_folder = path.is_dir()
    package = Package(
        name=path.name if is_folder else path.name.removesuffix(".argosmodel"),
        path=path,
        source=_language(path, metadata, "from_code"),
        target=_language(path, metadata, "to_code"),
        version=_version(metadata),
        kind=kind,
        size=sum(map(contents.size, names)) if is_folder else path.stat().st_size,
        licence=_licence(metadata, contents) or (_card(path) if kind is Kind.SHIPPED else ""),
        target_prefix=str(metadata.get("target_prefix") or ""),
    )
    package.__dict__["contents"] = contents  # fills the cached property: read once, not twice
    return package


def _metadata(path: Path, contents: Contents) -> Mapping[str, Any]:
    """Return what metadata.json holds."""
    if METADATA not in contents.names():
        raise damaged(path, _("not an Argos package: it has no metadata.json"))
    if contents.size(METADATA) > MAX_METADATA:
        raise damaged(path, _("metadata.json is absurdly large"))
    try:
        metadata = json.loads(contents.read(METADATA).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise damaged(path, _("metadata.json cannot be read as JSON")) from error
    if not isinstance(metadata, dict):
        raise damaged(path, _("metadata.json does not hold a JSON object"))
    return metadata


def _language(path: Path, metadata: Mapping[str, Any], key: str) -> str:
    """Return a language code of the metadata."""
    code = metadata.get(key)
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{1,19}", code):
        raise damaged(path, _("metadata.json does not say which language ({key})").format(key=key))
    return code


def _version(metadata: Mapping[str, Any]) -> str:
    """Return the version as one printable word, or `0` where the metadata state none."""
    version = "".join(str(metadata.get("package_version") or "").split())
    return version if version.isprintable() and version else "0"


def _licence(metadata: Mapping[str, Any], contents: Contents) -> str:
    """Return the licence on one line, or an empty text where the package does not state one."""
    for key in ("license", "licence"):
        stated = metadata.get(key)
        if isinstance(stated, str) and stated.strip():
            return _one_line(stated)
    names = contents.names()
    for name in LICENCE_FILES:
        if name in names:
            lines = _text(contents, name).splitlines()
            return next((_one_line(line) for line in lines if line.strip("# \t")), "")
    for name in CARDS:
        if name in names and (found := LICENCE_LINE.search(_text(contents, name))):
            return _one_line(found[1])
    return ""


def _card(path: Path) -> str:
    """Return the licence from the card beside a shipped archive, or an empty text."""
    card = path.with_name(CARDS[0])
    found = LICENCE_LINE.search(card.read_text(encoding="utf-8")) if card.is_file() else None
    return _one_line(found[1]) if found else ""


def _text(contents: Contents, name: str) -> str:
    """Return the text of a small file; a large one is not a statement of anything."""
    if contents.size(name) > MAX_METADATA:
        return ""
    return contents.read(name).decode("utf-8", "replace")


def _one_line(text: str) -> str:
    """Return the text in printable characters on one line, at most 80."""
    words = " ".join(text.split()).strip("#* ")
    return "".join(character for character in words if character.isprintable())[:80]
