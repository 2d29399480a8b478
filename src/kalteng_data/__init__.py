"""kalteng: one canonical base dataset of villages, families and people of Central Kalimantan."""

__version__ = "0.1.0"
