"""Entry of the command ``kalteng`` and of ``python -m kalteng_data``."""

from __future__ import annotations

import os
import sys
import warnings

from kalteng_data.errors import ExitCode

_LIBRARIES = {
    # The allocator of polars: pages that a step gave back serve the next one at once, which takes the
    # system's share of a long validation from a quarter to a sixth.
    "_RJEM_MALLOC_CONF": "narenas:2,dirty_decay_ms:30000,muzzy_decay_ms:30000",
    # No matrix is multiplied here; the threads that numpy would start for it cost 0.1 s of every run.
    "OPENBLAS_NUM_THREADS": "1",
    # What else is installed beside us has no say in how settings are read, and is not looked for.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}
"""What libraries read of the environment when they are loaded; a value that is there already goes first."""


def main() -> int:
    """Run the command line with the arguments of the process.

    Everything written holds personal data, so no file is readable by others: the umask comes first.
    """
    os.umask(0o077)
    for name, value in _LIBRARIES.items():
        os.environ.setdefault(name, value)
    _fill_closed_streams()
    if not sys.warnoptions:  # a library's remarks to programmers are no messages to operators
        warnings.simplefilter("ignore")
    try:
        from kalteng_data.cli import run
        from kalteng_data.cli.bug import report_bugs
        from kalteng_data.cli.interruption import interruption

        interruption.listen()
        report_bugs(sys.argv[1:])
        code = run(sys.argv[1:])
        interruption.deafen()  # the result stands; nothing but the interpreter's own end is left
    except KeyboardInterrupt:  # before or after the command line itself runs
        return ExitCode.INTERRUPTED
    return code


def _fill_closed_streams() -> None:
    """Give streams that the caller closed a descriptor: the next file opened would be taken for them.

    stdout then refuses what is written to it, so that no result is lost in silence; messages go nowhere.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)  # takes the lowest number
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


if __name__ == "__main__":
    sys.exit(main())
