"""The data package: its records, how it is read and written, and which folder of data is in use."""
