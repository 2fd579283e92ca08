"""Damage that keeps some of the form of the input, so that it gets past the first look at it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

#: Longest text that is made, in characters: longer than any target takes, and no matter for memory.
_LONGEST = 100_000
#: Damages a text, given the source of chance.
Mutator = Callable[[str, random.Random], str]


def pieces(tokens: Sequence[str], *, cut: str = "") -> Mutator:
    """Return a mutator that inserts tokens, and deletes, repeats, moves and swaps pieces of the text.

    `cut` are the characters at which pieces begin and end; without them they do anywhere.
    """

    def mutate(text: str, chance: random.Random) -> str:
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            places = [0, *(at for at, character in enumerate(text) if not cut or character in cut), len(text)]
            start, end = sorted((chance.choice(places), chance.choice(places)))
            kind = chance.randrange(6)
            if kind <= 1:
                text = text[:start] + chance.choice(tokens) + text[start:]
            elif kind == 2:
                text = text[:start] + chance.choice(tokens) + text[end:]
            elif kind == 3:
                text = text[:start] + text[end:]
            elif kind == 4:
                times = min(chance.choice((1, 1, 1, 3, 20, 400)), 1 + _LONGEST // (1 + end - start))
                text = (text[:end] + text[start:end] * times + text[end:])[:_LONGEST]
            else:
                other = chance.choice(places)
                text = text[:other] + text[start:end] + text[other:]
        return text

    return mutate


def table(tokens: Sequence[str], delimiter: str = ",") -> Mutator:
    """Return a mutator of delimited text: cells are replaced, rows and columns moved, doubled and cut off."""
    inside = pieces(tokens)

    def mutate(text: str, chance: random.Random) -> str:
        rows = [line.split(delimiter) for line in text.split("\n")]
        for _ in range(chance.choice((1, 1, 2, 5))):
            row = chance.choice(rows)
            place = chance.randrange(len(row)) if row else 0
            kind = chance.randrange(7)
            if kind <= 1 and row:
                row[place] = chance.choice(tokens)
            elif kind == 2 and row:
                row[place] = inside(row[place], chance)
            elif kind == 3:
                row.insert(place, chance.choice(tokens))
            elif kind == 4 and row:
                del row[place]
            elif kind == 5:
                rows.insert(chance.randrange(len(rows) + 1), list(row))
            elif len(rows) > 1:
                rows.remove(row)
        return "\n".join(delimiter.join(row) for row in rows)

    return mutate


def json_values(tokens: Sequence[str]) -> Mutator:
    """Return a mutator of JSON: values are replaced, removed, repeated and exchanged, keys renamed."""
    odd: list[Any] = [None, True, 0, -1, 1e308, 2**70, "", [], {}, [[]], {"": None}, *tokens]

    damaged = pieces(tokens)

    def mutate(text: str, chance: random.Random) -> str:
        try:
            holder = [json.loads(text)]
            for _ in range(chance.choice((1, 1, 2, 5))):
                change(holder, chance)
            return json.dumps(holder[0], ensure_ascii=False)
        except (ValueError, RecursionError):  # it is no JSON, or has more levels than Python follows
            return damaged(text, chance)

    def change(holder: list[Any], chance: random.Random) -> None:
        places = list(_places(holder))
        inside, key = chance.choice(places)
        kind = chance.randrange(6)
        if kind <= 1:
            inside[key] = chance.choice(odd)
        elif kind == 2:
            other, from_key = chance.choice(places)
            inside[key] = json.loads(json.dumps(other[from_key]))
        elif kind == 3 and isinstance(inside[key], str):
            inside[key] = damaged(inside[key], chance)
        elif kind == 4 and isinstance(inside, list) and inside is not holder:
            inside.insert(key, json.loads(json.dumps(inside[key])))
        elif inside is not holder:
            del inside[key]

    return mutate


def _places(inside: Any) -> Any:
    """Yield each place of a JSON value, as what holds it and its key there."""
    for key in list(inside) if isinstance(inside, dict) else range(len(inside)):
        yield inside, key
        if isinstance(inside[key], dict | list):
            yield from _places(inside[key])
