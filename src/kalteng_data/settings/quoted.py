"""Text as a basic string of TOML, the way settings are written for people to read and change."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    """``text`` between quotes; what a terminal cannot show, or would obey, stands as its escape.

    TOML takes all escapes of JSON, which lets pass the signs from DEL to U+009F and invisible ones.
    """
    written = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in written)


def _escaped(sign: str) -> str:
    number = ord(sign)
    return f"\\u{number:04x}" if number < 1 << 16 else f"\\U{number:08x}"
