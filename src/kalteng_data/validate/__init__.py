"""Which rows can stand for a person, a village or a card, and what is wrong with them.

In: raw rows, their standardised values and where they belong. Out: ``Validated``: for each row whether it is
accepted, and findings with stable codes. A row is kept out only when it cannot stand for anyone; everything
else is a finding beside an accepted row. Words are rendered from the catalogue, never stored.
"""

from __future__ import annotations

from kalteng_data.validate.context import PERSON_TYPES
from kalteng_data.validate.own import own_findings
from kalteng_data.validate.owncolumns import own_column_findings
from kalteng_data.validate.people import validate_persons
from kalteng_data.validate.verdict import Validated
from kalteng_data.validate.villages import validate_families, validate_villages

__all__ = [
    "PERSON_TYPES",
    "Validated",
    "own_column_findings",
    "own_findings",
    "validate_families",
    "validate_persons",
    "validate_villages",
]
