"""Kazakhstan's schedule of narcotic drugs, psychotropic substances and precursors, for chemists and lawyers."""

__version__ = "0.1.0"
