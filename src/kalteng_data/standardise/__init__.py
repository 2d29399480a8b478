"""Raw rows in, standardised rows out: same height, same order, one meaning a column.

In: a raw frame of text as sheets show it, its tables, the day of the run. Out: ``Standardised``: typed
columns (the value that is published and, beside it, the form that is compared), a status for what could not
be read, and the decisions that were taken for whole tables (order of day and month, codebook of numbers).
"""

from __future__ import annotations

from kalteng_data.standardise.changes import CHANGES, STATUS, as_text, changes
from kalteng_data.standardise.identity import identity_numbers
from kalteng_data.standardise.names import names_to_match
from kalteng_data.standardise.own import own_values
from kalteng_data.standardise.persons import HELPERS, standardise_persons
from kalteng_data.standardise.rows import DECISIONS, Standardised, village_group
from kalteng_data.standardise.text import said, tidied
from kalteng_data.standardise.villages import standardise_families, standardise_villages

__all__ = [
    "CHANGES",
    "DECISIONS",
    "HELPERS",
    "STATUS",
    "Standardised",
    "as_text",
    "changes",
    "identity_numbers",
    "names_to_match",
    "own_values",
    "said",
    "standardise_families",
    "standardise_persons",
    "standardise_villages",
    "tidied",
    "village_group",
]
