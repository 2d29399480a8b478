"""How right a published base is, against the truth of a synthetic province; the truth is read here alone.

In: ``lineage.parquet`` of a snapshot and the truth of ``benchmarks.province``. Out: pair precision and
recall of people, pair F1 of families, villages right and wrong, rows lost, and every trap and subgroup on a
line of its own. ``python -m benchmarks.accuracy`` makes the provinces, runs ``kalteng merge`` on their files
and scores the result.
"""

from __future__ import annotations

from benchmarks.accuracy.score import Score, score

__all__ = ["Score", "score"]
