"""What validation ends with: a verdict on each row and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.schemas import failures
from kalteng_data.validate.check import Check, findings_of, ordered, place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kalteng_data.model import Kind


@dataclass(frozen=True, slots=True)
class Validated:
    """``accepted`` is Boolean in the order of the raw frame, ``findings`` of shape ``schemas.FINDINGS``."""

    accepted: pl.Series
    findings: pl.DataFrame


def verdict(raw: pl.DataFrame, parts: Sequence[pl.DataFrame], found: pl.DataFrame | None) -> Validated:
    """Rows are kept out by findings whose rule says so, those of ``parts`` and those the loader ``found``."""
    findings = ordered(parts)
    codes = [code for code, rule in catalogue.rules().items() if rule.quarantines]
    seen = [findings, *([] if found is None else [found])]
    kept_out = pl.concat(
        one.lazy().filter(pl.col("code").is_in(codes)).select(place(pl.col("table"), pl.col("row")))
        for one in seen
    ).collect()
    rows = raw.select(place(pl.col("table"), pl.col("row"))).to_series()
    return Validated(~rows.is_in(kept_out.to_series().unique().implode()).alias("accepted"), findings)


def field_findings(
    kind: Kind, clean: pl.DataFrame, frame: pl.DataFrame, today: dt.date
) -> list[pl.DataFrame]:
    """Findings of the schema: values of ``clean`` that break a rule of their field.

    Args:
        kind: which schema.
        clean: the standardised frame.
        frame: the frame of rules, in the same order, with the cells as text.
        today: the day after which no one is born.
    """
    broken = failures(kind, clean, today)
    parts = []
    for (code, field), group in broken.partition_by("code", "field", as_dict=True).items():
        check = Check(str(code), str(field), pl.lit(value=True))
        needed = [name for name in ("table", "row", check.value) if name in frame.columns]
        parts.append(findings_of(frame.select(needed)[group["index"].sort()], check))
    return parts
