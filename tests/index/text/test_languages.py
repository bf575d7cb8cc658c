from __future__ import annotations

import pytest

from index.text.languages import kana, paired, pairs, sought, stem, unspaced


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "vertrag", "vertrages"),
        ("de", "kundigung", "kundigungen"),
        ("fr", "locataire", "locataires"),
        ("es", "contrato", "contratos"),
        ("it", "contratto", "contratti"),
        ("nl", "huizen", "huizen"),
        ("pt", "cidade", "cidades"),
    ],
)
def test_forms_of_one_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_numbers_and_languages_without_stems_stay_as_they_are() -> None:
    assert stem("2021", "de") == "2021"
    assert stem("contracts", "ja") == "contracts"


def test_scripts_without_spaces_are_told() -> None:
    assert [unspaced(text) for text in ("Vertrag 合同", "家賃", "Straße, 1990")] == [True, True, False]
    assert [kana(text) for text in ("家賃はいくら", "租金是多少")] == [True, False]


def test_a_row_of_characters_gives_its_pairs_and_its_last_character() -> None:
    assert pairs("解約期間") == ["解約", "約期", "期間", "間"]
    assert pairs("年") == ["年"]
    assert paired("Rent: 家賃、敷金 2か月") == "家賃 賃 敷金 金 か月 月"


def test_a_word_is_sought_as_the_row_of_its_pairs() -> None:
    assert sought("解約期間") == '"解約 約期 期間"'
    assert sought("解約") == '"解約"'
    assert sought("約") == '"約" *'
