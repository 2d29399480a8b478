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
        for count in (1, 2, 3):
            parts[f"head{count}"] = words.list.head(count).list.join(" ")
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
        whole = self._edits(pairs, "text")
        length = self._lengths(pairs)
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
        uneven = np.flatnonzero((count_a != count_b) & (fewer < WORDS) & ~inside)
        if len(uneven):
            heads, shortest = self._heads(pairs, uneven, fewer[uneven])
            levels[uneven[(heads == 1) & (shortest > 4)]] = self._level("variant")
        same = np.ones(len(pairs), dtype=bool)
        for place, (a, b) in enumerate(words):
            same &= (a == b) | (fewer <= place)
        levels[same & (count_a != count_b)] = self._level("missing_word")
        levels[(whole == 1) & (length > 4) | (whole == 2) & (length > 8)] = self._level("typo")
        return levels

    def _edits(self, pairs: Pairs, part: str) -> Array:
        """Optimal string alignment distance: edits and transpositions of neighbours, in letters."""
        a, b = pairs.of(f"{self.field}.{part}")
        if not len(pairs):
            return np.zeros(0, dtype=np.int32)
        return process.cpdist(a, b, scorer=OSA.distance, dtype=np.int32, workers=1)

    def _lengths(self, pairs: Pairs) -> Array:
        a, b = pairs.of(f"{self.field}.length")
        return np.maximum(a, b)

    def _heads(self, pairs: Pairs, rows: Array, words: Array) -> tuple[Array, Array]:
        """Edits between the first words of both names, as many as the shorter has, and their length."""
        edits = np.full(len(rows), 99, dtype=np.int32)
        length = np.zeros(len(rows), dtype=np.int32)
        for count in (1, 2, 3):
            chosen = np.flatnonzero(words == count)
            if len(chosen):
                mask = np.zeros(len(pairs), dtype=bool)
                mask[rows[chosen]] = True
                part = pairs.where(mask)
                edits[chosen] = self._edits(part, f"head{count}")
                a, b = part.of(f"{self.field}.length")
                length[chosen] = np.minimum(a, b)
        return edits, length

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
