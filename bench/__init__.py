"""How long `tip` takes, and how much memory: `python -m bench`."""
