from __future__ import annotations

import pytest

from assistant.languages.segmenting import segments
from assistant.reading.evidence import matches, read
from assistant.text.question import analyse
from assistant.text.words import words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Vermieter z. B. zahlt 1.234,56 Euro."),
        ("fr", "L'été, qu’il attend, dure 3 mois."),
        ("zh", "租期为三年, ABC。"),
    ],
)
def test_offsets_are_those_of_the_text(language: str, text: str) -> None:
    found = words(text, language)
    assert found
    assert all(text[word.start : word.end] == word.raw for word in found)


def test_grammar_words_are_those_of_the_language() -> None:
    assert [word.raw for word in words("die Miete und der Vertrag", "de") if not word.stop] == ["Miete", "Vertrag"]
    assert [word.raw for word in words("l'accord qu'il a signé", "fr") if not word.stop] == ["accord", "signé"]
    assert words("1.450,50", "de")[0].stem == "1450,50"


def met(question: str, sentence: str) -> list[float]:
    asked = analyse(question)
    return matches(asked, read(sentence, language=asked.language))


def test_a_compound_is_met_by_its_parts_and_they_by_it() -> None:
    assert all(met("Welche Frist gilt für die Kündigung?", "Die Kündigungsfrist beträgt drei Monate."))
    assert all(met("Wie lang ist die Kündigungsfrist?", "Die Frist für eine Kündigung ist kurz."))
    assert not any(met("Welche Frist gilt?", "Das Friseurgewerbe wächst."))


def test_inflections_and_spellings_are_met() -> None:
    assert met("Wann enden die Verträge in der Strasse?", "Der Vertrag in der Straße endet.") == [1.0, 1.0, 1.0]
    assert met("¿Cuándo terminan los contratos?", "El contrato termina en mayo.") == [1.0, 1.0]


def test_unspaced_scripts_are_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.languages.segmenting._jieba", lambda: None)
    monkeypatch.setattr("assistant.languages.segmenting._fugashi", lambda: None)
    segments.cache_clear()

    def telling(run: str, code: str) -> list[str]:
        return [run[start:end] for start, end, stop in segments(run, code) if not stop]

    assert telling("租期是多久", "zh") == ["租期"]
    assert telling("家賃はいくらですか", "ja") == ["家賃"]
    assert telling("赤いランプが点滅する", "ja") == ["赤", "ランプ", "点滅"]
    segments.cache_clear()
