"""Rows that a form fills in to show how it is done: nobody's record, however complete they are."""

from __future__ import annotations

import polars as pl

LOOKED_AT = 12
"""Rows below a header in which such lines are sought: headers, numbering and instructions stand there too."""

_WORD = r"(?i)^\W*(?:(?:baris|data|isian)\W+)?(?:contoh|misal(?:nya)?|example|sample|cth|e\.g)\b"
_ALONE = r"(?i)^\W*(?:(?:baris|data|isian)\W+)?(?:contoh|misal(?:nya)?|example|sample|cth|e\.g)\W*\d*\W*$"
_NAME = r"(?i)^\W*(?:nama\W+)?(?:contoh|sample|example|dummy)\b|^\W*nama\W+(?:lengkap\W+)?anda\W*$"
SAMPLE_BELOW = r"(?i)^\W*contoh(?:\W+(?:cara\W+)?(?:pengisian|isian|data)(?:\W+data)?)?\W*$"
_LIKELY = r"(?i)contoh|misal|example|sample|cth|e\.g|dummy|nama\W+(?:lengkap\W+)?anda"
"""One of these stands in whatever the other patterns find: most sheets hold none, and are asked no more."""
_MOST, _SAID_OF = 3, 200
"""Samples that a form shows at most, counted in so many of its first rows."""
_FEW = 3
"""Filled cells up to which a line only announces the sample below it."""


def sample_rows(body: pl.DataFrame, mapped: dict[str, str]) -> pl.Series:
    """Which ``row`` among the first of ``body`` are samples, or announce one.

    A row is one when a cell says so in so many words (``Contoh``, ``Misal 1``), when its name begins with
    such a word (people called Contoh carry it last; where many do, it is how they are called), or when the
    line above says no more than ``Contoh pengisian``.

    Args:
        body: ``row`` and String columns by absolute index, below the header.
        mapped: columns by canonical field.
    """
    head = body.head(LOOKED_AT)
    names = [name for name in body.columns if name.isdigit()]
    whole = pl.concat_str(names, separator=" ", ignore_nulls=True)
    if not head.select(whole.str.contains(_LIKELY).any()).item():
        return head.get_column("row").clear()
    own = {mapped[field] for field in ("nama", "nama_kepala_keluarga", "desa") if field in mapped}
    filled = pl.sum_horizontal(pl.col(name).str.contains(r"\S").fill_null(value=False) for name in names)
    marks = [pl.col(name).str.contains(_ALONE) for name in names]
    called = [pl.col(name).str.contains(_NAME).fill_null(value=False) for name in own]
    if called and body.head(_SAID_OF).select(pl.any_horizontal(called).sum()).item() <= _MOST:
        marks += called
    text = whole.str.strip_chars()
    marks += [(filled <= _FEW) & text.str.contains(_WORD)]
    marks += [text.shift(1).str.contains(SAMPLE_BELOW)]
    sample = pl.any_horizontal(mark.fill_null(value=False) for mark in marks)
    return head.filter(sample).get_column("row")
