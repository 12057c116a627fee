"""The only readers of files, and the one downloader."""
