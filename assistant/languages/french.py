"""French."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

_STOP = listed(
    "a à afin ai aie ainsi ait alors après as au aucun aucune aujourd aura aurait aussi autre autres aux avait avant",
    "avec avez avoir avons ayant beaucoup bien c ça car ce ceci cela celle celles celui cent certains ces cet cette",
    "ceux chaque chez combien comme comment d dans de dedans dehors depuis des désormais deux devait devant doit",
    "doivent donc dont du durant elle elles en encore entre es est et étaient était étant été être eu eux fait faire",
    "faut font furent fut hors ici il ils j je jusqu l la là laquelle le lequel les lesquelles lesquels leur leurs",
    "lors lui m ma mais me même mêmes mes mien moi moins mon n ne ni non nos notre nous on ont ou où par parce pas",
    "pendant peu peut peuvent plus plusieurs plutôt pour pourquoi pourrait puis qu quand que quel quelle quelles",
    "quels quelque quelques qui quoi s sa sans sauf se selon sera seraient serait ses si sien soi soit son sont sous",
    "suis sur t ta tandis te tel telle tes toi ton tous tout toute toutes très trop tu un une vers voici voilà vos",
    "votre vous y arrive passe appelle appelait nomme nommait ont",
)

FRENCH = Language(
    code="fr",
    stop=_STOP,
    asks=asked(
        reason=r"\b(?:pourquoi|pour quelles? raisons?|quelle est la raison|a cause de quoi)\b",
        outcome=r"\b(?:que se passe|qu'arrive|que risque|que devient)\b",
        duration=r"\bcombien de temps|\bcombien d'(?:heures|annees)|\bcombien de (?:jours|mois|semaines"
        r"|minutes|secondes)|"
        r"\bpendant combien|\bquelle (?:est |etait )?(?:la )?duree|\bquel (?:est )?(?:le )?delai",
        money=r"\bcombien (?:coute\w*|paie\w*|gagne\w*|vaut|d'euros|d'argent|faut[- ]il payer)|"
        r"\bcombien\b.*\b(?:couter?|coute\w*|payer?|paye|vendu\w*|depense\w*|investi\w*)\b|"
        r"\bquel(?:le)?s? (?:est|sont|etait|sera) (?:le |la |les )?(?:prix|cout|loyer|salaire|montant|tarif|chiffre"
        r"|budget|caution|depot|amende|benefice)\b",
        percent=r"\bquel pourcentage|\bquelle (?:part|proportion)|\bquel (?:est )?(?:le )?taux",
        age=r"\bquel age\b|\bage de\b.*\?",
        measure=r"\bquelle (?:est |etait )?(?:la )?(?:taille|hauteur|longueur|largeur|profondeur|distance"
        r"|vitesse|temperature"
        r"|superficie|puissance|capacite)\b|\bquel (?:est )?(?:le )?poids\b|\ba quelle (?:vitesse|temperature|frequence"
        r"|distance|hauteur)\b|\btous les combien\b",
        count=r"\bcombien (?:de|d')|\bcombien y a",
        amount=r"\bcombien\b",
        name=r"\bcomment (?:s'appel\w+|se nomm\w+|appelle|est appele)",
        date=r"\b(?:depuis |jusqu'a |a partir de )?quand\b|\ba quelle (?:date|heure|epoque)\b|\ben quelle annee\b",
        place=r"\b(?:d')?ou\b(?=.*\?)|^\s*(?:d')?ou\b",
        manner=r"\b(?:comment|de quelle (?:maniere|facon))\b",
        person=r"\b(?:qui|a qui|de qui|par qui)\b(?! (?:est|sont) (?:le|la) (?:prix|cout))",
    ),
    which=re.compile(r"\bquel(?:le)?s?\s+(?:(?:est|sont|etait|etaient|fut|sera)\s+(?:le |la |les |l'))?"),
    nouns={
        Kind.DATE: listed("année date jour mois siècle heure époque échéance an"),
        Kind.PLACE: listed(
            "ville pays lieu région capitale village rue endroit adresse tribunal fleuve île département"
        ),
        Kind.PERSON: listed(
            "personne homme femme ministre président présidente auteur directeur directrice roi reine maire"
        ),
        Kind.NAME: listed("nom société entreprise parti association école université film livre journal marque titre"),
        Kind.COUNT: listed("nombre population"),
        Kind.PERCENT: listed("pourcentage taux proportion part"),
        Kind.MONEY: listed("prix coût loyer salaire montant tarif budget caution dépôt amende bénéfice somme"),
        Kind.MEASURE: listed(
            "taille hauteur longueur largeur profondeur distance vitesse température superficie poids"
        ),
        Kind.DURATION: listed("durée délai préavis période"),
        Kind.COLOUR: listed("couleur"),
        Kind.REASON: listed("raison raisons cause causes motif motifs"),
        Kind.AGE: listed("âge"),
    },
    yes_no=listed("est-ce est peut peut-on doit doit-on faut faut-il y a-t-il sont ont"),
    months="janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    days="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    numbers="zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|vingt|trente|"
    "quarante|cinquante|soixante|cents?|mille",
    scales="mille|millions?|milliards?|billions?",
    times="secondes?|minutes?|heures?|jours?|nuits?|semaines?|mois|trimestres?|ans?|années?|décennies|siècles?",
    moneys="euros?|centimes?|dollars?|francs?|livres(?: sterling)?|yens?",
    units="kilomètres?|mètres?|centimètres?|millimètres?|milles|mètres? carrés?|kilomètres? carrés?|hectares?|"
    "kilogrammes?|kilos?|grammes?|tonnes?|litres?|degrés?|watts?|kilowatts?|mégawatts?|volts?|bars?|pages?",
    percents="pour cent|pourcent",
    age=r"(?:âgée?s? de )?{n} ans",
    date=r"(?:(?:le )?(?:\d{{1,2}}|1er)(?:er)? (?:{month})(?: \d{{3,4}})?|(?:{month})(?: \d{{4}})?)",
    colours="rouge|jaune|vert|verte|bleue?|noire?|blanche?|blanc|grise?|marron|orange|violet|violette|rose",
    particles=listed("de du des la le les d' l' van von et & en"),
    cues={
        Kind.REASON: re.compile(
            r"\b(?:parce qu|car|en raison|à cause|grâce à|puisqu|afin|pour (?:éviter|réduire|permettre|protéger)"
            r"|c'est pourquoi|donc|raison|cause|provoqu\w+|suite à|dû à|due à|faute de)",
            re.IGNORECASE,
        ),
        Kind.OUTCOME: re.compile(r"\b(?:si|lorsqu\w*|quand|en cas|dès|après|alors|faute de)\b", re.IGNORECASE),
        Kind.MANNER: re.compile(r"\b(?:en \w+ant|grâce à|au moyen|à l'aide|d'abord|puis|ensuite|par)\b", re.IGNORECASE),
        Kind.DEFINITION: re.compile(
            r"\b(?:est|sont|était) (?:une?|des|l[ea']|les)\b|\b(?:désigne|appelé\w*|signifie)\b"
        ),
        Kind.PLACE: re.compile(r"\b(?:à|au|aux|en|dans|de|depuis|vers|près de) (?:la |le |les |l')?[A-ZÀ-Ý]"),
        Kind.NAME: re.compile(r"\b(?:appelé\w*|nommé\w*|intitulé\w*|baptisé\w*|dénommé\w*|dit)\b|[«\"“]"),
    },
    anaphors=re.compile(
        r"[\"«(]*\s?(?:Il|Elle|Ils|Elles|Cela|Ceci|Ce|Cette|Cet|Ces|Celui-ci|Celle-ci|Son|Sa|Ses|Leurs?|C')\b"
    ),
)
