"""Commands of `python -m signage.console manage`."""
