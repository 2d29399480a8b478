"""How a long step tells how far it is, without knowing who listens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


class Stage(Protocol):
    """One running stage."""

    def advance(self, n: int = 1) -> None:
        """``n`` more of the stage's units are done."""


class Progress(Protocol):
    """What the conductor reports to."""

    def stage(self, name: str, total: int | None = None) -> AbstractContextManager[Stage]:
        """Enter a stage: ``name`` is a key of the catalogue's ``stage`` words, ``total`` its units."""

    def finishing(self) -> None:
        """What is left takes an instant and must not be cut in two: an interruption would come too late."""


class _SilentStage:
    def advance(self, n: int = 1) -> None:
        """Nobody listens."""


class Silent:
    """A progress nobody listens to: for tests, pipes and ``--quiet``."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:  # noqa: ARG002  the protocol's
        """Enter a stage and say nothing."""
        yield _SilentStage()

    def finishing(self) -> None:
        """Nobody interrupts."""
