"""Request bodies → edits and questions, each thing checked; what is wrong is told in words.

In: bytes from a browser. Out: plain values. Nothing here knows HTTP but the limits of a body.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from bilingual.errors import BilingualError
from bilingual.interface import _
from bilingual.model import State
from bilingual.review.edits import LONGEST, Edit

_STATES = {"draft": State.DRAFT, "reviewed": State.REVIEWED}
_MOST_NAMES = 100
MOST_SECONDS = 3_600.0  # a tab left open over lunch is no work


class BadRequest(BilingualError):
    """A request that the page never sends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that the page asks for, with the version it was made on and the time it took.

    `is_cautious` wants a text that has an error not to be accepted: somebody is to be asked first.
    """

    version: str
    edit: Edit
    seconds: float
    is_cautious: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the field while somebody types; `at` counts UTF-16 units, None at its end."""

    prefix: str
    serial: int
    at: int | None


def read_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object that a body holds.

    Raises: BadRequest.
    """
    try:
        value = json.loads(data.decode("utf-8") if data else "{}")
    except (ValueError, RecursionError) as error:
        raise BadRequest(_("this is no JSON")) from error
    if not isinstance(value, dict):
        raise BadRequest(_("this is no JSON object"))
    return value


def read_change(data: bytes) -> Asked:
    """Return the change that a body asks for.

    Raises: BadRequest; also where an empty translation is to be reviewed.
    """
    said = read_object(data)
    state = said.get("state")
    if state is not None and (not isinstance(state, str) or state not in _STATES):
        raise _wrong("state")
    edit = Edit(
        target=_text(said, "target"),
        state=None if state is None else _STATES[state],
        note=_text(said, "note"),
        dismiss=_names(said, "dismiss"),
        restore=_names(said, "restore"),
        is_taken=said.get("act") == "taken",
        stretch=_text(said, "stretch") or "",
    )
    seconds = _seconds(said.get("seconds"))
    return Asked(_text(said, "version") or "", edit, seconds, said.get("ask") is True)


def read_typed(data: bytes) -> Typed:
    """Return what somebody is typing.

    Raises: BadRequest.
    """
    said = read_object(data)
    return Typed(_text(said, "prefix") or "", _number(said, "serial") or 0, _number(said, "at"))


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(name)
    if len(value) > LONGEST:
        raise BadRequest(
            _("this text is too long to be saved: {n} characters, the most are {most}").format(
                n=len(value), most=LONGEST
            ),
            hint=_("Shorten it: what you typed stays on this page until it is saved."),
        )
    return value


def _names(said: dict[str, Any], name: str) -> tuple[str, ...]:
    value = said.get(name)
    if value is None:
        return ()
    is_list = isinstance(value, list) and len(value) <= _MOST_NAMES
    if not is_list or not all(isinstance(one, str) for one in value):
        raise _wrong(name)
    return tuple(value)


def _number(said: dict[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < 2**53:
        raise _wrong(name)
    return value


def _seconds(value: object) -> float:
    """Return how long somebody worked; what is no such number is nothing, for no edit's sake."""
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        return 0.0
    return min(max(float(value), 0.0), MOST_SECONDS)  # type: ignore[arg-type]


def _wrong(name: str) -> BadRequest:
    return BadRequest(_("“{name}” is not as it has to be").format(name=name))
