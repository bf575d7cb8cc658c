"""Italian."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

ITALIAN = Language(
    code="it",
    stop=listed(
        "a ad agli ai al alla alle allo allora anche ancora avere aveva c che chi ci ciò coi col come con contro",
        "cosa cui da dagli dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove due e è ed",
        "era erano essere fa fare fino fra fu furono già gli ha hanno ho i il in io l la le lei li lo loro lui ma mi",
        "mia mio molto ne negli nei nel nella nelle nello noi non nostro o ogni per perché però più poi può possono",
        "qual quale quali quando quanta quante quanti quanto quel quella quelle quelli quello questa queste questi",
        "questo qui se sei si sia solo sono sopra sotto stata state stati stato su sua sue sugli sui sul sulla sulle",
        "suo tra tu tutti tutto un una uno vi viene vengono voi deve devono succede chiama chiamano",
    ),
    asks=asked(
        age=r"\bquanti anni ha\b|\bche eta\b",
        reason=r"\b(?:perche|per quale (?:motivo|ragione)|come mai)\b",
        outcome=r"\bcosa (?:succede|accade)\b",
        duration=r"\bquanto (?:tempo|dura\w*)|\bquant[ie] (?:giorni|mesi|anni|ore|minuti|settimane)\b"
        r"|\bqual e la durata",
        money=r"\bquanto (?:costa\w*|paga\w*|vale|guadagna\w*)|\bqual e (?:il prezzo|il costo|il canone"
        r"|lo stipendio|l'importo)",
        percent=r"\bche percentuale|\bquale percentuale",
        measure=r"\bquanto (?:e |era )?(?:alt|lung|larg|profond|pes|distant|grand)\w+",
        count=r"\bquant[ie]\b",
        amount=r"\bquant[oa]\b",
        name=r"\bcome si chiama\w*",
        date=r"\b(?:da |fino a )?quando\b|\bin che (?:anno|data|giorno)\b|\bin quale (?:anno|data|giorno)\b",
        place=r"\b(?:da )?dove\b|\bdov'e\b",
        manner=r"\bcome\b",
        person=r"\bchi\b",
    ),
    which=re.compile(r"\b(?:quale|quali|che|qual e|qual era|quali sono)\s+(?:il |la |lo |l'|i |le |gli )?"),
    nouns={
        Kind.DATE: listed("anno data giorno mese secolo ora"),
        Kind.PLACE: listed("città paese luogo regione capitale via indirizzo fiume isola"),
        Kind.PERSON: listed("persona uomo donna ministro presidente autore direttore re sindaco"),
        Kind.NAME: listed("nome azienda società partito scuola università film libro giornale"),
        Kind.COUNT: listed("numero popolazione"),
        Kind.MONEY: listed("prezzo costo canone stipendio importo cauzione"),
        Kind.DURATION: listed("durata preavviso termine periodo"),
    },
    yes_no=listed("è sono può possono deve devono c'è ha hanno"),
    months="gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    days="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    numbers="zero|uno|una?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|venti|trenta"
    "|quaranta|cinquanta|"
    "sessanta|settanta|ottanta|novanta|cento|mille",
    scales="mila|mille|milion[ei]|miliard[oi]",
    times="second[oi]|minut[oi]|or[ae]|giorn[oi]|nott[ei]|settiman[ae]|mes[ei]|trimestr[ei]|ann[oi]|decenni|secol[oi]",
    moneys="euro|centesimi|dollari|lire|sterline|franchi",
    units="chilometri|metri|centimetri|millimetri|miglia|ettari|chilogrammi|chili|grammi|tonnellate|litri"
    "|gradi|watt|pagine",
    percents="per cento",
    age=r"{n} anni",
    date=r"(?:(?:il )?\d{{1,2}}º? (?:{month})(?: \d{{4}})?|(?:{month})(?: \d{{4}})?)",
    colours="ross[oa]|giall[oa]|verde|blu|azzurr[oa]|ner[oa]|bianc[oa]|grigi[oa]|marrone|viola|rosa|arancione",
    particles=listed("di de del della dei da van von e &"),
    cues={
        Kind.REASON: re.compile(
            r"\b(?:perché|poiché|a causa|grazie a|per (?:evitare|ridurre)|dovuto|quindi|motivo)\b", re.I
        ),
        Kind.OUTCOME: re.compile(r"\b(?:se|quando|in caso|dopo|allora)\b", re.IGNORECASE),
    },
    anaphors=re.compile(r"[\"«(]*(?:Egli|Lui|Lei|Essi|Esso|Essa|Questo|Questa|Questi|Queste|Ciò|Suo|Sua)\b"),
)
