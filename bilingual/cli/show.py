"""Tables, progress and counted words on the terminal; silent where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from bilingual.interface import _, current, ngettext

_PATIENCE = 1.0  # seconds of work that need no progress bar


def sentences(n: int) -> str:
    """Return `n` and the word for it: "1 sentence", "12 sentences"."""
    return ngettext("{n} sentence", "{n} sentences", n).format(n=n)


def megabytes(n: int) -> str:
    """Return a size in megabytes (of a million bytes), as the interface's language writes it."""
    from babel.numbers import format_decimal

    return _("{n} MB").format(n=format_decimal(n / 1e6, format="#,##0.0", locale=current()))


def shown_path(path: Path) -> str:
    """Return a path as short as it can be: from the current folder, where it lies below it."""
    resolved = path.resolve()
    here = Path.cwd().resolve()
    return str(resolved.relative_to(here) if resolved.is_relative_to(here) else resolved)


def print_table(
    title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]
) -> None:
    """Print a table; `columns` are headings, each with its alignment (`left`, `right`)."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for heading, side in columns:
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))  # people's texts have brackets, which are no markup
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)  # a pipe has no width: nothing is cut or folded for it
    console.print(table)


@contextmanager
def progress_bar(
    label: str, *, is_quiet: bool, is_bytes: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to call with how much is done and how much there is, or None.

    `is_bytes` shows both as sizes; of how much there is, 0 means that nobody knows. The bar
    appears on standard error after a second of work, and only on a terminal.
    """
    console = Console(stderr=True)
    if is_quiet or not console.is_terminal:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn() if is_bytes else MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(label, total=None)
    begin = time.monotonic()

    def step(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - begin > _PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total or None)

    try:
        yield step
    finally:
        if bar.live.is_started:
            bar.stop()


__all__ = ["megabytes", "print_table", "progress_bar", "sentences", "shown_path"]
