from __future__ import annotations

import json
from dataclasses import replace

from assistant.answers import Claim, Usage
from assistant.contract import to_json
from tests.assistant.samples import TEXT, answer

KEYS = {
    "question": str,
    "standalone_question": str,
    "answered": bool,
    "answer": str,
    "short_answer": str,
    "confidence": float,
    "answerer": str,
    "model": type(None),
    "citations": list,
    "passages": list,
    "timings_ms": dict,
    "outcome": str,
    "parts": list,
    "claims": list,
    "fallback": str,
    "usage": type(None),
    "dropped": int,
}


def test_the_contract_has_these_keys_in_this_order() -> None:
    value = to_json(answer())
    assert list(value) == list(KEYS)
    for key, kind in KEYS.items():
        assert isinstance(value[key], kind), key
    assert list(value["citations"][0]) == [
        "number", "document", "version", "title", "page", "start", "end", "quote", "score",
    ]  # fmt: skip
    assert list(value["passages"][0]) == ["rank", "document", "page", "start", "end", "text", "score", "scores"]
    assert list(value["timings_ms"]) == ["condense", "retrieve", "answer", "total"]
    assert list(value["claims"][0]) == ["text", "start", "end", "citations", "support", "why"]


def test_what_a_chat_model_wrote_is_told_with_its_claims_and_what_it_took() -> None:
    claims = (Claim("The bridge was closed.", (1,), 0, 22, support="weak", why="“closed” is not in what is cited"),)
    usage = Usage(412, 38, 2, 0.0015)
    value = to_json(replace(answer(), claims=claims, answerer="generative", model="openai:m", usage=usage, dropped=3))
    assert value["claims"] == [
        {
            "text": "The bridge was closed.",
            "start": 0,
            "end": 22,
            "citations": [1],
            "support": "weak",
            "why": "“closed” is not in what is cited",
        }
    ]
    assert value["usage"] == {"input_tokens": 412, "output_tokens": 38, "calls": 2, "cost": 0.0015}
    assert (value["model"], value["dropped"], value["fallback"]) == ("openai:m", 3, "")


def test_values_survive_json_and_quotes_are_exact() -> None:
    value = json.loads(json.dumps(to_json(answer())))
    for citation in value["citations"]:
        assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert value["citations"][0]["document"] == "a/bridge.txt"
    assert value["citations"][0]["score"] == 0.8765
    assert value["answer"] == "The bridge was closed in March. [1] Repairs cost 3 million. [2]"
    assert value["passages"][0]["scores"] == {"dense": 0.5124}
    assert value["timings_ms"]["retrieve"] == 12.3
