from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ui.guard import Guard, Hosts


def client(host: str = "127.0.0.1", names: tuple[str, ...] = ()) -> TestClient:
    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"reached {request.url.path}", headers={"server": "x"})

    app = Starlette()
    app.add_route("/{path:path}", answer, methods=["GET", "POST", "HEAD"])
    app.add_middleware(Guard, hosts=Hosts.of(host, names), own=["/api/", "/exact"])
    return TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_this_machines_names_are_answered(host: str) -> None:
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.1.7:7860", "127.0.0.1.evil.example", "", "a b", "[::1", "localhost@evil"]
)
def test_other_names_are_not(host: str) -> None:
    answer = client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "reached" not in answer.text


def test_a_server_for_others_answers_to_addresses_and_given_names_only() -> None:
    everywhere = client("0.0.0.0", ("box.lan",))
    assert everywhere.get("/", headers={"host": "192.168.1.7:7860"}).status_code == 200
    assert everywhere.get("/", headers={"host": "box.lan"}).status_code == 200
    assert everywhere.get("/", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:7860.evil.example", "http://127.0.0.1:8000"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_origins_are_refused(origin: str, method: str) -> None:
    answer = client().request(method, "/gradio_api/queue/join", headers={"origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_the_page_itself_is_answered() -> None:
    headers = {"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}
    assert client().post("/gradio_api/queue/join", headers=headers).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_to_the_page_but_read_nothing(site: str) -> None:
    followed = {"sec-fetch-site": site, "sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}
    assert client().get("/", headers=followed).status_code == 200
    assert client().get("/config", headers=followed).status_code == 403
    assert client().get("/", headers={**followed, "sec-fetch-dest": "iframe"}).status_code == 403
    assert client().post("/", headers=followed).status_code == 403
    assert client().get("/assets/x.js", headers={"sec-fetch-site": site, "sec-fetch-dest": "script"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://evil.example",
        "/gradio_api/component_server",
        "/gradio_api/info",
        "/gradio_api/vibe-code",
        "/monitoring",
        "/login",
        "/docs",
        "/exact/more",
        "/gradio_api//file=/etc/passwd",
    ],
)
def test_routes_that_the_page_does_not_need_are_closed(path: str) -> None:
    answer = client().get(path)
    assert answer.status_code == 404
    assert "reached" not in answer.text


@pytest.mark.parametrize("path", ["/api/ask", "/exact", "/assets/index.js", "/gradio_api/heartbeat/abc"])
def test_own_routes_are_open(path: str) -> None:
    assert client().get(path).text == f"reached {path}"


def test_every_answer_carries_the_headers_that_bind_the_page() -> None:
    for path in ("/", "/nowhere"):
        headers = client().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src-attr 'none'" in headers["content-security-policy"]
        assert "http:" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_web_sockets_are_refused() -> None:
    with pytest.raises(WebSocketDisconnect) as refused, client().websocket_connect("/"):
        pass
    assert refused.value.code == 1008
