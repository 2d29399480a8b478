"""A sheet as it lies in the file: every cell as text, at its true row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl


@dataclass(frozen=True, slots=True)
class Merge:
    """One merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet (or text file) before anything is known about its meaning.

    ``frame`` holds String columns named by the absolute 0-based column (``"0"`` is A); row k of it is sheet
    row k + 1, blank rows included. ``widths`` is the number of fields of each record of a text file that is
    not even, else ``None``; ``unclosed`` tells which of these records leave a quote open. ``numbers`` gives
    the sheet rows (1-based) of a column whose cells are numbers, or ``None`` when the format cannot tell.
    ``sheet`` is empty for a text file; ``separator`` is what parts its fields.
    """

    sheet: str
    frame: pl.DataFrame
    widths: pl.Series | None = None
    unclosed: pl.Series | None = None
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    numbers: Callable[[int], pl.Series | None] = field(default=lambda _column: None)
    separator: str | None = None

    @property
    def indices(self) -> tuple[int, ...]:
        """Absolute 0-based columns that the frame holds, in order."""
        return tuple(int(name) for name in self.frame.columns)
