"""Portuguese."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

PORTUGUESE = Language(
    code="pt",
    stop=listed(
        "a à ao aos às ainda alguma algumas algum alguns ante antes aquela aquelas aquele aqueles aquilo as até cada",
        "com como contra da das de dela dele deles depois desde deve devem do dois dos durante e é ela elas ele eles",
        "em entre era eram essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já lhe",
        "lhes mais mas me mesmo meu minha muito na nas nem no nos nós nossa nosso num numa o os ou onde para pela",
        "pelas pelo pelos per pode podem por porque porquê pois qual quais quando quanta quantas quanto quantos que",
        "quê quem são se sem ser será seu seus sobre sua suas só sob também tem têm ter tinha toda todas todo todos",
        "tu um uma umas uns você vocês acontece chama chamam",
    ),
    asks=asked(
        age=r"\bquantos anos tem\b|\bque idade\b|\bqual a idade\b",
        reason=r"\b(?:por ?que|por que razao|por qual motivo)\b",
        outcome=r"\bo que (?:acontece|ocorre)\b",
        duration=r"\bquanto tempo|\bquant[oa]s (?:dias|meses|anos|horas|minutos|semanas)\b"
        r"|\bqual e (?:a duracao|o prazo)",
        money=r"\bquanto (?:custa\w*|paga\w*|vale|ganha\w*|se paga)|\bqual e (?:o preco|o custo|o valor"
        r"|o aluguel|a renda|o salario)",
        percent=r"\b(?:que|qual) (?:a )?percentagem|\bqual (?:a )?porcentagem",
        count=r"\bquant[oa]s\b",
        amount=r"\bquant[oa]\b",
        name=r"\bcomo se chama\w*",
        date=r"\b(?:desde |ate )?quando\b|\bem que (?:ano|data|dia|mes)\b|\ba que horas\b",
        place=r"\b(?:a|de|por)?onde\b",
        manner=r"\bcomo\b",
        person=r"\bquem\b",
    ),
    which=re.compile(r"\b(?:que|qual|quais)\s+(?:(?:e|era|foi|sao)\s+)?(?:o |a |os |as )?"),
    nouns={
        Kind.DATE: listed("ano data dia mês século hora"),
        Kind.PLACE: listed("cidade país lugar região capital rua endereço rio ilha"),
        Kind.PERSON: listed("pessoa homem mulher ministro presidente autor diretor rei"),
        Kind.NAME: listed("nome empresa companhia sociedade partido escola universidade filme livro jornal"),
        Kind.COUNT: listed("número população"),
        Kind.MONEY: listed("preço custo aluguel renda salário valor montante caução"),
        Kind.DURATION: listed("duração prazo período"),
    },
    yes_no=listed("é são pode podem deve devem há tem têm foi"),
    months="janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    days="segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    numbers="zero|uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|vinte|trinta|quarenta|cinquenta|"
    "sessenta|setenta|oitenta|noventa|cem|cento|mil",
    scales="mil(?: milhões)?|milhão|milhões|bilhão|bilhões|biliões",
    times="segundos?|minutos?|horas?|dias?|noites?|semanas?|m[êe]s(?:es)?|trimestres?|anos?|décadas?|séculos?",
    moneys="euros?|cêntimos?|centavos?|dólares|reais|real|libras",
    units="quilômetros?|quilómetros?|metros?|centímetros?|milímetros?|milhas|hectares?|quilos?|gramas?"
    "|toneladas?|litros?|graus?",
    percents="por cento",
    age=r"{n} anos(?: de idade)?",
    date=r"(?:(?:dia )?\d{{1,2}}º? de (?:{month})(?: de \d{{4}})?|(?:{month})(?: de \d{{4}})?)",
    colours="vermelh[oa]|amarel[oa]|verde|azul|pret[oa]|branc[oa]|cinzent[oa]|cinza|castanh[oa]|rox[oa]|rosa|laranja",
    particles=listed("de do da dos das e van von &"),
    cues={
        Kind.REASON: re.compile(
            r"\b(?:porque|pois|devido|por causa|graças a|para (?:evitar|reduzir)|motivo|razão)\b", re.I
        ),
        Kind.OUTCOME: re.compile(r"\b(?:se|quando|em caso|caso|após|então)\b", re.IGNORECASE),
    },
    anaphors=re.compile(r"[\"«(]*(?:Ele|Ela|Eles|Elas|Isto|Isso|Este|Esta|Estes|Estas|Seu|Sua)\b"),
)
