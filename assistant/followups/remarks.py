"""What people say that asks nothing of the documents: greetings, thanks, small remarks, in four languages."""

from __future__ import annotations

import re
from functools import cache

_ADDRESS = r"( (there|quoth|everyone|everybody|all|again|friend|my friend|zusammen|alle|a tous|tout le monde|a todos))?"
"""Whom a remark is said to."""
_OPENING = (
    r"((oh|ah|well|so|and|ok|okay|no|yes|ja|nein|oui|non|si|ach|na|und"
    r"|et|y|alors|pues|bueno) )?"
)
_SAID: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "about",
        {
            "en": r"""
                what (can|do|could) you do( for me)? | what can i (ask|do)( you| here)? | who are you | what are you
                (please )?help( me)?( please)? | can you help( me)? | how can you help( me)?
                how do(es)? (this|you|it) work | are you (an? )?(human|person|robot|bot|ai|machine|chatbot|real)
                what is your name | whats your name | how do i use (this|you)
            """,
            "de": r"""
                was kann(st du| ich (dich |sie )?(fragen|tun)) | was konnen sie( tun)? | was kannst du( tun| alles)?
                wer (bist du|sind sie) | was (bist du|sind sie) | hilfe | hilf mir( bitte)?
                wie funktioniert (das|dies|es) | wie heisst du | bist du ein (mensch|roboter|bot)
                (kannst du|konnen sie) mir helfen
            """,
            "fr": r"""que (peux tu|pouvez vous|sais tu|savez vous) faire | quest ce que (tu peux|vous pouvez) faire
                qui (es tu|etes vous) | (a l)?aide( moi)? | aidez moi | comment (ca|cela) marche
                (peux tu|pouvez vous) maider | comment (tappelles tu|vous appelez vous) | tu peux faire quoi
            """,
            "es": r"""que (puedes|puede|sabes|sabe)( usted)? hacer | quien (eres|es usted) | ayuda(me)?
                como (funciona|funciona esto|te llamas) | (puedes|puede) ayudarme | que puedo preguntar(te)?
            """,
        },
    ),
    (
        "thanks",
        {
            "en": r"""(many |ok |great )?thanks( a lot| so much| very much| again| for (that|this|the help|your help))?
                (ok )?thank you( very much| so much| again| for (that|this|the help|your help))? | thx | thankyou
                ty | cheers | much appreciated
            """,
            "de": r"""(vielen |besten |herzlichen |tausend )?dank( dir| ihnen)?
                danke( schon| sehr| dir| ihnen| fur die hilfe)? | dankeschon | merci vielmals
            """,
            "fr": r"""(un grand )?merci( beaucoup| bien| a vous| a toi| encore| pour (tout|ton aide|votre aide))?
            """,
            "es": r"(muchas |mil )?gracias( por (todo|tu ayuda|su ayuda))? | muy agradecid[oa]",
        },
    ),
    (
        "bye",
        {
            "en": r"""(good)?bye( bye)? | good bye | see (you|ya)( later| soon| tomorrow)? | good night
                have a (nice|good) (day|one|evening|weekend)
            """,
            "de": r"""tschuss | tschau | auf wiedersehen | bis (bald|dann|spater|morgen) | gute nacht
                schonen (tag|abend)( noch)? | ciao
            """,
            "fr": r"""au revoir | a (bientot|plus|plus tard|demain) | bonne (nuit|journee|soiree) | salut a tous
            """,
            "es": r"""adios | hasta (luego|pronto|manana|la vista) | buenas noches a todos | que tengas? (un )?buen dia
            """,
        },
    ),
    (
        "well",
        {
            "en": r"how are you( doing)?( today)? | hows it going | how do you do | whats up | sup",
            "de": r"wie geht( es|s)?( dir| ihnen)? | wie gehts( dir| ihnen)? | alles (gut|klar bei dir)",
            "fr": r"(comment )?ca va | comment (vas tu|allez vous) | la forme",
            "es": r"como (estas|esta usted|esta|va|te va) | que tal | todo bien",
        },
    ),
    (
        "hello",
        {
            "en": r"""hi+ | hello+ | hey+ | hiya | howdy | good (morning|afternoon|evening|day) | greetings | hi hello
                nice to meet you
            """,
            "de": r"""hallo+ | guten (tag|morgen|abend) | moin( moin)? | servus | gruss gott | gruezi | tag | morgen
            """,
            "fr": r"bonjour | bonsoir | salut | coucou | enchante",
            "es": r"hola+ | buen(os|as) (dias|tardes|noches) | buenas | buen dia | saludos | encantad[oa]",
        },
    ),
    (
        "wrong",
        {
            "en": r"""no+ | nope
                (that|this|it) ?(is|s|was|isnt|is not) (wrong|not (right|true|correct|it)|incorrect|right|correct)
                thats wrong | thats not (right|true|correct|it|what i (asked|meant)) | wrong( answer)? | bad answer
                not helpful | i (do not|dont) understand | not what i (asked|meant)
            """,
            "de": r"""
                nein | das (ist|war) (falsch|nicht richtig) | das stimmt nicht | falsch | ich verstehe (das )?nicht
            """,
            "fr": r"non | cest faux | ce nest pas (ca|juste|vrai|correct) | faux | je ne comprends pas",
            "es": r"""(eso|esto) (es falso|no es (correcto|cierto|verdad)|esta mal) | falso | no entiendo | incorrecto
            """,
        },
    ),
    (
        "sorry",
        {
            "en": r"""(im |i am )?(so |very )?sorry( about that)? | my (bad|mistake|fault) | apologies | i apologi[sz]e
                pardon( me)? | excuse me | oops
            """,
            "de": r"""entschuldigung | entschuldige(n sie)? | tut mir leid | (es )?tut mir leid | verzeihung | sorry
            """,
            "fr": r"(je suis )?desolee? | pardon | excuse(z)? moi | toutes mes excuses",
            "es": r"(lo )?siento( mucho)? | perdon(a|e)? | disculpa(s|me|e)? | mis disculpas",
        },
    ),
    (
        "fine",
        {
            "en": r"""o?k+ | okay | okey | alright | all right | great( answer| work| job)?
                (very )?(good|nice|cool|helpful|useful)( one| answer| work| job)? | perfect | excellent | awesome
                amazing | wonderful | fantastic | brilliant | super | wow | lovely | fine | right
                (thats|that is|this is|its|it is) (great|good|perfect|right|correct|fine|nice|cool|helpful|interesting)
                (thats|that is|this is|its|it is) (all|it|amazing|true)
                well done | good (bot|job) | got it | i see | i understand | understood | sure | yes | yep | yeah
                yup | exactly | correct | indeed | interesting | never ?mind | no problem | no worries | ha( ?ha)+
                lol | that (helps|helped)( a lot)? | test(ing)? | hm+ | aha | i love (it|this)
                you are (great|good|welcome|right) | youre (great|good|welcome|right)
            """,
            "de": r"""in ordnung | alles klar | gut | sehr gut | prima | toll | klasse | perfekt | wunderbar
                ausgezeichnet | genau | stimmt | ja | richtig | verstanden | ich verstehe | schon gut | kein problem
                interessant | gut gemacht | das (ist|war) (gut|toll|super|richtig|alles) | einverstanden
            """,
            "fr": r"""d ?accord | tres bien | bien | parfait | genial | excellent | super | oui | exactement | compris
                je (comprends|vois) | pas de probleme | interessant
                cest (bon|bien|parfait|genial|super|tout|ca|note) | entendu | bravo | ca marche
            """,
            "es": r"""vale | de acuerdo | muy bien | bien | perfecto | genial | excelente | estupendo | si | exacto
                entendido | entiendo | claro | no hay problema | interesante | esta bien | eso es todo
                buen trabajo | bravo
            """,
        },
    ),
)
"""What is said, folded, by sort and language."""


@cache
def patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """What may be said, as sort, language and the pattern of a whole clause, folded."""
    return tuple(
        (sort, language, re.compile(f"{_OPENING}({'|'.join(_phrases(text))}){_ADDRESS}"))
        for sort, languages in _SAID
        for language, text in languages.items()
    )


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in re.split(r" \| |\n", text) if phrase.strip()]
