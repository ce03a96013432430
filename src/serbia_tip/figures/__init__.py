"""Drawings of rows as data, and their renderers.

`shapes` defines what a figure consists of; a module for each subject makes one from rows; `letters`
draws it as text for a terminal, `svg` as SVG.
"""

CHARTS = ("routes", "stats", "tiers")
"""The commands whose rows can be drawn."""
