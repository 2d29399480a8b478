"""Snapshots on disk: written beside, verified, then made current by one atomic rename.

``base/<snapshot>/`` holds the tables and ``manifest.json``; ``base/CURRENT`` is one line with the name of the
snapshot in force. A run that dies leaves at most a folder that begins with a dot, which the next run removes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from kalteng_data.errors import InputError, OutputError, cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

BASE = "base"
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
TABLES = (
    "penduduk",
    "keluarga",
    "desa",
    "lineage",
    "desa_lineage",
    "claims",
    "quarantine",
    "conflicts",
    "review",
)
_STAGING = ".menulis-"
_NAME = re.compile(r"\d{4}-\d{2}_\d{3,}")


@contextmanager
def _writing(place: str) -> Iterator[None]:
    """Say which place could not be written, and why, whatever library noticed."""
    import polars as pl

    try:
        yield
    except (OSError, pl.exceptions.ComputeError) as error:  # the second: a full disk, seen by polars' writer
        raise OutputError("cannot-write", place=place, why=cause(error)) from None


def snapshots(workspace: Path) -> list[str]:
    """Names of the published snapshots, oldest first."""
    base = workspace / BASE
    if not base.is_dir():
        return []
    return sorted(
        (p.name for p in base.iterdir() if _NAME.fullmatch(p.name)), key=lambda n: (n[:7], int(n[8:]))
    )


def next_name(workspace: Path, period: str) -> str:
    """The name of the next snapshot for ``period`` (``2026-11``): ``2026-11_001`` and so on."""
    taken = [int(name[8:]) for name in snapshots(workspace) if name.startswith(f"{period}_")]
    return f"{period}_{max(taken, default=0) + 1:03d}"


def current(workspace: Path) -> str:
    """The name of the snapshot in force.

    Raises:
        InputError: nothing is published here, or ``CURRENT`` names no whole snapshot.
    """
    pointer = workspace / BASE / CURRENT
    known = snapshots(workspace)
    try:
        name = pointer.read_bytes().decode("utf-8", errors="replace").strip()
    except OSError:
        if not known:
            raise InputError("no-snapshot", folder=str(workspace)) from None
        name = ""
    if name not in known or not (workspace / BASE / name / MANIFEST).is_file():
        raise InputError("lost-snapshot", place=str(pointer), known=", ".join(known) or "-")
    return name


def table_path(workspace: Path, table: str, snapshot: str | None = None) -> Path:
    """Where a published table stands.

    Raises:
        InputError: no such table or snapshot.
    """
    if table not in TABLES:
        raise InputError("unknown-table", table=table, known=", ".join(TABLES))
    name = snapshot or current(workspace)
    known = snapshots(workspace)
    if name not in known:
        raise InputError("unknown-snapshot", snapshot=name, known=", ".join(known) or "-")
    return workspace / BASE / name / f"{table}.parquet"


def manifest(workspace: Path, snapshot: str | None = None) -> dict[str, Any]:
    """The manifest of a snapshot."""
    path = table_path(workspace, "penduduk", snapshot).with_name(MANIFEST)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def sweep(workspace: Path) -> int:
    """Remove what killed runs left behind; call it under the lock. Returns how many folders were removed."""
    base = workspace / BASE
    leavings = list(base.glob(f"{_STAGING}*")) if base.is_dir() else []
    with _writing(str(base)):
        for path in leavings:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(leavings)


def stage(
    workspace: Path,
    name: str,
    tables: Mapping[str, pl.DataFrame],
    about: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
) -> Path:
    """Write tables, ``texts`` and manifest beside the published snapshots; nothing is current yet.

    Raises:
        OutputError: the disk is full or the folder cannot be written; what was written is removed, as it is
            when the run is interrupted.
    """
    folder = workspace / BASE / f"{_STAGING}{name}"
    try:
        with _writing(str(workspace)):
            folder.mkdir(mode=0o700, parents=True)
            (workspace / BASE).chmod(0o700)
            for table, frame in tables.items():
                path = folder / f"{table}.parquet"
                path.touch(mode=0o600)
                frame.write_parquet(path, compression="zstd", compression_level=1, statistics=False)
                _sync(path)
            content = json.dumps(about, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
            for file, text in {**(texts or {}), MANIFEST: content}.items():
                path = folder / file
                path.touch(mode=0o600)
                path.write_text(text, encoding="utf-8")
                _sync(path)
            _sync(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def make_current(workspace: Path, folder: Path) -> Path:
    """Give a staged snapshot its name and make it the one in force by one rename.

    A run killed between the two renames leaves a complete snapshot that is not current, and the previous one
    in force.

    Raises:
        OutputError: the disk is full or the folder cannot be written; the staged snapshot is removed.
    """
    base = workspace / BASE
    final = base / folder.name.removeprefix(_STAGING)
    pointer = base / f"{_STAGING}{CURRENT}"
    try:
        with _writing(str(workspace)):
            pointer.touch(mode=0o600)
            pointer.write_text(f"{final.name}\n", encoding="utf-8")
            _sync(pointer)
            folder.replace(final)
            pointer.replace(base / CURRENT)
    except BaseException:
        if not _names(base / CURRENT, final):
            for path in (folder, final):
                shutil.rmtree(path, ignore_errors=True)
            pointer.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the snapshot is in force: a disk that cannot flush a folder does not undo it
        _sync(base)
    return final


@contextmanager
def discarding(folder: Path) -> Iterator[None]:
    """Remove the staged snapshot ``folder`` when the block that publishes it fails."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _names(pointer: Path, final: Path) -> bool:
    """Whether ``CURRENT`` names this snapshot already."""
    try:
        return pointer.read_bytes().strip() == final.name.encode()
    except OSError:
        return False


def _sync(path: Path) -> None:
    """Ask the disk to keep what was written, so that a power cut cannot leave an empty current snapshot."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to flush it
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
