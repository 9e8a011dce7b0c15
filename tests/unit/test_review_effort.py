"""What the review cost: counted in catalogs, timed by the page, kept in derived data only."""

from __future__ import annotations

import json

import pytest
from reviewing import Site, drafted

from bilingual.review import effort
from bilingual.review.effort import Effort, effort_of, note_time, read_times
from bilingual.works import open_articles


@pytest.fixture
def workspace(work):
    """A workspace with one drafted article."""
    return drafted(work)


def of(workspace):
    """Return the effort of the workspace's one article."""
    work = next(open_articles(workspace, workspace.article_paths(), workspace.targets))
    return effort_of(work, read_times(workspace))


def test_accepted_changed_and_timed(workspace):
    """Accepted as drafted, changed by some letters, and how long each took."""
    site = Site(workspace)
    browser = site.browser()
    units = browser.units()
    browser.save(units[1], state="reviewed", seconds=4)
    changed = units[2]["target"][:-1] + "!!"
    unit = browser.save(units[2], target=changed, seconds=10).json()["unit"]
    browser.save(unit, state="reviewed", seconds=2.5)
    site.close()

    found = of(workspace)

    assert (2, 2, 1) == (found.reviewed, found.drafted, found.unchanged)
    assert (2, len(units[1]["target"]) + len(changed)) == (found.edits, found.characters)
    assert (16.5, 2) == (found.seconds, found.timed)
    assert (0.5, 8.25) == (found.unchanged_share, found.seconds_per_unit)


def test_nothing_reviewed_has_no_shares():
    """Without anything to count there is no share, rather than a nought."""
    nothing = Effort()

    assert (None, None, None) == (
        nothing.unchanged_share,
        nothing.edit_rate,
        nothing.seconds_per_unit,
    )
    assert Effort(2, 2, 1, 3, 9, 4.0, 1) == Effort(1, 1, 1, 0, 4) + Effort(1, 1, 0, 3, 5, 4.0, 1)


@pytest.mark.parametrize("seconds", ["x", None, [], -5, True, float("nan"), float("inf")])
def test_times_that_are_none_count_as_nothing(workspace, seconds):
    """Whatever the page says of the time, the text is saved."""
    site = Site(workspace)
    browser = site.browser()
    unit = browser.units()[1]
    said = json.dumps({"version": unit["version"], "state": "reviewed", "seconds": seconds})

    answer = browser.post(f"{browser.place}/units/{unit['key']}", content=said.encode())
    site.close()

    assert 200 == answer.status_code
    assert 0.0 == of(workspace).seconds


def test_a_tab_left_open_over_night_is_an_hour(workspace):
    """No single change counts for more than an hour."""
    site = Site(workspace)
    browser = site.browser()
    browser.save(browser.units()[1], state="reviewed", seconds=1e9)
    site.close()

    assert 3600.0 == of(workspace).seconds


def test_times_survive_what_a_killed_run_left(workspace):
    """Half a line spoils neither the lines before it nor the next one."""
    note_time(workspace, "marche", "en", "a", 3)
    path = workspace.cache / "effort.jsonl"
    with path.open("ab") as file:
        file.write(b'{"article": "marche", "targ')
    note_time(workspace, "marche", "en", "a", 4)
    with path.open("ab") as file:
        file.write(
            b'[1]\n"x"\n{"article": "m"}\n\xff\n{"article":"b","target":"en","key":"k","seconds":"NaN"}\n'
        )

    assert {("marche", "en", "a"): 7.0} == dict(read_times(workspace))


def test_many_notes_become_few(workspace, monkeypatch):
    """The file does not grow for ever: what was noted of a unit becomes one line."""
    monkeypatch.setattr(effort, "_MOST_BYTES", 2_000)
    for n in range(200):
        note_time(workspace, "marche", "en", f"k{n % 3}", 0.5)

    path = workspace.cache / "effort.jsonl"
    assert path.stat().st_size < 4_000
    assert 100.0 == sum(read_times(workspace).values())


def test_where_nothing_can_be_kept_the_review_goes_on(workspace):
    """Times are dropped where derived data cannot be written."""
    workspace.cache.write_text("a file where the folder should be")

    note_time(workspace, "marche", "en", "a", 3)

    assert {} == dict(read_times(workspace))


def test_status_shows_the_effort(workspace, run):
    """`bilingual status --effort` is a table for people and numbers for programs."""
    site = Site(workspace)
    browser = site.browser()
    browser.save(browser.units()[1], state="reviewed", seconds=75)
    site.close()

    ran = run("status", "--effort")
    assert 0 == ran.code, ran.err
    assert "100 %" in ran.out
    assert "0:01:15" in ran.out
    told = json.loads(run("status", "--effort", "--json").out)["articles"][0]
    assert {"reviewed": 1, "unchanged": 1, "seconds": 75.0} == {
        name: told["effort"][name] for name in ("reviewed", "unchanged", "seconds")
    }
    assert "effort" not in json.loads(run("status", "--json").out)["articles"][0]
