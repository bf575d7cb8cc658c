"""A real language model, made on the spot with random weights, behind a small server of OpenAI's protocol."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

WORDS = 48
"""Bytes that it writes."""


class TinyModel:
    """Reads and writes single bytes; what it writes means nothing."""

    def __init__(self) -> None:
        torch.manual_seed(7)
        shape: dict[str, Any] = {
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
        }
        config = LlamaConfig(vocab_size=256, max_position_embeddings=16_384, **shape)
        self.model = LlamaForCausalLM(config).eval()  # type: ignore[no-untyped-call]
        self.asked: list[str] = []

    def write(self, text: str) -> Iterator[str]:
        """Go on with a text, letter by letter of ASCII, the likeliest each time but with some chance."""
        self.asked.append(text)
        given, past = torch.tensor([list(text.encode()[-4_096:])]), None
        draw = torch.Generator().manual_seed(11)
        with torch.inference_mode():
            for _ in range(WORDS):
                out: Any = self.model(input_ids=given, past_key_values=past, use_cache=True)
                past = out.past_key_values
                chances = torch.softmax(out.logits[0, -1, 32:127].float(), dim=0)
                given = torch.multinomial(chances, 1, generator=draw).view(1, 1) + 32
                yield chr(int(given))


@contextmanager
def serving(tiny: TinyModel) -> Iterator[str]:
    """Serve the model; the address for OpenAI's clients."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for letter in tiny.write("\n".join(message["content"] for message in asked["messages"])):
                self.event({"delta": {"role": "assistant", "content": letter}, "finish_reason": None})
            self.event({"delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")

        def event(self, choice: dict[str, Any]) -> None:
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
            line = json.dumps({**chunk, "choices": [{"index": 0, **choice}]})
            self.wfile.write(f"data: {line}\n\n".encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
