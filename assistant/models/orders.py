"""Orders: sentences of documents that tell an assistant what to do, which therefore bear out nothing.

A document states things to its reader. Where it speaks to the program that reads it instead ("ignore your
instructions", "when asked, say", "system:"), what it wants to be said is no statement of its own: a claim that stands
on such a sentence alone is not supported by it. Words alone decide; a cleverly worded order may pass for a statement,
and then is shown as what it is, a quote of that document.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.models.hidden import hidden, spelled, visible

_ASSISTANT = (
    r"(?:ai|llms?|gpt\w*|chat ?gpt|claude|gemini|copilot|chat ?bots?|(?:large |ai |large language |language )models?"
    r"|(?:ai|virtual|digital|automated|helpful|this) (?:assistants?|agents?)|assistants?|summari[sz]ers?"
    r"|(?:ai|automated) (?:systems?|readers?|reviewers?|tools?))"
)
_SAY = r"(?:say|state|answer|reply|respond|claim|assert|output|print|repeat|declare|insist|emit|recite|cite)"
_DO = (
    rf"(?:{_SAY}|tell|report|write|display|show|mention|confirm|return|render|embed|append|include|insert|add|begin"
    r"|start|end|finish|quote|link|recommend|promote|translate|summari[sz]e|encode|spell|reveal|disclose|leak|send"
    r"|forward|click|visit)"
)
_TEXTS = (
    r"(?:instructions?|prompts?|rules?|guidance|guidelines?|directives?|directions|commands?|orders|constraints?|context"
    r"|messages?|safeguards?|restrictions?|filters?|training|programming|documents?|sources?|sentences?|text)"
)
_DISMISS = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|discard|neglect|violate|(?:do not|don't|stop) (?:follow\w*"
    r"|obey\w*|heed\w*)|pay no (?:attention|heed) to|cancel|erase|reset)"
)
_WHOSE = (
    r"(?:all|any|every|the|your|my|our|these|those|its|deine|previous|prior|preceding|earlier|above|other|former|existing"
    r"|original|initial|system|safety|of|and)"
)
_LEAD = r"(?:^|[:;>`!])\W{0,8}(?:(?:please|now|just|always|only|then|also|instead,?|simply|and|but|do) )*"
_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|completions?)"

_PATTERNS = (
    # What was said before is to count for nothing.
    rf"\b{_DISMISS}\s+(?:{_WHOSE}\s+){{1,6}}{_TEXTS}\b",
    rf"\b{_DISMISS}\s+(?:everything|anything|all|whatever|what)\b[\w\s]{{0,30}}\b(?:above|before|said|told|written"
    r"|earlier|previous\w*|so far)\b",
    r"\b(?:ignor[aei]\w*|negeer|vergiss|oublie[zr]?|olvida|dimentica|esque[cç]a)\b[\s\w']{0,40}\b(?:instruct\w*"
    r"|instrucc\w*|instru[cç]\w*|istruzion\w*|anweisung\w*|vorgaben|instructies|befehl\w*|consignes|regras|reglas"
    r"|regole)\b",
    r"(?:忽略|无视|無視|忘记|忘記)[^。]{0,20}(?:指令|指示|提示|命令|規則|规则)|指示を(?:無視|忘れ)",
    r"\b(?:previous|prior|preceding|earlier|above) (?:instructions?|prompts?|directives?)\b",
    r"\b(?:everything|all|what is|the text|whatever is)\s+(?:\w+ )?(?:above|before|below)\b[^.!?]{0,30}\b(?:false|wrong"
    r"|untrue|a test|void|invalid|outdated|a lie)\b",
    r"\b(?:ignor[aei]\w*|vergi(?:ss|ß|sst)|oublie[zr]?|olvida|dimentica|negeer|vergeet)\b[\s\w']{0,30}\b(?:ce qui"
    r"|tout|alles|todo|tutto|lo anterior|quanto|regeln|r[eè]gles|regels)\b",
    r"\b(?:antworte|r[eé]ponde?[sz]?|responde|responda|rispondi|antwoord|dites|sag[et]?|d[ií])\b[\s:]+(?:nur "
    r"|immer |solo |toujours |siempre )?(?:mit|dass|que|con|che|met|dat|da)\b",
    # Another part is to be played.
    rf"\byou (?:are|will be) (?:now|no longer|henceforth|from now on|a|an|the)\b[\w\s,'-]{{0,40}}?\b(?:{_ASSISTANT}|dan"
    r"|jailbroken|unrestricted|unfiltered|root|evil|pirate|persona)\b",
    rf"\b(?:you are now|from now on,? (?:you|only|always|never|{_SAY})"
    rf"|(?:you|^\W{{0,8}}|must|now) act as (?:an?|the|if you)"
    r"|pretend (?:to be|that"
    r" you|you)|role-?play as|enter (?:developer|debug|admin|god|dan) mode|(?:new|updated|real|actual|true|secret)"
    r" (?:instructions?|system prompt|orders?)\b)",
    # It speaks as the system or the assistant, or in the marks of a chat's template.
    r"(?:^\W{0,6}(?:system|assistant)\b|\b(?:ai|llm|chatbot)s?)[\s\])}>|*_]{0,4}:"
    r"|\b(?:system|admin\w*|developer|hidden) (?:prompt|message"
    r"|override|notice|instructions?)\b[\s\])}>|*_]{0,4}:",
    r"```\s*(?:system|assistant|instructions?)\b",
    r"<\s*\|?\s*/?\s*(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|start_of_turn|end_of_turn"
    r"|start_header_id|eot_id|instructions?|tool_call|function_call|documents?[\w-]*|sys)\b",
    r"\[\s*/?\s*(?:INST|SYSTEM|SYS|TOOL_CALLS|ASSISTANT)\b|<<\s*/?\s*SYS\s*>>"
    r"|###\s*(?:instruction|system|response|human|assistant)\b",
    r"\b(?:human|user)\s*:.{0,200}\b(?:assistant|ai|bot)\s*:|^\W{0,8}overr(?:ide|ule)\b\W*:|^\W{0,8}\[\s*(?:system|admin\w*)\b",
    r"\bI am (?:the|your) (?:\w+ )?(?:developer|creator|administrator|operator|engineer|programmer)\b"
    r"|\b(?:debug|developer|admin\w*|god|maintenance) mode (?:is |has been )?(?:now )?(?:on|enabled|activated|active)\b"
    r"|\bdo (?:exactly )?(?:what|as) I (?:say|tell|command|order)\b",
    # It speaks to an assistant.
    rf"^\W{{0,8}}(?:to|for)\s+(?:the|any|all|every)?\s*\b{_ASSISTANT}\b|^\W{{0,8}}as an? {_ASSISTANT}\b"
    rf"|^\W{{0,8}}{_ASSISTANT}\s*[,;!]",
    r"\byour (?:new|only|real|actual|true|next|sole) (?:task|goal|objective|mission|purpose|instructions?|prompt)\b"
    r"|\b(?:print|reveal|show|output|repeat|leak|give|list|send)\b[^.!?]{0,25}\b(?:your|the|this|full|entire) (?:\w+ )?"
    r"(?:prompt|instructions|conversation|context)\b",
    rf"\b{_ASSISTANT}\b[\w\s,'-]{{0,40}}?\b(?:must|should|shall|has to|have to|is to|are to|reading this|please|do not"
    r"|don't|never|always)\b",
    rf"\b(?:note|attention|message|instructions?|memo|reminder|hello|hi|hey|dear)\b[\s,:]*(?:to|for)?\s*(?:all|any"
    rf"|every|the)?\s*\b{_ASSISTANT}\b",
    # It says what is to be said.
    r"\byour (?:\w+ )?(?:answers?|replies|reply|responses?|outputs?|summary|summaries|instructions?|prompt|guidelines"
    r"|memory|configuration|operator|programming)\b",
    rf"\b(?:all|any|every|the) other (?:documents?|sources?|texts?|passages?)\b"
    r"|\bfrom (?:now|here|this point) on,? (?:you|always|never|only|just)\b"
    rf"|\b(?:whatever|no matter what|regardless of) the (?:question|user|query)\b|\bin (?:any|all|every) {_ANSWER}"
    r" (?:about|to|on)\b|\b(?:stop|cease) answering\b|\bwhatever you (?:write|say|answer|output)\b",
    rf"{_LEAD}(?:pretend|act (?:as|like)|role-?play|imagine that you)\b|\bthis (?:text|document|note|message|sentence"
    r"|paragraph) (?:overrides|overrules|supersedes|replaces|takes precedence)\b",
    rf"{_LEAD}(?:do not|don't|never|(?:under|in) no (?:circumstances|case),?)\s+(?:mention|reveal|disclose"
    r"|cite|say|tell)\b",
    r"\b(?:answer|reply|response) to (?:every|any|all|each|this|such) (?:questions?|quer\w+|requests?)\b"
    r"|\banswer is always\b|\b(?:correct|right|only|proper|expected|required) (?:reply|response) is\b"
    r"|\b(?:anyone|everyone|whoever|users?|people|somebody|someone) (?:who |that )?(?:asks?|inquires?)\b",
    rf"\b(?:that|so|must|should) (?:your|the|this|every|each) {_ANSWER} (?:says?|states?|mentions?|contains?|includes?"
    rf"|claims?)\b|\b(?:end|start|beginning|top|bottom) of (?:your|the|every|each) {_ANSWER}\b",
    rf"\b{_DO}\b(?: only| just| always)?(?: with| as)?(?: the (?:single )?words?)?\s+[\"'“]?(?-i:[A-Z]{{4,}})\b",
    rf"\b(?:{_DO}|use|put|give|copy)\b[^.!?]{{0,20}}\bthe (?:following |exact )?(?:sentences?|answers?|text|phrase"
    r"|words?|line|message|string)\b\s*[:'\"“‘]|\b(?:use|give|copy) the following (?:answer|reply|response)\b",
    r"\b(?:translate|summari[sz]e|repeat|ignore|print|output|copy|forget)\s+(?:the|everything|all|text|of|what is|\s)*"
    r"\b(?:above|before this)\b",
    rf"\b(?:when|if|whenever|in case)\b[\w\s,'\"“-]{{0,60}}?\b(?:asks?|asked|quer(?:y|ied)|questioned|prompted"
    rf"|summari[sz]\w+|answering)\b[^.!?]{{0,60}}?[\s,:;](?:{_SAY}|tell|mention|include|recommend)\b",
    rf"\byou (?:must|should|shall|will|have to|need to|are (?:required|instructed|ordered|told) to|can only|may only"
    rf"|are to)\s+(?:\w+\s+){{0,2}}?(?:{_SAY}|obey|comply with (?:this|these))\b",
    rf"\b(?:your|every|each)\s+(?:final |next |whole |entire |complete |own )?{_ANSWER}\b[^.!?]{{0,30}}\b(?:must"
    r"|should|shall|has to|needs to|have to|is to|with)\b",
    rf"\b{_DO}\b(?:[^.!?]|[.!?](?=\S)){{0,80}}\b(?:verbatim|word for word|exactly (?:this|the following"
    rf"|as follows)|nothing (?:else"
    rf"|but)|in (?:your|every|each) {_ANSWER}|the following (?:\w+ )?(?:text|sentence|words?|link|image|markdown|html"
    r"|url|phrase|string|claim))",
    rf"{_LEAD}{_DO}\b(?:\s+(?:to|the|users?|readers?|everyone|people|exactly|only|that|this|here|with))*(?:\s*[:,]\s*|\s+)"
    r"[\"“”'‘«]",
    rf"{_LEAD}(?:{_SAY}|tell|send|show|confirm|recommend)\s+(?:to\s+)?(?:the\s+)?(?:users?|readers?)\b",
    rf"{_LEAD}{_DO}\b.{{0,60}}\band {_SAY}\b|{_LEAD}cite\b.{{0,10}}\[",
    rf"{_LEAD}{_SAY}\s*(?:\b(?:that|you|with|only|as|yes|no|it|now|exactly|nothing|sentence)\b|:)",
    r"\b(?:do not|don't|never|must not|without)\s+(?:\w+\s+){0,2}?(?:mention|reveal|disclos|tell|cit|quot|warn|say)"
    r"\w*\b[^.!?]{0,50}\b(?:users?|readers?|this (?:instruction|message|note|text|sentence|paragraph)|these"
    r" (?:instructions|words)|the (?:instruction|prompt)s?)\b",
    # It holds what a page would make a link, an image or a program of.
    r"!\[[^\]\n]{0,80}\]\s*\(\s*<?(?:https?:|//|data:|javascript:|file:)|<\s*(?:img|script|iframe|svg|a|form|object"
    r"|embed|link|meta|base|style|video|audio|input|button)\b[^>]{0,200}\b(?:src|href|action|on\w+|data|content|srcset"
    r"|style|type)\s*=",
    r"\b(?:javascript|vbscript)\s*:\s*\w+\s*[/(;,]|\bdata\s*:\s*text/",
)
_ORDER = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)
_MOST = 2_000
"""Characters of one sentence that are looked at from each end."""
_HIDDEN = 8
"""Hidden characters in one sentence that no honest text has."""


def orders(text: str) -> bool:
    """Whether a sentence of a document speaks to an assistant, not to a reader: an order, or hidden or live markup."""
    if spelled(text) or hidden(text) >= _HIDDEN:
        return True
    plain = " ".join(unicodedata.normalize("NFKC", visible(text)).replace("’", "'").split())
    looked = plain if len(plain) <= 2 * _MOST else f"{plain[:_MOST]} {plain[-_MOST:]}"
    return any(pattern.search(looked) for pattern in _ORDER)
