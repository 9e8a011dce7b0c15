"""Who may come in: the secret of a workspace, the token of a start, sessions, the password.

In: what a browser shows. Out: its session, or nothing. A session outlives the server: a page that
was open when the server ended goes on when it is back. The secret behind it lies in the workspace's
derived data, readable by its owner only; whoever can read it could read the catalogs as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from bilingual.errors import OutputError
from bilingual.review.derived import make_derived

SESSION_S = 30 * 24 * 3600  # then one comes in anew
_SECRET_BYTES = 32
_FREE_TRIES = 5  # wrong passwords from one address before it has to wait
_WINDOW_S = 300.0
_ALL_TRIES = 60  # wrong passwords from everywhere in that time
_ADDRESSES = 1_000


def kept_secret(folder: Path) -> bytes:
    """Return the secret of a workspace from its folder of derived data; made where there is none.

    Where nothing can be kept, one that goes with the process.
    """
    path = folder / "review.secret"
    try:
        made = path.read_bytes()
        if len(made) == _SECRET_BYTES:
            return made
        path.unlink()
    except OSError:
        pass
    made = secrets.token_bytes(_SECRET_BYTES)
    try:
        make_derived(folder)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
    except FileExistsError:  # another start, at this very moment
        with contextlib.suppress(OSError):
            other = path.read_bytes()
            return other if len(other) == _SECRET_BYTES else made
    except (OSError, OutputError):
        pass
    return made


class Keys:
    """The token of this start, and the sessions that were let in.

    `secret` is the workspace's; `password` what other machines are asked for, empty for none.
    """

    def __init__(
        self, secret: bytes, password: str = "", *, clock: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self.token = secrets.token_urlsafe(24)
        self._salt = secrets.token_bytes(16)
        self._password = self._hash(password) if password else b""
        # Another password is another lock: sessions from before do not open it.
        kept = hmac.new(secret, password.encode("utf-8", "surrogatepass"), hashlib.sha256)
        self._secret = kept.digest()

    @property
    def has_password(self) -> bool:
        """Whether one may come in with a password."""
        return bool(self._password)

    def is_token(self, shown: str) -> bool:
        """Tell whether `shown` is the token of this start."""
        return hmac.compare_digest(shown.encode("utf-8", "surrogatepass"), self.token.encode())

    def is_password(self, shown: str) -> bool:
        """Tell whether `shown` is the password. Slow on purpose: some 50 ms."""
        made = self._hash(shown)
        return self.has_password and hmac.compare_digest(made, self._password)

    def _hash(self, password: str) -> bytes:
        data = password.encode("utf-8", "surrogatepass")[:1_024]
        return hashlib.scrypt(data, salt=self._salt, n=2**14, r=8, p=1)

    def new_session(self) -> str:
        """Return what a browser that was let in shows from now on."""
        name = f"{int(self._clock())}~{secrets.token_urlsafe(18)}"
        return f"{name}.{self._sign('session', name)}"

    def session(self, shown: str) -> str:
        """Return the session that a browser shows, empty where it is none of ours, or too old."""
        name, _dot, signature = shown.partition(".")
        is_ours = hmac.compare_digest(
            signature.encode("utf-8", "surrogatepass"), self._sign("session", name).encode()
        )
        if not is_ours:
            return ""
        age_s = self._clock() - int(name.partition("~")[0])
        return name if age_s < SESSION_S else ""

    def page_token(self, session: str) -> str:
        """Return what a page of this session shows with everything it changes."""
        return self._sign("page", session)

    def is_page_token(self, session: str, shown: str) -> bool:
        """Tell whether `shown` is the page token of a session."""
        data = shown.encode("utf-8", "surrogatepass")
        return hmac.compare_digest(data, self.page_token(session).encode())

    def _sign(self, kind: str, name: str) -> str:
        data = f"{kind}\0{name}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, data, hashlib.sha256).hexdigest()


class Throttle:
    """How often an address may be wrong about the password before it has to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._all: list[float] = []

    def wait_s(self, address: str) -> float:
        """Return how many seconds an address has to wait before its next try."""
        now = self._clock()
        with self._lock:
            own = [at for at in self._wrong.get(address, []) if at > now - _WINDOW_S]
            self._all = [at for at in self._all if at > now - _WINDOW_S]
            wait = 0.0
            if len(own) >= _FREE_TRIES:
                wait = own[-1] + min(2.0 ** (len(own) - _FREE_TRIES + 1), _WINDOW_S) - now
            if len(self._all) >= _ALL_TRIES:
                wait = max(wait, self._all[0] + _WINDOW_S - now)
            return max(wait, 0.0)

    def note(self, address: str, *, is_right: bool) -> None:
        """Remember a try."""
        now = self._clock()
        with self._lock:
            if is_right:
                self._wrong.pop(address, None)
                return
            own = self._wrong.setdefault(address, [])
            own.append(now)
            del own[:-50]
            self._all.append(now)
            self._wrong.move_to_end(address)
            while len(self._wrong) > _ADDRESSES:
                self._wrong.popitem(last=False)
