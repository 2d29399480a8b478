"""``kalteng doctor``: is this computer fit, and is the workspace free."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer  # noqa: TC002  it reads the annotations of a command

from kalteng_data import __version__
from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, KaltengError, LockedError, OutputError, cause

if TYPE_CHECKING:
    from kalteng_data.console import Console

PACKAGES = (
    "polars",
    "fastexcel",
    "python-calamine",
    "pandera",
    "recordlinkage",
    "rapidfuzz",
    "numpy",
    "scipy",
)
VILLAGES = 1571
GIB = 2**30
ENOUGH = 4 * GIB
"""Memory that a million rows need at most."""


def doctor(ctx: typer.Context) -> int:
    """Show what was looked at; exit 2 when something would stop a merge.

    Raises:
        OutputError: the workspace cannot be written.
        LockedError: another run holds it.
    """
    session = Session.of(ctx)
    console = session.console
    workspace = session.workspace()
    refusal: KaltengError | None = None
    rows = [
        ("kalteng", __version__, True),
        ("Python", f"{platform.python_version()} ({sys.platform})", True),
        *((name, *_installed(console, name)) for name in PACKAGES),
        (console.word("doctor.reference"), *_reference(console)),
        (console.word("doctor.memory"), *_memory(console)),
    ]
    place = workspace or Path.cwd()
    label = console.word("doctor.workspace" if workspace else "doctor.folder")
    try:
        _try_writing(place)
        rows.append((label, f"{place}: {console.word('doctor.writable')}", True))
        if workspace:
            rows.append((console.word("doctor.lock"), *_lock(console, place)))
    except KaltengError as error:
        refusal = error
        word = "doctor.held" if isinstance(error, LockedError) else "doctor.read_only"
        rows.append((label, f"{place}: {console.word(word)}", False))
    console.table(
        ["", console.word("doctor.what"), console.word("doctor.found")],
        [("✓" if fine else "✗", what, found) for what, found, fine in rows],
    )
    if refusal is not None:
        raise refusal
    return ExitCode.OK if all(fine for *_, fine in rows) else ExitCode.CANNOT_RUN


def _installed(console: Console, name: str) -> tuple[str, bool]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name), True
    except PackageNotFoundError:
        return console.word("doctor.missing"), False


def _reference(console: Console) -> tuple[str, bool]:
    from kalteng_data.reference import districts, regencies, villages

    counts = villages().height, districts().height, regencies().height
    text = console.word(
        "doctor.places", villages=console.number(counts[0]), districts=counts[1], regencies=counts[2]
    )
    return text, counts[0] == VILLAGES


def _memory(console: Console) -> tuple[str, bool]:
    """Physical memory; where the system does not tell, nothing is claimed."""
    if not hasattr(os, "sysconf"):
        return console.word("doctor.unknown"), True
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{size / GIB:.1f} GiB", size >= ENOUGH


def _try_writing(place: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise OutputError("cannot-write", place=place, why=cause(error)) from None


def _lock(console: Console, place: Path) -> tuple[str, bool]:
    from kalteng_data import store

    with store.lock(place):
        return console.word("doctor.free"), True
