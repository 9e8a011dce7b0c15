"""Damaged, incomplete and hostile packages: one error each, naming the file and what to do."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_package import make_archive, make_folder

from bilingual.engines.argos import ArgosEngine
from bilingual.errors import PackageError
from bilingual.packages import contents as packing
from bilingual.packages import open_package, read_package

TOP = "translate-es_de-1.0/"


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Change the files of an archive, given by name below the top folder."""
    with zipfile.ZipFile(path) as archive:
        files = {
            info.filename.removeprefix(TOP): archive.read(info)
            for info in archive.infolist()
            if not info.is_dir()
        }
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(TOP + name, content)
    return path


def with_member(path: Path, name: str | zipfile.ZipInfo, content: bytes = b"x") -> Path:
    """Add a member to an archive exactly as it is named."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    """Return the header of a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def named(name: str) -> zipfile.ZipInfo:
    """Return a header with that very name, which ZipInfo would tidy."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    return info


def overwrite(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cut_short(path: Path) -> Path:
    return overwrite(path, path.read_bytes()[:-2000])


def flipped(path: Path) -> Path:
    """Change one byte in the packed metadata, so that its checksum is wrong."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(TOP + "metadata.json")
    data[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    return overwrite(path, bytes(data))


def metadata(text: bytes) -> Callable[[Path], Path]:
    return lambda path: rewritten(path, lambda files: files.update({"metadata.json": text}))


def without(name: str) -> Callable[[Path], Path]:
    return lambda path: rewritten(path, lambda files: files.pop(name) and None)


def encrypted(path: Path) -> Path:
    """Set the flag that says every member needs a password."""
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return overwrite(path, bytes(data))


WRONG = {
    "not a zip": (lambda path: overwrite(path, b"this is no archive"), "zip archive is damaged"),
    "empty file": (lambda path: overwrite(path, b""), "zip archive is damaged"),
    "cut short": (cut_short, "zip archive is damaged"),
    "wrong checksum": (flipped, "zip archive is damaged"),
    "no model": (without("model/model.bin"), "has no model"),
    "no tokenizer": (without("sentencepiece.model"), "has no tokenizer"),
    "no metadata": (without("metadata.json"), "has no metadata.json"),
    "metadata no JSON": (metadata(b"{"), "cannot be read as JSON"),
    "metadata not UTF-8": (metadata(b"\xff\xfe\xff"), "cannot be read as JSON"),
    "metadata nested": (metadata(b"[" * 100_000), "cannot be read as JSON"),
    "metadata a list": (metadata(b"[]"), "does not hold a JSON object"),
    "metadata huge": (metadata(b" " * (2**20 + 1)), "absurdly large"),
    "no language": (metadata(b'{"from_code": "fr"}'), "to_code"),
    "language no text": (metadata(b'{"from_code": ["fr"], "to_code": "en"}'), "from_code"),
    "another type": (metadata(b'{"type": "sbd"}'), "does not translate"),
    "parent folder": (lambda path: with_member(path, named(TOP + "../x")), "unsafe name"),
    "absolute": (lambda path: with_member(path, named("/etc/x")), "unsafe name"),
    "drive": (lambda path: with_member(path, named("C:/x")), "unsafe name"),
    "backslash": (lambda path: with_member(path, named(TOP + "..\\x")), "unsafe name"),
    "link": (lambda path: with_member(path, link(TOP + "model/x")), "link"),
    "second top folder": (lambda path: with_member(path, "other/x"), "one folder"),
    "no top folder": (lambda path: with_member(path, "x"), "one folder"),
    "password": (encrypted, "password"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_archive_is_refused(tmp_path: Path, case: str) -> None:
    """The error names the file, says what is wrong in one line, and what to do in the next."""
    spoil, expected = WRONG[case]
    path = spoil(make_archive(tmp_path))

    with pytest.raises(PackageError) as caught:
        open_package(path)

    assert expected in caught.value.message
    assert path == caught.value.path
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    """Two programs could read two different models out of one archive."""
    path = with_member(make_archive(tmp_path), TOP + "metadata.json", b"{}")

    with pytest.raises(PackageError, match="same name"):
        open_package(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A member that shrinks a thousandfold is not a model."""
    path = make_archive(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TOP + "zeros", bytes(packing.RATIO_MATTERS_FROM + 1))

    with pytest.raises(PackageError, match="absurd size"):
        open_package(path)


@pytest.mark.parametrize("limit", ["MAX_FILES", "MAX_SIZE"])
def test_absurd_sizes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Too many files, or too much in all, is refused before anything is read."""
    monkeypatch.setattr(packing, limit, 3)

    with pytest.raises(PackageError, match="absurd size"):
        open_package(make_archive(tmp_path))


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    """An archive without members is no package."""
    path = tmp_path / "empty.argosmodel"
    zipfile.ZipFile(path, "w").close()

    with pytest.raises(PackageError, match="archive is empty"):
        open_package(path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without metadata.json is no package."""
    with pytest.raises(PackageError, match=r"no metadata\.json"):
        open_package(tmp_path)


def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A device or a name that the system refuses ends in our error, with the reason."""
    loop = tmp_path / "loop.argosmodel"
    loop.symlink_to(loop)

    with pytest.raises(PackageError, match="cannot be read"):
        read_package(loop)


def engine_fails(path: Path) -> PackageError:
    """Return the error that translating with the package ends in."""
    with pytest.raises(PackageError) as caught:
        ArgosEngine(open_package(path)).translate(["bala mola."])
    assert "\n" not in caught.value.message
    assert path == caught.value.path
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("kept", [0, 2, 40, 500, 5_000, -1])
def test_a_model_cut_short_is_reported_when_it_is_loaded(tmp_path: Path, kept: int) -> None:
    """Wherever model.bin ends too early, the error names the package."""
    path = make_archive(tmp_path)
    rewritten(
        path, lambda files: files.update({"model/model.bin": files["model/model.bin"][:kept]})
    )

    assert "model cannot be loaded" in engine_fails(path).message


def test_a_model_cut_short_in_a_folder_is_reported(tmp_path: Path) -> None:
    """A folder's model is read from its place, with the same errors."""
    folder = make_folder(tmp_path)
    model = folder / "model" / "model.bin"
    overwrite(model, model.read_bytes()[:3_000])

    assert "model cannot be loaded" in engine_fails(folder).message


@pytest.mark.parametrize("content", [b"", b"not json", b'["a", "b"]', b"{}"])
def test_a_wrong_vocabulary_is_reported(tmp_path: Path, content: bytes) -> None:
    """A vocabulary that is broken, or of the wrong size, never leads to a draft."""
    path = make_archive(tmp_path)
    rewritten(path, lambda files: files.update({"model/shared_vocabulary.json": content}))

    assert "model" in engine_fails(path).message


def test_a_missing_vocabulary_is_reported(tmp_path: Path) -> None:
    """A model without vocabulary cannot be loaded."""
    assert (
        "model cannot be loaded"
        in engine_fails(without("model/shared_vocabulary.json")(make_archive(tmp_path))).message
    )


@pytest.mark.parametrize("content", [b"{", b"\xff"])
def test_a_broken_configuration_is_reported(tmp_path: Path, content: bytes) -> None:
    """A model's config.json that is no JSON is an error, not a guess."""
    path = make_archive(tmp_path)
    rewritten(path, lambda files: files.update({"model/config.json": content}))

    assert "model" in engine_fails(path).message


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\0" * 100])
def test_a_damaged_tokenizer_is_reported(tmp_path: Path, content: bytes) -> None:
    """A SentencePiece model that is none names the tokenizer."""
    path = make_archive(tmp_path)
    rewritten(path, lambda files: files.update({"sentencepiece.model": content}))

    assert "tokenizer" in engine_fails(path).message


def test_a_damaged_bpe_tokenizer_is_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Argos's reader ends the program on such a file; ours reports it, and prints nothing."""
    folder = make_folder(tmp_path, bpe=True)
    (folder / "bpe.model").write_text("#version: 0.2\na b c d\n", encoding="utf-8")

    assert "tokenizer" in engine_fails(folder).message
    assert "".join(capfd.readouterr()) == ""


def test_a_model_of_another_revision_is_reported(tmp_path: Path) -> None:
    """A model.bin that claims a later format is refused by its number."""
    path = make_archive(tmp_path)
    rewritten(
        path,
        lambda files: files.update(
            {"model/model.bin": struct.pack("<I", 99) + files["model/model.bin"][4:]}
        ),
    )

    assert "model cannot be loaded" in engine_fails(path).message


def test_metadata_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """Some editors put a mark before the JSON: that is no damage."""
    path = make_archive(tmp_path)
    stated = {"from_code": "es", "to_code": "de"}
    rewritten(
        path,
        lambda files: files.update(
            {"metadata.json": b"\xef\xbb\xbf" + json.dumps(stated).encode()}
        ),
    )

    assert open_package(path).version == "0"
