"""Greetings, thanks and small remarks: met as a person would expect, with nothing cited.

Only a text that is nothing but such remarks is met here. "Hi, who won the cup?" is a question.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.followups.remarks import patterns
from assistant.text.words import fold

_CLAUSE = re.compile(r"[.,;:!?¡¿…()\n]+|\s[-–—]\s")
_MOST = 80
"""Characters of a remark at most; nothing longer is looked at."""
_SELF = {
    "en": "I answer questions from the documents in this library, in their own words. Each sentence has a number that "
    "opens the place it comes from. Where the documents do not say, I say so.",
    "de": "Ich beantworte Fragen aus den Dokumenten dieser Bibliothek, in deren eigenen Worten. Jeder Satz trägt eine "
    "Nummer, die seine Stelle öffnet. Wo die Dokumente nichts sagen, sage ich das.",
    "fr": "Je réponds aux questions à partir des documents de cette bibliothèque, dans leurs propres mots. Chaque "
    "phrase porte un numéro qui ouvre l'endroit d'où elle vient. Quand les documents ne disent rien, je le dis.",
    "es": "Respondo preguntas a partir de los documentos de esta biblioteca, con sus propias palabras. Cada frase "
    "lleva un número que abre el lugar de donde viene. Cuando los documentos no lo dicen, lo digo.",
}
_REPLIES: dict[str, dict[str, str]] = {  # first what weighs more where several are said at once
    "about": _SELF,
    "thanks": {"en": "You are welcome.", "de": "Gern geschehen.", "fr": "Je vous en prie.", "es": "De nada."},
    "bye": {"en": "Goodbye.", "de": "Auf Wiedersehen.", "fr": "Au revoir.", "es": "Hasta luego."},
    "well": {
        "en": "Well, thank you. What would you like to know from your documents?",
        "de": "Gut, danke. Was möchten Sie aus Ihren Dokumenten wissen?",
        "fr": "Bien, merci. Que voulez-vous savoir de vos documents ?",
        "es": "Bien, gracias. ¿Qué quiere saber de sus documentos?",
    },
    "hello": {
        "en": "Hello. Ask a question about your documents, and every sentence of the answer will show its source.",
        "de": "Guten Tag. Fragen Sie etwas zu Ihren Dokumenten, und jeder Satz der Antwort zeigt seine Quelle.",
        "fr": "Bonjour. Posez une question sur vos documents, et chaque phrase de la réponse montrera sa source.",
        "es": "Hola. Pregunte algo sobre sus documentos, y cada frase de la respuesta mostrará su fuente.",
    },
    "wrong": {
        "en": "I am sorry. Say it in other words, or name the document or the person that you mean.",
        "de": "Das tut mir leid. Sagen Sie es mit anderen Worten, oder nennen Sie das Dokument oder die Person.",
        "fr": "Je suis désolé. Dites-le autrement, ou nommez le document ou la personne dont il s'agit.",
        "es": "Lo siento. Dígalo con otras palabras, o nombre el documento o la persona de que se trata.",
    },
    "sorry": {
        "en": "No harm done. What would you like to know?",
        "de": "Das macht nichts. Was möchten Sie wissen?",
        "fr": "Ce n'est rien. Que voulez-vous savoir ?",
        "es": "No pasa nada. ¿Qué quiere saber?",
    },
    "fine": {
        "en": "Good. Ask on whenever you like.",
        "de": "Gut. Fragen Sie gern weiter.",
        "fr": "Bien. Posez d'autres questions quand vous voulez.",
        "es": "Bien. Siga preguntando cuando quiera.",
    },
}


def reply(text: str) -> str | None:
    """Give a reply to small remarks, in their language; None for anything that is more than that."""
    if len(text) > _MOST or not text.strip():
        return None
    clauses = [clause for part in _CLAUSE.split(text) if (clause := _folded(part))]
    if not clauses:
        return _REPLIES["fine"]["en"] if any(unicodedata.category(char) == "So" for char in text) else None
    met = [_sorts(clause) for clause in clauses]
    if not all(met):
        return None
    # A word such as "super" is of several languages: the one that most of the remarks are of is meant.
    languages = [language for sorts in met for language in {language for _, language in sorts}]
    language = max(_SELF, key=languages.count)
    found = {sort for sorts in met for sort, _ in sorts}
    said = next(sort for sort in _REPLIES if sort in found)
    if not any(sort == said and spoken == language for sorts in met for sort, spoken in sorts):
        language = next(spoken for sorts in met for sort, spoken in sorts if sort == said)
    return _REPLIES[said][language]


def _folded(clause: str) -> str:
    """A clause in lower case with no accent, apostrophe or symbol; a hyphen parts words."""
    kept = "".join(" " if char == "-" else char for char in clause if not unicodedata.category(char).startswith("S"))
    return " ".join(fold(word) for word in kept.replace("ß", "ss").split())


def _sorts(clause: str) -> list[tuple[str, str]]:
    """What a clause may be, with the language that it would be in."""
    return [(sort, language) for sort, language, pattern in patterns() if pattern.fullmatch(clause)]
