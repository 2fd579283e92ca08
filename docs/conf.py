"""Sphinx configuration."""

import runpy
from pathlib import Path

import kzschedule

project = "kzschedule"
author = "The kzschedule developers"
copyright = "2026, The kzschedule developers"  # Sphinx's name
version = release = kzschedule.__version__

extensions = [
    "myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx.ext.napoleon", "sphinx_click", "sphinx_copybutton"
]  # fmt: skip
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "drawings", "pictures", "rules"]
templates_path = ["_templates"]
html_theme = "furo"
html_title = "kzschedule"
html_static_path = ["_static"]
html_css_files = ["pages.css"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
# What is imported from elsewhere is shown where it is defined: a link back would lead to a name that no page has.
viewcode_follow_imported_members = False
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

# What is copied are the commands and statements, not their prompts and what they show.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_exclude = ".linenos, .gp, .go"

#: Pages that there are in several languages: where the header leads from each to the others.
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
TRANSLATED = (
    {"en": "index", "ru": "ru/index", "kk": "kk/index"},
    {"en": "tutorial/start", "ru": "ru/start"},
    {"en": "howto/substance", "ru": "ru/guide_substance"},
    {"en": "howto/file", "ru": "ru/guide_file"},
    {"en": "howto/text", "ru": "ru/guide_text"},
    {"en": "howto/report", "ru": "ru/guide_report"},
    {"en": "howto/notebook", "ru": "ru/guide_more"},
)
_PAGES = {page: pages for pages in TRANSLATED for page in pages.values()}


def _in_languages(_app, pagename, _template, context, _doctree):
    """Give a page its language and its translations; a page without one leads to the first page of a language."""
    folder = pagename.split("/")[0]
    own = folder if folder in LANGUAGES else "en"
    pages = TRANSLATED[0] | _PAGES.get(pagename, {})
    context["page_language"] = own
    context["page_languages"] = [
        (code, name, code == own, pages[code] if code != own else pagename) for code, name in LANGUAGES.items()
    ]


_after_build = runpy.run_path(str(Path(__file__).with_name("rows.py")))["after_build"]
_draw = runpy.run_path(str(Path(__file__).with_name("drawings.py")))["draw"]


def setup(app):
    """Draw the pictures before the pages are read, and write those of the rows behind them."""
    app.connect("builder-inited", lambda app: _draw(Path(app.srcdir) / "drawings"))
    app.connect("html-page-context", _in_languages)
    app.connect("build-finished", _after_build)
