"""Compare `find_mentions` over 1 MB of text with a search for one name: ``python benchmarks/text_search.py``."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable

from kzschedule.answer.mentions import find_mentions

SENTENCES = (
    "Протокол осмотра места происшествия составлен при понятых, изъяты вещества растительного происхождения. ",
    "В пакете обнаружен порошок белого цвета, который по заключению эксперта содержит мефедрон и кофеин. ",
    "Зат құрамында апиын алкалоидтары анықталды, сараптама қорытындысы іске қоса тіркелді. ",
    "The laboratory report names ketamine hydrochloride and several cutting agents in the second sample. ",
    "Нарколог пояснил, что симптомы характерны для употребления героина, анализ проведён методом хроматографии. ",
    "Обвиняемый показал, что приобрёл свёрток через интернет и о содержимом ничего не знал до задержания. ",
)


def text_of(size: int) -> str:
    """Return prose of at least so many bytes in UTF-8."""
    once = "".join(SENTENCES)
    return once * (size // len(once.encode()) + 1)


def fastest(work: Callable[[], object], times: int = 5) -> float:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def main() -> None:
    text = text_of(1_000_000)
    find_mentions("прогрев")
    pattern = re.compile("фентанил", re.IGNORECASE)
    one = fastest(lambda: pattern.search(text))
    every = fastest(lambda: find_mentions(text))
    print(f"one name, re.IGNORECASE: {one * 1e3:.1f} ms; all names, find_mentions: {every * 1e3:.1f} ms")
    print(f"ratio {every / one:.1f} (at most 20); {len(find_mentions(text))} mentions")


if __name__ == "__main__":
    main()
