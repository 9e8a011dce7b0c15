"""Undo outlives the program: what a browser did is kept, and losing it stops nobody."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import Browser, Site, catalog_of
from strategies import units

from bilingual.model import State, Unit
from bilingual.review.history import Act, History, Step, put_back, same_work
from bilingual.review.kept import MOST, keep, recalled
from bilingual.review.keys import SESSION_S

STEPS = st.lists(st.builds(Step, units(), units(), st.sampled_from(Act)), max_size=4)


def again(site, browser):
    """Return the program started anew, with the same browser before it."""
    made = Site(site.workspace)
    other = Browser(made.app)
    other.cookies = browser.cookies
    other.read_token()
    return made, other


def test_what_was_done_before_a_restart_can_be_undone(site, browser):
    """Step by step, and done again, as if the program had not ended."""
    first, second = browser.units()[1:3]
    browser.save(first, state="reviewed")
    browser.save(second, target="Boats")
    browser.save(browser.units()[2], target="Boats!")
    later, browser = again(site, browser)

    assert (True, False) == (browser.article()["can_undo"], browser.article()["can_redo"])
    told = browser.post(f"{browser.place}/undo").json()
    assert (second["key"], second["target"]) == (told["key"], told["unit"]["target"])
    later.close()
    later, browser = again(site, browser)
    told = browser.post(f"{browser.place}/undo").json()
    assert (first["target"], "draft", False) == (
        told["unit"]["target"],
        told["unit"]["state"],
        told["can_undo"],
    )
    assert told["unit"]["is_machine"]
    browser.post(f"{browser.place}/redo")
    told = browser.post(f"{browser.place}/redo").json()
    later.close()

    assert ("Boats!", False) == (told["unit"]["target"], told["can_redo"])
    assert catalog_of(site.workspace).units[1].is_reviewed


def test_steps_of_an_earlier_version_can_be_undone(site, browser):
    """A file that says only whether something was typed is read, and what was done is found."""
    unit = browser.units()[1]
    browser.save(unit, state="reviewed")
    (path,) = (site.workspace.cache / "undo").glob("*.json")
    said = json.loads(path.read_text())
    for step in said["done"]:
        del step["act"]
        step["is_typing"] = False
    path.write_text(json.dumps(said))
    later, browser = again(site, browser)
    told = browser.post(f"{browser.place}/undo").json()
    later.close()

    assert "Undone: acceptance of sentence 2" == told["said"]


def test_what_somebody_else_changed_meanwhile_is_not_undone(site, browser):
    """After a restart as before it: 409, and their text stays."""
    browser.save(browser.units()[1], target="Mine.")
    later, browser = again(site, browser)
    stranger = later.browser()
    stranger.save(stranger.units()[1], target="Theirs.", state="reviewed")

    assert 409 == browser.post(f"{browser.place}/undo").status_code
    assert not stranger.article()["can_redo"]
    later.close()
    assert "Theirs." == catalog_of(site.workspace).units[1].target


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"done": 3, "undone": []}',
        b'{"done": [{}], "undone": []}',
        b"[" * 99_999,
        b"\xff",
    ],
)
def test_steps_that_cannot_be_read_are_none(site, browser, data):
    """A damaged file costs the steps in it, and nothing else."""
    browser.save(browser.units()[1], target="Mine.")
    (path,) = (site.workspace.cache / "undo").glob("*.json")
    path.write_bytes(data)
    later, browser = again(site, browser)

    assert not browser.article()["can_undo"]
    assert browser.save(browser.units()[1], target="On.").json()["can_undo"]
    later.close()
    assert json.loads(path.read_text())["done"]


def test_where_nothing_can_be_kept_saving_goes_on(site, browser):
    """The steps are for comfort; a text is saved without them."""
    (site.workspace.cache).mkdir(exist_ok=True)
    (site.workspace.cache / "undo").write_text("in the way")

    assert 200 == browser.save(browser.units()[1], target="Mine.").status_code
    assert 200 == browser.post(f"{browser.place}/undo").status_code


def test_steps_of_sessions_that_are_over_are_removed(site, browser):
    """What nobody can come back to does not pile up."""
    folder = site.workspace.cache / "undo"
    folder.mkdir(parents=True)
    old, recent = folder / "old.json", folder / "recent.json"
    for path, age in ((old, SESSION_S + 60), (recent, 60)):
        path.write_text("{}")
        os.utime(path, (time.time() - age, time.time() - age))

    browser.save(browser.units()[1], target="Mine.")

    assert (False, True) == (old.exists(), recent.exists())


@given(STEPS, STEPS)
def test_steps_come_back_as_they_were(done, undone):
    """Whatever the texts: each step leads from the same work to the same work."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "undo" / "x.json"
        keep(place, History(list(done), list(undone)))
        back = recalled(place)

    for steps, kept in ((done, back.done), (undone, back.undone)):
        assert len(steps) == len(kept)
        for step, other in zip(steps, kept, strict=True):
            assert (step.act, other.stretch) == (other.act, "")
            assert same_work(step.before, other.before)
            assert same_work(step.after, other.after)
            wanted = put_back(step.after, step.before)
            made = put_back(step.after, other.before)
            assert (wanted.origin, wanted.review, wanted.remarks, wanted.previous_source) == (
                made.origin,
                made.review,
                made.remarks,
                made.previous_source,
            )


def test_only_the_last_steps_are_kept(tmp_path):
    """A file does not grow with the work of a year."""
    steps = [
        Step(
            Unit("k", "s", f"{n}", State.DRAFT), Unit("k", "s", f"{n + 1}", State.DRAFT), Act.TYPED
        )
        for n in range(MOST + 9)
    ]
    keep(tmp_path / "undo" / "x.json", History(steps))

    kept = recalled(tmp_path / "undo" / "x.json").done
    assert (MOST, steps[-1]) == (len(kept), kept[-1])
