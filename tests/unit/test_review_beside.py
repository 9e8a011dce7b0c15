"""The review while other programs write the same files: never a fault, and no text is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter

import pytest
from reviewing import ARTICLE, Site, catalog_of, drafted, long_article

from bilingual.errors import ArticleError
from bilingual.model import Locale
from bilingual.review.opened import Opened

BESIDE = """
import csv, sys
from pathlib import Path
from bilingual.cli import main

def bilingual(*arguments):
    try:
        main(list(arguments))
    except SystemExit as end:
        if end.code not in (0, 5):  # 5: the review saved in this very moment
            raise

article, table = Path("articles/marche.fr.txt"), Path("export/marche.en.csv")
text = article.read_text(encoding="utf-8")
for n in range(int(sys.argv[1])):
    bilingual("export", str(article), "--to", "csv", "--separator", "comma", "--force", "-q")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[21:]:
        row[2] = f"Imported in round {n}."
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    bilingual("import", str(table), "-q")
    article.write_text(text.replace("Le bateau 25", f"Le grand bateau {n} bis"), encoding="utf-8")
    bilingual("draft", "--engine", "echo", "-q")
    article.write_text("", encoding="utf-8")  # as an editor that writes in place leaves it
    article.write_text(text, encoding="utf-8")
"""


def test_an_import_and_drafts_beside_the_review_are_no_fault(work):
    """While import, draft and the author write, every answer is a saved text or a word why not."""
    site = Site(drafted(work, [("marche", long_article(40))]))
    command = [sys.executable, "-c", BESIDE, "12"]
    beside = subprocess.Popen(command, cwd=work, stderr=subprocess.PIPE, text=True)
    statuses: Counter[int] = Counter()
    typed: dict[str, str] = {}

    def type_into(own: range) -> None:
        browser = site.browser()
        units = browser.units()
        n = 0
        while beside.poll() is None:
            n += 1
            unit = units[own[n % len(own)]]
            gone = units[26]["key"]
            answers = [
                browser.save(unit, target=f"Typed in round {n}."),
                browser.get(f"{browser.place}/changes?since="),
                browser.get(f"{browser.place}/units/{gone}/help"),
                browser.post(f"{browser.place}/units/{gone}/complete", {"prefix": "T"}),
                browser.get("/preview/marche/en"),
                browser.post(f"{browser.place}/undo") if n % 7 == 0 else browser.get("/"),
            ]
            statuses.update(answer.status_code for answer in answers)
            assert all("error" in a.json() for a in answers[:4] if a.status_code >= 400)
            if answers[0].status_code == 200:
                typed[unit["key"]] = f"Typed in round {n}."
                units[own[n % len(own)]] = answers[0].json()["unit"]
            if answers[5].request.method == "POST" and answers[5].status_code == 200:
                told = answers[5].json()
                typed[told["key"]] = told["unit"]["target"]
                units = [told["unit"] if u["key"] == told["key"] else u for u in units]

    threads = [threading.Thread(target=type_into, args=(own,)) for own in (range(9), range(9, 18))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    site.close()

    assert 0 == beside.returncode, beside.stderr.read()
    beside.stderr.close()
    assert set(statuses) <= {200, 404, 409, 410, 503}, statuses
    assert statuses[200]
    kept = {unit.key: unit.target for unit in catalog_of(site.workspace).units}
    assert typed
    assert typed == {key: kept[key] for key in typed}


@pytest.mark.parametrize("left", ["", None])
@pytest.mark.parametrize("name", ["article", "catalog"])
def test_a_file_in_the_middle_of_being_written_is_waited_for(work, name, left):
    """A file that is empty, or away, for a moment is read when it is there again."""
    workspace = drafted(work)
    path = workspace.articles / "marche.fr.txt"
    catalog = workspace.catalog_path("marche", Locale("en"))
    being_written = path if name == "article" else catalog
    whole = being_written.read_bytes()
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            being_written.write_bytes(whole)

    one = Opened(workspace, path, Locale("en"), pause=pause)
    before = one.fresh().catalog.units
    if left is None:
        being_written.unlink()
    else:
        being_written.write_text(left)

    assert before == one.fresh().catalog.units
    assert 2 == len(pauses)


def test_a_file_that_stays_unfit_is_waited_for_once(work):
    """Each question after the first is answered at once: nobody waits for what is known."""
    workspace = drafted(work)
    path = workspace.articles / "marche.fr.txt"
    pauses = []
    one = Opened(workspace, path, Locale("en"), pause=pauses.append)
    one.fresh()

    path.write_text("")
    with pytest.raises(ArticleError):
        one.fresh()
    waited = len(pauses)
    with pytest.raises(ArticleError):
        one.fresh()
    assert 0 < sum(pauses) <= 1
    assert waited == len(pauses)

    path.write_text(ARTICLE, encoding="utf-8")
    assert 5 == len(one.fresh().catalog.units)


@pytest.mark.parametrize("way", ["help", "complete"])
def test_what_is_asked_for_a_sentence_that_is_gone_is_told_so(site, browser, way):
    """Who still types into a sentence that the author took out gets 410 in words, no fault."""
    told = browser.article()
    path = site.workspace.articles / "marche.fr.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("Il compte 212 bateaux.", ""))

    at = f"{browser.place}/units/{told['units'][2]['key']}/{way}"
    answer = browser.get(at) if way == "help" else browser.post(at, {"prefix": "Th"})

    assert 410 == answer.status_code
    assert {"error", "hint"} <= set(answer.json())
