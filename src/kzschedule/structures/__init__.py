"""Structures: reading them, reducing them to the substance meant, and finding that substance in the data."""
