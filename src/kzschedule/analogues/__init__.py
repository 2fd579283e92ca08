"""Formal analogues: what the rule says, how a structure is decomposed, and how that is put into words."""
