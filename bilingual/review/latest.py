"""One thread for slow questions, in which a newer question overtakes an older one.

In: questions, each of an asker. Out: answers; None to a question that was overtaken before its turn
came. An asker who types has one question open, never a queue of them.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Answers questions one after the other, of each asker the latest."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}

    def ask(self, asker: str, question: Callable[[Callable[[], bool]], T]) -> Future[T | None]:
        """Put a question; it is given a function that tells whether it was overtaken meanwhile."""
        with self._lock:
            number = self._numbers[asker] = self._numbers.get(asker, 0) + 1
            if len(self._numbers) > 1_000:  # askers that have long gone
                self._numbers.pop(next(iter(self._numbers)))

        def is_overtaken() -> bool:
            return self._numbers.get(asker) != number

        def answered() -> T | None:
            return None if is_overtaken() else question(is_overtaken)

        return self._pool.submit(contextvars.copy_context().run, answered)

    def drop(self, asker: str) -> None:
        """Give up what an asker still waits for: nobody is there to read it."""
        with self._lock:
            if asker in self._numbers:
                self._numbers[asker] += 1

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
