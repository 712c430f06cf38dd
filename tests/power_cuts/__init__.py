"""Power cuts, one after the other: see `python -m tests.power_cuts --help`."""
