"""All that reaches a terminal: data on stdout, messages and progress on stderr, in one language."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import time
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from kalteng_data.catalogue import word
from kalteng_data.errors import OutputError, cause
from kalteng_data.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from rich.console import Console as RichConsole

    from kalteng_data.progress import Progress, Stage
    from kalteng_data.report import Line


STYLES = {
    "": "", "file": "bold underline", "error": "bold red", "warning": "bold yellow", "note": "cyan",
    "code": "bold", "place": "magenta", "fix": "green", "dim": "dim", "strong": "bold",
}  # fmt: skip
"""Colours of the styles that reports name."""


UNBROKEN = 400
"""Width of a table that goes to a file or another program: its lines are not folded."""


def number(value: int, lang: str) -> str:
    """Thousands as the language writes them: ``1.571`` in Indonesian, ``1,571`` in English."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "id" else text


class Console:
    """The two streams of one run.

    ``lang`` is ``id`` or ``en``; ``quiet`` drops messages but errors, ``verbose`` adds details; ``color`` is
    taken back by a stream that is no terminal; ``as_json`` writes each message as one line of JSON.
    """

    def __init__(
        self,
        lang: str,
        *,
        quiet: bool = False,
        verbose: bool = False,
        color: bool = True,
        as_json: bool = False,
    ) -> None:
        self.lang = lang
        self.quiet = quiet
        self.verbose = verbose
        self.as_json = as_json
        self.color = color and not os.environ.get("NO_COLOR")

    def word(self, key: str, **details: object) -> str:
        """The catalogue's word in this console's language; what fills it breaks and commands nothing."""
        return word(key, self.lang, **_unbroken(details))

    def number(self, value: int) -> str:
        """A count as the language writes it."""
        return number(value, self.lang)

    def why(self, reason: str) -> str:
        """The words for a stable word of the reader's; one without words stands as it is."""
        try:
            return self.word(f"why.{reason}")
        except KeyError:
            return reason

    def data(self, text: str) -> None:
        """Write ``text`` to stdout as it is, ended by a newline."""
        self._write(sys.stdout, text if text.endswith("\n") else text + "\n")

    def message(self, key: str, **details: object) -> None:
        """Tell on stderr what is going on."""
        if not self.quiet:
            self._say("info", key, self.word(key, **details))

    def detail(self, key: str, **details: object) -> None:
        """Tell more, when more is asked for."""
        if self.verbose and not self.quiet:
            self._say("debug", key, self.word(key, **details))

    def warning(self, key: str, **details: object) -> None:
        """Tell what the operator should look at; not silenced by ``--quiet``."""
        self._say("warning", key, self.word(key, **details))

    def error(self, code: str, reason: str, hint: str) -> None:
        """One line of reason and one of next step; never silenced."""
        if self.as_json:
            self._log("error", code, reason, hint=hint)
            return
        mark = self._styled(self.word("console.error"), "1;31")
        self._write(sys.stderr, f"{mark} {_one_line(reason)}\n{_one_line(hint)}\n")

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numbers: Sequence[int] = (),
        whole: Sequence[int] = (),
    ) -> None:
        """A table on stdout; ``numbers`` stand to the right, cells of ``whole`` columns are never broken."""
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for position, header in enumerate(headers):
            right = position in numbers
            table.add_column(
                _visible(header),
                justify="right" if right else "left",
                overflow="fold",
                no_wrap=right or position in whole,
            )
        for row in rows:
            table.add_row(*map(_visible, row))
        self.show(table)

    def lines(self, lines: Sequence[Line], *, to_stderr: bool = False) -> None:
        """Styled lines of a report, on stdout unless they are a message."""
        stream = sys.stderr if to_stderr else sys.stdout
        if not (self.color and stream.isatty()):
            self._write(stream, "".join(f"{_visible(str(line))}\n" for line in lines))
            return
        from rich.text import Text

        rich = self._rich(stream, aside=True)
        with rich.capture() as captured:
            for line in lines:
                rich.print(Text.assemble(*((_visible(span.text), STYLES[span.style]) for span in line.spans)))
        self._write(stream, captured.get())

    def show(self, renderable: Any) -> None:  # noqa: ANN401  rich prints anything that knows how to render itself
        """Something rich on stdout."""
        rich = self._rich(sys.stdout, aside=True)
        with rich.capture() as captured:
            rich.print(renderable)
        self._write(sys.stdout, captured.get())

    def result(self, event: str, counts: dict[str, Any]) -> None:
        """The figures of a finished run as one line of JSON on stderr, for logs that machines read."""
        self._log("info", event, event, **counts)

    def progress(self) -> Progress:
        """Bars on a terminal, one line of JSON a stage in a JSON log, nothing elsewhere."""
        if self.as_json and not self.quiet:
            return _LoggedStages(self)
        if self.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            return Silent()
        return _Bars(self._rich(sys.stderr), self.lang)

    def _rich(self, stream: TextIO, *, aside: bool = False) -> RichConsole:
        """A console of rich's for ``stream``; ``aside``, rich only lays out and touches no stream itself.

        It would write what nobody can be given, or end the process when the reader has gone.
        """
        from rich.console import Console as RichConsole

        plain = not self.color or not stream.isatty()
        return RichConsole(
            file=io.StringIO() if aside else stream,
            force_terminal=stream.isatty() if aside else None,
            no_color=plain,
            highlight=False,
            emoji=False,
            markup=False,
            width=None if stream.isatty() else UNBROKEN,
        )

    def _say(self, level: str, key: str, text: str) -> None:
        if self.as_json:
            self._log(level, key, text)
            return
        mark = self._styled(self.word("console.warning"), "1;33") + " " if level == "warning" else ""
        self._write(sys.stderr, f"{mark}{_visible(text)}\n")

    def _log(self, level: str, event: str, text: str, **more: object) -> None:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        entry = {"time": stamp, "level": level, "event": event, "message": _one_line(text), **more}
        self._write(sys.stderr, json.dumps(entry, ensure_ascii=False) + "\n")

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and sys.stderr.isatty() else text

    def _write(self, stream: TextIO, text: str) -> None:
        with unbroken(stream):
            encoding = stream.encoding or "utf-8"
            stream.write(text.encode(encoding, "replace").decode(encoding))
            stream.flush()


@contextmanager
def unbroken(stream: TextIO) -> Iterator[None]:
    """A reader that has seen enough (``| head``) is no error, nor are messages nobody can be given.

    What follows goes nowhere.

    Raises:
        OutputError: stdout cannot be written for another reason.
    """
    try:
        yield
    except OSError as error:
        # polars raises a plain OSError that carries the system's number in its text only.
        gone = error.errno == errno.EPIPE or f"os error {errno.EPIPE}" in str(error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        if not gone and stream is not sys.stderr:
            raise OutputError("cannot-write", place="stdout", why=cause(error)) from None


_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Signs that turn the direction of writing: a name would be read as another one."""
_CONTROLS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *_TURNING), "\N{REPLACEMENT CHARACTER}"
)
_BREAK = {10: "\N{REPLACEMENT CHARACTER}"}


def _visible(text: str) -> str:
    """``text`` without the codes that command a terminal: file names and cells may bring some along."""
    return text.translate(_CONTROLS)


def _unbroken(details: dict[str, object]) -> dict[str, object]:
    """Details whose texts and paths break no line: a file's name could forge a message of ours."""
    return {
        name: str(value).translate(_CONTROLS | _BREAK) if isinstance(value, str | PurePath) else value
        for name, value in details.items()
    }


def _one_line(text: str) -> str:
    return _visible(" ".join(text.split()))


class _Bars:
    """One bar a stage; finished stages stay on the screen with their time."""

    def __init__(self, console: RichConsole, lang: str) -> None:
        self._console = console
        self._lang = lang

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:
        """Show the stage's bar while it runs."""
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        counted = [MofNCompleteColumn()] if total else []
        label = TextColumn("{task.description:<26}")
        columns = [SpinnerColumn(finished_text="✓"), label, BarColumn(), *counted, TimeElapsedColumn()]
        with RichProgress(*columns, console=self._console) as bars:
            task = bars.add_task(word(f"stage.{name}", self._lang), total=total)
            yield _Bar(bars, task)
            bars.update(task, total=total or 1, completed=total or 1)

    def finishing(self) -> None:
        """The bar goes on."""


class _Bar:
    def __init__(self, bars: Any, task: Any) -> None:  # noqa: ANN401  rich is imported late
        self._bars = bars
        self._task = task

    def advance(self, n: int = 1) -> None:
        """Move the bar."""
        self._bars.advance(self._task, n)


class _LoggedStages:
    """Each stage as one line when it ends, with its seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:
        """Time the stage."""
        started = time.perf_counter()
        with Silent().stage(name, total) as stage:
            yield stage
        self._console.result("stage", {"stage": name, "seconds": round(time.perf_counter() - started, 3)})

    def finishing(self) -> None:
        """The stage's line tells it."""
