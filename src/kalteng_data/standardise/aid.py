"""What columns of aid hold: whether a person receives it, and the decile that decides about it."""

from __future__ import annotations

import polars as pl

from kalteng_data.standardise.text import squeezed

_YES = (
    "YA", "Y", "IYA", "YES", "1", "X", "V", "VV", "TRUE", "T", "BENAR", "ADA", "PENERIMA", "MENERIMA",
    "DAPAT", "AKTIF", "TERDAFTAR", "SUDAH",
)  # fmt: skip
_NO = (
    "TIDAK", "TDK", "N", "NO", "0", "2", "FALSE", "F", "BUKAN", "TIDAK ADA", "TDK ADA", "BELUM", "NON",
    "NONAKTIF",
)  # fmt: skip
_TICKS, _CROSSES = "[\u2713\u2714\u221a\u2611]", "[\u2715\u2717\u2718\u00d7\u2612]"


def flag(text: pl.Expr) -> pl.Expr:
    """Whether an aid flag says yes; null where it says nothing.

    1 is yes in every layout and 2 is no (Regsosek); an amount or a year of aid above 2 is a yes.
    """
    word = squeezed(text.str.replace_all(_TICKS, "V").str.replace_all(_CROSSES, "X"))
    word = word.str.strip_chars(" .,;:'\"()").str.replace(r"[.,]0+$", "")
    start = word.str.extract(r"^(YA|TIDAK|TDK|BUKAN|BELUM|NON)\b", 1)
    amount = word.str.replace_all(r"^RP\.?\s*|[.,\s]", "").cast(pl.Int64, strict=False)
    return (
        pl.when(word.is_in(list(_YES)) | (start == "YA") | (amount > 2)).then(pl.lit(value=True))
        .when(word.is_in(list(_NO)) | start.is_not_null() | (amount <= 0)).then(pl.lit(value=False))
    )  # fmt: skip


def desil(text: pl.Expr) -> pl.Expr:
    """The welfare decile 1..10 (``DESIL 3``, ``3``, ``3.0``); null for anything else."""
    number = (
        squeezed(text).str.extract(r"^(?:DESIL\s*)?0?(\d{1,2})(?:[.,]0+)?\b", 1).cast(pl.Int8, strict=False)
    )
    return pl.when(number.is_between(1, 10)).then(number)
