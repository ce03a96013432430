"""Puts the store into the wheel, as TOML and in the compiled form that is read faster."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StoreBuildHook(BuildHookInterface[Any]):
    """Checks and compiles `data/facts.toml`; a store with a problem makes no wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add these files to the wheel (an editable one reads the TOML of the checkout)."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from serbia_tip.queries.rivals import with_rivals
        from serbia_tip.queries.search import write_index
        from serbia_tip.store.load import compile_store, load

        facts = Path(self.root) / "data" / "facts.toml"
        self._folder = TemporaryDirectory()
        form = Path(self._folder.name) / "facts.msgpack"
        form.write_bytes(compile_store(facts.read_bytes(), with_rivals(load(facts))))
        index = form.with_suffix(".sqlite")
        write_index(load(facts), facts, index)
        for file in (facts, form, index):
            build_data["force_include"][str(file)] = f"serbia_tip/data/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
