"""``python -m kzschedule``."""

from kzschedule.cli import main

main()
