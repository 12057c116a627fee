"""``python -m estate_model`` is the command line."""

from estate_model.cli import main

main()
