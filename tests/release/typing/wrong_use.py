"""Mistakes that a type checker has to report, one in each line with a mark, and nowhere else."""

from kzschedule import Schedule, check, screen, size_of


def mistakes() -> None:
    """Nobody calls this."""
    check(537)  # wrong: a number is no query
    check("мефедрон", as_of=20240301)  # wrong: a number is no day
    check("мефедрон", kind="casrn")  # wrong: no such kind
    check("мефедрон", date="2024-03-01")  # wrong: no such argument
    size_of("трамадол", 0.5)  # wrong: an amount needs its unit
    screen(["мефедрон"], jobs="2")  # wrong: a count is a number
    Schedule.default().newest_act().number  # wrong: there may be none
    check("мефедрон").listed  # wrong: no such field
