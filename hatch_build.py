"""Puts the store into the wheel, in three forms; a manual page; and a bill of materials."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StoreBuildHook(BuildHookInterface[Any]):
    """Checks and compiles `data/facts.toml`; a store with a problem makes no wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to the wheel (an editable one reads the TOML of the checkout)."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from serbia_tip.queries.rivals import with_rivals
        from serbia_tip.queries.search import write_index
        from serbia_tip.store.load import compile_store, load

        facts = Path(self.root) / "data" / "facts.toml"
        self._folder = TemporaryDirectory()
        form, page, bill = (
            Path(self._folder.name) / name for name in ("facts.msgpack", "tip.1", "tip.cdx.json")
        )
        form.write_bytes(compile_store(facts.read_bytes(), with_rivals(load(facts))))
        index = form.with_suffix(".sqlite")
        write_index(load(facts), facts, index)
        page.write_text(_manual_page(), encoding="utf-8")
        metadata = self.metadata.core
        bill.write_text(
            _bill_of_materials(metadata.name, self.metadata.version, metadata.dependencies)
        )
        for file in (facts, form, index):
            build_data["force_include"][str(file)] = f"serbia_tip/data/{file.name}"
        build_data["shared_data"][str(page)] = "share/man/man1/tip.1"
        build_data["sbom_files"].append(str(bill))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _manual_page() -> str:
    """Return the help of the program and of each command as a manual page (man 7)."""
    from serbia_tip import __version__
    from serbia_tip.cli.main import NAMES

    parts = [f'.TH TIP 1 "" "tip {__version__}" "User Commands"', ".SH NAME"]
    parts += [r"tip \- facts on human trafficking, each with its source", ".SH DESCRIPTION"]
    parts += _manual_block(_help_text())
    for name in NAMES:
        parts += [f".SH TIP {name.upper()}", *_manual_block(_help_text(name))]
    return "\n".join([*parts, ""])


def _help_text(*words: str) -> str:
    """Return what `tip … -h` prints on 80 columns."""
    from serbia_tip.cli.main import run_main

    out = TextIOWrapper(BytesIO(), encoding="utf-8")
    with patch("sys.stdout", out), patch.dict("os.environ", {"COLUMNS": "80"}):
        run_main([*words, "-h"])
    out.flush()
    held = out.buffer
    assert isinstance(held, BytesIO)
    return held.getvalue().decode()


def _manual_block(text: str) -> list[str]:
    """Return the text as lines that stay as they are: no letter in them is taken for a request."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    return [".nf", *(rf"\&{line}" if line else "" for line in escaped.splitlines()), ".fi"]


def _bill_of_materials(name: str, version: str, needs: list[str]) -> str:
    """Return the bill in CycloneDX: the code, the facts, their licences, what they need."""
    facts: dict[str, Any] = {
        "type": "data",
        "name": "facts.toml",
        "licenses": [{"license": {"id": "CC-BY-4.0"}}],
    }
    itself: dict[str, Any] = {
        "type": "application",
        "name": name,
        "version": version,
        "bom-ref": name,
    }
    itself |= {"licenses": [{"license": {"id": "MIT"}}]}
    libraries = [{"type": "library", "name": need, "scope": "required"} for need in needs]
    bill: dict[str, Any] = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    bill |= {"metadata": {"component": itself}, "components": [facts, *libraries]}
    return json.dumps(bill, indent=1)
