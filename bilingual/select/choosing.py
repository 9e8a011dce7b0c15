"""Of several hypotheses, the one to draft with: facts first, the model's opinion last.

In: a source, its hypotheses, a context. Out: a `Choice`: the hypothesis, what is wrong with it,
and the others in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.facts import Context, Reader
from bilingual.facts.coverage import lost_clauses, shortfall
from bilingual.model import Finding, Hypothesis, Severity

# What a finding weighs. A wrong number misleads the reader; a doubtful bracket does not.
_WEIGHTS = {
    ("empty", Severity.ERROR): 20.0,
    ("untranslated", Severity.ERROR): 4.0,
    ("repetition", Severity.ERROR): 4.0,
    ("number", Severity.ERROR): 3.0,
    ("verbatim", Severity.ERROR): 3.0,
    ("length", Severity.ERROR): 3.0,
    ("term", Severity.ERROR): 2.0,
    ("name", Severity.ERROR): 2.0,
    ("name", Severity.WARNING): 1.5,
    ("length", Severity.WARNING): 1.5,
    ("number", Severity.WARNING): 1.0,
    ("quotes", Severity.WARNING): 1.0,
    ("negation", Severity.WARNING): 1.0,
}
_OTHERS = {Severity.ERROR: 1.0, Severity.WARNING: 0.5, Severity.INFO: 0.05}
# Differences in length below this share of the source decide nothing.
_STEP = 0.08


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one source.

    `hypothesis` is None only where there was none. `findings` are about it; `ranked` are all
    hypotheses, best first, each text once, the chosen one included. `penalty` sums what the
    findings weigh, 0.0 for none.
    """

    hypothesis: Hypothesis | None
    findings: tuple[Finding, ...] = ()
    ranked: tuple[Hypothesis, ...] = ()
    penalty: float = 0.0

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against the hypothesis that another search could mend."""
        return all(finding.severity is Severity.INFO for finding in self.findings)

    @property
    def is_wrong(self) -> bool:
        """Whether a fact is wrong for certain, or the text is broken."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Judged:
    """A hypothesis with what is wrong with it; `key` orders, the best first."""

    hypothesis: Hypothesis
    findings: tuple[Finding, ...]
    penalty: float
    key: tuple[float, float, int, float]


def choose(source: str, hypotheses: Sequence[Hypothesis], context: Context) -> Choice:
    """Return the hypothesis that says best what the source says.

    Weighted findings decide; where they are equal, the length; then how many clauses are lost;
    then the log-probability, an unknown one last; then the order given. Measured with the starter
    on 700 human-translated sentences, best of 8: chrF 55.80 by log-probability alone, 55.89 by
    findings and length, 55.95 with the clauses.

    >>> from bilingual.model import Locale
    >>> pair = Context(Locale("fr"), Locale("en"))
    >>> two = [Hypothesis("There are 21 boats.", -0.1), Hypothesis("There are 12 boats.", -0.9)]
    >>> choose("Il y a 12 bateaux.", two, pair).hypothesis.text
    'There are 12 boats.'
    """
    reader = Reader(source, context)
    return faultless(reader, hypotheses) or chosen(judge(reader, hypotheses))


def faultless(reader: Reader, hypotheses: Sequence[Hypothesis]) -> Choice | None:
    """Return the likeliest hypothesis if nothing at all speaks against it, else None.

    No other can be better, so the others need not be judged: they follow as likely as they are.
    """
    likely = sorted(hypotheses, key=_doubt)
    if not likely:
        return None
    (first,) = judge(reader, likely[:1])
    if any(first.key[:-1]) or first.findings:
        return None
    once = {hypothesis.text: hypothesis for hypothesis in reversed(likely)}
    ranked = sorted(once.values(), key=_doubt)
    return Choice(
        first.hypothesis,
        (),
        (first.hypothesis, *(h for h in ranked if h.text != first.hypothesis.text)),
    )


def likeliest(hypotheses: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
    """Return the likeliest hypothesis alone; nothing where there is none."""
    return sorted(hypotheses, key=_doubt)[:1]


def judge(reader: Reader, hypotheses: Sequence[Hypothesis]) -> list[Judged]:
    """Return each distinct hypothesis with what is wrong with it, in the order given."""
    once = {hypothesis.text: hypothesis for hypothesis in reversed(hypotheses)}
    judged = []
    for hypothesis in reversed(once.values()):
        findings = reader.compare(hypothesis.text)
        penalty = sum(map(_weight, findings))
        length = shortfall(reader.source, hypothesis.text, reader.context)
        lost = lost_clauses(reader.source, hypothesis.text)
        key = (penalty, length // _STEP, lost, _doubt(hypothesis))
        judged.append(Judged(hypothesis, findings, penalty, key))
    return judged


def chosen(judged: Sequence[Judged]) -> Choice:
    """Return the best of what was judged."""
    ranked = sorted(judged, key=lambda one: one.key)
    if not ranked:
        return Choice(None)
    best = ranked[0]
    return Choice(
        best.hypothesis, best.findings, tuple(one.hypothesis for one in ranked), best.penalty
    )


def _doubt(hypothesis: Hypothesis) -> float:
    """Return the negative log-probability; an unknown one is the worst."""
    return float("inf") if hypothesis.log_prob is None else -hypothesis.log_prob


def _weight(finding: Finding) -> float:
    return _WEIGHTS.get((finding.check, finding.severity), _OTHERS[finding.severity])
