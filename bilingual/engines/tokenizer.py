"""A package's own tokenizer: source text to pieces, pieces to target text.

In: the package. Out: the pieces that its model was trained on, by way of `argostranslate`'s
tokenizer classes, which have no side effects. The rest of `argostranslate` is never imported: it
makes folders.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any

from bilingual.errors import EngineError, InstallError, PackageError
from bilingual.interface import _
from bilingual.packages import Package, require_argostranslate
from bilingual.packages.contents import damaged

if TYPE_CHECKING:
    from argostranslate.tokenizer import BPETokenizer

BYTE = re.compile(r"<0x[0-9A-F]{2}>")
# Pieces that are no text; SentencePiece knows its own.
CONTROL = frozenset({"<s>", "</s>", "<blank>", "<pad>"})


class Tokenizer:
    """Encode and decode with the tokenizer that lies in the package.

    Raises: PackageError when the tokenizer's file is damaged; InstallError when a library that
    it needs is missing.
    """

    def __init__(self, package: Package) -> None:
        require_argostranslate()
        self._package = package
        self.is_bpe = package.tokenizer == "bpe.model"
        self._argos: Any = _bpe(package) if self.is_bpe else _sentencepiece(package)

    def encode(self, text: str) -> list[str]:
        """Return the pieces of `text`; equal pieces are one object, so that many fit in memory.

        Raises: EngineError when the tokenizer cannot read the text.
        """
        try:
            return [sys.intern(piece) for piece in self._argos.encode(text)]
        except (RuntimeError, ValueError, UnicodeError) as error:
            raise EngineError(
                _("the tokenizer cannot read the segment {start!r}").format(start=text[:40]),
                path=self._package.path,
                hint=_("Look for broken characters in the segment."),
            ) from error

    def lacks(self, char: str) -> bool:
        """Tell whether the vocabulary has no piece for a character, and spells it in bytes.

        A small model has hardly seen such spellings, and answers with broken characters.
        """
        return any(BYTE.fullmatch(piece) for piece in self.encode(char))

    def decode(self, pieces: Sequence[str]) -> str:
        """Return the text of `pieces`, without blanks at either end.

        Underscores survive: Argos's own `decode` turns each into a space.
        """
        if self.is_bpe:
            words = [piece for piece in pieces if piece not in CONTROL]
            return str(self._argos.decode(words)).strip()
        return str(self._argos.processor.decode_pieces(list(pieces))).strip()


def _sentencepiece(package: Package) -> Any:
    """Return Argos's SentencePiece tokenizer, filled from the package's bytes."""
    import sentencepiece
    from argostranslate.tokenizer import SentencePieceTokenizer

    tokenizer = SentencePieceTokenizer(package.path / package.tokenizer)
    try:
        tokenizer.processor = sentencepiece.SentencePieceProcessor(
            model_proto=package.contents.read(package.tokenizer)
        )
        tokenizer.processor.encode("")  # an empty file is only noticed now
    except (RuntimeError, OSError, ValueError, TypeError) as error:
        raise _unreadable(package) from error
    return tokenizer


def _bpe(package: Package) -> BPETokenizer:
    """Return Argos's BPE tokenizer; it wants a file, which is gone again once it has read it."""
    from argostranslate.tokenizer import BPETokenizer

    with tempfile.NamedTemporaryFile(suffix=".bpe.model") as file:
        file.write(package.contents.read(package.tokenizer))
        file.flush()
        tokenizer = BPETokenizer(file.name, package.source, package.target)
        try:
            with redirect_stderr(io.StringIO()):  # Argos's reader writes there before it gives up
                tokenizer.lazy_load()
        except ImportError as error:
            raise InstallError(
                _("the package's tokenizer needs sacremoses, which is not installed"),
                path=package.path,
                hint=_("Install it: pip install sacremoses"),
            ) from error
        except (ValueError, IndexError, UnicodeError, SystemExit) as error:
            # SystemExit: that reader ends the program on a bad line.
            raise _unreadable(package) from error
    return tokenizer


def _unreadable(package: Package) -> PackageError:
    """Return the error for a tokenizer's file that cannot be read."""
    return damaged(
        package.path,
        _("the package's tokenizer ({name}) is damaged").format(name=package.tokenizer),
    )
