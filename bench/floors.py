"""An empty Typer app of two commands, one of which prints a small table: what `tip` can't beat."""

import typer

app = typer.Typer()


@app.command()
def nothing() -> None:
    """Do nothing."""


@app.command()
def table() -> None:
    """Print a table of ten rows."""
    from rich.console import Console
    from rich.table import Table

    rows = Table("Period", "Role", "From", "To")
    for number in range(10):
        rows.add_row(str(2000 + number), "transit", "Arden", "Bredon")
    Console().print(rows)
