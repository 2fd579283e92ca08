"""Tables of queries: reading them from files of many formats in constant memory, and writing results."""
