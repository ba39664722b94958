"""The places that a question asks about, also in the short and the garbled forms that people type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commitments.places import Home, find_places, resolve_place

_PIECE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_GARBLED = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{1,4}?[区县市旗]")
# Words that end like a place and are none.
_NO_PLACE = re.compile(
    "(?:小|社|园|校|片|街|景|辖|地|城|市|老|新|厂|库|灾|山|港|矿|牧|景|专|战|特|自贸|开发|示范|城市|全|我|本|各|农|林|湖|绿)区"
    "|[全我本各]县|县域|区域|(?:全|我|本|各|城|都|超|上|门|集|夜|早|股)市|[区市]场|市民|市政|市级|市委|县级|区级"
)
_SUFFIX = re.compile(
    "(?:(?:回|满|蒙古|土家|苗|侗|瑶|壮|藏|彝|羌|畲|布依|哈尼|傣|黎|白|朝鲜|达斡尔|土|保安|东乡|撒拉|裕固|仡佬|水|各|多)*族)*"
    "(?:自治)?(?:[区县市旗省盟州]|新区|地区)$"
)
_SHORT = 2  # characters of a place without its suffix: 西工, 瀍河


def find_asked_places(text: str, home: Home | None) -> tuple[tuple[str, ...], str]:
    """(official names of the places asked about, the question without them).

    “西工 老旧小区” → (西工区,), “漯河区的电梯” near 洛阳 → (瀍河回族区,). A short form counts only around `home`.
    """
    names: list[str] = []
    for place in sorted(find_places(text, home), key=lambda place: -place.at):
        if home is not None and place.name == home.name:
            continue  # the whole city is meant anyway, or a name begins so (洛阳人才集团)
        names.insert(0, place.name)
        end = place.to + (text[place.to : place.to + 1] in ("区", "县", "市", "旗"))
        text = f"{text[: place.at]} {text[end:]}"
    if home is not None:
        text = _take(text, home, names)
    return tuple(dict.fromkeys(names)), text


def _take(text: str, home: Home, names: list[str]) -> str:
    """The text without the short and garbled names of places around `home`, which are added to `names`."""
    for found in reversed(list(_PIECE.finditer(text))):
        piece, at = found.group(), found.start()
        garbled = None if _NO_PLACE.match(piece) else _GARBLED.match(piece)
        length, name = 0, None
        if garbled and not _NO_PLACE.search(garbled.group()):
            length, name = garbled.end(), _only(garbled.group(), home)
        if name is None and len(piece) >= _SHORT:
            length, name = _SHORT, _only(piece[:_SHORT], home)
            name = name if name and name.startswith(piece[:_SHORT]) else None
        if name:
            names.append(name)
            text = f"{text[:at]} {text[at + length :]}"
    return text


def _only(words: str, home: Home) -> str | None:
    """The one part of `home` that the words can mean, None where there is none or several."""
    found = resolve_place(words, home)
    return found[0].name if len(found) == 1 and found[0].name != home.name else None


def take_city(subject: str, cities: Sequence[str]) -> tuple[str, str]:
    """(the one of `cities` that a subject begins a word with, "" for none, the subject without it).

    A name without its suffix begins a longer word only where there are several to choose from: 许昌老旧小区, but
    洛阳石化 in a ledger of 洛阳市 alone.
    """
    words = subject.split()
    for city in cities:
        for name in (city, place_stem(city)):
            for i, word in enumerate(words):
                if word == name or (word.startswith(name) and (name == city or len(cities) > 1)):
                    rest = word[len(name) :].removeprefix("的")
                    return city, " ".join([*words[:i], *([rest] if rest else []), *words[i + 1 :]])
    return "", subject


def place_stem(name: str) -> str:
    """An official name as people say it: 瀍河回族区 → 瀍河, 西工区 → 西工; a name of two characters stays (嵩县)."""
    stem = _SUFFIX.sub("", name)
    return stem if len(stem) >= _SHORT else name
