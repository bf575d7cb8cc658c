"""How the answers of OpenAI's, Ollama's and Anthropic's servers look on the wire, made from a scripted reply.

After the protocols' references: platform.openai.com/docs/api-reference/chat/streaming,
github.com/ollama/ollama/blob/main/docs/api.md, docs.anthropic.com/en/docs/build-with-claude/streaming.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.assistant.models.servers import Reply

MODEL = "scripted"
_TIME = 1_700_000_000
_DATE = "2025-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Protocol:
    """One wire format."""

    kind: str
    """Its content type."""
    streams: bool
    """Whether it streams where the request does not say."""
    events: Callable[[Reply], Iterator[bytes]]
    whole: Callable[[Reply], Mapping[str, Any]]
    refusal: Callable[[str, str], Mapping[str, Any]]
    """The body of an error, from its code and message."""


def _sse(data: Mapping[str, Any] | str, event: str | None = None) -> bytes:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return ((f"event: {event}\n" if event else "") + f"data: {text}\n\n").encode()


def _openai_calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "index": at,
            "id": f"call_{at}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(arguments)},
        }
        for at, (name, arguments) in enumerate(reply.calls)
    ]


def _openai_usage(reply: Reply) -> dict[str, int] | None:
    if reply.usage is None:
        return None
    read, wrote = reply.usage
    return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}


def _openai_events(reply: Reply) -> Iterator[bytes]:
    common = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": _TIME, "model": MODEL}

    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> bytes:
        return _sse({**common, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    for at, piece in enumerate(reply.deltas()):
        yield chunk({"role": "assistant", "content": piece} if at == 0 else {"content": piece})
    if reply.error is not None:
        yield _sse({"error": {"message": reply.error, "type": "server_error", "code": None}})
        return
    for call in _openai_calls(reply):
        yield chunk({"tool_calls": [call]})
    yield chunk({}, "tool_calls" if reply.calls else reply.finish)
    if reply.usage is not None:
        yield _sse({**common, "choices": [], "usage": _openai_usage(reply)})
    yield _sse("[DONE]")


def _openai_whole(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.whole}
    if reply.calls:
        message["tool_calls"] = _openai_calls(reply)
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else reply.finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": _TIME,
        "model": MODEL,
        "choices": [choice],
        "usage": _openai_usage(reply),
    }


def _openai_refusal(code: str, message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def _ollama_line(reply: Reply, content: str, *, done: bool = False) -> dict[str, Any]:
    line: dict[str, Any] = {
        "model": MODEL,
        "created_at": _DATE,
        "message": {"role": "assistant", "content": content},
        "done": done,
    }
    if done:
        line["done_reason"] = reply.finish
        line["total_duration"] = 1
        if reply.usage is not None:
            line["prompt_eval_count"], line["eval_count"] = reply.usage
    return line


def _ollama_calls(reply: Reply) -> list[dict[str, Any]]:
    return [{"function": {"name": name, "arguments": arguments}} for name, arguments in reply.calls]


def _ollama_events(reply: Reply) -> Iterator[bytes]:
    def line(value: Mapping[str, Any]) -> bytes:
        return (json.dumps(value, ensure_ascii=False) + "\n").encode()

    for piece in reply.deltas():
        yield line(_ollama_line(reply, piece))
    if reply.error is not None:
        yield line({"error": reply.error})
        return
    if reply.calls:
        called = _ollama_line(reply, "")
        called["message"]["tool_calls"] = _ollama_calls(reply)
        yield line(called)
    yield line(_ollama_line(reply, "", done=True))


def _ollama_whole(reply: Reply) -> dict[str, Any]:
    whole = _ollama_line(reply, reply.whole, done=True)
    if reply.calls:
        whole["message"]["tool_calls"] = _ollama_calls(reply)
    return whole


def _ollama_refusal(code: str, message: str) -> dict[str, Any]:
    return {"error": message}


_STOPS = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}


def _anthropic_blocks(reply: Reply) -> list[dict[str, Any]]:
    return [
        {"type": "tool_use", "id": f"toolu_{at}", "name": name, "input": dict(arguments)}
        for at, (name, arguments) in enumerate(reply.calls)
    ]


def _anthropic_message(reply: Reply, content: Sequence[Mapping[str, Any]], stop: str | None) -> dict[str, Any]:
    read, wrote = reply.usage or (0, 0)
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": list(content),
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": read, "output_tokens": wrote if stop else 1},
    }


def _anthropic_events(reply: Reply) -> Iterator[bytes]:
    def event(kind: str, **values: Any) -> bytes:
        return _sse({"type": kind, **values}, kind)

    start = event("message_start", message=_anthropic_message(reply, (), None))
    start += event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in reply.deltas():
        yield start + event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        start = b""
    if reply.error is not None:
        yield start + event("error", error={"type": "overloaded_error", "message": reply.error})
        return
    yield start + event("content_block_stop", index=0)
    for index, block in enumerate(_anthropic_blocks(reply), start=1):
        given = json.dumps(block["input"])
        yield event("content_block_start", index=index, content_block={**block, "input": {}})
        yield event("content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": given})
        yield event("content_block_stop", index=index)
    stop = "tool_use" if reply.calls else _STOPS.get(reply.finish, reply.finish)
    read, wrote = reply.usage or (0, 0)
    usage = {"input_tokens": read, "output_tokens": wrote}
    yield event("message_delta", delta={"stop_reason": stop, "stop_sequence": None}, usage=usage)
    yield event("message_stop")


def _anthropic_whole(reply: Reply) -> dict[str, Any]:
    stop = "tool_use" if reply.calls else _STOPS.get(reply.finish, reply.finish)
    return _anthropic_message(reply, [{"type": "text", "text": reply.whole}, *_anthropic_blocks(reply)], stop)


def _anthropic_refusal(code: str, message: str) -> dict[str, Any]:
    kind = {"invalid_api_key": "authentication_error", "model_not_found": "not_found_error"}.get(code, code)
    return {"type": "error", "error": {"type": kind, "message": message}}


PROTOCOLS: Mapping[str, Protocol] = {
    "/v1/chat/completions": Protocol("text/event-stream", False, _openai_events, _openai_whole, _openai_refusal),
    "/api/chat": Protocol("application/x-ndjson", True, _ollama_events, _ollama_whole, _ollama_refusal),
    "/v1/messages": Protocol("text/event-stream", False, _anthropic_events, _anthropic_whole, _anthropic_refusal),
}
"""The wire format that each path speaks."""


def shown(model: str) -> dict[str, Any]:
    """What Ollama says of one model."""
    return {
        "details": {"family": "llama"},
        "model_info": {"llama.context_length": 4096},
        "capabilities": ["completion"],
    }


LISTS: Mapping[str, Callable[[Sequence[str]], dict[str, Any]]] = {
    "/v1/models": lambda names: {
        "object": "list",
        "data": [{"id": name, "object": "model", "created": _TIME, "owned_by": "tests"} for name in names],
    },
    "/api/tags": lambda names: {
        "models": [{"name": name, "model": name, "size": 1, "modified_at": _DATE, "details": {}} for name in names]
    },
    "/api/version": lambda names: {"version": "0.12.0"},
}
"""What a server says of the models that it has."""
