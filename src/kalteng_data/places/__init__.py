"""Which of the 1,571 villages a row means, and whose codes a column holds.

In: raw frames with the columns ``table`` and ``PLACE``, as the sheets hold them. Out: ``Resolved``: one
village a row or none, its certainty, the way it was found, the candidates; and the scheme of each column.
``lookup`` answers one code or name, ``lookup_within`` a name in its kecamatan.
"""

from __future__ import annotations

from kalteng_data.places.atlas import Atlas, atlas, make_atlas
from kalteng_data.places.lookup import lookup, lookup_within
from kalteng_data.places.resolver import Resolved, resolve_villages

__all__ = ["Atlas", "Resolved", "atlas", "lookup", "lookup_within", "make_atlas", "resolve_villages"]
