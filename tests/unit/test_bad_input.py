"""Bad input: each case is one clean message that names the file and says what to do; nothing
half-written stays, and no stack trace is ever seen.
"""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from bilingual.resources import PACKAGE

CATALOG = "locales/en/LC_MESSAGES/marche.po"


def files(folder):
    """Return every file below `folder` with its bytes."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_clean(ran, code, *said):
    """Assert the exit code, and a message of at most a few lines with what to do."""
    assert code == ran.code, ran.err
    assert "Traceback" not in ran.err + ran.out
    assert ran.err.startswith("Error: ")
    assert 2 <= len(ran.err.strip().splitlines()) <= 3, ran.err
    for words in said:
        assert words in ran.err
    assert "" == ran.out


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path.name


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("absent.fr.txt", None, "there is no such file"),
        ("empty.fr.txt", b"", "the article is empty"),
        ("binary.fr.txt", bytes(range(256)) * 9, "control character"),
        ("picture.fr.txt", b"\x89PNG\r\n\x1a\n....", "this is a picture"),
        ("word.fr.txt", b"PK\x03\x04....", "Word or OpenDocument"),
        ("other.fr.docx", b"PK\x03\x04....", "articles of the form .docx are not read yet"),
        ("cyrillic.fr.txt", "Привет, как дела?".encode("koi8-r"), "encoding"),
        ("date.fr.txt", "date 2026-02-30 Un titre\n\nOui.", "no day of the calendar"),
        ("index.fr.txt", "Oui.", "cannot be called"),
    ],
)
@pytest.mark.parametrize("command", ["draft", "build"])
def test_a_bad_article_is_refused_and_nothing_is_made(run, work, name, data, said, command):
    """The message names the file; no catalog, no page, no folder is left behind."""
    if data is not None:
        write(work / name, data)
    before = sorted(work.iterdir())

    assert_clean(run(command, name), 1, name, said)
    assert before == sorted(work.iterdir())


def test_a_folder_is_no_article(run, work):
    """A folder given for an article is said to be one."""
    (work / "dossier.fr.txt").mkdir()

    assert_clean(run("build", "dossier.fr.txt"), 1, "dossier.fr.txt", "folder")


def test_one_bad_article_among_good_ones_stops_before_anything_is_drafted(run, work, article):
    """All input is read before any output is made."""
    write(work / "bad.fr.txt", b"")

    assert_clean(run("draft", article.name, "bad.fr.txt"), 1, "bad.fr.txt")
    assert not (work / "locales").exists()


def test_one_bad_article_keeps_no_other_from_its_page(run, work, article):
    """Build names it at the end, with what to do, and leaves nothing of it."""
    write(work / "bad.fr.txt", b"")

    ran = run("build", article.name, "bad.fr.txt")

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "bad.fr.txt" in ran.err
    slug = article.name.partition(".")[0]
    assert (work / f"locales/en/LC_MESSAGES/{slug}.po").is_file()
    assert not list(work.rglob("bad.po"))
    assert not list(work.glob("site/**/bad*"))


def test_two_articles_with_one_slug_are_refused(run, work, article):
    """Two articles may not share a catalog."""
    write(work / "Marché.fr.txt", article.read_bytes())

    assert_clean(run("draft", article.name, "Marché.fr.txt"), 1, "same name", "Rename")


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (lambda po: po.replace('msgid "Il compte 212 bateaux."', 'msgid "Il compte'), None),
        (lambda po: po + "\nthis is no PO\n", None),
        (lambda po: po.rstrip() + '\n\nmsgid "without a translation"\n', None),
        (lambda po: po.replace("charset=UTF-8", "charset=UTF-99"), 1),
        (lambda po: po + po[po.index("#. draft:") :], None),
    ],
)
def test_a_damaged_catalog_is_named_with_its_line_and_left_alone(run, work, article, damage, line):
    """Nothing is drafted over a catalog that cannot be read."""
    run("draft", article.name, "--engine", "echo")
    path = work / CATALOG
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = files(work)

    for command in ("draft", "publish", "build", "status"):
        assert_clean(run(command, article.name), 1, f"{CATALOG}:")
    assert before == files(work)


def test_a_catalog_in_another_encoding_than_it_says_is_refused(run, work, article):
    """Latin-1 bytes under a UTF-8 header would come out wrong: they are refused with their line."""
    run("draft", article.name, "--engine", "echo")
    path = work / CATALOG
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))

    assert_clean(run("draft", article.name), 1, f"{CATALOG}:", "encoding")


def test_a_catalog_for_another_language_is_refused(run, work, article):
    """A German catalog in the English folder is somebody's mistake, not ours to overwrite."""
    run("draft", article.name, "--engine", "echo")
    path = work / CATALOG
    path.write_text(path.read_text(encoding="utf-8").replace("Language: en", "Language: de"))
    before = files(work)

    assert_clean(run("draft", article.name), 1, CATALOG, "another language")
    assert before == files(work)


@pytest.mark.parametrize("kind", ["text", "cut", "no model", "folder", "absent"])
def test_a_damaged_package_is_refused_before_a_catalog_is_made(run, work, article, kind):
    """A package that cannot be used ends in one message that names it."""
    starter = (PACKAGE / "starter" / "fr_en-starter.argosmodel").read_bytes()
    path = work / "damaged.argosmodel"
    if kind == "text":
        path.write_text("no zip at all")
    elif kind == "cut":
        path.write_bytes(starter[: len(starter) // 2])
    elif kind == "no model":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x/metadata.json", '{"from_code": "fr", "to_code": "en"}')
    elif kind == "folder":
        path.mkdir()
    ran = run("build", article.name, "--package", path.name)

    assert_clean(ran, 4 if kind == "absent" else 1, "damaged.argosmodel")
    assert not (work / "locales").exists()
    assert not (work / "site").exists()


def test_no_package_for_the_pair_says_which_there_are(run, work, article):
    """Exit code 4, and the pairs that packages are there for."""
    ran = run("draft", article.name, "--to", "de")

    assert_clean(ran, 4, "fr → de", "fr → en")
    assert not (work / "locales").exists()


def test_the_articles_own_language_is_no_target(run, work):
    """An English article is not translated into English."""
    write(work / "market.en.txt", "The market opened. It is big.")

    assert_clean(run("draft", "market.en.txt"), 1, "market.en.txt", "--to")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("targets = en", "bilingual.toml:1: this is not TOML"),
        ('source = "fr"\ntitel = "x"', "bilingual.toml:2: there is no setting “titel”"),
        ('[draft]\nbeam = "four"', "bilingual.toml:2: the setting “beam” must be a whole number"),
        ('targets = ["e"]', "bilingual.toml:1: “e” is no language"),
        ('targets = "en"', "bilingual.toml:1: the setting “targets” must be a list"),
        ('[site]\nbase_url = "example.org"', "https://"),
        (b'title = "\xe9"', "UTF-8"),
    ],
)
def test_wrong_settings_are_named_with_their_line(run, work, article, settings, said):
    """A wrong key or value in bilingual.toml is shown where it stands."""
    write(work / "bilingual.toml", settings)

    ran = run("build", article.name)
    assert 1 == ran.code
    assert said in ran.err
    assert "Traceback" not in ran.err


def mount(folder, *options):
    """Mount a small disk at `folder`, or skip: it needs root, as CI is."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk needs root")


@pytest.fixture
def small_disk(work):
    """A disk of 64 KiB mounted in the empty folder."""
    folder = work / "small"
    folder.mkdir()
    mount(folder, "-o", "size=64k")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("command", ["draft", "build", "publish", "init"])
def test_a_folder_that_may_not_be_written_to_is_said_so(run, small_disk, article, command):
    """A read-only place ends in one message with a way out, and stays as it was."""
    first = small_disk / "marche.fr.txt"
    first.write_bytes(article.read_bytes())
    if command == "publish":
        run("draft", first, "--engine", "echo")
    before = files(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    ran = run(command, small_disk / "new" if command == "init" else first)

    assert_clean(ran, 1, "may not be written to", "--workspace")
    assert before == files(small_disk)


def test_a_full_disk_leaves_the_old_catalog_whole(run, small_disk, article):
    """When the disk fills up, the message says so and the catalog is the one from before."""
    first = small_disk / "marche.fr.txt"
    first.write_bytes(article.read_bytes())
    assert 0 == run("draft", first, "--engine", "echo").code
    catalog = small_disk / CATALOG
    before = catalog.read_bytes()
    first.write_text(first.read_text(encoding="utf-8") + "\n\nUne phrase de plus.", "utf-8")
    room = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"x" * (room.f_bavail * room.f_frsize))
    ran = run("draft", first, "--engine", "echo")

    assert_clean(ran, 1, "marche.po", "the disk is full", "Free some space")
    assert before == catalog.read_bytes()
    assert [] == [p for p in small_disk.rglob("*") if p.name.endswith(".tmp")]


def test_a_full_disk_leaves_no_half_page(run, small_disk, article):
    """Pages are whole or not there."""
    first = small_disk / "marche.fr.txt"
    first.write_bytes(article.read_bytes())
    assert 0 == run("draft", first, "--engine", "echo").code
    room = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"x" * (room.f_bavail * room.f_frsize - 8192))
    ran = run("publish", first)

    assert_clean(ran, 1, "the disk is full")
    assert [] == [p.name for p in small_disk.rglob("*.html") if not p.read_text().endswith("\n")]
    assert [] == [p for p in small_disk.rglob("*") if p.name.endswith(".tmp")]


def test_a_file_where_a_folder_is_needed(run, work, article):
    """A file called locales or site is not trodden on."""
    write(work / "locales", "mine")

    assert_clean(run("draft", article.name, "--engine", "echo"), 1, "locales")
    assert b"mine" == (work / "locales").read_bytes()


def test_a_fault_of_our_own_is_said_to_be_one(run, work, article):
    """Even a bug ends without a stack trace, unless it is asked for."""
    broken = work / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import bilingual.build as b\n"
        "def fail(*a, **k): raise KeyError('oops')\n"
        "b.open_articles = fail\n"
    )
    path = os.pathsep.join([str(broken), str(Path(__file__).resolve().parents[2])])
    plain = run("draft", article.name, PYTHONPATH=path)
    traced = run("--traceback", "draft", article.name, PYTHONPATH=path)

    assert 1 == plain.code
    assert "a fault in bilingual itself" in plain.err
    assert "Traceback" not in plain.err
    assert "Traceback" in traced.err
