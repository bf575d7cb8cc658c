from __future__ import annotations

import pytest

from index.text.sentences import split


@pytest.mark.parametrize(
    "case",
    [
        "Der Vertrag endet am 3. Oktober 1990.| Danach gilt § 5 Abs. 2 Nr. 3 BGB.",
        "Der Ruderverein Havel e. V. hat seinen Sitz in Potsdam.| Er wurde 1898 gegründet.",
        "Das gilt z. B. für Haustiere, d. h. Hunde und Katzen.| Andere sind frei.",
        "Herr Dr. Müller kommt am 12. Mai.| Frau Prof. Weber bleibt.",
        "Die Firma zahlt u. a. Miete, Strom usw. an den Vermieter.| Das ist viel.",
        "Er wohnt in der Goethestr. 12 in Kiel.| Tel. 0431 55.",
        "Der Preis beträgt ca. 1.234,56 Euro.| Die Frist läuft bis zum 1. des Monats.",
        "Im 19. Jahrhundert baute man viel.| Kaiser Wilhelm II. regierte.| Er starb 1941.",
        "Siehe Kap. 4 und S. 12 ff. des Handbuchs.| Dort steht mehr.",
        "Die Garantie gilt i. d. R. zwei Jahre.| Ausgenommen sind Akkus (s. o.).",
        "Am 28. Mai findet das Spiel statt.| Ab der 40. Minute spielte er.",
        "Der 1. FC Köln gewann am 2. Spieltag.| Die 3. Liga begann.",
        "M. Dupont a signé le bail.| Mme Durand l'a lu.",
        "L'art. 12 du code s'applique, cf. annexe 3.| Le loyer est dû.",
        "Les frais, p. ex. l'eau, sont inclus.| C'est tout.",
        "« Venez ! » dit-il.| Elle vint.",
        "La société SARL Dubois & Cie. a fermé.| Elle était vieille.",
        "Le prix est de 1.234,56 euros env. par mois.| Il baisse.",
        "Le train part à 7 h 30 et arrive à 10 h.| Le quai est le n° 4.",
        "El Sr. Rojas y la Sra. Benítez vinieron.| ¿Cuánto cuesta?| ¡Nada!",
        "La clase de 1.º B viaja en junio.| Véase el art. 5 de la ley.",
        "Halcón S. A. ganó dinero.| La empresa creció.",
        "Vive en la Avda. del Mar núm. 3.| Tel. 956 12.",
        "EE. UU. firmó el acuerdo.| España también.",
        "El precio es de 1.234,56 € aprox. al mes.| Baja.",
        "D. Tomás y Dña. Elena firman.| Ustedes leen.",
        "L'art. 3 comma 2 si applica.| Il prezzo è di 5 euro.",
        "O Sr. Silva mora na R. Augusta n.º 5.| A Sra. Costa não.",
        "Dhr. Jansen woont op nr. 5.| Mevr. Bakker niet.",
        "De prijs is bijv. 5 euro per stuk.| Dat is m.a.w. weinig.",
        "租期三年。|租金五千元！|可以吗？|“可以。”他说。|好。",
        "家賃は8万円です。|敷金は2か月分！|「はい。」と答えた。|次の文。",
    ],
)
def test_sentences_end_where_each_language_ends_them(case: str) -> None:
    """A bar stands where a sentence ends."""
    text = case.replace("|", "")
    assert [text[span.start : span.end] for span in split(text, 0, len(text))] == [
        part.strip() for part in case.split("|")
    ]
