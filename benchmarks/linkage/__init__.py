"""Linkage by itself: beside Splink on the same clean rows, and what each of its steps brings."""
