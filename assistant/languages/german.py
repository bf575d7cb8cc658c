"""German."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

_STOP = listed(
    "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus",
    "außer bei beim bereits bis bin bist da dabei dadurch dafür dagegen daher damit danach daran darauf darf darin",
    "darüber darum das dass davon davor dazu dein deine deinem deinen deiner dem den denen denn der deren des dessen",
    "dich die dies diese diesem diesen dieser dieses dir doch dort du durch dürfen ein eine einem einen einer eines",
    "einige er es etwa etwas euch euer eure für gab geben gegen genau gibt ging habe haben hat hatte hatten hier hin",
    "hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja jede jedem jeden jeder",
    "jedes jene jenem jenen jener jenes kann kein keine keinem keinen keiner können könnte lässt machen macht man",
    "manche mehr mein meine meinem meinen meiner mich mir mit muss müssen nach neben nicht nichts noch nun nur ob",
    "oder ohne sehr sei sein seine seinem seinen seiner seines seit selbst sich sie sind so solche soll sollen",
    "sollte sondern sonst über um und uns unser unsere unserem unseren unserer unter viel viele vielen vom von vor",
    "während wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden",
    "wessen weshalb weswegen wie wieder wieso wieviel wird wirst wo lang lange hoch woher wohin womit wodurch worauf",
    "worin worüber wozu wofür wollen wurde wurden würde zu zum zur zwar zwischen heißt heißen bitte passiert",
    "geschieht denn eigentlich steht gilt",
)

GERMAN = Language(
    code="de",
    stop=_STOP,
    asks=asked(
        reason=r"\b(?:warum|weshalb|weswegen|wieso|aus welch\w+ gr(?:u|ue)nd\w*|was ist der grund|wozu)\b",
        outcome=r"\bwas (?:passiert|geschieht|gilt|folgt)\b.*\b(?:wenn|falls|bei|nach|sobald)\b",
        duration=r"\bwie lange?\b|\bfur wie lange?\b",
        money=r"\bwas kostet\w*|\bwie teuer|\bwie ?viel\b.*\b(?:kost\w+|euro|bezahl\w*|zahl\w*|geld|miete|verdien\w+|"
        r"ausgegeben|eingenommen|wert)\b|\bwie hoch\b.*\b(?:preis|kosten|miete|kaution|gebuhr\w*|betrag|gehalt|umsatz|"
        r"gewinn|verlust|budget|strafe|beitrag|summe|entgelt|honorar|\w+(?:preis|kosten|miete|gebuhr\w*|betrag|gehalt|"
        r"umsatz|gewinn|beitrag|summe))\b",
        percent=r"\bwie ?viel prozent|\bwie hoch\b.*\b(?:anteil|quote|zinssatz|\w+quote|\w+anteil|\w+zins)\b",
        age=r"\bwie alt\b",
        measure=r"\bwie (?:hoch|gross|weit|breit|tief|lang|schwer|schnell|oft|haufig|heiss|warm|kalt|stark"
        r"|laut|dick)\b",
        count=r"\bwie ?viele\b|\bwie ?viel\b(?= \w+ (?:gibt|hat|haben|sind|waren|nahmen|wurden))",
        amount=r"\bwie ?viel\b",
        name=r"\bwie (?:heisst|heissen|hiess|hiessen|lautet|nennt|wird \w+ genannt)\b",
        date=r"\b(?:seit |bis |ab |von )?wann\b",
        place=r"\b(?:wo|wohin|woher)\b",
        manner=r"\b(?:wie|wodurch|womit)\b",
        person=r"\b(?:wer|wen|wem|wessen)\b",
    ),
    which=re.compile(
        r"\b(?:welche[rsmn]?|was fur (?:ein\w*)?|was (?:ist|sind|war|waren) (?:der|die|das)|"
        r"wie (?:lautet|ist|war|heisst|heissen|hiess) (?:der|die|das))\s+"
    ),
    nouns={
        Kind.DATE: listed("jahr datum tag monat termin zeitpunkt jahrhundert uhrzeit stichtag geburtsdatum"),
        Kind.PLACE: listed(
            "stadt land ort region hauptstadt dorf straße gebiet adresse gericht gerichtsort fluss insel"
        ),
        Kind.PERSON: listed("person mann frau minister präsident präsidentin autor autorin leiter leiterin chef könig"),
        Kind.NAME: listed(
            "name firma unternehmen partei verein schule universität film buch zeitung marke gesellschaft"
        ),
        Kind.COUNT: listed("anzahl zahl einwohnerzahl"),
        Kind.PERCENT: listed("prozentsatz anteil quote zinssatz"),
        Kind.MONEY: listed(
            "preis kosten miete kaution gebühr betrag gehalt umsatz gewinn verlust budget strafe honorar"
        ),
        Kind.MEASURE: listed("höhe länge breite tiefe temperatur geschwindigkeit fläche gewicht leistung entfernung"),
        Kind.DURATION: listed("dauer frist laufzeit probezeit wartezeit kündigungsfrist garantiezeit lieferzeit"),
        Kind.COLOUR: listed("farbe"),
        Kind.REASON: listed("grund gründe ursache gründen"),
        Kind.AGE: listed("alter"),
    },
    yes_no=listed(
        "ist sind war waren hat haben hatte darf dürfen kann können muss müssen soll sollen gibt wird werden wurde",
        "gilt braucht macht steht enthält bekommt zahlt kommt",
    ),
    months="Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    days="Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag",
    numbers="null|eins?|eine[nmrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn"
    "|vierzehn|fünfzehn|"
    "sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
    "|hundert|tausend",
    scales="Tausend|tausend|Millionen?|Mio\\.?|Milliarden?|Mrd\\.?|Billionen?",
    times="Sekunden?|Minuten?|Stunden?|Tage?n?|Nächten?|Wochen?|Monate?n?|Quartale?n?|Jahre?n?|Jahrzehnte?n?|"
    "Werktage?n?|Arbeitstage?n?|Jahrhunderte?n?",
    moneys="Euro|Cent|Dollar|Franken|Pfund|Mark|Kronen|Yen",
    units="Kilometern?|Metern?|Zentimetern?|Millimetern?|Meilen|Quadratmetern?|Quadratkilometern?|Hektar"
    "|Kilogramm|Kilo|"
    "Gramm|Tonnen?|Litern?|Grad|Watt|Kilowatt|Megawatt|Volt|Bar|Stundenkilometern?|Kilowattstunden?|Seiten",
    percents="Prozent",
    age=r"{n}[ -]Jahre? alt|{n}[ -]?jährige?[rnms]?|im Alter von {n}(?: Jahren)?",
    date=r"(?:\d{{1,2}}\. ?(?:{month})(?: \d{{4}})?|(?:Anfang |Mitte |Ende )?(?:{month})(?: \d{{4}})?)",
    colours="rot|gelb|grün|blau|schwarz|weiß|grau|braun|orange|violett|lila|rosa|silbern?|golden",
    particles=listed("von van de &"),
    determiners=listed(
        "der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur beim",
        "vom ins ans mein meine sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere diese dieser",
        "dieses diesem diesen jede jeder jedes jedem jeden alle aller allen welche welcher welches welchem welchen",
        "viele vielen mehrere einige ohne pro je mit und oder",
    ),
    compounds=True,
    cues={
        Kind.REASON: re.compile(
            r"\b(?:weil|da|denn|wegen|aufgrund|auf Grund|deshalb|daher|deswegen|darum|damit|infolge|um .{3,60} zu"
            r"|Grund|Ursache|führt\w* zu|verursach\w+|durch)\b",
            re.IGNORECASE,
        ),
        Kind.OUTCOME: re.compile(r"\b(?:wenn|falls|sofern|sobald|bei|nach|dann|solange|nachdem)\b", re.IGNORECASE),
        Kind.MANNER: re.compile(
            r"\b(?:durch|mittels|indem|mithilfe|mit Hilfe|zuerst|dann|anschließend)\b", re.IGNORECASE
        ),
        Kind.DEFINITION: re.compile(
            r"\b(?:ist|sind|war|waren) (?:ein|eine|einer|der|die|das)\b|\b(?:bezeichnet|heißt|nennt)\b"
        ),
        Kind.PLACE: re.compile(r"\b(?:in|im|aus|nach|bei|am|an|auf|vor|zu) (?:der |die |den |dem )?[A-ZÄÖÜ]"),
        Kind.NAME: re.compile(r"\b(?:heißt|genannt|namens|bezeichnet|Titel)\b|[„\"“»]"),
    },
    anaphors=re.compile(
        r"[\"„(]*(?:Er|Sie|Es|Dies|Diese[rsmn]?|Das|Dabei|Dazu|Davon|Dort|Deren|Dessen|Sein\w*|Ihr\w*)\b"
    ),
)
