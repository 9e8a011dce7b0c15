"""`bilingual memory` as people run it."""

import json

import pytest

TMX = (
    '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="fr"/><body>\n{units}</body></tmx>\n'
)
PAIR = (
    '<tu>{draft}<tuv xml:lang="fr"><seg>{source}</seg></tuv>'
    '<tuv xml:lang="{target}"><seg>{text}</seg></tuv></tu>\n'
)


def tmx(path, *pairs, target="en", draft=""):
    units = "".join(PAIR.format(source=a, text=b, target=target, draft=draft) for a, b in pairs)
    path.write_text(TMX.format(units=units), encoding="utf-8")
    return path


@pytest.fixture
def agency(work):
    return tmx(work / "agence.tmx", ("Il pleut.", "It rains."), ("Le cœur.", "The heart."))


def test_an_empty_memory_says_how_to_fill_it(run):
    """Nothing reviewed yet is no error, and leaves nothing behind."""
    told = run("memory")

    assert told.code == 0
    assert "The memory is empty" in told.out


def test_a_tmx_file_is_copied_and_used_for_drafts(run, work, agency):
    """After the import a sentence is drafted from it, still to be confirmed."""
    told = run("memory", "import", agency)
    agency.unlink()
    (work / "a.fr.txt").write_text("Il pleut.\n")
    drafted = run("draft", "a.fr.txt", "--engine", "echo")

    assert told.code == 0, told.err
    assert told.out == "Imported: memory/agence.tmx  (fr → en: 2 sentences)\n"
    assert "1 sentence translated before, from the memory: to be confirmed" in drafted.out
    catalog = (work / "locales/en/LC_MESSAGES/a.po").read_text()
    assert "#. draft-by: memory|tmx:agence|line:3\n" in catalog
    assert "#, fuzzy\n" in catalog
    assert 'msgstr "It rains."\n' in catalog


def test_an_imported_memory_survives_the_loss_of_the_cache(run, work, agency):
    """What lies in .bilingual/ may be deleted at any time."""
    run("memory", "import", agency)
    for path in (work / ".bilingual").iterdir():
        path.unlink()

    assert json.loads(run("memory", "status", "--json").out)["units"] == 2


def test_importing_twice_changes_nothing(run, agency):
    """The very same file is there already; another one of that name needs --force or a name."""
    run("memory", "import", agency)
    again = run("memory", "import", agency)
    tmx(agency, ("Oui.", "Yes."))
    other = run("memory", "import", agency)
    named = run("memory", "import", agency, "--name", "deux")
    forced = run("memory", "import", agency, "--force")

    assert again.out.startswith("Already there: memory/agence.tmx")
    assert other.code == 1
    assert "--name NAME" in other.err
    assert named.out.startswith("Imported: memory/deux.tmx")
    assert forced.out.startswith("Imported: memory/agence.tmx")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("none.tmx", None, "cannot be read"),
        ("cut.tmx", "<tmx><body><tu>", "cut.tmx:1"),
        ("other.tmx", TMX.format(units=PAIR).format(draft="", source="a", target="es", text="b"),
         "no sentence in the workspace's languages (fr → en)"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_serve_is_refused(run, work, name, text, words):
    """A wrong file is refused with a reason, and nothing is copied."""
    if text is not None:
        (work / name).write_text(text)
    told = run("memory", "import", name)

    assert told.code == 1
    assert words in told.err
    assert not (work / "memory").exists()


def test_drafts_of_our_own_export_are_left_out(run, work, agency):
    """What nobody has confirmed does not come in by way of a TMX file."""
    draft = '<prop type="x-bilingual-state">draft</prop>'
    told = run("memory", "import", tmx(agency, ("Oui.", "Yes."), draft=draft))

    assert told.code == 1
    assert "only drafts that nobody has confirmed" in told.err


@pytest.mark.parametrize("name", ["../out", "a/b", ".hidden", " ", "a\\b"])
def test_a_memory_gets_a_plain_name_only(run, work, agency, name):
    """No name leads out of the folder."""
    told = run("memory", "import", agency, "--name", name)

    assert told.code == 1
    assert "cannot have this name" in told.err
    assert sorted(p.name for p in work.iterdir()) == ["agence.tmx"]


def test_search_shows_both_languages_and_the_place(run, agency):
    """A concordance over everything the memory holds."""
    run("memory", "import", agency)

    assert run("memory", "search", "CŒUR").out == (
        "Le cœur.\n  The heart.\n  (en, memory/agence.tmx)\n"
    )
    nothing = run("memory", "search", "rien")
    assert (nothing.code, nothing.out) == (1, "“rien” is not in the memory.\n")
    assert json.loads(run("memory", "search", "it", "rains", "--json").out)["units"] == [
        {
            "source": "Il pleut.",
            "target": "It rains.",
            "locale": "en",
            "from": "memory/agence.tmx",
            "key": "3",
            "changed": None,
        }
    ]


def test_status_counts_catalogs_and_imported_memories(run, work, agency):
    """A row for all catalogs of a pair, a row for each imported memory, and what cannot be read."""
    run("memory", "import", agency)
    for slug in ("a", "b"):
        (work / f"{slug}.fr.txt").write_text("Il neige.\n")
        run("draft", f"{slug}.fr.txt", "--engine", "echo")
        path = work / f"locales/en/LC_MESSAGES/{slug}.po"
        path.write_text(path.read_text().replace("#, fuzzy\n", ""))
    (work / "locales/en/LC_MESSAGES/c.po").write_text("not PO\n")

    told = run("memory")

    assert [" ".join(line.split()) for line in told.out.splitlines()[:3]] == [
        "From Languages Sentences",
        "reviewed in 2 catalogs fr → en 2",
        "memory/agence.tmx fr → en 2",
    ]
    assert "Not in the memory: " in told.out
    assert "c.po" in told.out


def test_a_memory_is_removed_by_name_after_a_question(run, work, agency):
    """Without a terminal to ask on it wants --yes; a wrong name is told the right ones."""
    run("memory", "import", agency)

    assert run("memory", "remove", "agence").code == 2
    wrong = run("memory", "remove", "agance", "--yes")
    assert wrong.code == 1
    assert "There are: agence" in wrong.err
    assert run("memory", "remove", "agence.tmx", "--yes").code == 0
    assert not (work / "memory" / "agence.tmx").exists()
    assert json.loads(run("memory", "--json").out)["units"] == 0


def test_rebuild_makes_the_index_anew(run, agency):
    """The same content as before."""
    run("memory", "import", agency)

    assert json.loads(run("memory", "rebuild", "--json").out)["units"] == 2


def test_a_read_only_folder_is_no_hindrance(run, work, agency):
    """Where no index can be kept, everything is found all the same."""
    run("memory", "import", agency)
    for path in (work / ".bilingual").iterdir():
        path.unlink()
    (work / ".bilingual").rmdir()
    (work / ".bilingual").write_text("in the way")

    told = json.loads(run("memory", "status", "--json").out)

    assert (told["units"], told["index"]) == (2, None)
