"""Entry of the command ``kalteng`` and of ``python -m kalteng_data``."""

from __future__ import annotations

import os
import sys

from kalteng_data.errors import ExitCode


def main() -> int:
    """Run the command line with the arguments of the process.

    Everything written holds personal data, so no file is readable by others: the umask comes first.
    """
    os.umask(0o077)
    try:
        from kalteng_data.cli import run
        from kalteng_data.cli.bug import report_bugs

        report_bugs(sys.argv[1:])
        return run(sys.argv[1:])
    except KeyboardInterrupt:  # before or after the command line itself runs
        return ExitCode.INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
