"""Ask Python about values of a frame: each unique pair once, the answers joined back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from kalteng_data.places.match import Match

_ANSWER = {"code": pl.String(), "certainty": pl.Float64(), "candidates": pl.List(pl.String)}


def ask(
    frame: pl.DataFrame, question: Callable[[str, str], Match], region: str, name: str, prefix: str
) -> pl.DataFrame:
    """Add ``<prefix>_code``, ``<prefix>_certainty`` and ``<prefix>_candidates`` (a list) to ``frame``.

    ``question`` is asked once for each unique pair of the columns ``region`` and ``name``; where either is
    null the answer is null. Height and order stay.
    """
    if any(frame.get_column(column).null_count() == frame.height for column in (region, name)):
        return frame.with_columns(
            pl.lit(None, dtype).alias(f"{prefix}_{part}") for part, dtype in _ANSWER.items()
        )
    pairs = frame.lazy().select(region, name).drop_nulls().unique(maintain_order=True).collect()
    answers = [question(r, n) for r, n in zip(pairs[region].to_list(), pairs[name].to_list(), strict=True)]
    answered = pairs.hstack([
        pl.Series(f"{prefix}_{part}", [getattr(a, part) for a in answers], dtype=dtype)
        for part, dtype in _ANSWER.items()
    ])  # fmt: skip
    return frame.join(answered, on=[region, name], how="left", maintain_order="left")
