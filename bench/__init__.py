"""How long `tip` takes, and how much memory, beside other programs: `python -m bench`."""
