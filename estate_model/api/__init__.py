"""The public names behind ``import estate_model``: load, run, and look; the command line uses them too."""
