"""How values survive: the declared order of criteria for each field, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OWN_ORDER = "current"
"""What a regency asks beside the schema is a state of today: the freshest word counts."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Survivorship of one run.

    ``orders`` maps a field to its criteria, most decisive first; ``trust`` maps ``(source name or level,
    field)`` to a number, larger is trusted more; a field that is not named has trust 0.
    """

    orders: Mapping[str, tuple[str, ...]]
    trust: Mapping[tuple[str, str], float] = field(default_factory=dict)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("survivorship.toml").read_text(encoding="utf-8"))


def default_orders(own: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """The project's order of criteria for each surviving field, and for columns of a workspace's ``own``."""
    table = _table()
    fields = {**table["fields"], **dict.fromkeys(own, _OWN_ORDER)}
    return {name: tuple(table["orders"][order]) for name, order in fields.items()}
