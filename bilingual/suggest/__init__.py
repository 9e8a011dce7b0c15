"""Suggestions while a person writes a target: how it may go on, other words, other hypotheses.

In: a source, and what the person has typed of its target. Out: text that continues it to the
letter, in the form that the target language has. Needs an engine that can continue targets.
"""

from __future__ import annotations

from bilingual.suggest.completer import Completer, Completion, hypotheses

__all__ = ["Completer", "Completion", "hypotheses"]
