"""What a workspace remembers between runs: the lock and the list of runs.

The lock is a file that the operating system releases with the process, so a killed run never blocks the next.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from kalteng_data.errors import LockedError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".kalteng.lock"
STATE = "state.sqlite"

_RUNS = """
CREATE TABLE IF NOT EXISTS runs (
  run INTEGER PRIMARY KEY,
  snapshot TEXT NOT NULL UNIQUE,
  published TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  people INTEGER NOT NULL,
  families INTEGER NOT NULL
) STRICT
"""


@contextmanager
def lock(workspace: Path) -> Iterator[None]:
    """Hold ``workspace`` for one run; made when missing, with mode 0700.

    Raises:
        LockedError: another run holds it; this one never waits.
        OutputError: the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    previous = os.umask(0o077)  # filelock makes its file with the mode the umask leaves
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        guard = FileLock(workspace / LOCK, mode=stat.S_IRUSR | stat.S_IWUSR)
        guard.acquire(timeout=0)
    except Timeout:
        raise LockedError("locked", folder=workspace.name or str(workspace)) from None
    except OSError as error:
        raise OutputError("cannot-write", place=str(workspace), why=error.strerror or "OSError") from None
    finally:
        os.umask(previous)
    try:
        yield
    finally:
        guard.release()


def record_run(workspace: Path, snapshot: str, published: str, counts: dict[str, int]) -> None:
    """Note a published snapshot; ``counts`` has ``rows_read``, ``people`` and ``families``.

    Raises:
        OutputError: the workspace's state cannot be written.
    """
    try:
        with closing(sqlite3.connect(workspace / STATE)) as state, state:
            state.execute("PRAGMA journal_mode=WAL")
            state.execute(_RUNS)
            state.execute(
                "INSERT OR REPLACE INTO runs (snapshot, published, rows_read, people, families) "
                "VALUES (?, ?, ?, ?, ?)",
                (snapshot, published, counts["rows_read"], counts["people"], counts["families"]),
            )
    except sqlite3.Error as error:
        raise OutputError("cannot-write", place=STATE, why=str(error)) from None
    (workspace / STATE).chmod(0o600)
