"""The only way to the network: whole files, pages, members of an archive, and data packages; each checked."""
