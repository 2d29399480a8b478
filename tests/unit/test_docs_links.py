"""What the documents point to is there: pages, pictures, headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        there = page.parent / name if name else page
        if not there.exists() or (heading and heading not in anchors(there)):
            lost.append(target)
    assert lost == []


def test_every_picture_of_the_guide_is_shown() -> None:
    guide = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
    assert all(f"(gambar/{picture.name})" in guide for picture in (ROOT / "docs" / "gambar").glob("*.png"))
