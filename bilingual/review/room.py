"""All that the review editor works with: the desk, what is seen on it, the site's settings.

In: what the command line chose. Out: one Room that the routes ask. It makes what is needed when it
is needed: no model is loaded before somebody asks for a proposal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from bilingual.model import Bitext
from bilingual.publish import SiteSettings
from bilingual.review.desk import Desk
from bilingual.review.opened import Opened
from bilingual.review.payload import Papers
from bilingual.review.seeing import Looker
from bilingual.workspace import Workspace

SettingsFor = Callable[[Workspace], SiteSettings]


class Room:
    """The desk with what belongs to it. May be used from several threads."""

    def __init__(self, desk: Desk, settings_for: SettingsFor) -> None:
        self.desk = desk
        self._settings_for = settings_for
        self._lock = threading.Lock()
        self._papers: dict[Opened, tuple[Looker, Papers]] = {}

    def papers(self, one: Opened) -> Papers:
        """Return the payloads of an article's units; whoever calls holds the article's lock."""
        with self._lock:
            if one not in self._papers:
                looker = Looker(one)
                self._papers[one] = looker, Papers(looker.look)
            looker, papers = self._papers[one]
        if looker.is_outdated():
            papers.forget()
            one.touch()
        return papers

    def has_engine(self, one: Opened) -> bool:
        """Tell whether there is a model that can propose translations for an article."""
        return False

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
        return [other.fresh().bitext for other in same]

    def settings(self, one: Opened) -> SiteSettings:
        """Return the settings of the site that an article is published on."""
        return self._settings_for(one.workspace)
