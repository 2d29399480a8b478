"""What people read about the data: findings as text of several formats, and how personal data is masked.

In: a frame of findings, the tables they stand in and a language. Out: text; nothing here touches the disk or
the terminal. Words come from the catalogue at the last moment.
"""

from __future__ import annotations

from kalteng_data.report.checked import Checked, checked
from kalteng_data.report.findings import count_at, located, worst
from kalteng_data.report.formats import as_csv, as_json, as_jsonl, concise
from kalteng_data.report.full import Line, Span, counted_parts, cut_line, full, plain, summary
from kalteng_data.report.mask import mask, masked
from kalteng_data.report.page import MOST_ROWS, as_html
from kalteng_data.report.pipelines import as_github, as_junit, as_sarif
from kalteng_data.report.reviewed import marks, spotted, with_keys

__all__ = [
    "MOST_ROWS", "Checked", "Line", "Span", "as_csv", "as_github", "as_html", "as_json", "as_jsonl",
    "as_junit", "as_sarif", "checked", "concise", "count_at", "counted_parts", "cut_line", "full", "located",
    "marks", "mask", "masked", "plain", "spotted", "summary", "with_keys", "worst",
]  # fmt: skip
