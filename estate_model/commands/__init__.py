"""What each command does: one file per command, imported only when it is called."""
