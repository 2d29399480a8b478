"""``kalteng.toml``, ``KALTENG_*`` and flags -> one frozen ``Settings``, and which of them gave each value.

In: a workspace, the environment, the flags given. Out: ``Settings`` and, for ``config show``, origins.
"""

from __future__ import annotations

from kalteng_data.settings.layout import Layout
from kalteng_data.settings.layouts import read_layouts
from kalteng_data.settings.model import (
    Layouts,
    Link,
    Merge,
    Origin,
    OwnRule,
    Privacy,
    Project,
    RuleLevel,
    Settings,
    SourceSettings,
    Validate,
)
from kalteng_data.settings.own import words_of
from kalteng_data.settings.read import FILE, find_workspace, load_settings, peek_language
from kalteng_data.settings.remembered import REMEMBERED, Remembered, read_remembered
from kalteng_data.settings.sources import configured_sources, named_sources, one_source, shortest_names

__all__ = [
    "FILE",
    "REMEMBERED",
    "Layout",
    "Layouts",
    "Link",
    "Merge",
    "Origin",
    "OwnRule",
    "Privacy",
    "Project",
    "Remembered",
    "RuleLevel",
    "Settings",
    "SourceSettings",
    "Validate",
    "configured_sources",
    "find_workspace",
    "load_settings",
    "named_sources",
    "one_source",
    "peek_language",
    "read_layouts",
    "read_remembered",
    "shortest_names",
    "words_of",
]
