"""What is said when the program itself is wrong: honest, short, without anybody's data."""

from __future__ import annotations

import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.catalogue import word
from kalteng_data.cli.interruption import interruption
from kalteng_data.cli.language import language
from kalteng_data.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

_DIGITS = re.compile(r"\d{6,}")


def report_bugs(argv: Sequence[str]) -> None:
    """Install the hook for exceptions nobody expected: two lines, exit code 2.

    The code is that of "cannot run": 1 would say that the work was done. ``--verbose`` shows the stack, never
    the local variables, and the message with its long numbers struck out: a library may have put an identity
    number into it.
    """
    lang, verbose = language(argv), any(arg in {"--verbose", "-v"} for arg in argv)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if interruption.asked:  # a library turned Ctrl-C into an error of its own
            sys.stderr.write(word("console.interrupted", lang) + "\n")
            raise SystemExit(ExitCode.INTERRUPTED)
        if verbose:
            sys.stderr.write("".join(traceback.format_tb(trace)))
            sys.stderr.write(f"{kind.__name__}: {_DIGITS.sub('#', str(error))}\n")
        place = _place(trace)
        sys.stderr.write(word("bug.reason", lang, kind=kind.__name__, place=place) + "\n")
        sys.stderr.write(word("bug.hint", lang) + "\n")
        raise SystemExit(ExitCode.CANNOT_RUN)

    sys.excepthook = hook


def _place(trace: TracebackType | None) -> str:
    """The innermost place of our own code, as ``file:line``."""
    frames = [f for f in traceback.extract_tb(trace) if "kalteng_data" in f.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
