"""What a parent of analogues is, as the caller gives it: a structure of the List that is in force on the day."""

from __future__ import annotations

from typing import NamedTuple


class AnalogueParent(NamedTuple):
    """A structure of which others may be analogues.

    Attributes
    ----------
    substance_id : str
        The substance.
    smiles : str
        Its structure. Of several fragments (a bromide salt) the organic one is the parent.
    doubtful : bool
        Whether it stands on one of two readings of a printed row: its analogues are then ``open``,
        with the reason ``parent_reading``.
    interval : bool
        Whether it is only possible that its row is in force on the day: reason ``interval``.

    Examples
    --------
    >>> AnalogueParent("methcathinone", "CNC(C)C(=O)c1ccccc1")
    AnalogueParent(substance_id='methcathinone', smiles='CNC(C)C(=O)c1ccccc1', doubtful=False, interval=False)
    """

    substance_id: str
    smiles: str
    doubtful: bool = False
    interval: bool = False
