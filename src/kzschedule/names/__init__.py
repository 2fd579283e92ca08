"""Names: reducing them to a form in which spelling does not count, and finding them in the data."""
