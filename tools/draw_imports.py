"""Draw the house from the code's own imports: floors as bands, rooms as boxes, arrows between rooms.

The floors are those of the contract in ``pyproject.toml`` that ``lint-imports`` enforces; the arrows are read
from the code (grimp, which import-linter brings). The two lowest floors serve nearly every room: what a room
takes from them stands as coloured words in its box, where lines would cover the page.

``python tools/draw_imports.py`` prints the SVG; ``make docs`` writes it to ``docs/architecture.svg``.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGE = "kalteng_data"
GROUND = 2
"""How many floors, from below, are drawn as words in the boxes of those who use them."""

BOX, LINE, CHIP = 204, 15, 19
LEFT, BETWEEN, GAP, TRACK, LANE = 84, 22, 22, 9, 13
"""Pixels: width of a box, height of a line of text and of a word's tag; left edge, distance of boxes, least
distance of floors, distance of horizontal runs between floors and of vertical lanes beside them."""

LINES = ("#1f5fa8", "#b3541e", "#2e7d4f", "#7b3fa0", "#a8325e", "#4f6272")
TAGS = ("#cfe3f7", "#f9dcc4", "#d4edda", "#e7d9f3", "#f7d6e0", "#e6e9d5", "#d6eef0", "#f3e6b8")


@dataclass(frozen=True, slots=True)
class House:
    """Rooms by floor, from the top, and what each imports; ``types_only`` are imports for annotations."""

    floors: tuple[tuple[str, ...], ...]
    imports: frozenset[tuple[str, str]]
    types_only: frozenset[tuple[str, str]]

    def floor_of(self, room: str) -> int:
        """Number of the room's floor, 0 at the top."""
        return next(i for i, rooms in enumerate(self.floors) if room in rooms)

    @property
    def ground(self) -> tuple[str, ...]:
        """Rooms of the lowest floors, which stand as words in other rooms' boxes."""
        return tuple(room for rooms in self.floors[-GROUND:] for room in rooms)

    def targets(self, room: str) -> list[str]:
        """What a room imports, from the top floor down."""
        return [other for rooms in self.floors for other in rooms if (room, other) in self.imports]

    def arrows(self) -> list[tuple[str, str]]:
        """Imports that are drawn as arrows."""
        return [
            (room, other)
            for rooms in self.floors
            for room in rooms
            for other in self.targets(room)
            if other not in self.ground
        ]


@cache
def house() -> House:
    """The house as the code stands now."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    everywhere = _between_rooms(exclude_types=False)
    known = {
        path.stem for path in (ROOT / "src" / PACKAGE).iterdir() if path.suffix == ".py" or path.is_dir()
    }
    floors = tuple(tuple(room for room in re.findall(r"\w+", layer) if room in known) for layer in layers)
    return House(floors, everywhere, everywhere - _between_rooms(exclude_types=True))


def _between_rooms(*, exclude_types: bool) -> frozenset[tuple[str, str]]:
    graph = grimp.build_graph(PACKAGE, cache_dir=None, exclude_type_checking_imports=exclude_types)
    found = set()
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            rooms = module.split(".")[1:2], other.split(".")[1:2]
            if rooms[0] and rooms[1] and rooms[0] != rooms[1]:
                found.add((rooms[0][0], rooms[1][0]))
    return frozenset(found)


def says(room: str) -> str:
    """What a room says of itself: its docstring up to the first full stop, colon or semicolon."""
    folder = ROOT / "src" / PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(re.split(r"[.:](?:\s|$)", text, maxsplit=1)[0].replace("``", "").split())


def mermaid() -> str:
    """The same picture as text that many readers of Markdown draw, and every import in a table."""
    drawn = house()
    lines = ["```mermaid", "flowchart TB"]
    for number, rooms in enumerate(drawn.floors):
        lines.append(f'  subgraph floor{number}["floor {len(drawn.floors) - number}"]')
        lines += [f'    {room.strip("_")}["{room}"]' for room in rooms]
        lines.append("  end")
    for room, other in drawn.arrows():
        arrow = "-.->" if (room, other) in drawn.types_only else "-->"
        lines.append(f"  {room.strip('_')} {arrow} {other.strip('_')}")
    for number in range(len(drawn.floors) - GROUND, len(drawn.floors)):
        lines.append(f"  floor{number - 1} ==> floor{number}")
    lines += ["```", "", "| room | imports |", "|---|---|"]
    for rooms in drawn.floors:
        for room in rooms:
            said = [f"*{o}*" if (room, o) in drawn.types_only else o for o in drawn.targets(room)]
            lines.append(f"| `{room}` | {', '.join(said) or 'nothing of the project'} |")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Box:
    """One room's box: its upper left corner, its height and its lines of text and rows of tags."""

    room: str
    x: float
    y: float
    height: float
    text: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]

    @property
    def middle(self) -> float:
        """Where lines enter and leave."""
        return self.x + BOX / 2


class Sheet:
    """The sheet being drawn: boxes by room, and the shapes in the order in which they are painted."""

    def __init__(self, drawn: House) -> None:
        self.house = drawn
        self.sources = list(dict.fromkeys(room for room, _ in drawn.arrows()))
        self.width = LEFT + max(len(rooms) for rooms in drawn.floors) * (BOX + BETWEEN)
        self.boxes: dict[str, Box] = {}
        self.tops: list[float] = []
        y = 74.0
        for number, rooms in enumerate(drawn.floors):
            y += GAP + TRACK * (len(self.feeding(number)) + len(self.leaving(number - 1)))
            self.tops.append(y)
            start = LEFT + (self.width - LEFT - BETWEEN - len(rooms) * (BOX + BETWEEN) + BETWEEN) / 2
            made = [self._box(room, start + i * (BOX + BETWEEN), y) for i, room in enumerate(rooms)]
            height = max(box.height for box in made)
            for box in made:
                self.boxes[box.room] = Box(box.room, box.x, y, height, box.text, box.tags)
            y += height + GAP
        self.height = y + 54

    def feeding(self, number: int) -> list[str]:
        """Rooms of higher floors with an arrow to this floor, one horizontal run each."""
        rooms = self.house.floors[number]
        return [
            source
            for source in self.sources
            if any(room == source and other in rooms for room, other in self.house.arrows())
            and source not in rooms
        ]

    def leaving(self, number: int) -> list[str]:
        """Rooms of this floor with an arrow past the next one, one run to their lane each."""
        return [
            source
            for source in self.sources
            if self.house.floor_of(source) == number
            and any(s == source and self.house.floor_of(t) > number + 1 for s, t in self.house.arrows())
        ]

    def _box(self, room: str, x: float, y: float) -> Box:
        text = tuple(textwrap.wrap(says(room), 33, max_lines=3, placeholder=" ..."))
        rows: list[tuple[str, ...]] = []
        row: list[str] = []
        for tag in (other for other in self.house.targets(room) if other in self.house.ground):
            if row and sum(map(tag_width, [*row, tag])) > BOX - 14:
                rows.append(tuple(row))
                row = []
            row.append(tag)
        if row:
            rows.append(tuple(row))
        return Box(room, x, y, 32 + LINE * len(text) + CHIP * len(rows) + 6, text, tuple(rows))

    def lane(self, source: str) -> float:
        """The vertical lane of a room whose arrows reach past the next floor."""
        return self.width + 8 + LANE * self.sources.index(source)

    def colour(self, source: str) -> str:
        """The colour of a room's arrows."""
        return LINES[self.sources.index(source) % len(LINES)]

    def path(self, source: str, target: str) -> list[tuple[float, float]]:
        """The corners of one arrow: sideways on one floor, straight to the next, else by the lane."""
        begin, end = self.boxes[source], self.boxes[target]
        level, goal = self.house.floor_of(source), self.house.floor_of(target)
        if level == goal:
            ahead = end.x > begin.x
            return [
                (begin.x + (BOX if ahead else 0), begin.y + 20),
                (end.x + (0 if ahead else BOX), begin.y + 20),
            ]
        feeding = self.feeding(goal)
        turn = self.tops[goal] - GAP / 2 - TRACK * (feeding.index(source) + 0.5)
        # Arrows of several rooms into one box enter side by side.
        entering = [room for room in self.sources if (room, target) in self.house.arrows()]
        enter = end.middle + 16 * (entering.index(source) - (len(entering) - 1) / 2)
        if goal == level + 1:
            return [
                (begin.middle, begin.y + begin.height), (begin.middle, turn), (enter, turn), (enter, end.y)
            ]  # fmt: skip
        lane = self.lane(source)
        leave = begin.y + begin.height + GAP / 2 + TRACK * self.leaving(level).index(source)
        out = begin.middle + 16
        return [
            (out, begin.y + begin.height), (out, leave), (lane, leave), (lane, turn), (enter, turn),
            (enter, end.y),
        ]  # fmt: skip


def tag_width(tag: str) -> float:
    """Pixels that a word's tag takes, its distance included."""
    return 6.6 * len(tag) + 14


def svg() -> str:
    """The drawing."""
    drawn = house()
    sheet = Sheet(drawn)
    right = sheet.width + 20 + LANE * len(sheet.sources)
    parts = [
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right:.0f} {sheet.height:.0f}" '
        f'width="{right:.0f}" height="{sheet.height:.0f}" font-family="Helvetica, Arial, sans-serif">'),
        "<title>Rooms of kalteng and their imports, floor by floor</title>",
        f'<rect width="{right:.0f}" height="{sheet.height:.0f}" fill="#ffffff"/>',
        _text(20, 34, "Rooms of kalteng and their imports", 19, weight="bold"),
        _text(
            20, 56, "A room imports from floors below it. Coloured words in a box: what it takes from the "
            "two lowest floors. Dashed or italic: for type annotations only.", 12, "#555",
        ),
    ]  # fmt: skip
    for number in range(len(drawn.floors)):
        top = sheet.tops[number]
        height = sheet.boxes[drawn.floors[number][0]].height
        shade = "#f4f6f8" if number % 2 else "#fafbfc"
        parts.append(
            f'<rect x="12" y="{top - 8:.1f}" width="{sheet.width - 16:.1f}" height="{height + 16:.1f}" '
            f'rx="6" fill="{shade}" stroke="#e3e7eb"/>'
        )
        parts.append(_text(24, top + height / 2 + 4, f"floor {len(drawn.floors) - number}", 12, "#667"))
    parts += [_arrow(sheet, room, other) for room, other in drawn.arrows()]
    parts += [_room(box, drawn) for box in sheet.boxes.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, size: int, colour: str = "#222", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )


def _arrow(sheet: Sheet, room: str, other: str) -> str:
    corners = sheet.path(room, other)
    colour = sheet.colour(room)
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    dash = ' stroke-dasharray="5 4"' if (room, other) in sheet.house.types_only else ""
    (x0, y0), (x, y) = corners[-2:]
    if abs(y - y0) > abs(x - x0):
        tip = f"{x - 4:.1f},{y - 8:.1f} {x + 4:.1f},{y - 8:.1f} {x:.1f},{y:.1f}"
    else:
        back = x - 8 if x > x0 else x + 8
        tip = f"{back:.1f},{y - 4:.1f} {back:.1f},{y + 4:.1f} {x:.1f},{y:.1f}"
    return (
        f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="1.6" stroke-linejoin="round"'
        f'{dash}/><polygon points="{tip}" fill="{colour}"/>'
    )


def _room(box: Box, drawn: House) -> str:
    own = drawn.ground.index(box.room) if box.room in drawn.ground else None
    fill = "#ffffff" if own is None else TAGS[own % len(TAGS)]
    parts = [
        (
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{BOX}" height="{box.height:.1f}" rx="4" '
            f'fill="{fill}" stroke="#8a94a0"/>'
        ),
        _text(box.x + 9, box.y + 21, box.room, 15, weight="bold"),
    ]
    y = box.y + 37
    for line in box.text:
        parts.append(_text(box.x + 9, y, line, 11, "#555"))
        y += LINE
    for row in box.tags:
        x = box.x + 8
        for tag in row:
            colour = TAGS[drawn.ground.index(tag) % len(TAGS)]
            italic = ' font-style="italic"' if (box.room, tag) in drawn.types_only else ""
            parts.append(
                f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="{tag_width(tag) - 4:.1f}" height="15" rx="3" '
                f'fill="{colour}"/><text x="{x + 5:.1f}" y="{y + 1.5:.1f}" font-size="10.5" fill="#222"'
                f"{italic}>{tag}</text>"
            )
            x += tag_width(tag)
        y += CHIP
    return "\n".join(parts)


if __name__ == "__main__":
    print(svg(), end="")
