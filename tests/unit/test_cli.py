"""The commands as a user runs them: real processes, the echo engine or the starter."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import polib
import pytest

from bilingual.catalog import read_catalog
from bilingual.errors import ExitCode
from bilingual.model import State

CATALOG = "locales/en/LC_MESSAGES/marche.po"


def units(work):
    """Return the units of the article's catalog."""
    catalog = read_catalog(work / CATALOG)
    assert catalog is not None
    return catalog.units


def edit(path, change):
    """Let `change` work on the PO file as polib, another program, sees it."""
    po = polib.pofile(str(path), wrapwidth=0)
    change(po)
    po.save()


def test_build_leads_from_an_article_to_a_page(run, work, article):
    """One command: a catalog and a page beside the article, with no workspace about."""
    ran = run("build", article.name)

    assert 0 == ran.code, ran.err
    assert ["locales", "marche.fr.txt", "site"] == sorted(p.name for p in work.iterdir())
    assert ["index.html", "marche.html"] == sorted(p.name for p in (work / "site").iterdir())
    assert all(unit.state is State.DRAFT and unit.is_machine for unit in units(work))
    assert "5 new drafts" in ran.out
    assert "site/index.html" in ran.out


def test_build_from_another_folder_writes_beside_the_article(run, work, article, tmp_path):
    """Where the command is run from does not matter."""
    ran = run("build", article, cwd=tmp_path)

    assert 0 == ran.code, ran.err
    assert (work / CATALOG).is_file()
    assert not (tmp_path / "site").exists()


def test_workspace_and_output_say_where_things_go(run, work, article, tmp_path):
    """`--workspace` and `--output` put catalogs and pages elsewhere."""
    there, pages = tmp_path / "there", tmp_path / "pages"
    ran = run("build", article, "--workspace", there, "--output", pages)

    assert 0 == ran.code, ran.err
    assert (there / CATALOG).is_file()
    assert (pages / "marche.html").is_file()
    assert [article] == list(work.iterdir())


def test_drafting_again_changes_nothing(run, work, article):
    """Neither words nor bytes nor the time of the file change."""
    run("draft", article.name, "--engine", "echo")
    path = work / CATALOG
    before = path.read_bytes(), path.stat().st_mtime_ns
    ran = run("draft", article.name, "--engine", "echo")

    assert before == (path.read_bytes(), path.stat().st_mtime_ns)
    assert "0 new drafts" in ran.out


def test_drafting_again_needs_no_model(run, work, article):
    """Where nothing waits for a draft, the workspace's package need not be there."""
    run("draft", article.name, "--engine", "echo")
    (work / "bilingual.toml").write_text('[draft]\npackage = "gone.argosmodel"\n')

    assert 0 == run("draft", article.name).code


def test_a_package_named_by_hand_is_looked_for_at_once(run, work, article):
    """A wrong name shows today, not on the day something waits for a draft."""
    run("draft", article.name, "--engine", "echo")

    assert 4 == run("draft", article.name, "--package", "no-such-package").code
    assert 1 == run("draft", article.name, "--engine", "no-such-engine").code


def test_what_another_program_approved_is_reviewed(run, work, article):
    """Taking `fuzzy` away is approving; keeping it is not, whatever else was changed."""
    run("draft", article.name, "--engine", "echo")

    def approve(po):
        po[0].flags.remove("fuzzy")
        po[1].msgstr = "Edited, and still marked fuzzy."

    edit(work / CATALOG, approve)
    states = [unit.state for unit in units(work)]
    assert [State.REVIEWED, *[State.DRAFT] * 4] == states
    assert units(work)[0].origin is not None
    assert not units(work)[1].is_machine


def test_an_edit_of_the_source_keeps_every_review(run, work, article):
    """New sentences are drafted; the others keep their review, and a changed one is offered it."""
    run("draft", article.name, "--engine", "echo")
    edit(work / CATALOG, lambda po: [entry.flags.remove("fuzzy") for entry in po])
    text = article.read_text(encoding="utf-8")
    text = text.replace("Il compte 212 bateaux.", "Il compte 213 bateaux. C'est un de plus.")
    article.write_text(text, encoding="utf-8")
    ran = run("draft", article.name, "--engine", "echo")
    catalog = read_catalog(work / CATALOG)

    assert 0 == ran.code, ran.err
    assert "1 new draft" in ran.out
    assert "Il compte 212 bateaux." == catalog.units[2].previous_source
    assert 4 == sum(unit.is_reviewed for unit in catalog.units)
    assert ["Il compte 212 bateaux."] == [unit.source for unit in catalog.obsolete]
    assert catalog.obsolete[0].is_reviewed


def test_a_sentence_that_returns_is_reviewed_again(run, work, article):
    """Taking a sentence out and putting it back loses nothing."""
    run("draft", article.name, "--engine", "echo")
    edit(work / CATALOG, lambda po: [entry.flags.remove("fuzzy") for entry in po])
    whole = article.read_text(encoding="utf-8")
    article.write_text(whole.replace("Il compte 212 bateaux.", ""), encoding="utf-8")
    run("draft", article.name, "--engine", "echo")
    article.write_text(whole, encoding="utf-8")
    run("draft", article.name, "--engine", "echo")

    assert all(unit.is_reviewed for unit in units(work))


def test_redraft_leaves_what_a_person_touched(run, work, article):
    """`--redraft` makes anew only drafts that are to the letter what a machine wrote."""
    run("draft", article.name, "--engine", "echo")

    def touch(po):
        po[0].flags.remove("fuzzy")
        po[1].msgstr = "A person began here."
        po[2].tcomment = "A question about this one."

    edit(work / CATALOG, touch)
    before = units(work)
    ran = run("draft", article.name, "--redraft")
    after = units(work)

    assert "2 new drafts" in ran.out
    assert before[:3] == after[:3]
    assert all("argos" in unit.origin.signature for unit in after[3:])


def test_draft_prints_a_receipt_for_programs(run, work, article):
    """`--json` gives one object with counts, seconds and the engine."""
    receipt = json.loads(run("draft", article.name, "--json").out)

    assert (1, 5, 5, 0) == tuple(
        receipt[name] for name in ("articles", "segments", "drafted", "reused")
    )
    assert {"load", "translate", "save", "all"} == set(receipt["seconds"])
    assert {"package", "beam", "hypotheses", "batch_tokens", "compute_type"} <= set(
        receipt["engine"]
    )


def test_json_output_has_nothing_else(run, work, article):
    """Every command with `--json` prints one JSON object and nothing beside it."""
    run("draft", article.name, "--engine", "echo")
    for arguments in (
        ["status", article.name],
        ["publish", article.name],
        ["build", article.name],
        ["init", "new"],
    ):
        ran = run(*arguments, "--json")
        assert isinstance(json.loads(ran.out), dict)
        assert "" == ran.err


def test_quiet_says_nothing(run, work, article):
    """With `--quiet` only errors are printed."""
    for command in ("draft", "publish", "build", "status"):
        ran = run(command, article.name, "--quiet")
        assert (0, "", "") == (ran.code, ran.out, ran.err)


def test_no_progress_where_there_is_no_terminal(run, work, article):
    """Standard error stays empty in a pipe."""
    assert "" == run("build", article.name).err


def test_publish_without_a_catalog_says_what_to_do(run, work, article):
    """Publishing comes after drafting."""
    ran = run("publish", article.name)

    assert 1 == ran.code
    assert "bilingual draft" in ran.err


def test_strict_publishes_nothing_unreviewed(run, work, article):
    """Exit code 3 and no page, as long as one sentence is unreviewed."""
    run("draft", article.name, "--engine", "echo")
    ran = run("publish", article.name, "--strict")
    assert (3, False) == (ran.code, (work / "site").exists())

    edit(work / CATALOG, lambda po: [entry.flags.remove("fuzzy") for entry in po])
    assert 0 == run("publish", article.name, "--strict").code


def test_init_makes_a_workspace_that_builds(run, work, article):
    """init, put an article in, build: the README's way."""
    assert 0 == run("init", "news").code
    article.rename(work / "news" / "articles" / article.name)
    ran = run("build", cwd=work / "news")

    assert 0 == ran.code, ran.err
    assert (work / "news" / "site" / "marche.html").is_file()
    assert "articles/marche.fr.txt:3" in (work / "news" / CATALOG).read_text(encoding="utf-8")
    assert 1 == run("init", "news").code


def test_publishing_one_article_keeps_the_others_on_the_index(run, work, article):
    """The index lists every article of the workspace that has a catalog."""
    run("init")
    article.rename(work / "articles" / article.name)
    (work / "articles" / "autre.fr.txt").write_text("Un autre titre\n\nUne phrase.", "utf-8")
    run("draft", "--engine", "echo")
    run("publish", "articles/autre.fr.txt")

    index = (work / "site" / "index.html").read_text(encoding="utf-8")
    assert "marche.html" in index
    assert "autre.html" in index


def test_status_counts_each_state(run, work, article):
    """Untranslated, to review and reviewed, article by article."""
    run("draft", article.name, "--engine", "echo")
    edit(work / CATALOG, lambda po: po[0].flags.remove("fuzzy"))
    (facts,) = json.loads(run("status", "--json").out)["articles"]

    assert (5, 0, 4, 1) == tuple(
        facts[name] for name in ("units", "untranslated", "drafts", "reviewed")
    )
    assert "20 %" in run("status").out


def test_several_targets_have_a_catalog_and_a_page_each(run, work, article):
    """`--to` may be given several times."""
    ran = run("draft", article.name, "--engine", "echo", "--to", "en-GB", "--to", "de")

    assert 0 == ran.code, ran.err
    assert ["de", "en_GB"] == sorted(p.name for p in (work / "locales").iterdir())
    assert 0 == run("publish", article.name, "--to", "en-GB", "--to", "de").code


def test_the_interface_speaks_french(run, work, article):
    """Help, messages and errors are French with `--lang fr` or a French system."""
    assert "Commandes" in run("--lang", "fr", "--help").out
    assert "Commandes" in run("--help", LANG="fr_FR.UTF-8").out
    assert "Commands" in run("--lang=en", "--help", LANG="fr_FR.UTF-8").out
    assert "Erreur" in run("--lang", "fr", "draft", "absent.fr.txt").err
    assert "nouvelle" in run("--lang", "fr", "draft", article.name, "--engine", "echo").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["buld"], "Did you mean build?"),
        (["draft", "--packag", "x"], "Did you mean"),
        (["draft", "--to", "english please"], "is no language"),
        (["draft", "--to"], "--to"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_a_hint(run, arguments, said):
    """What cannot be understood is said so, with what was probably meant."""
    ran = run(*arguments)

    assert 2 == ran.code
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_exit_codes_are_what_the_manual_says():
    """The numbers are a promise to scripts."""
    assert [0, 1, 2, 3, 4, 5, 130] == [int(code) for code in ExitCode]


def test_an_interrupt_is_said_calmly(work, article):
    """Ctrl-C ends with 130 and one line."""
    program = (
        "import sys, bilingual.cli.draft as d\n"
        "def stop(*a, **k): raise KeyboardInterrupt\n"
        "d.draft_articles = stop\n"
        "from bilingual.cli import main\n"
        "main(['draft', 'marche.fr.txt'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ
    )

    assert (130, "Stopped. What was finished is kept.") == (done.returncode, done.stderr.strip())


def test_a_conflict_is_exit_code_5(work, article):
    """Two programs at one catalog: the second is told, and nothing is overwritten."""
    program = (
        "import bilingual.build as b, pathlib\n"
        "real = b.save_catalog\n"
        "def late(path, catalog):\n"
        "    path.parent.mkdir(parents=True)\n"
        '    path.write_text(\'msgctxt "a"\\nmsgid "Oui."\\nmsgstr "Yes."\\n\')\n'
        "    return real(path, catalog)\n"
        "b.save_catalog = late\n"
        "from bilingual.cli import main\n"
        "main(['draft', 'marche.fr.txt', '--engine', 'echo'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ
    )

    assert 5 == done.returncode, done.stderr
    assert "changed by another program" in done.stderr
    assert "Yes." in (work / CATALOG).read_text(encoding="utf-8")
