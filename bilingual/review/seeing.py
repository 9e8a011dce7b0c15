"""What is to be seen in a unit besides its texts: findings, risk, agreed words.

In: an article on the desk. Out: a Seen for each unit.
"""

from __future__ import annotations

from bilingual.model import State, Unit
from bilingual.review.opened import Opened, Stamp, stamp_of
from bilingual.review.payload import Seen
from bilingual.terms import Termbase, read_termbase


class Looker:
    """Looks at the units of one article; whoever calls holds the article's lock."""

    def __init__(self, one: Opened) -> None:
        self._one = one
        self._terms = Termbase()
        self._stamp: Stamp = None
        self.is_outdated()

    def is_outdated(self) -> bool:
        """Read again what the findings depend on, where it changed; tell whether it did.

        Raises: TermbaseError.
        """
        path = self._one.workspace.terms_path(self._one.target)
        stamp = None if path is None else stamp_of(path)
        if stamp == self._stamp:
            return False
        self._terms = Termbase() if path is None or stamp is None else read_termbase(path)
        self._stamp = stamp
        return True

    def look(self, unit: Unit) -> Seen:
        """Return what is to be seen in a unit."""
        source = self._one.fresh().article.locale
        risk = 0.0 if unit.is_reviewed else 0.5 + 0.1 * min(len(unit.findings), 4)
        if unit.state is State.UNTRANSLATED:
            risk = 1.0
        return Seen(unit.findings, risk, self._terms.find(unit.source, source))
