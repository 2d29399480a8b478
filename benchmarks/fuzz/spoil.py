"""Damage to bytes: flipped, cut, spliced, filled, doubled, with numbers put in that programs trip over."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ODD_NUMBERS = (
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x3FFF, 0x4000, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFF, 0x100000,
    0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF,
)  # fmt: skip


def spoilt(content: bytes, other: bytes, random: Random) -> bytes:
    """``content`` damaged once to four times; ``other`` is another file of its kind, for splicing."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        content = random.choice(_WAYS)(content, other, random)
    return content


def _flipped(content: bytes, _other: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        if data:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def _written(content: bytes, _other: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.choice((1, 2, 16))):
        if data:
            data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _numbered(content: bytes, _other: bytes, random: Random) -> bytes:
    """Whole numbers of one to eight bytes overwritten with borders of their kinds."""
    data = bytearray(content)
    for _ in range(random.choice((1, 2, 4))):
        number = random.choice(ODD_NUMBERS)
        size = random.choice((1, 2, 4, 4, 8))
        piece = struct.pack("<Q", number & (1 << 8 * size) - 1)[:size]
        if len(data) > size:
            place = random.randrange(len(data) - size)
            data[place : place + size] = piece
    return bytes(data)


def _cut(content: bytes, _other: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _beheaded(content: bytes, _other: bytes, random: Random) -> bytes:
    return content[random.randrange(min(len(content), 600) + 1) :]


def _spliced(content: bytes, other: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)] + other[random.randrange(len(other) + 1) :]


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 4, 16, 200, 2000)))


def _left_out(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def _doubled(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[start:end] * random.choice((2, 3, 50)) + content[end:]


def _filled(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return (
        content[:start] + random.choice((b"\0", b"\xff", b" ", b"\n", b'"')) * (end - start) + content[end:]
    )


def _moved(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    rest = content[:start] + content[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + content[start:end] + rest[place:]


_WAYS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    _flipped, _flipped, _written, _numbered, _numbered, _cut, _beheaded, _spliced, _left_out, _doubled,
    _filled, _moved,
)  # fmt: skip
