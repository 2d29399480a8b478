"""Comparator of identity numbers of digits: equal, damaged in a known way, or of two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from kalteng_data.link.columns import BLANK

if TYPE_CHECKING:
    import numpy.typing as npt

    from kalteng_data.link.columns import Array, Levels, Pairs

DIGITS = 16
ROUNDING = 9
"""Excel keeps 15 digits, so the true value of a rounded number lies within this distance."""
NEIGHBOUR = 2
"""Serials this near were given out at one counter one after the other: twins."""

TRUSTED, UNKNOWN, CONTRADICTED = 3, 2, 1
"""Whether the record's other columns agree with what its number says, cannot tell, or disagree."""


@dataclass(frozen=True)
class IdentityComparator:
    """Levels of numbers of 16 digits; a number is packed four bits a digit, so edits are bit operations.

    ``equal``; ``equal_unproven`` (a record has nothing to agree with its number); ``equal_contradicted`` (a
    record's other columns disagree with it);
    ``rounded`` (one was rounded by a spreadsheet, the other lies within the rounding or one slip);
    ``slip`` (one digit, or two neighbours swapped); ``next_serial`` (all but the serial is the same, and
    those are neighbours); ``serial`` (all but the serial is the same); ``differ``; ``differ_trusted`` (each
    agrees with its own record and they differ: two people).

    ``column`` holds digits; ``trust`` a Boolean or null (cannot tell); ``rounded`` a Boolean; ``serial`` is
    how many digits at the end count up; ``dated`` are begin and end of the part that says the birth date.
    """

    field: str
    column: str
    trust: str = ""
    rounded: str = ""
    serial: int = 4
    dated: tuple[int, int] = (6, 12)

    levels: ClassVar[tuple[str, ...]] = (
        "missing", "equal", "equal_unproven", "equal_contradicted", "rounded", "slip", "next_serial",
        "serial", "differ", "differ_trusted",
    )  # fmt: skip
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return tuple(c for c in (self.column, self.trust, self.rounded) if c)

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: ``value`` (Int64), ``bcd`` (packed decimal), ``trust``, ``rounded``, ``key``."""
        digits = frame[self.column]
        fits = (digits.str.len_bytes() == DIGITS).fill_null(value=False)
        value = digits.set(~fits, None).cast(pl.Int64, strict=False).fill_null(BLANK).to_numpy()
        rounded = (
            frame[self.rounded].fill_null(value=False).to_numpy()
            if self.rounded
            else np.zeros(len(value), bool)
        )
        trust = np.full(len(value), UNKNOWN, dtype=np.uint8)
        if self.trust:
            said = frame[self.trust]
            trust[said.fill_null(value=False).to_numpy()] = TRUSTED
            trust[(~said).fill_null(value=False).to_numpy()] = CONTRADICTED
        trust[rounded] = CONTRADICTED
        key = np.where(rounded, BLANK, value)
        return {
            "value": pl.Series(value),
            "bcd": pl.Series(packed(value)),
            "trust": pl.Series(trust),
            "rounded": pl.Series(rounded),
            "key": pl.Series(key),
        }

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        a, b = pairs.of(f"{self.field}.value")
        levels = np.where((a == BLANK) | (b == BLANK), 0, np.where(a == b, 1, 255)).astype(np.uint8)
        trust_a, trust_b = pairs.of(f"{self.field}.trust")
        rounded_a, rounded_b = pairs.of(f"{self.field}.rounded")
        weakest = np.minimum(trust_a, trust_b)
        rounded = rounded_a | rounded_b
        same = levels == 1
        if self.trust:
            levels[same & (weakest == UNKNOWN)] = self._level("equal_unproven")
        levels[same & (weakest == CONTRADICTED)] = self._level("equal_contradicted")
        levels[same & rounded] = self._level("rounded")
        open_ = levels == 255
        rest = pairs.where(open_)
        levels[open_] = self._unequal(rest, weakest[open_], rounded[open_])
        return levels

    def _level(self, name: str) -> int:
        return self.levels.index(name)

    def _unequal(self, pairs: Pairs, weakest: Array, rounded: Array) -> Levels:
        a, b = pairs.of(f"{self.field}.bcd")
        value_a, value_b = pairs.of(f"{self.field}.value")
        differing = differing_digits(a, b)
        count = np.bitwise_count(differing)
        levels = np.where(weakest == TRUSTED, self._level("differ_trusted"), self._level("differ")).astype(
            np.uint8
        )
        head = np.uint64(4 * self.serial)
        same_head = (a >> head) == (b >> head)
        apart = np.abs(value_a - value_b)
        levels[same_head] = self._level("serial")
        slip = (count == 1) | swapped_digits(a, b, differing)
        dated = np.uint64(_mask(*self.dated))
        # Two numbers that each agree with their own birth date and differ in it are two people, one digit
        # apart or not; a slip elsewhere in the number leaves the agreement whole.
        levels[slip & ~same_head & ~((weakest == TRUSTED) & ((differing & dated) != 0))] = self._level("slip")
        levels[slip & same_head] = self._level("slip")
        levels[same_head & (apart <= NEIGHBOUR)] = self._level("next_serial")
        near = (apart <= ROUNDING) | (np.bitwise_count(differing >> np.uint64(4)) <= 1)
        levels[rounded & near] = self._level("rounded")
        return levels


def packed(values: Array) -> Array:
    """Decimal digits of numbers below 10^16, four bits a digit, the last digit lowest."""
    rest = values.astype(np.uint64)
    result = np.zeros(len(rest), dtype=np.uint64)
    for place in range(DIGITS):
        rest, digit = np.divmod(rest, np.uint64(10))
        result |= digit << np.uint64(4 * place)
    return result


def differing_digits(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One bit (the lowest of its four) for each digit in which two packed numbers differ."""
    x = a ^ b
    x = x | (x >> np.uint64(1))
    x = x | (x >> np.uint64(2))
    return x & np.uint64(0x1111111111111111)


def swapped_digits(
    a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64], differing: npt.NDArray[np.uint64]
) -> npt.NDArray[np.bool_]:
    """Whether exactly two neighbouring digits differ and are swapped."""
    low = differing & (~differing + np.uint64(1))
    neighbours = (np.bitwise_count(differing) == 2) & ((differing & (low << np.uint64(4))) != 0)
    mask = low * np.uint64(15)
    high = mask << np.uint64(4)
    crossed = (((a >> np.uint64(4)) & mask) == (b & mask)) & (((a & mask) << np.uint64(4)) == (b & high))
    both: npt.NDArray[np.bool_] = neighbours & crossed
    return both


def _mask(begin: int, end: int) -> int:
    """Lowest bits of the digits ``begin`` to ``end`` (from the left, 0-based, end excluded)."""
    return sum(1 << (4 * (DIGITS - 1 - place)) for place in range(begin, end))
