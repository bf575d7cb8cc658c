"""Spanish."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

_STOP = listed(
    "a al algo alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aquello así aún aunque bajo",
    "bien cada casi como cómo con contra cual cuál cuales cuáles cualquier cuando cuándo cuanta cuánta cuántas",
    "cuanto cuánto cuántos cuántas de debe deben del desde donde dónde dos durante e el él ella ellas ellos en entre",
    "era eran eres es esa esas ese eso esos esta está están estaba estaban estado estar estas este esto estos fue",
    "fueron ha haber había habían hace hacer hacia han has hasta hay he hizo incluso ir la las le les lo los mas más",
    "me mediante mi mis mientras mismo misma mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro",
    "nuestros nunca o os otra otras otro otros para pero poco por porque porqué pudo puede pueden pues que qué quien",
    "quién quienes quiénes se sea sean según ser será si sí sido siempre sin sino so sobre sólo solo son su sus tal",
    "también tampoco tan tanto te tener tenía ti tiene tienen toda todas todo todos tras tu tú tus un una unas uno",
    "unos usted ustedes va van y ya yo ocurre pasa llama llaman llamaba sucede da dan cuesta",
)

SPANISH = Language(
    code="es",
    stop=_STOP - listed("cuesta"),
    asks=asked(
        age=r"\bcuantos anos (?:tiene\w*|tenia\w*|cumpl\w+)|\bque edad\b",
        reason=r"\bpor que\b|\bcual(?:es)? (?:es|fue|son|fueron) (?:la|las|el|los) (?:razon\w*|motivos?|causas?)\b|"
        r"\bpor que (?:razon|motivo)\b|\bpara que\b",
        outcome=r"\bque (?:pasa|ocurre|sucede|paso|ocurrio) (?:si|cuando|en caso)\b",
        duration=r"\bcuanto (?:tiempo|dura\w*|tarda\w*)|\bcuant[oa]s (?:dias|meses|anos|horas|semanas|minutos"
        r"|segundos)\b|"
        r"\bdurante cuant\w+|\bcual es (?:la duracion|el plazo)\b|\bque (?:plazo|duracion)\b",
        money=r"\bcuanto (?:cuesta\w*|costo|costaron|vale\w*|paga\w*|pago|gana\w*|gano|dinero|cobra\w*"
        r"|hay que pagar)\b|"
        r"\bcuant[oa]s (?:euros|dolares|pesos)\b|\bcuanto\b.*\b(?:pagar|cuesta\w*|costo|invirtio|invertido|vendio)\b|"
        r"\bcual (?:es|era|fue|sera) (?:el|la) (?:precio|coste|costo|renta|alquiler|salario|sueldo|importe"
        r"|fianza|tarifa"
        r"|presupuesto|multa|beneficio)\b",
        percent=r"\bque (?:porcentaje|proporcion|parte)\b|\bcual (?:es|fue|era) (?:el porcentaje"
        r"|la proporcion|la tasa)\b",
        measure=r"\bque (?:altura|longitud|anchura|profundidad|distancia|velocidad|temperatura|superficie|peso|potencia"
        r"|capacidad)\b|\bcual es (?:la|el) (?:altura|longitud|anchura|profundidad|distancia|velocidad|temperatura"
        r"|superficie|peso|potencia|capacidad)\b|\bcuanto (?:mide\w*|pesa\w*)\b|\bcada cuanto\b|\bcon que frecuencia\b",
        count=r"\bcuant[oa]s\b",
        amount=r"\bcuant[oa]\b",
        name=r"\bcomo se (?:llama\w*|denomina\w*)\b",
        date=r"\b(?:desde |hasta |a partir de )?cuando\b|\ben que (?:ano|fecha|mes|dia|siglo)\b"
        r"|\ba que hora\b|\bque dia\b",
        place=r"\b(?:a|de|en|por)?\s?\bdonde\b|\badonde\b",
        manner=r"\b(?:como|de que (?:manera|modo|forma))\b",
        person=r"\b(?:a |de |por |con )?quien(?:es)?\b",
    ),
    which=re.compile(r"\b(?:que|cual(?:es)?)\s+(?:(?:es|son|era|eran|fue|fueron|sera)\s+(?:el |la |los |las ))?"),
    nouns={
        Kind.DATE: listed("año fecha día mes siglo hora época"),
        Kind.PLACE: listed("ciudad país lugar región capital pueblo calle provincia dirección tribunal río isla sitio"),
        Kind.PERSON: listed(
            "persona hombre mujer ministro ministra presidente presidenta autor director directora rey alcalde"
        ),
        Kind.NAME: listed(
            "nombre empresa compañía sociedad partido asociación escuela universidad película libro diario"
        ),
        Kind.COUNT: listed("número población cantidad"),
        Kind.PERCENT: listed("porcentaje proporción tasa"),
        Kind.MONEY: listed("precio coste costo renta alquiler salario sueldo importe fianza tarifa presupuesto multa"),
        Kind.MEASURE: listed(
            "altura longitud anchura profundidad distancia velocidad temperatura superficie peso potencia"
        ),
        Kind.DURATION: listed("duración plazo preaviso periodo período garantía"),
        Kind.COLOUR: listed("color"),
        Kind.REASON: listed("razón razones causa causas motivo motivos"),
        Kind.AGE: listed("edad"),
    },
    yes_no=listed("es son está están puede pueden debe deben hay tiene tienen fue se ha han"),
    months="enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    days="lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    numbers="cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieciséis|veinte|"
    "treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil",
    scales="mil(?: millones)?|millón|millones|billón|billones",
    times="segundos?|minutos?|horas?|días?|noches?|semanas?|mes(?:es)?|trimestres?|años?|décadas?|siglos?",
    moneys="euros?|céntimos?|centavos?|dólares|dólar|pesos?|libras|francos?|yenes",
    units="kilómetros?|metros?|centímetros?|milímetros?|millas?|metros? cuadrados?|kilómetros? cuadrados?|hectáreas?|"
    "kilogramos?|kilos?|gramos?|toneladas?|litros?|grados?|vatios?|kilovatios?|megavatios?|voltios?|bares|páginas?",
    percents="por ciento|por cien",
    age=r"{n} años(?: de edad)?",
    date=r"(?:(?:el )?\d{{1,2}} de (?:{month})(?: (?:de|del) \d{{4}})?|(?:{month})(?: (?:de|del) \d{{4}})?)",
    colours="rojo|roja|amarill[oa]|verde|azul|negr[oa]|blanc[oa]|gris|marrón|naranja|violeta|rosa|morad[oa]",
    particles=listed("de del la las los el y e van von &"),
    cues={
        Kind.REASON: re.compile(
            r"\b(?:porque|ya que|debido a|a causa|por ello|por eso|puesto que|gracias a|para (?:evitar|reducir|permitir"
            r"|proteger)|raz[oó]n|causa|motivo|provoc\w+|a fin de|como consecuencia)\b",
            re.IGNORECASE,
        ),
        Kind.OUTCOME: re.compile(r"\b(?:si|cuando|en caso|tras|después|entonces|una vez)\b", re.IGNORECASE),
        Kind.MANNER: re.compile(
            r"\b(?:mediante|a través|por medio|\w+ando|\w+iendo|primero|luego|después)\b", re.IGNORECASE
        ),
        Kind.DEFINITION: re.compile(
            r"\b(?:es|son|era|eran|fue) (?:una?|el|la|los|las)\b|\b(?:denomina\w*|llamad\w+|significa)\b"
        ),
        Kind.PLACE: re.compile(r"\b(?:en|a|de|desde|hacia|por|cerca de) (?:la |el |los |las )?[A-ZÁÉÍÓÚÑ]"),
        Kind.NAME: re.compile(r"\b(?:llamad\w+|denominad\w+|titulad\w+|conocid\w+ como)\b|[«\"“]", re.IGNORECASE),
    },
    anaphors=re.compile(r"[\"«(]*(?:Él|Ella|Ellos|Ellas|Esto|Eso|Este|Esta|Estos|Estas|Su|Sus|Dich[oa]s?)\b"),
)
