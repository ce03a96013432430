"""Answers drawn for a screen, with letters: one module a command, with a function `render`."""
