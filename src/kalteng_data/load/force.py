"""What lines outside the columns have said and still holds: places from the largest down, a family."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS: tuple[tuple[str, ...], ...] = (
    ("provinsi",), ("kabupaten",), ("kecamatan",), ("desa", "kode_desa"), ("dusun",), ("rw", "rt_rw"),
    ("rt",),
)  # fmt: skip
"""A new place ends the smaller ones: a kecamatan its villages, a village its RT."""
FAMILY = ("no_kk", "nama_kepala_keluarga", "alamat")
"""What is said of one family; the RT and RW said with it are its own, too."""
PLACES = tuple(name for level in LEVELS for name in level)
STATED = (*PLACES, *FAMILY)
"""Every field that a line may state."""

_LEVEL = {name: i for i, level in enumerate(LEVELS) for name in level}
_HOME = 4
"""Levels from here down are a family's own where a line says them with its card."""
_ONE_OF = (("rt", "rt_rw"), ("rw", "rt_rw"), ("rt_rw", "rt"), ("rt_rw", "rw"))
"""One of these replaces the other."""

Said = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Force:
    """Fields in force, of places and of a family."""

    places: Said = field(default_factory=dict)
    family: Said = field(default_factory=dict)

    def after(self, said: Mapping[str, str | None]) -> Force:
        """What is in force once ``said`` (one heading, of one line or more) is said."""
        own = any(name in said for name in FAMILY)
        told = {name: text for name, text in said.items() if name in _LEVEL}
        home = {name: text for name, text in told.items() if own and _LEVEL[name] >= _HOME}
        wide = {name: text for name, text in told.items() if name not in home}
        places, family = dict(self.places), dict(self.family)
        if wide:
            largest = min(_LEVEL[name] for name in wide)
            places = {name: text for name, text in places.items() if _LEVEL[name] < largest}
            for new, old in _ONE_OF:
                if new in wide:
                    places.pop(old, None)
            places |= wide
            family = {}
        if own:
            members = {name: text for name, text in said.items() if name in FAMILY}
            # An address alone belongs to the family stated before it.
            kept = family if members.keys() == {"alamat"} else {}
            family = kept | members | home
        return Force(places, family)

    @property
    def said(self) -> dict[str, str]:
        """What is in force and not said to be none."""
        return {name: text for name, text in self.fields.items() if text is not None}

    @property
    def fields(self) -> Said:
        """All that is in force; a family's own goes before its neighbourhood's."""
        found = dict(self.places)
        for new, old in _ONE_OF:
            if new in self.family:
                found.pop(old, None)
        return found | self.family
