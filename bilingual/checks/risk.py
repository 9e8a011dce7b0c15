"""How likely a unit is to be wrong, from 0 to 1: what orders the queue of an editor.

In: a unit, its findings, its setting. Out: a probability, and the features it was made of. A
logistic sum: each feature has a weight, and nothing is learned while the program runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bilingual.checks.case import Setting
from bilingual.checks.identity import is_dismissed
from bilingual.checks.omission import widest_hole
from bilingual.diff import likeness, words
from bilingual.facts.coverage import lost_clauses
from bilingual.model import Finding, Severity, Unit

# Fitted (logistic regression with a small ridge) on newstest2013, FLORES dev 1–500 and
# tests/benchmarks/risk.pairs.tsv: good pairs against the same with an error that
# tests/benchmarks/risk.py seeds, each kind weighing the same, slips of form left out.
_FITTED: Mapping[str, float] = {
    "error": 7.07,
    "warning": 5.45,
    "more": 1.56,
    "number": 2.90,
    "name": 1.64,
    "length": 0.95,
    "info": 0.53,
    "hole": 0.20,
    "clauses": 0.36,
    "long": 0.66,
}
# Set by hand, as seeded errors tell nothing about them. A sentence that changed since it was
# translated needs a look for sure; a text that a person wrote for the same sentence is safe.
_BY_HAND: Mapping[str, float] = {
    "ending": 0.50,
    # A draft that nobody has touched; small models are wrong far oftener than the one in ten of the
    # intercept, and what they get wrong is mostly nothing that a check can find.
    "machine": 3.00,
    "doubt": 1.50,  # per nat of the mean log-probability below -0.5
    "offered": 3.50,
    "changed": 4.00,  # per share of the source's words that are others than when it was translated
    "echo": 8.00,
    "fast": 0.20,
    "memory": -1.00,
}
WEIGHTS: Mapping[str, float] = {**_FITTED, **_BY_HAND}
# Fitted -3.15 where half the pairs are wrong; shifted by log 9, for one wrong draft in ten.
INTERCEPT = -5.35
_MEDIAN, _SURE = 0.88, -0.5
_OWN_INFO = frozenset({"name", "length", "number", "ending"})


def risk(unit: Unit, findings: Sequence[Finding], setting: Setting | None = None) -> float:
    """Return how likely a unit is to be wrong, from 0.0 to 1.0; dismissed findings do not count.

    From the findings, the length, lost clauses, the log-probability of an untouched draft, how far
    the sentence is from the one it was translated as, and the maker of the draft. `setting` tells
    the languages, from French to English by default. 1.0 for a unit without a translation; 0.0 for
    an empty source. O(length).

    >>> from bilingual.model import State
    >>> one = Unit("k", "Il y a 12 bateaux.", "There are 12 boats.", State.DRAFT)
    >>> risk(one, ()) < 0.2
    True
    """
    if not unit.source.strip():
        return 0.0
    if not unit.target.strip():
        return 1.0
    total = INTERCEPT + sum(
        WEIGHTS.get(name, 0.0) * value for name, value in features(unit, findings, setting).items()
    )
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def features(
    unit: Unit, findings: Sequence[Finding], setting: Setting | None = None
) -> dict[str, float]:
    """Return what the risk of a unit is made of, each feature by name, 0.0 left out.

    Of errors and warnings the first counts in full and each further one as `more`.
    """
    standing = [finding for finding in findings if not is_dismissed(finding, unit)]
    errors = sum(finding.severity is Severity.ERROR for finding in standing)
    warnings = sum(finding.severity is Severity.WARNING for finding in standing)
    infos = [finding.check for finding in standing if finding.severity is Severity.INFO]
    languages = (setting.source.language, setting.target.language) if setting else ("fr", "en")
    hole = widest_hole(unit.source, unit.target, *languages)
    log_ratio = math.log(max(1, len(unit.target)) / (_MEDIAN * max(1, len(unit.source))))
    # Short texts vary more in length.
    trust = min(1.0, len(unit.source) / 60)
    made: dict[str, float] = {
        "error": float(errors > 0),
        "warning": float(warnings > 0 and not errors),
        "more": float(min(3, max(0, errors + warnings - 1))),
        "info": float(sum(check not in _OWN_INFO for check in infos)),
        "long": trust * max(0.0, log_ratio),
        "clauses": float(min(4, lost_clauses(unit.source, unit.target))),
        "hole": 0.0 if hole is None else max(0.0, min(12.0, hole.score)),
    }
    for check in _OWN_INFO:
        made[check] = float(check in infos)
    return {name: value for name, value in {**made, **_provenance(unit)}.items() if value}


def _provenance(unit: Unit) -> dict[str, float]:
    """Return what is known of where a target came from; of one that a person changed, nothing."""
    made: dict[str, float] = {}
    if unit.previous_source and not unit.is_reviewed:
        same = likeness(words(unit.previous_source), words(unit.source))
        made |= {"offered": 1.0, "changed": 1.0 - same}
    if unit.origin is None or not unit.is_untouched:
        return made
    maker, *fields = unit.origin.signature.split("|")
    made |= {
        "machine": float(not unit.origin.is_memory and not unit.is_reviewed),
        "echo": float(maker == "echo"),
        "memory": float(unit.origin.is_memory and not unit.previous_source),
        "fast": float("fast" in fields),
    }
    if unit.origin.log_prob is not None:
        made["doubt"] = max(-1.0, min(4.0, _SURE - unit.origin.log_prob))
    return made
