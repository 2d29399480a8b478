"""The rates of one list under one profile and seed, read from the one table ``profiles.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

PROFILES = ("mild", "real", "rough")
"""The error profiles, from the cleanest to the worst."""

LEVELS = ("pusat", "provinsi", "kabupaten")
"""The lists, from the stalest to the freshest."""

JITTER = 0.2
"""A seed's rates lie between the table's and this share above them: never below what the profile promises."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of one profile and seed: ``worst`` by kind, ``part`` the share of it that each list has."""

    profile: str
    worst: Mapping[str, float]
    part: Mapping[str, Mapping[str, float]]

    def of(self, kind: str, level: str) -> float:
        """The rate of ``kind`` in the list of ``level``, between 0 and 1."""
        return min(1.0, self.worst[kind] * self.part[kind][level])


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, float]]:
    """The whole table: kind -> profile or level -> number."""
    text = Path(__file__).with_name("profiles.toml").read_text(encoding="utf-8")
    rates: dict[str, dict[str, float]] = tomllib.loads(text)["rates"]
    return rates


def rates(profile: str, rng: np.random.Generator) -> Rates:
    """The rates of ``profile`` as the seed behind ``rng`` has them.

    Raises:
        ValueError: the profile is unknown.
    """
    if profile not in PROFILES:
        message = f"profile {profile!r} is none of {', '.join(PROFILES)}"
        raise ValueError(message)
    kinds = table()
    factors = 1.0 + JITTER * rng.random(len(kinds))
    # The gaps are coverage, not errors: raising them would leave less to link, not more.
    worst = {
        kind: row[profile] * (1.0 if kind.startswith("gap_") else float(factor))
        for (kind, row), factor in zip(kinds.items(), factors, strict=True)
    }
    return Rates(profile, worst, {kind: {lv: row[lv] for lv in LEVELS} for kind, row in kinds.items()})
