"""Ctrl-C and the system's polite end: never lost on the way, and not heard where they would come too late."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from kalteng_data.progress import Progress, Stage

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""The last two are known to one family of systems each."""


class Interruption:
    """What the process was asked from outside; ``asked`` is true once somebody wanted it to stop."""

    def __init__(self) -> None:
        self.asked = False
        self._heard: list[signal.Signals] = []

    def listen(self) -> None:
        """Turn each signal that ends a process into ``KeyboardInterrupt``; one ignored on purpose stays."""
        usual = (signal.SIG_DFL, signal.default_int_handler)
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) in usual:
                signal.signal(number, self._stop)
                self._heard.append(number)
        sys.unraisablehook = self._unraisable

    def check(self) -> None:
        """Stop here if somebody asked for it and a library swallowed the exception.

        Raises:
            KeyboardInterrupt: somebody did.
        """
        if self.asked:
            raise KeyboardInterrupt

    def deafen(self) -> None:
        """Hear no signal any more: what is left takes an instant and must be done whole."""
        while self._heard:
            signal.signal(self._heard.pop(), signal.SIG_IGN)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked = True
        raise KeyboardInterrupt

    def _unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Say nothing of an interruption that fell into a library's callback; the next check tells it."""
        if not (self.asked and issubclass(unraisable.exc_type, KeyboardInterrupt)):
            sys.__unraisablehook__(unraisable)


interruption = Interruption()
"""The process's own: signals belong to the process."""


class Stoppable:
    """A progress that ends the run at the next stage when somebody asked for it."""

    def __init__(self, inner: Progress) -> None:
        self._inner = inner

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:
        """Enter the stage unless the run should stop."""
        interruption.check()
        with self._inner.stage(name, total) as stage:
            yield stage

    def finishing(self) -> None:
        """The last chance to stop."""
        interruption.check()
        interruption.deafen()
        self._inner.finishing()
