"""Rows with a person each in; the published tables out: one value a field, the rest as claims."""
