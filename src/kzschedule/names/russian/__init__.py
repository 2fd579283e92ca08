"""Russian systematic names turned into English ones, by tables of parts.

A Russian systematic name has the order, the places and the brackets of the English one; only its parts are written
otherwise. ``parts.csv`` pairs the parts, ``misprints.csv`` has words that the decree prints wrong. The code cuts words
into parts, puts the words of acids, esters and amides in the English order, and mends what printing does to such
names: letters of the other alphabet, blanks, hyphens of a broken line, a bracket too few or too many. It knows no
structure: what the English name means is read by another program, and where mending leaves several names open, that
decides which of them is one.

The column ``source`` says where a part was taken from: ``decree`` if a name that the decree prints has it, else
``recalled``: written from common knowledge of the nomenclature.
"""

from kzschedule.names.russian.grammar import Translation, alternatives, is_russian, looks_systematic, translations

__all__ = ["Translation", "alternatives", "is_russian", "looks_systematic", "translations"]
