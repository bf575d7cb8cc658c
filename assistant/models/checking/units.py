"""Units of numbers: how each is written, and which can be compared with which."""

from __future__ import annotations

from assistant.text.words import fold, listed

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "dozen": 12.0,
}
_UNITS = """
    length: mm/millimetre/millimeter=0.001 cm/centimetre/centimeter=0.01 m/metre/meter=1 km/kilometre/kilometer=1000
        mi/mile=1609.344 foot/feet/ft=0.3048 inch/inche=0.0254 yard/yd=0.9144
    area: acre=4046.86 hectare/ha=10000
    mass: mg/milligram=0.000001 g/gram/gramme=0.001 kg/kilogram/kilo/kilogramme=1 tonne/metric_ton=1000 lb=0.45359
        ounce/oz=0.02835 ton=1000
    volume: ml/millilitre/milliliter=0.001 l/litre/liter=1 gallon=3.785 pint=0.568
    time: second/sec=1 minute/min=60 hour/hr=3600 day=86400 week=604800 fortnight=1209600
    span: month=1 year/yr=12 decade=120 century/centurie=1200
    speed: km/h=1 kph=1 mph=1.609344 knot=1.852
    power: watt/w=1 kw/kilowatt=1000 mw/megawatt=1000000 horsepower/hp=745.7
    data: byte=1 kb/kilobyte=1000 mb/megabyte=1000000 gb/gigabyte=1000000000 tb/terabyte=1000000000000
    degree: degree=1
"""
_MONEY = {
    "dollar": "$",
    "usd": "$",
    "buck": "$",
    "euro": "€",
    "eur": "€",
    "sterling": "£",
    "gbp": "£",
    "pound": "pound",
    "yen": "¥",
    "jpy": "¥",
    "cent": "cent",
    "pence": "p",
    "penny": "p",
    "p": "p",
    "franc": "franc",
    "rupee": "rupee",
    "rouble": "rouble",
    "ruble": "rouble",
    "mark": "mark",
}
PERCENT = listed("% percent per_cent percentage pct")


def scale(word: str) -> float | None:
    """What a word such as "million" or "bn" multiplies a number by."""
    return _SCALES.get(word.casefold())


def money(word: str) -> str | None:
    """The sign of a currency that a word names: "dollars" gives "$"."""
    folded = fold(word)
    return _MONEY.get(folded) or _MONEY.get(folded.removesuffix("s"))


def unit(word: str) -> tuple[str, float] | None:
    """What a unit measures, and how many of that quantity's basic unit it is: "km" gives ("length", 1000)."""
    lowered = word.lower()
    for form in (lowered, lowered.removesuffix("s"), lowered.removesuffix("es")):
        if form in _KNOWN:
            return _KNOWN[form]
    return None


def _known() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    sort = ""
    for part in _UNITS.split():
        if part.endswith(":"):
            sort = part[:-1]
            continue
        forms, _, factor = part.rpartition("=")
        for form in forms.split("/") if forms != "km/h" else [forms]:
            found[form.replace("_", " ")] = (sort, float(factor))
    return found


_KNOWN = _known()
