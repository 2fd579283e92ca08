"""A text of a later act, which is invented: a row of the List, a row of sizes, a line gone, a figure that changed."""

CAUSE = "Постановление Правительства Республики Казахстан от 1 февраля 2026 года № 45"
_NOTE = "; от 01.02.2026 № 45 (вводится в действие по истечении десяти календарных дней после дня его первого"
CHANGES = [
    ("; от 23.01.2024 № 22 (вводится в действие по истечении десяти календарных дней после дня его первого", None),
    ("<td>Метонитазен</td>\n</tr>\n</table>", "<td>Метонитазен</td>\n</tr>\n<tr>\n<td>87.</td>\n<td>Выдуманное вещество (выдумка-1; Выдум-Ф)</td>\n</tr>\n<tr>\n<td>88.</td>\n<td>Карфентанил</td>\n</tr>\n</table>"),
    ("\nТолуол\n", "\n"),
    ("<td>Аллилпродин*</td>\n<td>0-0,5</td>", "<td>Аллилпродин*</td>\n<td>0-0,7</td>"),
    ("<td>Метонитазен</td>\n<td></td>", "<td>Выдуманное</td>\n<td>0-1</td>\n<td>1-2</td>\n<td>2</td>\n</tr>\n<tr>\n<td>Карфентанил*</td>\n<td></td>\n<td>0-1</td>\n<td>1</td>\n</tr>\n<tr>\n<td>Метонитазен</td>\n<td></td>"),
]  # fmt: skip


def later_text(text: str) -> bytes:
    for old, new in CHANGES:
        if old == CHANGES[-1][0] and old not in text:
            continue  # the excerpt has no such row of sizes
        assert old in text, old
        text = text.replace(old, old + " официального опубликования)" + _NOTE if new is None else new, 1)
    return text.encode()
