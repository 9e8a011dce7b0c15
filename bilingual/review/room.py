"""All that the review editor works with: the desk, what is seen on it, who proposes what.

In: what the command line chose. Out: one Room that the routes ask. It makes what is needed when it
is needed: no model is loaded before somebody asks for a proposal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bilingual.model import Bitext
from bilingual.publish import SiteSettings
from bilingual.review.desk import Desk
from bilingual.review.latest import Latest
from bilingual.review.opened import Opened
from bilingual.review.payload import Json
from bilingual.review.proposals import Proposer, Recall
from bilingual.review.seeing import Agreements, Sight
from bilingual.workspace import Workspace

SettingsFor = Callable[[Workspace], SiteSettings]


class Room:
    """The desk with what belongs to it. May be used from several threads; `close` ends them."""

    def __init__(self, desk: Desk, settings_for: SettingsFor, proposer: Proposer) -> None:
        self.desk = desk
        self.proposer = proposer
        self.recall = Recall()
        # A question of one kind does not wait for those of another. Of completions, the newest has
        # to be heard while an older one is at work, to overtake it.
        self.looking: Latest[list[Json]] = Latest("memory")
        self.proposing: Latest[list[Json]] = Latest("engine")
        self.completing: Latest[Json] = Latest("completion", threads=3)
        self._checking = ThreadPoolExecutor(1, thread_name_prefix="checks")
        self._agreements = Agreements()
        self._settings_for = settings_for
        self._lock = threading.Lock()
        self._sights: dict[Opened, Sight] = {}

    def sight(self, one: Opened) -> Sight:
        """Return what is seen in the units of an article."""
        with self._lock:
            if one not in self._sights:
                self._sights[one] = Sight(one, self._checking, self._agreements)
            return self._sights[one]

    def has_engine(self, one: Opened) -> bool:
        """Tell whether there is a model that can propose translations for an article."""
        with one.lock:
            source = one.fresh().article.locale
        return self.proposer.is_there(one.workspace, source, one.target)

    def siblings(self, one: Opened) -> Sequence[Bitext]:
        """Return an article's bitexts in all its targets that have a catalog, in order.

        Raises: what `Opened.fresh` raises.
        """
        order = {target: at for at, target in enumerate(one.workspace.targets)}
        same = [
            other
            for other in self.desk.articles()
            if (other.workspace, other.path) == (one.workspace, one.path)
        ]
        same.sort(key=lambda other: (order.get(other.target, len(order)), other.target.tag))
        return [_bitext(other) for other in same]

    def settings(self, one: Opened) -> SiteSettings:
        """Return the settings of the site that an article is published on."""
        return self._settings_for(one.workspace)

    def close(self) -> None:
        """Begin nothing more, and let go of what is open."""
        self._checking.shutdown(wait=False, cancel_futures=True)
        for questions in (self.looking, self.proposing, self.completing):
            questions.close()
        self.recall.close()


def _bitext(one: Opened) -> Bitext:
    with one.lock:
        return one.fresh().bitext
