"""A linkage model as data: what is compared, which pairs are made, what kinds of pairs there are.

All classes are frozen; ``parse.read_model`` makes them from TOML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import polars as pl

    from kalteng_data.link.columns import Levels, Pairs


class Comparator(Protocol):
    """A typed comparison of one field: columns of a frame to integers, pairs of them to levels.

    Level 0 is ``missing`` in every comparator: one side says nothing, which is no evidence.
    """

    levels: ClassVar[tuple[str, ...]]
    frequent: ClassVar[dict[str, str]]
    """Levels at which a rare value says more than a common one, with the encoded column of its share."""

    @property
    def field(self) -> str:
        """The field's name in the model."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns of the field, without nulls, 0 where blank."""

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A blocking rule: records that agree on all ``keys`` (encoded columns) are paired.

    A block of more than ``max_block`` records is left out and reported: it is a default value, not a clue.
    """

    name: str
    keys: tuple[str, ...]
    max_block: int


@dataclass(frozen=True, slots=True)
class PairClass:
    """A kind of pair: one person twice, or a way in which two people resemble each other.

    ``prior`` is the share of pairs it starts from; ``coincidence`` says that they agree by chance, so a rare
    name speaks against it; ``start`` gives m probabilities by field and level before learning (levels not
    named share what is left); fields without a start begin uniform.
    """

    name: str
    same: bool
    prior: float
    coincidence: bool
    start: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that the m probability of a level may be in a class, whatever the data seem to say."""

    pair_class: str
    field: str
    level: str
    at_most: float


@dataclass(frozen=True, slots=True)
class Learning:
    """Settings of EM: pseudo-counts hold the classes to their meaning and joint tables to their margins.

    ``sample`` is the most pairs that are learned from; with ``rarity`` a rare name weighs more than a common
    one.
    """

    iterations: int = 40
    tolerance: float = 1e-5
    start_weight: float = 200.0
    joint_weight: float = 100.0
    sample: int = 1_000_000
    rarity: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Records that belong together in one list (a household): ``keys`` are encoded columns.

    Groups of more than ``max_size`` records say nothing. Pairs above ``sure`` log-odds connect groups.
    """

    keys: tuple[str, ...]
    max_size: int
    sure: float


@dataclass(frozen=True, slots=True)
class Clustering:
    """How scored pairs become clusters; all thresholds are natural log-odds.

    ``component`` joins records whose cluster is then repaired; ``cluster`` is the mean log-odds above which
    two clusters are one; ``complete`` is the largest component whose missing pairs are all compared;
    ``vetoes`` are (field, level) that no cluster may hold; ``review`` is the grey zone people should see.
    """

    component: float
    cluster: float
    complete: int
    vetoes: tuple[tuple[str, str], ...]
    review: tuple[float, float]


@dataclass(frozen=True, slots=True)
class LinkModel:
    """Everything the engine knows about the records it links."""

    name: str
    fields: tuple[Comparator, ...]
    joints: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    classes: tuple[PairClass, ...]
    caps: tuple[Cap, ...]
    learning: Learning
    group: Group | None
    clustering: Clustering
    order: tuple[str, ...]
    classifier: str = "patterns"
    unused: tuple[str, ...] = field(default=())

    def comparator(self, name: str) -> Comparator:
        """The comparator of a field."""
        return next(c for c in self.fields if c.field == name)

    @property
    def radix(self) -> tuple[int, ...]:
        """Number of levels of each field, in their order: a pattern is a number of this mixed radix."""
        return tuple(len(c.levels) for c in self.fields)
