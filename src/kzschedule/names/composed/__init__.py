"""Reading names that the field composes by rule, such as 4F-MDMB-BICA or 4-HO-MiPT, into structures.

The parts and the order in which they stand are tables (CSV files beside this module); the code only reads them. A name
is read whole or not at all: nothing may be left over, every locant has to exist and to be free. A name that the tables
read in two ways gives both structures.
"""

from __future__ import annotations

from kzschedule.names.composed.reading import Composed, read_composed

__all__ = ["Composed", "read_composed"]
