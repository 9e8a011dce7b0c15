"""What a comparison may know besides its two texts, and how it words what it finds.

In: locales, and the terms that a termbase asks for. Out: a `Context`; findings with spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.model import Finding, Locale, Severity, Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term of the termbase: where `source` stands, one of `targets` has to.

    None of `forbidden` may stand in the target. Forms are compared without regard to capitals
    and accents; inflected forms have to be listed.
    """

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """The locales of source and target, and the terms that hold for this comparison."""

    source: Locale
    target: Locale
    terms: tuple[Wanted, ...] = ()


def error(
    check: str, message: str, source: Span | None = None, target: Span | None = None
) -> Finding:
    """Return a finding that a fact is wrong."""
    return Finding(check, Severity.ERROR, message, source, target)


def warning(
    check: str, message: str, source: Span | None = None, target: Span | None = None
) -> Finding:
    """Return a finding that something should be looked at."""
    return Finding(check, Severity.WARNING, message, source, target)


def info(
    check: str, message: str, source: Span | None = None, target: Span | None = None
) -> Finding:
    """Return a finding that good translations often have."""
    return Finding(check, Severity.INFO, message, source, target)


def listed(items: Sequence[str]) -> str:
    """Return a few items for a message, at most five."""
    return ", ".join(items[:5]) + (" …" if len(items) > 5 else "")
