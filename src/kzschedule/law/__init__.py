"""The law on a day: which rows stand, what their notes cover, and the rows of the size table."""
