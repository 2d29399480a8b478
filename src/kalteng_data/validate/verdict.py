"""What validation ends with: a verdict on each row and the findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.schemas import failures
from kalteng_data.validate.check import Check, findings_of, ordered

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
    seen = findings if found is None else pl.concat([findings, found.select(findings.columns)])
    out = seen.filter(pl.col("code").is_in(codes)).select("table", "row").unique()
    marked = raw.select("table", "row").join(
        out.with_columns(out=pl.lit(value=True)), on=["table", "row"], how="left", maintain_order="left"
    )
    return Validated(marked["out"].is_null().alias("accepted"), findings)


def field_findings(kind: Kind, clean: pl.DataFrame, frame: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Findings of the schema: values of ``clean`` that break a rule of their field.

    Args:
        kind: which schema.
        clean: the standardised frame.
        frame: the frame of rules, in the same order, with the cells as text.
        today: the day after which no one is born.
    """
    broken = failures(kind, clean, today)
    parts = [
        findings_of(frame[group["index"]], Check(code, field, pl.lit(value=True)))
        for (code, field), group in _groups(broken)
    ]
    return ordered(parts)


def _groups(broken: pl.DataFrame) -> list[tuple[tuple[str, str], pl.DataFrame]]:
    parts = broken.sort("code", "field", "index").partition_by(
        "code", "field", as_dict=True, maintain_order=True
    )
    return [((str(code), str(field)), part) for (code, field), part in parts.items()]
