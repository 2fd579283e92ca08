"""One question and its answer: what a text is, what that is in the data, and what the law says of it on a day."""
