"""Comparator of people's names: what kind of error could turn one into the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kalteng_data.link.columns import BLANK, hashed

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array, Levels, Pairs

HEADS = (1, 2)
"""How many first words are compared on their own, when one of two names has no more."""
WORDS = 4
"""Words of a name that are compared one by one; later ones count only in the whole text."""

SHORTEST_NICKNAME = 3
"""Letters of a word that may stand for a longer one that begins or ends with it (Udin of Syamsudin)."""


@dataclass(frozen=True)
class NameComparator:
    """Levels, from the surest: each names the slip of a clerk that explains the difference.

    ``exact``; ``sound`` (another spelling of the same sound); ``typo`` (one edit, or two in a long name);
    ``missing_word`` (the last words left out); ``variant`` (initials, a nickname, words left out elsewhere, a
    slip beside a word left out); ``shared_first`` (only the first word is the same, as among siblings);
    ``shared_word`` (another word is); ``similar`` (more than half of the letters); ``different``.

    ``column`` holds names of canonical words separated by one space, ``sound`` the same spelled by sound.
    """

    field: str
    column: str
    sound: str

    levels: ClassVar[tuple[str, ...]] = (
        "missing", "exact", "sound", "typo", "missing_word", "variant", "shared_first", "shared_word",
        "similar", "different",
    )  # fmt: skip
    frequent: ClassVar[dict[str, str]] = {"exact": "count", "sound": "count", "missing_word": "first_count"}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return (self.column, self.sound)

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: texts, hashes of words by place, initials, and how often the name occurs."""
        text = frame[self.column].fill_null("")
        words = text.str.split(" ")
        sounds = frame[self.sound].fill_null("").str.split(" ")
        parts: dict[str, pl.Series] = {"text": text, "whole": pl.Series(hashed(text))}
        parts["sound"] = pl.Series(hashed(frame[self.sound]))
        parts["length"] = text.str.len_chars().cast(pl.Int32)
        parts["words"] = pl.Series(np.where(text == "", 0, words.list.len().to_numpy()).astype(np.uint8))
        for place in range(WORDS):
            word = words.list.get(place, null_on_oob=True)
            parts[f"w{place}"] = pl.Series(hashed(word))
            parts[f"f{place}"] = pl.Series(hashed(word.str.slice(0, 1)))
            parts[f"l{place}"] = word.str.len_bytes().fill_null(0).cast(pl.UInt8)
        for count in HEADS:
            head = words.list.head(count).list.join(" ")
            parts[f"head{count}"] = head
            parts[f"head{count}_length"] = head.str.len_chars().cast(pl.UInt8)
        parts["initials"] = pl.Series(text.str.contains(r"(^| )\pL( |$)").to_numpy())
        parts["first_sound"] = pl.Series(hashed(sounds.list.first()))
        parts["last_sound"] = pl.Series(hashed(sounds.list.last(), seed=1))
        parts["count"] = occurrences(parts["whole"])
        parts["first_count"] = occurrences(parts["w0"])
        return parts

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        a, b = pairs.of(f"{self.field}.whole")
        levels = np.where((a == BLANK) | (b == BLANK), 0, np.where(a == b, 1, 255)).astype(np.uint8)
        open_ = levels == 255
        rest = pairs.where(open_)
        a, b = rest.of(f"{self.field}.sound")
        found = np.where(a == b, self._level("sound"), 255).astype(np.uint8)
        still = found == 255
        found[still] = self._spelling(rest.where(still))
        levels[open_] = found
        return levels

    def _level(self, name: str) -> int:
        return self.levels.index(name)

    def _spelling(self, pairs: Pairs) -> Levels:
        """Levels of names that neither look nor sound the same; the last rule that fits wins."""
        words = [pairs.of(f"{self.field}.w{place}") for place in range(WORDS)]
        count_a, count_b = pairs.of(f"{self.field}.words")
        length = np.maximum(*pairs.of(f"{self.field}.length"))
        whole = self._edits(pairs, length)
        levels = np.full(len(pairs), self._level("different"), dtype=np.uint8)
        levels[whole * 2 <= length] = self._level("similar")
        shared, inside = _shared(words)
        levels[shared > 0] = self._level("shared_word")
        first = words[0][0] == words[0][1]
        levels[first] = self._level("shared_first")

        fewer = np.minimum(count_a, count_b)
        levels[inside] = self._level("variant")
        levels[self._nickname(pairs, words, fewer)] = self._level("variant")
        levels[self._initials(pairs, fewer)] = self._level("variant")
        for count in HEADS:
            chosen = (count_a != count_b) & (fewer == count) & ~inside
            levels[self._near_heads(pairs, chosen, count)] = self._level("variant")
        same = np.ones(len(pairs), dtype=bool)
        for place, (a, b) in enumerate(words):
            same &= (a == b) | (fewer <= place)
        levels[same & (count_a != count_b)] = self._level("missing_word")
        levels[(whole == 1) & (length > 4) | (whole == 2) & (length > 8)] = self._level("typo")
        return levels

    def _edits(self, pairs: Pairs, length: Array) -> Array:
        """Edits and swaps of neighbours (optimal string alignment); the length itself beyond half of it."""
        if not len(pairs):
            return np.zeros(0, dtype=np.int32)
        a, b = pairs.of(f"{self.field}.text")
        share = process.cpdist(
            a, b, scorer=OSA.normalized_distance, score_cutoff=0.5, dtype=np.float64, workers=1
        )
        edits: Array = np.rint(share * length).astype(np.int32)
        return edits

    def _near_heads(self, pairs: Pairs, chosen: Array, count: int) -> Array:
        """Positions of chosen pairs whose first ``count`` words are one edit apart and long enough."""
        part = f"{self.field}.head{count}"
        rows: Array = np.flatnonzero(chosen)
        left, right = pairs.left[rows], pairs.right[rows]
        length = pairs.records[f"{part}_length"].astype(np.int16)
        a, b = length[left], length[right]
        rows = rows[(np.abs(a - b) <= 1) & (np.minimum(a, b) > 4)]
        if not len(rows):
            return rows
        texts = pairs.records[part]
        edits = process.cpdist(
            texts[pairs.left[rows]], texts[pairs.right[rows]], scorer=OSA.distance, score_cutoff=1,
            dtype=np.int32, workers=1,
        )  # fmt: skip
        near: Array = rows[edits <= 1]
        return near

    def _nickname(self, pairs: Pairs, words: list[tuple[Array, Array]], fewer: Array) -> Array:
        """A one-word name that begins or ends the first word of the other."""
        found = np.zeros(len(pairs), dtype=bool)
        chosen = np.flatnonzero((fewer == 1) & (words[0][0] != words[0][1]))
        if not len(chosen):
            return found
        left, right = pairs.left[chosen], pairs.right[chosen]
        a = pl.Series("a", pairs.records[f"{self.field}.head1"][left].tolist(), dtype=pl.String)
        b = pl.Series("b", pairs.records[f"{self.field}.head1"][right].tolist(), dtype=pl.String)
        long_a, long_b = a.str.len_bytes() >= SHORTEST_NICKNAME, b.str.len_bytes() >= SHORTEST_NICKNAME
        within = pl.DataFrame([a, b]).select(
            a_in_b=pl.col("b").str.ends_with(pl.col("a")) | pl.col("b").str.starts_with(pl.col("a")),
            b_in_a=pl.col("a").str.ends_with(pl.col("b")) | pl.col("a").str.starts_with(pl.col("b")),
        )
        single_a = pairs.records[f"{self.field}.words"][left] == 1
        single_b = pairs.records[f"{self.field}.words"][right] == 1
        found[chosen] = (within["a_in_b"] & long_a).to_numpy() & single_a | (
            within["b_in_a"] & long_b
        ).to_numpy() & single_b
        return found

    def _initials(self, pairs: Pairs, fewer: Array) -> Array:
        """Word by word the same or shortened to its first letter, as many words as the shorter name has."""
        found = np.zeros(len(pairs), dtype=bool)
        a, b = pairs.of(f"{self.field}.initials")
        mask = a | b
        part = pairs.where(mask)
        same = np.ones(len(part), dtype=bool)
        for place in range(WORDS):
            wa, wb = part.of(f"{self.field}.w{place}")
            fa, fb = part.of(f"{self.field}.f{place}")
            la, lb = part.of(f"{self.field}.l{place}")
            alike = (wa == wb) | (fa == fb) & ((la == 1) | (lb == 1))
            same &= alike | (fewer[mask] <= place)
        found[mask] = same
        return found


def _shared(words: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    """How many words of the left name stand in the right one; whether one's words are all in the other."""
    in_right = np.zeros(len(words[0][0]), dtype=np.uint8)
    in_left = np.zeros_like(in_right)
    count_a = np.zeros_like(in_right)
    count_b = np.zeros_like(in_right)
    for a, _ in words:
        present = a != BLANK
        count_a += present
        in_right += present & np.logical_or.reduce([a == b for _, b in words])
    for _, b in words:
        present = b != BLANK
        count_b += present
        in_left += present & np.logical_or.reduce([a == b for a, _ in words])
    return in_right, (in_right == count_a) | (in_left == count_b)


def occurrences(values: pl.Series) -> pl.Series:
    """How many records hold the value of each record, as Float32 shares of the filled records."""
    frame = values.rename("v").to_frame()
    filled = max(1, int((values != BLANK).sum()))
    counts = frame.select(pl.len().over("v")).to_series()
    return (counts / filled).cast(pl.Float32)
