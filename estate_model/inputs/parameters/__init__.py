"""Parameters that stand beside every area."""
