"""What the review's page asks and is answered: over the application, with a browser without a screen."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import polib
import pytest
from reviewing import Browser, Site, catalog_of, drafted, long_article

from bilingual.catalog import save_catalog
from bilingual.cli.publish import site_settings
from bilingual.model import Locale, State
from bilingual.publish import publish
from bilingual.review.edits import version_of
from bilingual.works import open_articles, publishable


def test_the_article_comes_whole_and_in_order(site, browser):
    """The page gets every unit, the blocks they lie in, and how far the review is."""
    told = browser.article()

    assert {"slug": "marche", "name": "articles/marche.fr.txt", "source": "fr", "target": "en"} == {
        name: told["article"][name] for name in ("slug", "name", "source", "target")
    }
    keys = [unit["key"] for unit in told["units"]]
    assert [unit.key for unit in catalog_of(site.workspace).units] == keys
    assert keys == [key for block in told["blocks"] for key in block["keys"]]
    assert ["headline", "paragraph", "paragraph"] == [b["kind"] for b in told["blocks"]]
    assert {"total": 5, "reviewed": 0, "draft": 5, "untranslated": 0} == told["progress"]
    assert (True, False, False) == (told["has_engine"], told["can_undo"], told["can_redo"])
    first = told["units"][1]
    assert "echo" == first["origin"]["maker"]
    assert first["is_machine"]
    assert first["target"] == first["origin"]["text"]


def test_accepting_confirms_the_draft_in_the_catalog(site, browser):
    """Accepted is reviewed: the PO file loses `fuzzy` there, keeps the draft, says when."""
    unit = browser.units()[1]

    answer = browser.save(unit, state="reviewed")

    assert 200 == answer.status_code, answer.text
    told = answer.json()
    assert "reviewed" == told["unit"]["state"]
    assert (1, True) == (told["progress"]["reviewed"], told["can_undo"])
    entry = polib.pofile(str(site.workspace.catalog_path("marche", Locale("en"))))[1]
    assert not entry.fuzzy
    kept = catalog_of(site.workspace).units[1]
    assert (unit["target"], unit["origin"]["text"]) == (kept.target, kept.origin.text)
    assert kept.review is not None


def test_typing_over_a_draft_keeps_where_it_came_from(site, browser):
    """A typed text is a draft until it is accepted; the machine's words stay to be compared."""
    unit = browser.units()[1]

    told = browser.save(unit, target="The market reopened on Monday.").json()["unit"]

    kept = catalog_of(site.workspace).units[1]
    assert (State.DRAFT, "The market reopened on Monday.") == (kept.state, kept.target)
    assert unit["target"] == kept.origin.text
    assert not told["is_machine"]
    assert {"old", "new"} <= {kind for kind, _text in told["draft_changes"]}
    assert told["target"] == "".join(t for kind, t in told["draft_changes"] if kind != "old")


def test_a_reviewed_text_survives_its_correction(site, browser):
    """While a reviewed sentence is typed over, the reviewed text stands beside it in the catalog."""
    unit = browser.units()[1]
    unit = browser.save(unit, target="The market has reopened.", state="reviewed").json()["unit"]

    unit = browser.save(unit, target="The m", state="draft").json()["unit"]
    assert (["The market has reopened."], "draft") == (unit["alternatives"], unit["state"])
    unit = browser.save(unit, target="The market is open again.").json()["unit"]
    assert ["The market has reopened."] == unit["alternatives"]
    unit = browser.save(unit, state="reviewed").json()["unit"]

    assert ([], "reviewed") == (unit["alternatives"], unit["state"])
    assert "The market is open again." == catalog_of(site.workspace).units[1].target


def test_back_to_the_reviewed_text_is_the_review_as_it_was(site, browser):
    """Who types and puts the old words back has not reviewed the sentence anew."""
    unit = browser.save(browser.units()[1], state="reviewed").json()["unit"]
    before = catalog_of(site.workspace).units[1]

    unit = browser.save(unit, target=unit["target"] + " x", state="draft").json()["unit"]
    browser.save(unit, target=before.target, state="reviewed")

    assert before == catalog_of(site.workspace).units[1]


def test_an_emptied_sentence_is_untranslated(site, browser):
    """An empty text is no translation, whatever state was asked for."""
    unit = browser.save(browser.units()[1], target=" \n ").json()["unit"]
    assert ("untranslated", "") == (unit["state"], unit["target"])

    unit = browser.save(unit, target="", state="reviewed").json()["unit"]
    assert "untranslated" == unit["state"]


def test_the_same_sentence_changed_by_two_gives_both_versions(site, browser):
    """Who was overtaken gets 409 with both texts, and the file keeps the first."""
    other = site.browser()
    mine, theirs = browser.units()[1], other.units()[1]
    other.save(theirs, target="Theirs.", state="reviewed")

    answer = browser.save(mine, target="Mine.", state="reviewed", note="a note")

    assert 409 == answer.status_code
    told = answer.json()
    assert "Theirs." == told["theirs"]["target"]
    assert {"target": "Mine.", "state": "reviewed", "note": "a note"} == told["mine"]
    assert told["error"]
    assert "Theirs." == catalog_of(site.workspace).units[1].target
    answer = browser.save(told["theirs"], target="Mine.", state="reviewed")
    assert "Mine." == answer.json()["unit"]["target"]


def test_the_same_request_twice_is_one_change(site, browser):
    """An answer that was lost on its way is no conflict when the page asks again."""
    unit = browser.units()[1]
    first = browser.save(unit, target="Once.", state="reviewed")
    again = browser.save(unit, target="Once.", state="reviewed")

    assert (200, 200) == (first.status_code, again.status_code)
    assert first.json()["unit"] == again.json()["unit"]
    assert again.json()["can_undo"]
    browser.post(f"{browser.place}/undo")
    assert not catalog_of(site.workspace).units[1].is_reviewed


def test_a_note_and_a_text_of_two_people_do_not_collide(site, browser):
    """Who writes a note is not overtaken by who writes the target."""
    other = site.browser()
    mine, theirs = browser.units()[1], other.units()[1]
    other.save(theirs, target="Theirs.")

    answer = browser.save(mine, note="Ask the author.")

    assert 200 == answer.status_code
    unit = catalog_of(site.workspace).units[1]
    assert ("Theirs.", "Ask the author.") == (unit.target, unit.note)


def test_a_dismissed_finding_stays_dismissed(site, browser):
    """A finding that a person dismissed is told as such, in the file and after a restart."""
    unit = browser.save(browser.units()[2], target="There are 221 boats.").json()["unit"]
    name = unit["findings"][0]["id"]

    told = browser.save(unit, dismiss=[name]).json()["unit"]

    assert all(f["dismissed"] for f in told["findings"] if f["id"] == name)
    assert told["risk"] < unit["risk"]
    assert any(name in u.dismissed for u in catalog_of(site.workspace).units)
    again = Site(site.workspace)
    found = {f["id"]: f["dismissed"] for u in again.browser().units() for f in u["findings"]}
    again.close()
    assert found[name]
    told = browser.save(told, restore=[name]).json()["unit"]
    assert not any(f["dismissed"] for f in told["findings"])


def test_undo_and_redo_go_step_by_step(site, browser):
    """Undo takes back the last step of this browser, redo does it again; then there is none."""
    first, second = browser.units()[1:3]
    browser.save(first, state="reviewed")
    browser.save(second, target="Ty")
    unit = browser.post(f"{browser.place}/undo").json()["unit"]
    assert (second["key"], second["target"]) == (unit["key"], unit["target"])
    told = browser.post(f"{browser.place}/undo").json()
    assert (first["key"], "draft", False, True) == (
        told["key"],
        told["unit"]["state"],
        told["can_undo"],
        told["can_redo"],
    )
    assert 404 == browser.post(f"{browser.place}/undo").status_code

    browser.post(f"{browser.place}/redo")
    told = browser.post(f"{browser.place}/redo").json()

    assert ("Ty", False) == (told["unit"]["target"], told["can_redo"])
    assert catalog_of(site.workspace).units[1].is_reviewed


def test_undo_never_takes_back_another_persons_change(site, browser):
    """What somebody else changed since is left alone: 409, and the step before it can be undone."""
    other = site.browser()
    units = browser.units()
    browser.save(units[1], target="First.")
    browser.save(units[2], target="Second.")
    theirs = next(u for u in other.units() if u["key"] == units[2]["key"])
    other.save(theirs, target="Theirs.", state="reviewed")

    answer = browser.post(f"{browser.place}/undo")

    assert (409, "Theirs.") == (answer.status_code, answer.json()["theirs"]["target"])
    assert "Theirs." == catalog_of(site.workspace).units[2].target
    answer = browser.post(f"{browser.place}/undo")
    assert units[1]["target"] == answer.json()["unit"]["target"]


def test_another_programs_save_is_told(site, browser):
    """The page learns which units another program changed, and only those."""
    told = browser.article()
    path = site.workspace.catalog_path("marche", Locale("en"))
    catalog = catalog_of(site.workspace)
    unit = catalog.units[2].reviewed("Set by another program.")
    save_catalog(path, replace(catalog, units=(*catalog.units[:2], unit, *catalog.units[3:])))

    changes = browser.get(f"{browser.place}/changes?since={told['revision']}").json()

    assert ["Set by another program."] == [u["target"] for u in changes["units"]]
    assert 1 == changes["progress"]["reviewed"]
    assert "blocks" not in changes
    again = browser.get(f"{browser.place}/changes?since={changes['revision']}").json()
    assert [] == again["units"]


def test_revisions_of_an_earlier_run_mean_everything(site, browser):
    """A page from before the restart is told all there is."""
    for since in ("", "zzz.3", "0123abcd.999", "-1", "Ⅷ.Ⅷ"):
        changes = browser.get(f"{browser.place}/changes", params={"since": since}).json()
        assert 5 == len(changes["units"])
        assert 3 == len(changes["blocks"])


def test_a_save_beside_another_programs_keeps_both(site, browser):
    """Saving one sentence after another program saved a second one loses neither."""
    units = browser.units()
    path = site.workspace.catalog_path("marche", Locale("en"))
    catalog = catalog_of(site.workspace)
    save_catalog(
        path, replace(catalog, units=(catalog.units[0].reviewed("Headline."), *catalog.units[1:]))
    )

    assert 200 == browser.save(units[1], target="Mine.").status_code

    assert ["Headline.", "Mine."] == [u.target for u in catalog_of(site.workspace).units[:2]]
    assert not (path.parent / "conflicts").exists()


def test_a_changed_article_is_merged_while_it_is_open(site, browser):
    """When the author changes a sentence, its old translation is offered for the new one."""
    told = browser.article()
    unit = told["units"][2]
    browser.save(unit, target="There are 212 boats.", state="reviewed")
    path = site.workspace.articles / "marche.fr.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("212", "215"), encoding="utf-8")

    changes = browser.get(f"{browser.place}/changes?since={told['revision']}").json()

    new = next(u for u in changes["units"] if "215" in u["source"])
    assert ("draft", "There are 212 boats.") == (new["state"], new["target"])
    assert [["old", "212"], ["new", "215"]] == [p for p in new["source_changes"] if p[0] != "same"]
    assert [] == new["offers"]  # what changed is told once, word by word
    assert ("There are 212 boats.", False) == (new["earlier"], new["is_machine"])
    assert "for the sentence as it was" == new["origin"]["label"]
    assert changes["blocks"]
    (outdated,) = [f for f in new["findings"] if f["check"] == "outdated"]
    start, end = outdated["source_span"]
    assert ("warning", "215") == (outdated["severity"], new["source"][start:end])
    unread = browser.save(new, state="reviewed").json()["unit"]
    assert "outdated" in [f["check"] for f in unread["findings"]]
    new = browser.post(f"{browser.place}/undo").json()["unit"]
    typed = browser.save(new, target="There are 215 boats.").json()["unit"]
    assert ("", "a copy of the source") == (typed["earlier"], typed["origin"]["label"])
    accepted = browser.save(typed, state="reviewed").json()["unit"]
    assert "outdated" not in [f["check"] for f in accepted["findings"]]
    assert ("", []) == (accepted["previous_source"], accepted["offers"])


def test_text_typed_for_a_sentence_that_changed_is_not_lost(site, browser):
    """Saving into a sentence that the author changed meanwhile gives both, for its successor."""
    unit = browser.save(browser.units()[2], target="There are 212 boats.").json()["unit"]
    path = site.workspace.articles / "marche.fr.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("212", "215"), encoding="utf-8")

    answer = browser.save(unit, target="There are 212 boats here.", state="reviewed")

    assert 409 == answer.status_code
    assert "215" in answer.json()["theirs"]["source"]
    assert "There are 212 boats here." == answer.json()["mine"]["target"]

    path.write_text(path.read_text(encoding="utf-8").replace("Il compte 215 bateaux.", ""))
    answer = browser.save(answer.json()["theirs"], target="Typed for nothing.")
    assert (410, "Typed for nothing.") == (answer.status_code, answer.json()["mine"]["target"])
    assert answer.json()["error"]


def test_what_vanished_is_told(site, browser):
    """The page is told when article or catalog are gone, and goes on when they are back."""
    told = browser.article()
    for path in (
        site.workspace.articles / "marche.fr.txt",
        site.workspace.catalog_path("marche", Locale("en")),
    ):
        data = path.read_bytes()
        path.unlink()
        changes = browser.get(f"{browser.place}/changes?since={told['revision']}")
        assert (200, True) == (changes.status_code, changes.json()["gone"])
        saved = browser.save(told["units"][1], target="Typed.")
        assert 410 == saved.status_code
        assert saved.json()["error"]
        path.write_bytes(data)
        assert 200 == browser.save(told["units"][1], target="Typed.").status_code


def test_a_catalog_that_is_no_po_stops_nothing_else(site, browser):
    """A file another program left half written is told in words, and comes back when it is mended."""
    unit = browser.units()[1]
    path = site.workspace.catalog_path("marche", Locale("en"))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b'\nmsgid "half')

    answer = browser.save(unit, target="Mine.")

    assert (503, "1") == (answer.status_code, answer.headers["retry-after"])
    assert {"error", "hint"} <= set(answer.json())
    assert "Traceback" not in answer.text
    assert "marche.po" in browser.get("/").text
    path.write_bytes(data)
    assert 200 == browser.save(unit, target="Mine.").status_code


def test_spans_count_as_javascript_does(work):
    """Places are in UTF-16 units: letters outside the basic plane count twice."""
    text = "date 2026-05-04 Un titre\n\nLe 🙂 marché compte 212 bateaux 🙂 et 13 barges.\n"
    site = Site(drafted(work, [("marche", text)]))
    browser = site.browser()
    unit = browser.units()[1]
    unit = browser.save(unit, target="The 🙂 market has 221 boats 🙂 and 13 barges.").json()["unit"]

    spans = {
        unit["target"].encode("utf-16-le")[2 * a : 2 * b].decode("utf-16-le")
        for a, b in (f["target_span"] for f in unit["findings"] if f["target_span"])
    }
    site.close()
    assert "221" in spans


def test_terms_are_told_and_followed_when_they_change(site, browser):
    """Agreed words stand beside the source, also those that are put down while the page is open."""
    told = browser.article()
    assert [] == told["units"][2]["terms"]
    (site.workspace.root / "terms.csv").write_text(
        "source,target,note\nbateau,barge,never boat\n", encoding="utf-8"
    )

    changes = browser.get(f"{browser.place}/changes?since={told['revision']}").json()

    terms = next(u for u in changes["units"] if u["key"] == told["units"][2]["key"])["terms"]
    source = told["units"][2]["source"]  # no letter of it needs two UTF-16 units
    assert [("bateaux", "barge", "never boat")] == [
        (t["source"], t["target"], t["note"]) for t in terms
    ]
    assert "bateaux" == source[slice(*terms[0]["span"])]


def test_help_gives_memory_and_engine(work):
    """A sentence like a reviewed one elsewhere is offered its translation, and the engine's own."""
    other = (
        "date 2026-05-04 Un autre titre\n\nIl compte 215 bateaux. Encore une phrase pour voir.\n"
    )
    site = Site(drafted(work, [("marche", long_article(3)), ("autre", other)]))
    first = Browser(site.app, "autre")
    first.get(f"/?token={site.keys.token}")
    first.read_token()
    first.save(first.units()[1], target="It has 215 boats.", state="reviewed")
    path = site.workspace.articles / "marche.fr.txt"
    path.write_text(path.read_text("utf-8") + "\nIl compte 212 bateaux.\n", encoding="utf-8")
    browser = site.browser()
    unit = next(u for u in browser.units() if "212 bateaux" in u["source"])

    told = browser.get(f"{browser.place}/units/{unit['key']}/help").json()
    site.close()

    assert "It has 215 boats." == told["matches"][0]["target"]
    assert 0.5 < told["matches"][0]["ratio"] < 1
    assert ["old", "215"] in told["matches"][0]["changes"]
    assert told["hypotheses"][0]["text"]
    assert [] == told["history"]


def test_without_an_engine_all_else_works(work):
    """No model: no proposals, no error, and the review as before."""
    site = Site(drafted(work), engine=False)
    browser = site.browser()
    told = browser.article()
    unit = told["units"][1]

    assert not told["has_engine"]
    assert [] == browser.get(f"{browser.place}/units/{unit['key']}/help").json()["hypotheses"]
    answer = browser.post(
        f"{browser.place}/units/{unit['key']}/complete", {"prefix": "The", "serial": 7}
    )
    assert {"serial": 7, "completion": "", "words": []} == answer.json()
    assert 200 == browser.save(unit, state="reviewed").status_code
    site.close()


def test_the_preview_is_what_publish_writes(site, browser):
    """The preview is the published page of this moment, to the letter, in a sandbox."""
    browser.save(browser.units()[1], target="The market has reopened.", state="reviewed")
    shown = browser.get("/preview/marche/en")

    works = tuple(
        open_articles(site.workspace, site.workspace.article_paths(), site.workspace.targets)
    )
    files = publish(publishable(works), site.workspace.site, site_settings(site.workspace))

    assert files[1].read_text(encoding="utf-8") == shown.text
    assert "The market has reopened." in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]


def test_the_overview_lists_every_article(work):
    """The first page shows each article, how far it is, and its riskiest open sentence."""
    site = Site(drafted(work, [("marche", long_article(4)), ("port", long_article(6))]))
    browser = site.browser()

    page = browser.get("/").text
    site.close()

    assert 'href="/a/marche/en"' in page
    assert 'href="/a/port/en"' in page
    assert "0 of 6 reviewed" in page
    assert 'href="/a/port/en#' in page


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 3}',
        b'{"version": "", "target": 3}',
        b'{"state": "untranslated"}',
        b'{"state": ["reviewed"]}',
        b'{"dismiss": "all"}',
        b'{"dismiss": [1]}',
        b'{"note": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"target": "x" * 30_000}).encode(),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_words(site, browser, body):
    """What the page never sends gets 400 and changes nothing."""
    before = catalog_of(site.workspace)
    unit = browser.units()[1]

    answer = browser.post(f"{browser.place}/units/{unit['key']}", content=body)

    assert answer.status_code == (200 if body == b"" else 400), answer.text
    assert before == catalog_of(site.workspace)


def test_letters_that_no_file_can_hold_are_left_out(site, browser):
    """Controls and half surrogate pairs never reach the catalog."""
    unit = browser.units()[1]
    body = '{"version": "%s", "target": "a\\u0000b\\ud800c\\r\\nd\\u001b", "note": "n\\ud83d"}'

    answer = browser.post(
        f"{browser.place}/units/{unit['key']}", content=(body % unit["version"]).encode()
    )

    assert 200 == answer.status_code, answer.text
    kept = catalog_of(site.workspace).units[1]
    assert ("abc\nd", "n") == (kept.target, kept.note)


@pytest.mark.slow
def test_two_browsers_500_saves_lose_nothing(work):
    """Two reviewers at once, 250 saves each: every save builds on the one before it, none is lost."""
    site = Site(drafted(work, [("marche", long_article(40))]))
    browsers = [site.browser(), site.browser()]
    begin = {unit["key"]: unit["version"] for unit in browsers[0].units()}
    # For each unit, the versions that a save was made on and led to.
    steps: dict[str, list[tuple[str, str]]] = {key: [] for key in begin}
    conflicts: list[str] = []
    faults: list[str] = []

    def review(number: int) -> None:
        browser = browsers[number]
        units = browser.units()
        for n in range(250):
            at = n % 7 if n % 5 == 0 else (2 * n + number) % 40
            unit = units[at]
            answer = browser.save(unit, target=f"Text {n} by {number}.", state="reviewed")
            told = answer.json()
            if answer.status_code == 200:
                units[at] = told["unit"]
                steps[unit["key"]].append((unit["version"], told["unit"]["version"]))
            elif answer.status_code == 409:  # look at theirs before deciding for one's own
                units[at] = told["theirs"]
                conflicts.append(told["theirs"]["target"])
            else:
                faults.append(answer.text)

    threads = [threading.Thread(target=review, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = {unit["key"]: unit["version"] for unit in browsers[0].units()}
    site.close()

    assert [] == faults
    assert 500 == len(conflicts) + sum(map(len, steps.values()))
    assert conflicts
    for key, made in steps.items():
        if not made:
            assert begin[key] == end[key]
            continue
        before, after = [b for b, _a in made], [a for _b, a in made]
        assert len(before) == len(set(before)), "two saves were built on one version"
        assert {begin[key]} == set(before) - set(after)
        assert {end[key]} == set(after) - set(before)
    kept = catalog_of(site.workspace)
    assert [version_of(unit) for unit in kept.units] == list(end.values())
    assert not (site.workspace.catalog_path("marche", Locale("en")).parent / "conflicts").exists()
