"""What a workspace remembers between runs: the lock, the list of runs, and files that a run writes beside.

The lock is a file that the operating system releases with the process, so a killed run never blocks the next.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from kalteng_data.errors import LockedError, OutputError, cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".kalteng.lock"
STATE = "state.sqlite"

_REFUSALS = {
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_IOERR: "write-failed",
    sqlite3.SQLITE_BUSY: "in-use",
    sqlite3.SQLITE_LOCKED: "in-use",
    sqlite3.SQLITE_READONLY: "no-permission",
    sqlite3.SQLITE_CANTOPEN: "no-permission",
    sqlite3.SQLITE_PERM: "no-permission",
}
"""SQLite's kinds of error in the catalogue's stable words (``why.*``)."""

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
        raise OutputError("cannot-write", place=str(workspace), why=cause(error)) from None
    finally:
        os.umask(previous)
    try:
        yield
    finally:
        guard.release()


@contextmanager
def recorded(workspace: Path, snapshot: str, published: str, counts: dict[str, int]) -> Iterator[None]:
    """Note a snapshot before the block makes it current; the note is taken back when the block fails.

    In this order a state that cannot be written stops the run while the previous snapshot is still in force.
    ``counts`` has ``rows_read``, ``people`` and ``families``.

    Raises:
        OutputError: the workspace's state cannot be written.
    """
    note = (snapshot, published, counts["rows_read"], counts["people"], counts["families"])
    with _state(workspace) as state:
        state.execute(_RUNS)
        state.execute(
            "INSERT OR REPLACE INTO runs (snapshot, published, rows_read, people, families) "
            "VALUES (?, ?, ?, ?, ?)",
            note,
        )
    try:
        yield
    except BaseException:
        with suppress(OutputError), _state(workspace) as state:
            state.execute("DELETE FROM runs WHERE snapshot = ?", (snapshot,))
        raise


@contextmanager
def remembering(workspace: Path, name: str, text: str | None) -> Iterator[None]:
    """Write ``text`` to the workspace's file ``name`` before the block; put back when the block fails.

    The file is written beside and renamed, readable by its owner only; ``None`` leaves it as it is.

    Raises:
        OutputError: the file cannot be written.
    """
    if text is None:
        yield
        return
    path = workspace / name
    try:
        previous = path.read_bytes() if path.is_file() else None
        _rewrite(path, text.encode())
    except OSError as error:
        raise OutputError("cannot-write", place=str(path), why=cause(error)) from None
    try:
        yield
    except BaseException:
        with suppress(OSError):
            path.unlink() if previous is None else _rewrite(path, previous)
        raise


def _rewrite(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def _state(workspace: Path) -> Iterator[sqlite3.Connection]:
    """The state in one transaction, readable by its owner only."""
    path = workspace / STATE
    try:
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path)) as state, state:
            state.execute("PRAGMA journal_mode=WAL")
            yield state
    except OSError as error:
        raise OutputError("cannot-write", place=str(path), why=cause(error)) from None
    except sqlite3.Error as error:
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest a detail
        if kind in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise OutputError("damaged-state", place=str(path)) from None
        why = _REFUSALS.get(kind, str(error))
        raise OutputError("cannot-write", place=str(path), why=why) from None
