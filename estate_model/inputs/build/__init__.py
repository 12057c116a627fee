"""Areas built from recipes: tables of one's own, read, joined and written as an area folder."""
