"""Invented data, accuracy and speed: what measures the product, never part of it."""
