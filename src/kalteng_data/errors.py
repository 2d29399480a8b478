"""Exceptions of the project: each one carries a reason, a hint and an exit code."""

from __future__ import annotations

import enum


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
