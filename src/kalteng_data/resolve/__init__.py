"""Standardised rows in; the person and the family each row stands for out."""
