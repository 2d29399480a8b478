"""How values survive: the declared order of criteria for each field, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CRITERIA = ("valid", "here", "trust", "recency", "agreement", "completeness")


@dataclass(frozen=True, slots=True)
class Policy:
    """Survivorship of one run.

    ``orders`` maps a field to its criteria, most decisive first; ``trust`` maps ``(source name or level,
    field)`` to a number, larger is trusted more; a field that is not named has trust 0.
    """

    orders: Mapping[str, tuple[str, ...]]
    trust: Mapping[tuple[str, str], float] = field(default_factory=dict)


@cache
def default_orders() -> dict[str, tuple[str, ...]]:
    """The project's own order of criteria for each surviving field."""
    table = tomllib.loads(files(__package__).joinpath("survivorship.toml").read_text(encoding="utf-8"))
    return {name: tuple(table["orders"][order]) for name, order in table["fields"].items()}
