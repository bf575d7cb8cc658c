"""Words whose full stop need not end a sentence, and words that show whether one did.

English first, with the common German, French and Spanish ones; abbreviations are without their last full stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "Mr Mrs Ms Mx Dr Drs Prof Profs Gen Sen Sens Rep Reps Gov Govs Lt Col Maj Capt Cpt Cmdr Cdr Sgt Cpl "
    "Pvt Adm Brig Rev Revd Hon Pres Supt Insp Det Msgr Mgr Fr Bro Messrs Mme Mmes Mlle Mlles MM Hr Frl "
    "Sra Srta Dña Ud Uds Vd Cllr Atty Amb Ven Pte Pfc Mt Mts Ft Pt Ste Dipl Ing Gral EE mr mrs ms dr prof "
    "sen gen col Dhr Mevr Sig Dott Avv"
)
"""Stand before a name: their full stop never ends a sentence. Case counts."""

INNER = _words(
    "e.g i.e eg ie vs viz cf ca approx incl inkl excl esp resp orig repr usu bzw vgl evtl ggf ggfs "
    "bijv avda "
    "sog bspw zzgl abzgl d.h z.b u.a o.ä i.d.r p.ex s.o s.u env aprox núm págs pág tel tél abbr"
)
"""Stand inside a sentence: what follows belongs to it. Compared in lower case."""

COUNTED = _words(
    "no nos nr pp pg pgs fig figs vol vols ch chap chs sec sect secs art arts eq eqs eqn ref refs tab bd "
    "kap abs app ex para paras par pt pts ver ll nn cap tit tom op cl cls reg regs sch lot ser cat ph rm "
    "apt ext st str num fl jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs "
    "fri sat sun §"
)
"""Stand before a number ("No. 5", "Sept. 11") and are inside the sentence if one follows. In lower case."""

FINAL = _words(
    "inc ltd co corp llc plc bros cie gmbh jr sr esq etc usw st ave blvd rd hwy mfg assn assoc dept depts "
    "univ inst intl natl govt dist ed eds trans hrsg rev ph.d ed.d b.sc m.sc d.phil uu ibid al"
)
"""May end a sentence: it did if a word that usually begins one follows. Compared in lower case."""

SPACED = _words("e.v d.h z.b u.a o.ä i.d s.o s.u m.a z.t u.u p.ex a.d i.v m.w")
"""Abbreviations that are mostly written with a space inside: "z. B.", "e. V.". Compared in lower case."""

ARTICLES = _words("el del al los las les cet l' dell' all' nell' sull'")
"""What stands before "art." where it is an article of a law and no art."""

STATES = _words(
    "Ala Ariz Ark Cal Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev "
    "Okla Ont Ore Pa Penn Que Tenn Tex Va Vt Wash Wis Wisc Wyo"
)
"""States and provinces as newspapers shorten them, after a comma: "Boston, Mass."."""

WORDS = _words("sat sun mar art par app ex op")
"""Abbreviations that are words in their own right when written in lower case."""

STARTERS = _words(
    "The A An In On At It He She They We You I This That These Those There Then But And Or So If When "
    "While After Before Although Though However Moreover Meanwhile Nevertheless Therefore Thus Hence "
    "Instead As For From With By To Of His Her Its Their Our My Your What Who How Why Where Which Whose "
    "Since Because Until Unless Not Yes Some Many Most More Other Others Another Each Every Both All "
    "Several Few One Two Three During Under Over Between Through Despite Later Today Also Now Still Once "
    "Even Only Such Here Among According Let Please Do Did Does Is Are Was Were Has Have Had Can Could "
    "Will Would Should May Might Perhaps Maybe Indeed Furthermore Additionally Finally First Second Third "
    "Next Last Recently Currently Following Either Neither Nor Yet Everyone Nobody Nothing Again Everything "
    "Someone Anyone Whether Without Within Against About Around Unlike Shares Der Die Das Ein Eine Er Sie "
    "Es Wir Ich Ihr Und Aber Oder Im Am Bei Mit Nach Auf Für Wenn Als Wie Was Wer Diese Dieser Dieses "
    "Dann Doch Auch Nun Zu Zum Zur Von Vom Seit Le La Les Un Une Des Il Elle Ils Elles Nous Vous Je Ce "
    "Cette Ces Dans En Sur Pour Mais Et Où Quand Puis Avec Selon Depuis Après Avant El Los Las Una Lo Él "
    "Ella Ellos Yo Este Esta Esto Pero Y Con Por Para Según Desde Cuando Después También"
)
"""Words that usually begin a sentence when written with a capital: English, German, French, Spanish."""

LABELS = _words(
    "vitamin vitamins hepatitis influenza plan type types class group grade appendix section figure table "
    "exhibit schedule league war point step option part division annex factor team series version level "
    "zone phase stage variable room hall block gate terminal category tier"
)
"""Words that a single capital letter follows: "vitamin C." may end a sentence. Lower case."""

SPEECH = _words(
    "said says asked asks replied cried shouted added told answered whispered exclaimed wrote explained "
    "called sagte fragte rief dit demanda répondit dijo preguntó"
)
"""What a speaker's name is followed by after a quotation: '"Stop!" Smith said.' is one sentence."""

CLOCK = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Mon Tue Tues Wed Thu Thurs Fri Sat Sun EST EDT CST CDT "
    "MST MDT PST PDT ET PT CT MT GMT UTC BST CET CEST Eastern Pacific Central Mountain Greenwich Local"
)
"""What may follow "a.m." or "p.m." inside a sentence."""

ORDINAL_BEFORE = _words("am der den dem des die das im vom zum zur bis und ab seit jeder beim")
ORDINAL_AFTER = _words(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jänner "
    "Jahrhundert Jahrhunderts Weltkrieg"
)
"""What stands before and after an ordinal with a full stop, as German writes it: "am 3. Oktober"."""
