"""Threads for slow questions, in which a newer question overtakes an older one.

In: questions, each of an asker. Out: answers; None to a question that was overtaken before its turn
came. An asker who types has one question open, never a queue of them.
"""

from __future__ import annotations

import contextvars
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")
_ASKERS = 1_000  # whose latest question is remembered


class Latest(Generic[T]):
    """Answers questions in threads of its own, of each asker the latest.

    A question is given its number, which is higher the later it was asked.
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._counter = count(1)
        self._latest: OrderedDict[str, int] = OrderedDict()

    def ask(self, asker: str, question: Callable[[int], T]) -> Future[T | None]:
        """Put a question; the answer is None where it was overtaken, or the program is ending."""
        with self._lock:
            number = self._latest[asker] = next(self._counter)
            self._latest.move_to_end(asker)
            while len(self._latest) > _ASKERS:
                self._latest.popitem(last=False)

        def answered() -> T | None:
            return question(number) if self._latest.get(asker) == number else None

        try:
            return self._pool.submit(contextvars.copy_context().run, answered)
        except RuntimeError:  # closed
            nothing: Future[T | None] = Future()
            nothing.set_result(None)
            return nothing

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
