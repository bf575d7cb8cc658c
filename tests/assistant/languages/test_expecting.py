from __future__ import annotations

import pytest

from assistant.languages.expecting import names
from assistant.text.kinds import Kind
from assistant.text.question import analyse


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wann beginnt der Mietvertrag?", Kind.DATE),
        ("In welchem Jahr wurde der Verein gegründet?", Kind.DATE),
        ("Wie hoch ist die Kaution?", Kind.MONEY),
        ("Wie hoch ist der Turm?", Kind.MEASURE),
        ("Wie viele Zimmer hat das Haus?", Kind.COUNT),
        ("Welche Kündigungsfrist gilt?", Kind.DURATION),
        ("Warum wurde die Brücke gesperrt?", Kind.REASON),
        ("Wer ist die Vermieterin?", Kind.PERSON),
        ("Ist Rauchen erlaubt?", Kind.YES_NO),
        ("Quand commence le bail ?", Kind.DATE),
        ("Combien coûte l'entrée ?", Kind.MONEY),
        ("Combien de salariés compte la société ?", Kind.COUNT),
        ("Combien de temps dure l'essai ?", Kind.DURATION),
        ("Où se trouve le siège ?", Kind.PLACE),
        ("Dans quelle ville se trouve le musée ?", Kind.PLACE),
        ("Pourquoi le pont est-il fermé ?", Kind.REASON),
        ("¿Cuántos años tiene el portero?", Kind.AGE),
        ("¿Cuánto mide la torre?", Kind.MEASURE),
        ("¿Qué empresa fabrica el motor?", Kind.NAME),
        ("¿Por qué se cerró el puente?", Kind.REASON),
        ("¿Quién preside el club?", Kind.PERSON),
        ("Quanto costa il biglietto?", Kind.MONEY),
        ("Quando começa o contrato?", Kind.DATE),
        ("Hoeveel leden heeft de vereniging?", Kind.COUNT),
        ("租金是多少？", Kind.MONEY),
        ("合同什么时候开始？", Kind.DATE),
        ("谁是出租人？", Kind.PERSON),
        ("試用期間はどのくらいですか？", Kind.DURATION),
        ("なぜ橋は閉鎖されましたか？", Kind.REASON),
        ("Mietvertrag der Wohnung", Kind.OPEN),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Wann hat Angela Merkel die Firma in Kiel besucht?", ["Angela Merkel", "Kiel"]),
        ("de", "Welche Frist gilt für die Kündigung der Wohnung?", []),
        ("de", "Was sagte Ursula von der Leyen?", ["Ursula von der Leyen"]),
        ("fr", "Quand Marie Curie est-elle née à Varsovie ?", ["Marie Curie", "Varsovie"]),
        ("fr", "Le bail de M. Dupont commence.", ["M. Dupont"]),
        ("es", "¿Dónde vive Juan de la Cruz?", ["Juan de la Cruz"]),
    ],
)
def test_proper_names_are_told_from_common_nouns(language: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in names(text, language)] == found


def test_words_are_stemmed_in_the_language_of_the_question() -> None:
    assert analyse("Welche Verträge enden?").terms == ("vertrag", "end")
    assert "contrat" in analyse("¿Qué contratos terminan?").terms
    assert analyse("解约需要提前多久通知？").terms == ("解约", "提前", "通知")
