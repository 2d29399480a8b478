"""The envelope of old workbooks ([MS-CFB]): its streams, put together from sectors.

A reader follows the chains of sectors wherever they lead, and one that bites its tail never ends; so each is
followed here first.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_HEAD, _ENTRY, _MINI = 512, 128, 64
_CUTOFF = 4096
"""Bytes: shorter streams lie in the mini stream."""
_STREAM = 2


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of the container ``data`` by name; of several of one name the first.

    Raises:
        ValueError: a chain of sectors runs in a circle or the head makes no sense.
        struct.error: the container ends too early.
    """
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in {9, 12}:
        raise ValueError("sector size")
    sectors = _Sectors(data, 1 << shift)
    directory_at, mini_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 60))
    fat = _table(sectors, data)
    directory = sectors.chain(directory_at, fat)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    if not entries:
        raise ValueError("no directory")
    mini_table = _numbers(sectors.chain(mini_at, fat))
    mini = _Sectors(sectors.chain(_start(entries[0]), fat), _MINI, 0)
    found: dict[str, bytes] = {}
    for entry in entries[1:]:
        if entry[66] != _STREAM:
            continue
        (size,) = struct.unpack_from("<I", entry, 120)
        name = entry[:64].decode("utf-16-le", "replace").partition("\0")[0]
        content = (
            mini.chain(_start(entry), mini_table) if size < _CUTOFF else sectors.chain(_start(entry), fat)
        )
        found.setdefault(name, content[:size])
    return found


class _Sectors:
    """Sectors of one size; ``before`` bytes stand before the first."""

    def __init__(self, data: bytes, size: int, before: int | None = None) -> None:
        self.data = data
        self.size = size
        self.before = size if before is None else before
        self.count = max(0, -(-(len(data) - self.before) // size))

    def get(self, number: int) -> bytes:
        start = self.before + number * self.size
        return self.data[start : start + self.size]

    def chain(self, start: int, table: Sequence[int]) -> bytes:
        """All sectors from ``start`` on, as the table leads; a chain into nowhere ends there."""
        found: list[bytes] = []
        while start < len(table) and start < self.count:
            if len(found) > self.count:
                raise ValueError("circle of sectors")
            found.append(self.get(start))
            start = table[start]
        return b"".join(found)


def _table(sectors: _Sectors, data: bytes) -> Sequence[int]:
    """The table of chains, itself spread over sectors that a list names (2.2, 2.5)."""
    (following,) = struct.unpack_from("<I", data, 68)
    listed = list(struct.unpack_from("<109I", data, 76))
    lists = 0
    while following not in {_FREE, _END} and following < sectors.count:
        lists += 1
        if lists > sectors.count:
            raise ValueError("circle of lists")
        *more, following = _numbers(sectors.get(following)) or [_END]
        listed += more
    if len(listed) > 109 + sectors.count * sectors.size // 4:
        raise ValueError("more lists than sectors")
    return _numbers(b"".join(sectors.get(number) for number in listed if number < sectors.count))


def _start(entry: bytes) -> int:
    return int(struct.unpack_from("<I", entry, 116)[0])


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
