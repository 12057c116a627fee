"""What an annex shows: charts and maps as SVG, drawn by ourselves."""
