"""``python -m avert`` is ``avert``."""

from avert.cli.main import main

main()
