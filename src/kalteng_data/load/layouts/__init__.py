"""Layouts that we ship, one TOML file each, and how a header is told to follow one, ours or the workspace's.

In: the texts of a header, a sheet, a text file. Out: ``Match`` and ``Hint`` objects, the header row and the
separator of a workspace's own layout. The files say in the same form as those of a workspace
(``settings.layout``) what they are and where their facts are from. ``Known`` also holds the headers that the
workspace remembers.
"""

from kalteng_data.load.layouts.found import first_header, own_separator
from kalteng_data.load.layouts.known import Hint, Known, Match, hints, overruled, settled_by, shipped

__all__ = [
    "Hint",
    "Known",
    "Match",
    "first_header",
    "hints",
    "overruled",
    "own_separator",
    "settled_by",
    "shipped",
]
