"""Export the whole store for other tools: a module for each target, and the choice among them."""

import os
from pathlib import Path
from pkgutil import resolve_name

from msgspec import Struct

from serbia_tip.errors import NotThereError, UsageError, WriteError
from serbia_tip.export.atomic import put_atomically
from serbia_tip.model import Store


class Target(Struct, frozen=True):
    """What an export is, and the functions that make it and recognise it."""

    contents: str  # the function that returns the bytes of the file, or those of each in the folder
    meaning: str
    extra: str | None = None  # the extra that installs the libraries of the function's module
    # The function that says whether a path is what --force replaces.
    is_own: str = "serbia_tip.export.atomic:is_plain_file"

    def write(self, store: Store, path: Path, *, force: bool = False) -> None:
        """Write the store; `force` replaces a file, or a folder that is an unchanged export.

        Raises NotThereError when a library is missing, RefusedError, and WriteError.
        """
        try:
            contents = resolve_name(self.contents)(store)
        except ModuleNotFoundError as error:
            if self.extra is None or str(error.name).startswith("serbia_tip"):
                raise
            raise NotThereError(
                f"{self.meaning} needs {error.name}, which the extra {self.extra!r} brings; or add "
                f"it: pip install {error.name}, pipx inject serbia-tip {error.name}, or the option "
                f"--with {error.name} of uv tool install"
            ) from error
        except (MemoryError, ImportError) as error:  # a library that finds no memory, or is broken
            reason = str(error) or "it takes more memory than there is"
            raise WriteError(f"can't write {path}: {reason}") from error
        is_own = resolve_name(self.is_own)
        put_atomically(path, contents, lambda there: force and is_own(there))


FOLDER = Target(
    "serbia_tip.export.package:package_files",
    "a Data Package: CSV files and what they mean",
    is_own="serbia_tip.export.package:is_unchanged_package",
)
_DATABASE = Target("serbia_tip.export.sqlite:sqlite_file", "an SQLite database")
_FRAME = "a table of all facts for data frames"
FILES = {  # the targets that are files, by suffix
    ".db": _DATABASE,
    ".sqlite": _DATABASE,
    ".json": Target("serbia_tip.export.tables:tables_as_json", "a JSON object"),
    ".html": Target("serbia_tip.export.page:page_file", "a page to read", "html"),
    ".parquet": Target("serbia_tip.export.parquet:parquet_file", _FRAME, "parquet"),
    ".xlsx": Target("serbia_tip.export.xlsx:xlsx_file", "a workbook", "xlsx"),
}
_PARQUET = "serbia_tip.export.parquet"
NAMED = {  # the targets that are files by their whole names, as a file of Parquet has one table
    "panel.parquet": Target(f"{_PARQUET}:panel_parquet_file", "the panel", "parquet"),
    "measures.parquet": Target(f"{_PARQUET}:measures_parquet_file", "the codebook", "parquet"),
}


def export_target(path: str) -> Target:
    """Return the target by suffix, without one a folder; raises UsageError for an unknown one."""
    name = os.path.basename(path.rstrip("/"))  # noqa: PTH119  # Path drops dots
    if name in ("", ".", "..") or name.lower() in FILES:
        raise UsageError(f"{path!r} names no new file or folder")
    suffix = "" if path.endswith("/") else Path(path).suffix.lower()
    if suffix and suffix not in FILES:
        names = ", ".join(FILES)
        raise UsageError(f"no export to {suffix!r}: {names}, or a folder, which has no suffix")
    return NAMED.get(name.lower()) or FILES.get(suffix, FOLDER)
