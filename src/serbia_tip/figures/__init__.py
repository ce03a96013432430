"""Drawings of rows: one module a subject."""
