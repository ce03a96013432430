"""`python -m serbia_tip`: the same program as `tip`."""

from serbia_tip.cli import main

main()
