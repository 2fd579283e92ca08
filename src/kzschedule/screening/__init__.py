"""Many questions at once: sequences, frames, and files of queries."""
