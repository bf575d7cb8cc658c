"""Dates, amounts and names in a sentence of another language than English, for `assistant.text.spans.candidates`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from assistant.languages.expecting import names
from assistant.languages.known import language
from assistant.languages.language import Language
from assistant.text.kinds import Kind

_FIGURE = r"(?<![\d.,])\d++(?:[.,' \u00a0\u202f’]\d{3}(?!\d))*(?:[.,]\d+)?"
"""A number as any of these languages writes it: "1.234,56", "1 234,56", "1,234.56"."""
_METRIC = r"(?:°\s?[CF]?|k?m/h|km²?|m²|m³|cm|mm|kg|mg|t|l|ml|ha|kWh|MWh|kW|MW|GW|W|V|Hz|[kMGT]?B|bar|dB)(?![\w²])"
_SIGN = r"[€$£¥]"
_CODE = r"(?:(?:EUR|USD|CHF|GBP|JPY)(?!\w)|Fr\.|R\$)"
_YEAR = r"(?<![\d.,])(?:1[0-9]|20)\d{2}(?![\d]|[.,]\d)"
_CJK_DIGIT = "〇零一二三四五六七八九十百千万億亿兩两"
_CJK_FIGURE = rf"(?<![\d,.{_CJK_DIGIT}])(?:\d++(?:,\d{{3}})*+(?:\.\d++)?+[万亿億千百]*+|[{_CJK_DIGIT}]++){{1,6}}+"


@cache
def _patterns(code: str) -> Mapping[Kind, re.Pattern[str]]:
    known = language(code)
    return _unspaced() if not known.spaced else _spaced(known)


def _spaced(known: Language) -> Mapping[Kind, re.Pattern[str]]:
    number = rf"(?:{_FIGURE}|\b(?:{known.numbers})\b)(?:\s(?:{known.scales})(?!\w))?"
    span = rf"{number}(?:\s?(?:-|–|a|à|bis|tot|e|y|et|und)\s?{number})?"
    date = known.date.format(month=known.months)
    money = rf"(?:{_SIGN}|{_CODE})\s?{number}|{number}(?:\s|de\s)*(?:{_SIGN}|{_CODE}|(?:{known.moneys})\b)"
    percent = rf"{number}\s?(?:%|(?:{known.percents})\b)"
    measure = rf"{number}\s?-?(?:{_METRIC}|(?:{known.units})\b)"
    duration = rf"{span}[ -](?:\w+ )?(?:{known.times})(?!\w)"
    written = {
        Kind.DATE: rf"(?:\b(?:{known.days}),? )?\b{date}(?!\w)"
        rf"|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\d{{4}}-\d\d-\d\d"
        rf"|{_YEAR}|\b(?:{known.days})\b|\b\d{{1,2}}[:h]\d{{2}}\b|\b\d{{1,2}} (?:Uhr|heures)\b",
        Kind.MONEY: money,
        Kind.PERCENT: percent,
        Kind.AGE: rf"(?:{known.age.format(n=number)})" if known.age else r"(?!)",
        Kind.MEASURE: rf"{measure}|{duration}",
        Kind.COUNT: rf"(?<![\w€$£.,-]){number}(?![\w%]|[.,]\d|\s?[€$£%])",
        Kind.AMOUNT: rf"{money}|{percent}|{measure}|{number}",
        Kind.DURATION: duration,
        Kind.LENGTH: rf"{measure}|{duration}",
        Kind.COLOUR: rf"\b(?:{known.colours})\w{{0,2}}\b" if known.colours else r"(?!)",
    }
    return {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in written.items()}


def _unspaced() -> Mapping[Kind, re.Pattern[str]]:
    number = _CJK_FIGURE
    counted = rf"{number}(?:个|個|か|ヶ|カ|ケ)?半?"
    duration = counted + "(?:秒|分钟|分間|小时|小時|時間|天|日間|日|周|週間|週|月|年間|年)(?:以内|以上)?"
    coins = "(?:人民币|美元|欧元|日元|港元|元|円|ドル|ユーロ|块)"
    money = rf"(?:[€$£¥￥]|人民币)\s?{number}|{number}{coins}"
    chinese = "平方米|平方公里|公里|千米|米|厘米|毫米|公斤|千克|克|吨|升|摄氏度|度|瓦|千瓦"
    japanese = "平方メートル|キロメートル|キログラム|キロ|メートル|センチ|ミリ|グラム|トン|リットル|ワット"
    measure = rf"{number}\s?(?:{chinese}|{japanese}|{_METRIC})"
    year = r"(?:\d{4}|[一二][〇零一二三四五六七八九]{3})年"
    written = {
        Kind.DATE: rf"(?:{year}|(?:令和|平成|昭和){number}年)(?:{number}月(?:{number}[日号])?)?"
        rf"|{number}月{number}[日号]"
        r"|\d{4}-\d\d-\d\d|(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?"
        rf"|(?:上午|下午|午前|午後)?{number}[点時时](?:{number}分)?",
        Kind.MONEY: money,
        Kind.PERCENT: rf"{number}\s?(?:%|％|パーセント)|百分之{number}",
        Kind.AGE: rf"{number}(?:岁|歲|歳)",
        Kind.MEASURE: rf"{measure}|{duration}",
        Kind.COUNT: rf"{number}(?:[个個名人位家所座台本项件次条社つ枚冊回匹])?",
        Kind.AMOUNT: rf"{money}|{measure}|{number}\s?(?:%|％)?",
        Kind.DURATION: duration,
        Kind.LENGTH: rf"{measure}|{duration}",
        Kind.COLOUR: r"[红紅黄绿緑蓝青黑黒白灰紫橙粉赤茶]色?",
    }
    return {kind: re.compile(pattern) for kind, pattern in written.items()}


_TAKEN = {
    Kind.COUNT: (Kind.DATE, Kind.PERCENT, Kind.MONEY),
    Kind.DURATION: (Kind.DATE, Kind.AGE),
    Kind.LENGTH: (Kind.DATE, Kind.AGE),
    Kind.MEASURE: (Kind.DATE, Kind.AGE),
}
"""Kinds whose parts are no answer of another kind: the years of an age are no duration."""


def spans_of(sentence: str, kind: Kind, code: str) -> Iterator[tuple[int, int]]:
    """Places of the parts of a sentence that could be an answer of a kind, in order, the outermost alone."""
    if kind in (Kind.PERSON, Kind.PLACE, Kind.NAME, Kind.THING):
        when = [match.span() for match in _patterns(code)[Kind.DATE].finditer(sentence)]
        every = names(sentence, code) if language(code).spaced else ()
        yield from ((start, end) for start, end in every if not any(a < end and start < b for a, b in when))
        return
    pattern = _patterns(code).get(kind)
    if pattern is None:
        return
    taken: list[tuple[int, int]] = []
    if kind in _TAKEN:
        others = (_patterns(code)[other] for other in _TAKEN[kind])
        taken = [match.span() for other in others for match in other.finditer(sentence)]
    for match in pattern.finditer(sentence):
        start, end = match.span()
        if match.group().strip() and not any(a <= start < b for a, b in taken):
            yield start, end
