"""The command line: thin commands around the conductor.

In: the process's arguments and ``KALTENG_*``. Out: an exit code; data on stdout, messages on stderr.
"""

from __future__ import annotations

from kalteng_data.cli.run import run

__all__ = ["run"]
