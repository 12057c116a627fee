"""The 43 police forces of England and Wales: national tables sliced by force, and the recipe of each area."""
