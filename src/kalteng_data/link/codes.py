"""Comparators of short texts: codes, places as codes within codes, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kalteng_data.link.columns import BLANK, hashed, mixed

if TYPE_CHECKING:
    from kalteng_data.link.columns import Levels, Pairs


@dataclass(frozen=True)
class CodeComparator:
    """Levels ``equal``, ``compatible`` (declared pairs of values that one person may carry) and ``differ``.

    With several ``columns`` the level is ``partly`` when some of them agree.
    """

    field: str
    columns: tuple[str, ...]
    compatible: tuple[tuple[str, str], ...] = ()

    levels: ClassVar[tuple[str, ...]] = ("missing", "equal", "compatible", "partly", "differ")
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return self.columns

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: ``key`` of all columns, and a hash of each."""
        hashes = [hashed(frame[column].cast(pl.String)) for column in self.columns]
        parts = {f"c{place}": pl.Series(values) for place, values in enumerate(hashes)}
        return {"key": pl.Series(mixed(hashes)) if len(hashes) > 1 else parts["c0"], **parts}

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        agree = np.zeros(len(pairs), dtype=np.uint8)
        known = np.zeros(len(pairs), dtype=np.uint8)
        for place in range(len(self.columns)):
            a, b = pairs.of(f"{self.field}.c{place}")
            both = (a != BLANK) & (b != BLANK)
            known += both
            agree += both & (a == b)
        levels = np.full(len(pairs), self.levels.index("differ"), dtype=np.uint8)
        levels[agree > 0] = self.levels.index("partly")
        if self.compatible:
            a, b = pairs.of(f"{self.field}.c0")
            for one, other in self.compatible:
                x, y = hashed(pl.Series([one, other]))
                levels[(a == x) & (b == y) | (a == y) & (b == x)] = self.levels.index("compatible")
        levels[agree == known] = self.levels.index("equal")
        levels[known == 0] = 0
        return levels


@dataclass(frozen=True)
class PlaceComparator:
    """Codes that hold the code of the larger place as their first letters (62.01.01.2003).

    ``prefixes`` are lengths, from the smaller place to the larger; the levels are ``same``, then ``near``
    (the first prefix agrees), ``region`` (the second) and ``elsewhere``.
    """

    field: str
    column: str
    prefixes: tuple[int, int]

    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "near", "region", "elsewhere")
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return (self.column,)

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: ``key``, ``near`` and ``region``."""
        code = frame[self.column]
        near, region = self.prefixes
        return {
            "key": pl.Series(hashed(code)),
            "near": pl.Series(hashed(code.str.slice(0, near))),
            "region": pl.Series(hashed(code.str.slice(0, region))),
        }

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        a, b = pairs.of(f"{self.field}.key")
        levels = np.full(len(pairs), 4, dtype=np.uint8)
        levels[a == b] = 1
        open_ = levels == 4
        rest = pairs.where(open_)
        region_a, region_b = rest.of(f"{self.field}.region")
        near_a, near_b = rest.of(f"{self.field}.near")
        levels[open_] = np.where(near_a == near_b, 2, np.where(region_a == region_b, 3, 4))
        levels[(a == BLANK) | (b == BLANK)] = 0
        return levels


@dataclass(frozen=True)
class TextComparator:
    """Free text such as an address: ``equal``, ``close`` (a third of the letters at most), ``differ``."""

    field: str
    column: str

    levels: ClassVar[tuple[str, ...]] = ("missing", "equal", "close", "differ")
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return (self.column,)

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: ``text`` and its hash ``key``."""
        return {"text": frame[self.column].fill_null(""), "key": pl.Series(hashed(frame[self.column]))}

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        a, b = pairs.of(f"{self.field}.key")
        known = (a != BLANK) & (b != BLANK)
        levels = np.where(known, np.where(a == b, 1, 3), 0).astype(np.uint8)
        open_ = levels == 3
        rest = pairs.where(open_)
        if len(rest):
            x, y = rest.of(f"{self.field}.text")
            alike = process.cpdist(
                x, y, scorer=OSA.normalized_similarity, score_cutoff=2 / 3, dtype=np.float64, workers=1
            )
            levels[open_] = np.where(alike > 0, 2, 3)
        return levels
