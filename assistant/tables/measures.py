"""What figures are called: the same measure goes by many names, and a question seldom uses the table's own.

A report says "net sales", a question "revenue"; one says "research and development", the other "R&D". Names of one
measure are read as one word, in labels and in questions alike, longest first: "cost of sales" is no sales.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.words import STOP, fold, listed, stem, words

_NAMES = r"""
taxrate: (?:income )?tax(?:es)? as a percent(?:age)? of (?:income|earnings|profits?) before (?:income )?tax(?:es)?
researchdevelopment: r ?& ?d(?: (?:spending|expenditures?|expenses?|investments?|costs?))?
researchdevelopment: research and development(?: (?:spending|expenditures?|expenses?|costs?))?
sellinggeneral: (?:selling|sales|marketing),? general,? (?:and|&) administrative(?: expenses?)? | sg ?& ?a
salesmarketing: sales (?:and|&) marketing(?: expenses?)?
costofrevenue: costs? of (?:net )?(?:revenues?|sales|goods sold) | cogs
operatingcashflow: (?:net )?cash (?:flows? )?(?:generated|provided|used|from)[ /()a-z]{0,24}operating activities
operatingcashflow: (?:net )?cash (?:flows? )?(?:generated|provided|used|from)[ /()a-z]{0,24}operations
operatingcashflow: operating cash flows?
operatingcashflow: cash flows? from operat(?:ing activities|ions)
investingcashflow: (?:net )?cash (?:flows? )?(?:generated|provided|used|from)[ /()a-z]{0,24}investing(?: activities)?
investingcashflow: investing cash flows?
financingcashflow: (?:net )?cash (?:flows? )?(?:generated|provided|used|from)[ /()a-z]{0,24}financing(?: activities)?
financingcashflow: financing cash flows?
operatingexpenses: operat(?:ing|ional) (?:expenses?|expenditures?|costs?|spending) | opex
operatingincome: (?:operating|operational) (?:income|profits?|earnings) | income from operations | ebit
grossmargin: gross (?:margins?|profits?)
pershare: (?:earnings|net income|income|profits?)(?: \(?loss\)?)? per (?:common )?share | \beps\b
pretaxincome: (?:income|profits?|earnings) before (?:provision for )?(?:income )?tax(?:es)?
pretaxincome: pre-?tax (?:income|profits?)
taxrate: (?:effective )?(?:income )?tax rates?
taxrate: (?:income )?tax (?:expense|provision|benefit) of(?= \d[\d.]*\s?%)
otherincome: other income(?: ?/?\(?(?:expense|loss)\)?)?(?:, ?net)?
generaladministrative: general (?:and|&) administrative(?: expenses?)?
cashflow: cash flows?
region: geographic(?:al)? (?:areas?|regions?|segments?|breakdown|distribution|mix) | geograph(?:y|ies) | regions?
foreignexchange: foreign (?:exchange|currency|currencies)(?: exchange)?(?: rates?)?(?: fluctuations?| movements?)?
foreignexchange: (?:currency )?exchange rates?(?: fluctuations?| movements?)? | currency (?:fluctuations?|movements?)
taxprovision: provision for (?:income )?taxes | income tax (?:expense|provision)s?(?: \(benefit\))?
comprehensiveincome: comprehensive (?:income|loss)
interestincome: interest (?:and dividends? )?income
netincome: net (?:income|profits?|earnings) | profits? after tax(?:es)? | bottom line
capitalexpenditures: capital (?:expenditures?|spending)
capitalexpenditures: capex
capitalexpenditures: (?:purchases|additions|payments)[ a-z]{0,26} property,?(?: plant,?)? and equipment[ a-z]*
repurchases: (?:common stock|shares?|stock) (?:re-?purchase[ds]?|buy-?backs?)(?: activit(?:y|ies)| programs?)?
repurchases: (?:re-?purchases? of|repurchased) (?:common |shares? of )*(?:stock|shares)
repurchases: buy-?backs? | (?:buy|buys|buying|bought) back(?: (?:its|their|our) own)?(?: shares| stock)?
repurchases: repurchased(?= [$€£\d][^.;]{0,50}\b(?:stock|shares)\b)
equity: (?:stock|share)holders[’']? equity
cashequivalents: cash and cash equivalents | cash (?:position|balances?|on hand)
revenue: (?:net )?sales revenues? | revenues? | net sales | turnover | sales
income: earnings | profits?
expense: expenditures? | spending | costs?
inventory: inventor(?:y|ies)(?: levels?)?
employee: employees | headcount | workforce | staff
"""
_MADE_OF = """
operatingexpenses: researchdevelopment salesmarketing sellinggeneral generaladministrative
operatingincome: revenue costofrevenue grossmargin researchdevelopment salesmarketing sellinggeneral
netincome: revenue grossmargin operatingexpenses operatingincome interestincome otherincome taxprovision
liquidity: cashequivalents operatingcashflow investingcashflow financingcashflow
cashflow: operatingcashflow investingcashflow financingcashflow
profitability: grossmargin operatingincome netincome
"""
PARTS = {
    stem(name): frozenset(map(stem, parts.split()))
    for name, parts in (line.split(":") for line in _MADE_OF.strip().splitlines())
}
"""Of what a measure is made, by names of measures: what answers where no row is called by it, and what is behind it."""
LIGHT = frozenset(map(stem, listed("total net amount balance end period company consolidated segment basic diluted")))
"""Words of a label that tell little: they count a quarter."""
GENERIC = frozenset(
    map(
        stem,
        listed(
            """report reported reporting filing form statement quarterly quarter quarters annual latest recent most
            current change changed changes trend trends trended compare compared comparison figure figures amount
            number value percentage percent share significant notable major level levels time period periods company
            overall specifically detail details record recorded announce identified identify consistent describe
            provide breakdown generated generate attributed contribute contributed contribution segment division
            unit category total year fiscal month months ended reveal revealed state stated disclose disclosed
            business evolve evolved vary varied fluctuation fluctuations previous prior earlier last first second
            third fourth half table section how much many implication implications indicate suggest reflect size
            scale position result results measure impact relate relationship discussion insight insights document
            documents analyze analyse assess examine correlate correlates correlation align aligns across throughout
            differ differs behind pattern patterns discern discerned connect connection stack correspond relation
            mention mentioned note notes outline outlined highlight highlighted play played role financial factor
            factors performance outcome outcomes
            driver drivers key main primary chief principal potential repercussion repercussions consequence
            consequences particular especially contributor contributors shift shifts management strategy strategies
            associate associated element elements affect affecting affected influence qs spent spend spending break
            broken develop developed hold held bring move moved drive drove driven fluctuate fluctuated portion
            component components"""
        ),
    )
)
"""Words of a question that name no measure."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for line in _NAMES.strip().splitlines():
        name, said = line.split(":", 1)
        found.append(
            (name, re.compile(r"\b(?:" + "|".join(part.strip() for part in said.split(" | ")) + r")(?!\w)", re.I))
        )
    return tuple(found)


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """A text with every name of a measure put as one word."""
    plain = text.replace("’", "'").replace("&amp;", "&")
    for name, pattern in _patterns():
        plain = pattern.sub(f" {name} ", plain)
    return plain


@lru_cache(maxsize=8192)
def telling(text: str) -> frozenset[str]:
    """The stems of a text's telling words, names of measures as one each."""
    found = (word for word in words(canonical(text)) if not word.stop)
    return frozenset(stem(fold(word.raw)) for word in found if fold(word.raw) not in STOP)


def weight(words_: frozenset[str]) -> float:
    """How much words tell together: light ones a quarter each."""
    return sum(0.25 if word in LIGHT else 1.0 for word in words_)
