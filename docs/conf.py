"""Sphinx configuration."""

import kzschedule

project = "kzschedule"
author = "The kzschedule developers"
copyright = "2026, The kzschedule developers"  # Sphinx's name
version = release = kzschedule.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx.ext.napoleon", "sphinx_click"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "kzschedule"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
