"""Sphinx configuration."""

import runpy
from pathlib import Path

import kzschedule

project = "kzschedule"
author = "The kzschedule developers"
copyright = "2026, The kzschedule developers"  # Sphinx's name
version = release = kzschedule.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx.ext.napoleon", "sphinx_click"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "drawings", "rules"]
html_theme = "furo"
html_title = "kzschedule"
html_static_path = ["_static"]
html_css_files = ["pages.css"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
# Classes of different modules share a name, such as Row and Reading; which one is meant is plain from the page.
suppress_warnings = ["ref.python"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Two hyphens are an option of the command line, not a dash.
smartquotes = False

# The notebooks are kept without outputs and run when the docs are built; one that fails stops the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

_draw = runpy.run_path(str(Path(__file__).with_name("drawings.py")))["draw"]


def setup(app):
    """Draw the pictures before the pages are read."""
    app.connect("builder-inited", lambda app: _draw(Path(app.srcdir) / "drawings"))
