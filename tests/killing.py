"""Run real work in child processes and kill them at random moments: `killing.py MODE KILLS FOLDER`.

A process of its own, so that each child is one fork away from work and nothing else runs beside
it. Prints what was seen, as JSON; what was wrong is in `faults`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bilingual import engines
from bilingual.build import draft_articles
from bilingual.catalog import read_catalog, save_catalog
from bilingual.workspace import find_workspace

Files = dict[str, bytes]
WORDS = "le marché a rouvert ses portes lundi après trois ans de travaux dans la rade".split()  # noqa: SIM905


def article(seed: int) -> str:
    """Return an article of half a dozen sentences, the same for the same seed."""
    chance = random.Random(seed)
    sentences = [" ".join(chance.choices(WORDS, k=8)).capitalize() + "." for _ in range(6)]
    return "\n\n".join(["Un titre", *sentences]) + "\n"


def draft(folder: Path) -> None:
    """Draft the workspace's articles, as `bilingual draft --engine echo` does."""
    workspace = find_workspace(folder)
    paths = workspace.article_paths()
    draft_articles(
        workspace,
        paths,
        workspace.targets,
        lambda a, b: engines.get("echo", source=a.language, target=b.language),
    )


def save(folder: Path) -> None:
    """Review the first sentence over and over, each time with a save."""
    path = next(folder.rglob("*.po"))
    for n in range(12):
        catalog = read_catalog(path)
        unit = catalog.units[0].reviewed(f"Target {n % 2}")
        save_catalog(path, replace(catalog, units=(unit, *catalog.units[1:])))


def files(folder: Path) -> Files:
    """Return every file below `folder` but what may be deleted at any time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".bilingual" not in path.parts
    }


def restore(folder: Path, state: Files) -> None:
    """Make `folder` hold these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def child(work: Callable[[Path], None], folder: Path) -> int:
    """Do `work` in a process of its own and return its id."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work(folder)
            code = 0
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """Return how a child ended: its exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill_at(pid: int, seconds: float) -> int:
    """Kill a child after so many seconds and return how it ended."""
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return ended(pid)


def kill_amid(pid: int, folder: Path, before: Files) -> int:
    """Kill a child as soon as it has replaced a catalog and return how it ended.

    How late in a run its catalogs are replaced differs from machine to machine, so moments
    picked by the clock alone may miss what comes after the first.
    """
    old = {name: (folder / name).stat().st_ino for name in before if name.endswith(".po")}
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        now = {path.relative_to(folder).as_posix(): path for path in folder.glob("locales/**/*.po")}
        if any(name not in old or old[name] != inode(path) for name, path in now.items()):
            os.kill(pid, signal.SIGKILL)
            break
    return ended(pid)


def inode(path: Path) -> int | None:
    """Return a file's inode, or None where it is gone."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def begin(mode: str, folder: Path) -> None:
    """Make the workspace as it is before the work that is killed."""
    restore(folder, {"bilingual.toml": b""})
    (folder / "articles").mkdir()
    for n in range(2):
        (folder / "articles" / f"a{n}.fr.txt").write_text(article(n), encoding="utf-8")
    if mode == "draft":
        return
    draft(folder)
    for path in folder.rglob("*.po"):
        catalog = read_catalog(path)
        save_catalog(path, replace(catalog, units=tuple(u.reviewed() for u in catalog.units)))
    if mode == "merge":
        for n in range(2):
            text = article(n).replace("lundi", "mardi").replace("\n\n", "\n\nOui.\n\n", 3)
            (folder / "articles" / f"a{n}.fr.txt").write_text(text, encoding="utf-8")


def save_once(folder: Path) -> None:
    """Save the other of the two versions that `save` writes by turns."""
    path = next(folder.rglob("*.po"))
    catalog = read_catalog(path)
    unit = catalog.units[0].reviewed("Target 0")
    save_catalog(path, replace(catalog, units=(unit, *catalog.units[1:])))


def judged(
    now: Files, before: Files, good: dict[str, set[bytes | None]], seen: Counter[str]
) -> list[str]:
    """Count in `seen` what a killed run left and return what is wrong with it."""
    faults = []
    for name, data in now.items():
        if name.endswith(".tmp"):
            seen["left a temporary file"] += 1
        elif data not in good.get(name, ()):
            faults.append(f"after a kill: {name}: {data[-80:]!r}")
        elif data != before.get(name):
            seen["new files"] += 1
    return faults


def main(mode: str, kills: int, folder: Path) -> dict[str, object]:
    """Kill the work of `mode` so often and return what was seen."""
    work = save if mode == "save" else draft
    # All of it in children: what this process remembered, they would all begin with.
    assert ended(child(lambda place: begin(mode, place), folder)) == 0
    before = files(folder)
    chance = random.Random(mode)
    start = time.perf_counter()
    assert ended(child(work, folder)) == 0
    whole = time.perf_counter() - start
    after = files(folder)
    good = {name: {before.get(name), data} for name, data in after.items()}
    if mode == "save":
        restore(folder, before)
        assert ended(child(save_once, folder)) == 0
        for name, data in files(folder).items():
            good[name].add(data)
    seen: Counter[str] = Counter()
    faults: list[str] = []
    tries = 0
    while seen["killed"] < kills and not faults:
        restore(folder, before)
        pid = child(work, folder)
        tries += 1
        if tries % 3:
            end = kill_at(pid, chance.uniform(0, whole))
        else:
            end = kill_amid(pid, folder, before)
        seen["killed" if end == -signal.SIGKILL else "too late"] += 1
        faults += judged(files(folder), before, good, seen)
        if ended(child(work, folder)) != 0:
            faults.append("the next run failed")
        if (now := files(folder)) != after:
            names = sorted({name for name, _data in set(now.items()) ^ set(after.items())})
            faults.append(f"after the next run these differ: {names}")
    return {"seen": seen, "faults": faults, "seconds": whole}


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1770000000"
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
