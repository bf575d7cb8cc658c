"""What answers say in Quoth's own words, in the question's language where it is written here, else in English."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH: Mapping[str, str] = {
    "not said": "The documents do not say.",
    "no document": "There is no document to answer from yet.",
    "nearest": "The nearest passages are shown below.",
    "not mentioned": "They do not mention {what}.",
    "named but": "They name {what}, but say nothing of “{wanted}”.",
    "perhaps": "Perhaps: the documents come close, but do not clearly say.",
    "speak of": "They speak of {said}, not of {asked}.",
    "name instead": "They name {said} there, not {asked}.",
    "say instead": "They say “{said}”, not “{asked}”.",
    "otherwise": "The documents say otherwise:",
    "differ": "The documents differ.",
    "more": "And {count} more.",
    "or": " or ",
    "and": " and ",
    "yes": "Yes.",
    "no": "No.",
}

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": _ENGLISH,
    "de": {
        "not said": "Das steht nicht in den Dokumenten.",
        "no document": "Es gibt noch kein Dokument, aus dem ich antworten könnte.",
        "nearest": "Die nächstliegenden Stellen stehen darunter.",
        "not mentioned": "{what} wird darin nicht erwähnt.",
        "named but": "Sie nennen {what}, sagen aber nichts über „{wanted}“.",
        "perhaps": "Vielleicht: Die Dokumente kommen dem nahe, sagen es aber nicht deutlich.",
        "speak of": "Sie sprechen von {said}, nicht von {asked}.",
        "name instead": "Sie nennen dort {said}, nicht {asked}.",
        "say instead": "Sie sagen „{said}“, nicht „{asked}“.",
        "otherwise": "Die Dokumente sagen etwas anderes:",
        "differ": "Die Dokumente sagen Verschiedenes.",
        "more": "Und {count} weitere.",
        "or": " oder ",
        "and": " und ",
        "yes": "Ja.",
        "no": "Nein.",
    },
    "fr": {
        "not said": "Les documents ne le disent pas.",
        "no document": "Il n'y a pas encore de document d'où tirer une réponse.",
        "nearest": "Les passages les plus proches sont affichés ci-dessous.",
        "not mentioned": "Ils ne mentionnent pas {what}.",
        "named but": "Ils nomment {what}, mais ne disent rien de « {wanted} ».",
        "perhaps": "Peut-être : les documents s'en approchent, sans le dire clairement.",
        "speak of": "Ils parlent de {said}, non de {asked}.",
        "name instead": "Ils y nomment {said}, non {asked}.",
        "say instead": "Ils disent « {said} », non « {asked} ».",
        "otherwise": "Les documents disent autre chose :",
        "differ": "Les documents ne concordent pas.",
        "more": "Et {count} de plus.",
        "or": " ou ",
        "and": " et ",
        "yes": "Oui.",
        "no": "Non.",
    },
    "es": {
        "not said": "Los documentos no lo dicen.",
        "no document": "Todavía no hay ningún documento con el que responder.",
        "nearest": "Los pasajes más cercanos se muestran abajo.",
        "not mentioned": "No mencionan {what}.",
        "named but": "Nombran {what}, pero no dicen nada de «{wanted}».",
        "perhaps": "Quizás: los documentos se acercan, pero no lo dicen claramente.",
        "speak of": "Hablan de {said}, no de {asked}.",
        "name instead": "Allí nombran {said}, no {asked}.",
        "say instead": "Dicen «{said}», no «{asked}».",
        "otherwise": "Los documentos dicen otra cosa:",
        "differ": "Los documentos no coinciden.",
        "more": "Y {count} más.",
        "or": " o ",
        "and": " y ",
        "yes": "Sí.",
        "no": "No.",
    },
}

SPOKEN = tuple(_TEXTS)
"""Languages that phrases are written in, ISO 639-1."""


def say(key: str, language: str = "en", **values: object) -> str:
    """One of Quoth's own phrases in a language; in English where that language has none.

    :param language: ISO 639-1.
    :param values: what stands in the phrase's places, as ``what`` or ``count``.
    :raises KeyError: no phrase is called so.

    >>> say("not mentioned", "fr", what="Zidane")
    'Ils ne mentionnent pas Zidane.'
    """
    text = _TEXTS.get(language, _ENGLISH).get(key) or _ENGLISH[key]
    return text.format(**values) if values else text


def every(key: str) -> tuple[str, ...]:
    """A phrase in all languages that have it, as earlier answers may say it in any of them."""
    return tuple(texts[key] for texts in _TEXTS.values() if key in texts)


def listed(names: list[str], language: str = "en", joined: str = "or") -> str:
    """Names as one phrase: "A, B or C"; ``joined`` is "or" or "and"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + say(joined, language) + names[-1]
