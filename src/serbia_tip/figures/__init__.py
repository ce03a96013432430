"""Drawings of rows.

`shapes` says what a figure consists of; a module for each subject makes one from rows; `letters`
draws it on a terminal, `svg` in shapes.
"""

CHARTS = ("routes", "stats", "tiers")
"""The commands whose rows can be drawn."""
