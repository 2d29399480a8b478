"""A command as a child process: its seconds, its processor's seconds, its peak memory.

The kernel's own account of the child (``wait4``) is read, so that nothing inside it needs to be changed.
Linux and macOS; a child's peak begins at the parent's, which therefore stays small: whatever is large is made
in children too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes that one unit of ``ru_maxrss`` stands for."""


class CommandFailed(RuntimeError):  # noqa: N818 -- reads as what happened
    """A measured command ended otherwise than it should; the message holds what it said last."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of the processor (user and system), and peak memory in GiB."""

    wall: float
    cpu: float
    gib: float

    @staticmethod
    def median(several: Sequence[Cost]) -> Cost:
        """Each figure's median by itself."""
        return Cost(*(median(getattr(one, name) for one in several) for name in ("wall", "cpu", "gib")))


def measured(
    command: Sequence[str], *, good: Collection[int] = (0,), environment: Mapping[str, str] | None = None
) -> tuple[Cost, str]:
    """Run ``command`` to its end; its cost and what it wrote to stdout.

    Args:
        command: program and arguments.
        good: exit codes that are no failure.
        environment: variables beside those of this process.

    Raises:
        CommandFailed: it ended with another exit code.
    """
    variables = os.environ | {"NO_COLOR": "1"} | dict(environment or {})
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=variables)
        try:
            _, status, used = os.wait4(child.pid, 0)
        except KeyboardInterrupt:
            child.kill()
            child.wait()
            raise
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode not in good:
            message = f"{' '.join(command[:4])} ended with {child.returncode}: {err.read()[-2000:].strip()}"
            raise CommandFailed(message)
        cost = Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _RSS_UNIT / 2**30)
        return cost, out.read()
