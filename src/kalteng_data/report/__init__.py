"""What people read about the data: findings as text of several formats, and how personal data is masked.

In: a frame of findings, the tables they stand in and a language. Out: text; nothing here touches the disk or
the terminal. Words come from the catalogue at the last moment.
"""

from __future__ import annotations

from kalteng_data.report.findings import count_at, located, worst
from kalteng_data.report.formats import as_csv, as_json, as_jsonl, concise
from kalteng_data.report.full import Line, Span, full, plain, summary
from kalteng_data.report.mask import mask, masked

__all__ = [
    "Line", "Span", "as_csv", "as_json", "as_jsonl", "concise", "count_at", "full", "located", "mask",
    "masked", "plain", "summary", "worst",
]  # fmt: skip
