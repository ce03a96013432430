"""Import what is chosen by name, and with it its module alone.

A package that chooses holds one table of names: `"serbia_tip.views.tiers.view"`. The tests of
imports read these names as imports.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


def load_module(name: str) -> ModuleType:
    """Return the module with this name."""
    return import_module(name)


def load_function(name: str) -> Callable[..., Any]:
    """Return the function with this name, its module before it."""
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
