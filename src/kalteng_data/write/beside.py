"""A file written beside its place, then renamed: no reader sees half of it, only its owner reads it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from kalteng_data.errors import OutputError, cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def written_beside(output: Path, prove: Callable[[Path], None] = lambda _beside: None) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of ``output`` when the block ends well; mode 0600.

    ``prove`` may look at the file written beside, and object by raising what it likes.

    Raises:
        OutputError: ``output`` cannot be written; nothing is left of it.
    """
    beside = output.with_name(f".{output.name}.menulis")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        prove(beside)
        beside.replace(output)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        # polars says it in its own way, xlsxwriter hands the system's error on inside its own
        inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        if isinstance(inner, (OSError, pl.exceptions.ComputeError)):
            raise OutputError("cannot-write", place=str(output), why=cause(inner)) from None
        raise
