"""A synthetic province: invented people in real villages, three lists of them with errors, and the truth.

In: a number of people, a seed, a profile of errors. Out: ``make_province`` gives the lists in memory,
``python -m benchmarks.province`` writes them as each level sends its files, with ``truth/`` for the scorer.
It shares no code with the product but the reference of places, so that a fault in the product's cleaning
cannot hide behind the same fault here. Nobody in it exists.
"""

from __future__ import annotations

from benchmarks.province.province import Province, make_province

__all__ = ["Province", "make_province"]
