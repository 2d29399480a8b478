"""Exceptions of the project: each one carries a reason, a hint and an exit code."""

from __future__ import annotations

import enum
import errno
import os
import re


class ExitCode(enum.IntEnum):
    """What the process tells the shell; part of the contract."""

    OK = 0
    FINDINGS = 1
    CANNOT_RUN = 2
    LOCKED = 75
    INTERRUPTED = 130


class KaltengError(Exception):
    """Base of all errors a user can cause and mend.

    ``code`` names an entry of the catalogue (``catalogue.ERRORS``) whose templates give the reason and the
    next step in Indonesian and English; ``details`` fill the templates. Values of people never stand in them.
    """

    exit_code = ExitCode.CANNOT_RUN

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code, details)


class InputError(KaltengError):
    """A file, sheet or column that cannot be read."""


class SettingsError(KaltengError):
    """A setting, option or model that makes no sense."""


class OutputError(KaltengError):
    """A place that cannot be written."""


class VerificationError(KaltengError):
    """A finished snapshot that must not become current."""


class LockedError(KaltengError):
    """Another run holds the workspace."""

    exit_code = ExitCode.LOCKED


_CAUSES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "file-limit",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
    errno.EEXIST: "not-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.ENOENT: "no-such-folder",
    errno.EISDIR: "is-a-folder",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EIO: "disk-error",
    errno.EBADF: "closed",
    errno.EPIPE: "closed",
}
_NUMBER = re.compile(r"os error (\d+)")


def cause(error: Exception) -> str:
    """Why the system refused to write or read, as a stable word with words in the catalogue (``why.*``).

    polars wraps the system's error and keeps its number in the text only, or loses it when the last bytes of
    a file find no room; a number without a word is told in the system's own words.
    """
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        found = _NUMBER.search(str(error))
        number = int(found[1]) if found else None
    if number is None:
        return "write-failed"
    known = _CAUSES.get(number)
    return known or os.strerror(number)
