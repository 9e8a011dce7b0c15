"""Engines: what makes hypotheses of translation.

In: sources, one segment each. Out: for each, its hypotheses, best first. An engine need not
import this file: the protocol is structural. Others register theirs under the entry-point group
`bilingual.engines`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from typing import Any, Protocol, cast

from bilingual.errors import UnknownEngine
from bilingual.interface import _
from bilingual.model import Hypothesis

GROUP = "bilingual.engines"
ENGINES = {
    "argos": "bilingual.engines.argos:ArgosEngine",
    "echo": "bilingual.engines.echo:EchoEngine",
}


class Engine(Protocol):
    """What makes hypotheses. Anything with these members is one.

    `signature` is `name|setting:value|…` on one line: all that could change the text. `source`
    and `target` are language codes.
    """

    @property
    def signature(self) -> str:
        """All that could change the text, `name|setting:value|…`."""

    @property
    def source(self) -> str:
        """The code of the language translated from."""

    @property
    def target(self) -> str:
        """The code of the language translated to."""

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the hypotheses of each source, best first, in the order of the sources.

        Each source is one segment and is never split into several; line breaks in it count as
        spaces. Equal sources are translated once. A blank source has no hypotheses: an empty
        tuple. `progress` is called now and then with how many more sources are done; the sum of
        its calls is `len(sources)`.

        Raises: EngineError when the engine fails.
        """


def answers(
    engine: Engine, sources: Sequence[str], *search: object, **settings: object
) -> Iterator[tuple[list[int], tuple[Hypothesis, ...]]]:
    """Give the hypotheses of the sources with their positions, as they come.

    `search` and `settings` go to the engine's own `stream`; one that cannot stream is asked for
    all at once, as it is.

    Raises: EngineError when the engine fails.
    """
    stream = getattr(engine, "stream", None)
    if stream is not None:
        yield from stream(sources, *search, **settings)
        return
    for index, hypotheses in enumerate(engine.translate(sources)):
        yield [index], hypotheses


def names() -> tuple[str, ...]:
    """Return the names of all engines, ours and those of other distributions, sorted."""
    return tuple(sorted({*ENGINES, *(entry.name for entry in metadata.entry_points(group=GROUP))}))


def get(name: str, **options: Any) -> Engine:
    """Return a new engine of that name, made with `options`.

    Raises: UnknownEngine when no engine has the name.
    """
    if name in ENGINES:
        module, _colon, attribute = ENGINES[name].partition(":")
        made = getattr(importlib.import_module(module), attribute)(**options)
        return cast("Engine", made)
    for entry in metadata.entry_points(group=GROUP, name=name):
        return cast("Engine", entry.load()(**options))
    raise UnknownEngine(
        _("there is no engine called {name!r}").format(name=name),
        hint=_("There are: {names}").format(names=", ".join(names())),
    )
