"""Is a number that changed the same measure in another unit?

In: a case and a finding about a number. Out: whether one of the source's measures, converted, is
what the target has. Translators convert kilometres to miles, and round.
"""

from __future__ import annotations

import re

from bilingual.checks.case import Case
from bilingual.facts import Number, numbers
from bilingual.model import Finding, Span

# Names of units as `languages/*/units.txt` has them → what one is of a common unit, and its kind.
_SCALES = {
    "metre": ("length", 1.0),
    "km": ("length", 1000.0),
    "cm": ("length", 0.01),
    "mm": ("length", 0.001),
    "mile": ("length", 1609.34),
    "foot": ("length", 0.3048),
    "inch": ("length", 0.0254),
    "yard": ("length", 0.9144),
    "kg": ("weight", 1.0),
    "gram": ("weight", 0.001),
    "tonne": ("weight", 1000.0),
    "pound": ("weight", 0.4536),
    "ounce": ("weight", 0.02835),
    "litre": ("volume", 1.0),
    "gallon": ("volume", 3.785),
    "hectare": ("area", 10000.0),
    "acre": ("area", 4046.9),
    "km/h": ("speed", 1.0),
    "mph": ("speed", 1.609),
}
_ROUNDING = 0.08
# 100 feet (30 m): what is in brackets behind it is the measure itself.
_IN_BRACKETS = re.compile(r"[^().;]{0,25}\(([^()]{1,25})\)")


def is_converted(case: Case, finding: Finding) -> bool:
    """Whether what a finding says is wrong is a measure in another unit, converted or both."""
    if finding.target_span is None and finding.source_span is None:
        return False
    ours = [n for n in numbers(case.source, case.setting.source) if _measure(n, case.source)]
    if not ours:
        return False
    theirs = [n for n in numbers(case.target, case.setting.target) if _measure(n, case.target)]
    if finding.target_span is not None and _is_aside(case, finding.target_span, ours):
        return True
    return any(
        _are_same(mine, case.source, other, case.target)
        for mine in ours
        for other in theirs
        if finding.source_span in (None, mine.span) and finding.target_span in (None, other.span)
    )


def _measure(n: Number, text: str) -> tuple[str, float] | None:
    """Return the kind of a measure and its size in the common unit, None where it is none."""
    if n.value is None:
        return None
    behind = text[n.span.end : n.span.end + 12].lower()
    if n.unit in ("celsius", "fahrenheit") or re.match(
        r"\s?°\s?[cf]\b|[\s(]{0,2}f\)?-degree", behind
    ):
        is_hot = n.unit == "fahrenheit" or (n.unit != "celsius" and "f" in behind[:6])
        value = float(n.value)
        return "heat", (value - 32) / 1.8 + 273 if is_hot else value + 273
    scale = _SCALES.get(n.unit)
    return None if scale is None else (scale[0], float(n.value) * scale[1])


def _are_same(mine: Number, source: str, other: Number, target: str) -> bool:
    first, second = _measure(mine, source), _measure(other, target)
    if first is None or second is None or first[0] != second[0] or mine.unit == other.unit:
        return False
    rounding = 0.01 if first[0] == "heat" else _ROUNDING
    return abs(first[1] - second[1]) <= rounding * max(abs(first[1]), abs(second[1]))


def _is_aside(case: Case, span: Span, ours: list[Number]) -> bool:
    """Whether a number of the target has one of the source's measures behind it, in brackets."""
    match = _IN_BRACKETS.match(case.target, span.end)
    if match is None:
        return False
    inside = numbers(match[1], case.setting.target)
    return any(not n.keys.isdisjoint(mine.keys) for n in inside for mine in ours)
