"""Opaque ids with a check digit: a letter for the kind, nine digits, one check digit.

Numbers come from the order of a content fingerprint (:mod:`kalteng_data.resolve.fingerprint`), so the same
input gives the same ids in whatever order it comes. Nothing of a NIK stands in them.
"""

from __future__ import annotations

import polars as pl

PERSON = "P"
FAMILY = "K"
_DIGITS = 9


def opaque_id(kind: str, number: pl.Expr) -> pl.Expr:
    """Ids such as ``P0000001238`` from numbers 1, 2, ...: the last digit is Luhn's (ISO/IEC 7812-1)."""
    total = pl.lit(0, dtype=pl.Int64)
    for place in range(_DIGITS):
        digit = (number.cast(pl.Int64) // 10**place) % 10
        if place % 2 == 0:  # counted from the right, beside the check digit, every second one is doubled
            doubled = digit * 2
            digit = doubled - pl.when(doubled > 9).then(9).otherwise(0)
        total += digit
    check = (10 - total % 10) % 10
    return pl.concat_str(pl.lit(kind), number.cast(pl.String).str.zfill(_DIGITS), check.cast(pl.String))


def is_sound(text: str) -> bool:
    """Whether an id's check digit fits, so that a slip in a typed id is noticed."""
    digits = [int(c) for c in text[1:] if c.isdigit()]
    if len(digits) != _DIGITS + 1 or text[:1] not in {PERSON, FAMILY} or len(text) != _DIGITS + 2:
        return False
    doubled = [d * 2 - 9 * (d * 2 > 9) if i % 2 == 1 else d for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
