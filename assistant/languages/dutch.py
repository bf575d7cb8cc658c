"""Dutch."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

DUTCH = Language(
    code="nl",
    stop=listed(
        "aan al alle alleen als altijd andere ben bij daar dan dat de deze die dit doch doen door dus een eens en er",
        "ge geen geweest haar had hadden heb hebben heeft hem het hier hij hoe hoeveel hun iets ik in is ja je kan",
        "kunnen kon maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze",
        "ook op over reeds te tegen toch toen tot u uit uw van veel voor waar waarom wanneer wat we wel welk welke",
        "werd werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou gebeurt heet heten mag",
        "mogen",
    ),
    asks=asked(
        reason=r"\bwaarom\b|\bom welke reden\b",
        outcome=r"\bwat gebeurt er\b",
        duration=r"\bhoe ?lang\b|\bhoeveel (?:dagen|weken|maanden|jaar|jaren|uur|minuten)\b",
        money=r"\bhoe ?veel\b.*\b(?:kost\w*|betaal\w*|euro|geld|huur)\b|\bwat kost\w*|\bhoe duur\b"
        r"|\bhoe hoog is de \w*(?:huur|prijs|kosten|borg|boete)\b",
        percent=r"\bhoeveel procent|\bwelk percentage",
        age=r"\bhoe oud\b",
        measure=r"\bhoe (?:hoog|groot|ver|breed|diep|zwaar|snel|vaak|warm|koud)\b",
        count=r"\bhoe ?veel\b",
        name=r"\bhoe he(?:et|ten)\b",
        date=r"\b(?:sinds |tot )?wanneer\b|\bin welk jaar\b|\bop welke (?:datum|dag)\b|\bhoe laat\b",
        place=r"\bwaar(?:heen|vandaan)?\b",
        manner=r"\bhoe\b",
        person=r"\bwie(?:ns)?\b",
    ),
    which=re.compile(r"\b(?:welke?|wat (?:is|zijn|was|waren) (?:de|het))\s+"),
    nouns={
        Kind.DATE: listed("jaar datum dag maand eeuw"),
        Kind.PLACE: listed("stad land plaats regio hoofdstad dorp straat adres rivier eiland"),
        Kind.PERSON: listed("persoon man vrouw minister president auteur directeur koning burgemeester"),
        Kind.NAME: listed("naam bedrijf partij vereniging school universiteit film boek krant"),
        Kind.COUNT: listed("aantal"),
        Kind.MONEY: listed("prijs kosten huur borg bedrag salaris omzet winst"),
        Kind.DURATION: listed("duur termijn opzegtermijn looptijd proeftijd"),
    },
    yes_no=listed("is zijn was waren heeft hebben mag mogen kan kunnen moet moeten wordt worden"),
    months="januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    days="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    numbers="nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|veertig"
    "|vijftig|zestig|"
    "zeventig|tachtig|negentig|honderd|duizend",
    scales="duizend|miljoen|miljard",
    times="seconden?|minuten|minuut|uur|uren|dag(?:en)?|nachten|weken|week|maand(?:en)?|kwartalen|jaar|jaren"
    "|eeuwen|werkdagen",
    moneys="euro|cent|dollar|gulden|pond",
    units="kilometer|meter|centimeter|millimeter|mijl|vierkante meter|hectare|kilogram|kilo|gram|ton|liter"
    "|graden|watt|volt",
    percents="procent",
    age=r"{n} jaar(?: oud)?|{n}-jarige",
    date=r"(?:\d{{1,2}} (?:{month})(?: \d{{4}})?|(?:{month})(?: \d{{4}})?)",
    colours="rode?|gele?|groene?|blauwe?|zwarte?|witte?|grijze?|bruine?|oranje|paarse?|roze",
    particles=listed("van de den der het ten ter en &"),
    compounds=True,
    cues={
        Kind.REASON: re.compile(r"\b(?:omdat|want|vanwege|wegens|daarom|doordat|dankzij|om .{3,60} te|reden)\b", re.I),
        Kind.OUTCOME: re.compile(r"\b(?:als|wanneer|indien|zodra|na|dan)\b", re.IGNORECASE),
    },
    anaphors=re.compile(r"[\"“(]*(?:Hij|Zij|Ze|Het|Dit|Dat|Deze|Die|Daar|Zijn|Haar)\b"),
)
