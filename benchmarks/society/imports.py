"""Processor time to read a 4W and IATI activities, beside pandas and a whole tree of lxml; and to compare names.

Neither peer checks anything or gives keys: they count organisations and activities and sum up places, no more.
Run:  make bench
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from avert.society.imports import read_iati, read_three_w
from avert.society.same_name import Named, suggest_duplicates
from society_files import TAGS, iati, three_w_csv, three_w_rows, workbook

ROWS, ACTIVITIES, NAMES = 20_000, 5_000, 5_000


def pandas_three_w(frame: pd.DataFrame) -> tuple[int, int]:
    frame = frame.dropna(subset=["Organisation"]).drop_duplicates()
    frame["Start"] = pd.to_datetime(frame["Start"], format="%d/%m/%Y")
    frame["End"] = pd.to_datetime(frame["End"], format="%d/%m/%Y")
    doers = frame["Implementing partner"].fillna(frame["Organisation"])
    frame.groupby(doers)["District p-code"].agg(set)
    names = pd.concat([frame["Organisation"], frame["Implementing partner"], frame["Donor"]])
    return names.str.casefold().nunique(), len(frame)


def pandas_csv(content: bytes) -> tuple[int, int]:
    return pandas_three_w(pd.read_csv(io.BytesIO(content), skiprows=[0, 2], dtype=str))


def pandas_xlsx(content: bytes) -> tuple[int, int]:
    return pandas_three_w(pd.read_excel(io.BytesIO(content), skiprows=[1], dtype=str))


def lxml_tree(content: bytes) -> tuple[int, int]:
    tree = etree.parse(io.BytesIO(content))
    activities = tree.findall("iati-activity")
    for one in activities:
        one.findtext("iati-identifier")
        one.xpath("title/narrative/text()")
        one.xpath("activity-date/@iso-date")
        one.xpath("sector/@code")
        one.xpath("location/administrative/@code")
        one.xpath("participating-org[@role='1']/@ref")
    bodies = set(tree.xpath("//participating-org/@ref")) | set(tree.xpath("//reporting-org/@ref"))
    return len(bodies), len(activities)


def ours(read: Callable) -> Callable[[bytes], tuple[int, int]]:
    def counted(content: bytes) -> tuple[int, int]:
        found = read(content)
        return len(found.structures), len({one.key.partition("@")[0] for one in found.activities})

    return counted


def median(work: Callable, content: object) -> tuple[float, object]:
    seconds, result = [], None
    for _ in range(3):
        began = time.process_time()
        result = work(content)
        seconds.append(time.process_time() - began)
    return sorted(seconds)[1], result


def names() -> list[Named]:
    rng = random.Random(1)  # noqa: S311
    words = [
        *["relief", "peace", "women", "youth", "council", "district", "horn", "africa", "action"],
        *(f"w{n}" for n in range(999)),
    ]
    arabic = "بتثجحخدذرزسشصضطظعغفقكلمن"
    latin = [" ".join(rng.choices(words[: rng.choice((9, 1_000))], k=4)) for _ in range(NAMES * 4 // 5)]
    other = ["".join(rng.choices(arabic, k=9)) for _ in range(NAMES // 5)]
    return [Named(str(place), (name,)) for place, name in enumerate(latin + other)]


def main() -> None:
    rows = three_w_rows(ROWS)
    cases = (
        (f"{ROWS:,} rows, CSV", three_w_csv(rows), read_three_w, pandas_csv, "pandas"),
        (
            f"{ROWS:,} rows, XLSX",
            workbook([list(TAGS), list(TAGS.values()), *rows]),
            read_three_w,
            pandas_xlsx,
            "pandas",
        ),
        (f"{ACTIVITIES:,} activities", iati(ACTIVITIES), read_iati, lxml_tree, "lxml"),
    )
    for name, content, read, peer, called in cases:
        (mine, found), (theirs, other) = median(ours(read), content), median(peer, content)
        if found != other:
            sys.exit(f"{name}: the two do not agree: {found} and {other}")
        print(
            f"{name:20} {len(content) / 2**20:5.1f} MiB   avert {mine:5.2f} s   {called} {theirs:5.2f} s   "
            f"ratio {theirs / mine:.2f}"
        )
    seconds, found = median(suggest_duplicates, names())
    print(f"{NAMES:,} names, two scripts: {seconds:.2f} s, {len(found)} suggestions")


if __name__ == "__main__":
    main()
