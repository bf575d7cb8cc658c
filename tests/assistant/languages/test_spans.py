from __future__ import annotations

import pytest

from assistant.text.kinds import Kind
from assistant.text.spans import candidates


@pytest.mark.parametrize(
    ("language", "kind", "sentence", "found"),
    [
        ("de", Kind.DATE, "Er beginnt am 3. Oktober 1990.", ["3. Oktober 1990"]),
        ("de", Kind.MONEY, "Die Miete beträgt 1.234,56 Euro, die Kaution 2 500 €.", ["1.234,56 Euro", "2 500 €"]),
        ("de", Kind.DURATION, "Die Frist beträgt drei Monate.", ["drei Monate"]),
        ("de", Kind.AGE, "Er ist 67 Jahre alt, sie ein 12-jähriges Kind.", ["67 Jahre alt", "12-jähriges"]),
        ("de", Kind.COUNT, "Im Jahr 2022 kamen 5.200 Zuschauer.", ["5.200"]),
        ("de", Kind.PERCENT, "Das sind 6,5 Prozent oder 7 %.", ["6,5 Prozent", "7 %"]),
        ("fr", Kind.DATE, "La Bastille fut prise le 14 juillet 1789.", ["le 14 juillet 1789"]),
        ("fr", Kind.MONEY, "Il coûte 1 200 euros.", ["1 200 euros"]),
        ("fr", Kind.MEASURE, "L'eau a atteint 7,45 mètres.", ["7,45 mètres"]),
        ("es", Kind.DATE, "Empieza el 1 de octubre de 2021.", ["el 1 de octubre de 2021"]),
        ("es", Kind.MONEY, "Obtuvo 84,3 millones de euros.", ["84,3 millones de euros"]),
        ("it", Kind.DATE, "Il contratto inizia il 5 maggio 2020.", ["il 5 maggio 2020"]),
        ("nl", Kind.DURATION, "De opzegtermijn is twee maanden.", ["twee maanden"]),
        ("pt", Kind.MONEY, "A renda é de 950,50 euros.", ["950,50 euros"]),
        ("zh", Kind.DATE, "合同自2021年3月5日起。", ["2021年3月5日"]),
        ("zh", Kind.DURATION, "合同自2021年起，租期三年。", ["三年"]),
        ("zh", Kind.MONEY, "租金为每月5000元。", ["5000元"]),
        ("ja", Kind.MONEY, "家賃は月額8万5千円とする。", ["8万5千円"]),
        ("ja", Kind.DATE, "2020年4月1日に始まる。", ["2020年4月1日"]),
    ],
)
def test_answers_as_each_language_writes_them(language: str, kind: Kind, sentence: str, found: list[str]) -> None:
    assert [sentence[span.start : span.end] for span in candidates(sentence, kind, language)] == found


@pytest.mark.parametrize("language", ["de", "fr", "zh", "ja"])
@pytest.mark.parametrize("piece", ["1.", "1 ", "九", "万", "A", "de ", "von ", "1,234"])
def test_long_rows_of_alike_pieces_take_no_time(language: str, piece: str) -> None:
    sentence = piece * 1000
    for kind in (Kind.DATE, Kind.MONEY, Kind.DURATION, Kind.AMOUNT, Kind.NAME):
        candidates(sentence, kind, language)
