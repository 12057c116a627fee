"""How the pages are built as HTML, from the repository's root, so that every link holds: make docs."""

project = "estate_model"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "benchmarks/*.md",
    "data/forces/README.md",
    "data/recipes/README.md",
    "scenarios/README.md",
]
html_theme = "alabaster"
html_theme_options = {"page_width": "64rem"}
html_show_copyright = False
myst_heading_anchors = 3
