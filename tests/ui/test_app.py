"""The whole application without a browser: what it answers, and that no file of the machine is among it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from index.library import Library
from ui.app import AddressError, address_of, create_app, is_local, listen

SECRET = "the-secret-of-the-machine"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A library folder, a data folder and a file outside both."""
    root = tmp_path_factory.mktemp("app")
    (root / "library").mkdir()
    (root / "library" / "note.txt").write_text(SECRET)
    (root / "outside.txt").write_text(SECRET)
    return {"root": root, "library": root / "library", "data": root / "data"}


@pytest.fixture(scope="module")
def client(places: dict[str, Path]) -> Iterator[TestClient]:
    """A client of the application. Its threads are not started: nothing is indexed, no model is loaded."""
    own = APIRouter(prefix="/own")
    own.add_api_route("/hello/{name}", lambda name: {"hello": name})
    with Library.open(places["data"]) as library:
        library.add_folder(places["library"])
        app = create_app(Assistant(library), routers=[own])
        yield TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)


def run(client: TestClient, event: str, data: dict[str, Any], inputs: int) -> Any:
    """Call the handler of a part's event, as anything on this machine could."""
    config = client.get("/config").json()
    handler = next(d for d in config["dependencies"] if any(target[1] == event for target in d["targets"]))
    body = {"data": [None] * inputs, "fn_index": handler["id"], "session_hash": "s", "event_data": data}
    return client.post("/gradio_api/run/predict", json=body)


def test_the_page_is_served_with_its_own_assets_alone(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    for name in ("page.css", "source.css", "folders.css", "toasts.css", "page.js", "favicon.svg"):
        assert f"/quoth/{name}" in page.text
        assert client.get(f"/quoth/{name}").status_code == 200
    assert client.get("/manifest.json").json()["name"] == "Quoth"
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg")
    fetched = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(https?://[^"]+)"', page.text)
    assert fetched == []


@pytest.mark.parametrize(
    ("host", "names", "local"),
    [
        ("127.0.0.1", (), True),
        ("localhost", ("localhost",), True),
        ("[::1]", (), True),
        ("0.0.0.0", (), False),
        ("", (), False),
        ("192.168.1.5", (), False),
        ("127.0.0.1", ("quoth.example",), False),
    ],
)
def test_folders_are_changed_only_where_nobody_else_gets_in(host: str, names: tuple[str, ...], *, local: bool) -> None:
    assert is_local(host, names) == local


def test_the_page_tells_nothing_of_the_machine(client: TestClient, places: dict[str, Path]) -> None:
    for path in ("/", "/config"):
        text = client.get(path).text
        assert str(places["root"]) not in text
        assert "note.txt" not in text
        assert str(Path.home()) not in text


def test_a_page_can_ask_whether_the_server_is_still_the_same(client: TestClient) -> None:
    answer = client.get("/gradio_api/app_id")
    assert answer.status_code == 200
    assert answer.json().keys() == {"app_id"}


def test_further_routes_are_served_behind_the_guard(client: TestClient) -> None:
    assert client.get("/own/hello/you").json() == {"hello": "you"}
    assert client.get("/own/hello/you", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/own/hello/you", headers={"host": "evil.example"}).status_code == 421


ROUTES = (
    "/gradio_api/file={}",
    "/gradio_api/file/{}",
    "/file={}",
    "/file/{}",
    "/gradio_api/proxy=file://{}",
    "/gradio_api/stream/s/r/1/playlist-file?path={}",
    "/gradio_api/custom_component/x/client/component/..%2f..{}",
    "/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{}",
    "/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{}",
    "/quoth/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{}",
    "/quoth/%2e%2e/%2e%2e{}",
    "/assets//{}",
    "/static//{}",
    "/quoth//{}",
    "/svelte/{}",
    "/own/hello/..%2f..%2f{}",
)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("file", ["passwd", "outside", "source", "catalog"])
def test_no_file_of_the_machine_can_be_read(client: TestClient, places: dict[str, Path], route: str, file: str) -> None:
    path = {
        "passwd": Path("/etc/passwd"),
        "outside": places["root"] / "outside.txt",
        "source": places["library"] / "note.txt",
        "catalog": places["data"] / "catalog.sqlite",
    }[file]
    answer = client.get(route.format(path))
    assert answer.status_code in (307, 403, 404), answer.text
    assert SECRET not in answer.text
    assert b"SQLite format" not in answer.content


def test_uploads_are_taken_from_the_page_alone_and_never_handed_out(
    client: TestClient, places: dict[str, Path]
) -> None:
    files = {"files": ("note.txt", SECRET.encode())}
    assert client.post("/gradio_api/upload", files=files, headers={"origin": "http://evil.example"}).status_code == 403
    sent = client.post("/gradio_api/upload", files=files, headers={"origin": "http://127.0.0.1:7860"})
    assert sent.status_code == 200
    [path] = sent.json()
    incoming = places["data"] / "incoming"
    assert Path(path).is_relative_to(incoming)
    assert incoming.stat().st_mode & 0o077 == 0
    assert client.get(f"/gradio_api/file={path}").status_code == 404


def test_only_what_was_uploaded_is_taken_into_the_library(client: TestClient, places: dict[str, Path]) -> None:
    [arrived] = client.post("/gradio_api/upload", files={"files": ("a.txt", b"words")}).json()
    link = Path(arrived).parent / "link.txt"
    link.symlink_to(places["root"] / "outside.txt")
    tried = [
        "/etc/passwd",
        str(places["root"] / "outside.txt"),
        str(places["data"] / "catalog.sqlite"),
        f"{places['data']}/incoming/../catalog.sqlite",
        str(places["data"] / "incoming"),
        str(link),
        "no\x00thing",
        "",
    ]
    for path in tried:
        answer = run(client, "take", {"files": [{"name": "stolen.txt", "path": path}]}, 1)
        # Gradio refuses most of these before the page does; see the test of the page itself.
        assert "Added" not in answer.text, path
    for nonsense in ({}, {"files": "x"}, {"files": [1, {"name": 3}]}):
        assert "Nothing was added" in run(client, "take", nonsense, 1).text
    assert list((places["data"] / "uploads").iterdir()) == []
    answer = run(client, "take", {"files": [{"name": "../../a<b>.txt", "path": arrived}]}, 1)
    assert "Added a&lt;b&gt;.txt." in answer.json()["data"][1]
    assert [path.name for path in (places["data"] / "uploads").iterdir()] == ["a<b>.txt"]
    assert not Path(arrived).exists()


def test_handlers_answer_nonsense_calmly(client: TestClient) -> None:
    for event, inputs in (("show", 2), ("more", 2), ("shut", 1), ("find", 1), ("open", 1), ("act", 1), ("anew", 1)):
        for data in ({}, {"turn": "x", "document": -1, "what": "remove", "page": 10**9, "words": 7, "state": []}):
            answer = run(client, event, data, inputs)
            assert answer.status_code == 200, answer.text


def test_nothing_heavy_is_loaded_before_the_page(tmp_path: Path) -> None:
    program = (
        "import sys, json; from pathlib import Path; from assistant.assistant import Assistant;"
        "from index.library import Library; from ui.app import create_app;"
        f"create_app(Assistant(Library.open(Path({str(tmp_path)!r}))));"
        "print(json.dumps([name for name in ('torch', 'chromadb', 'sentence_transformers') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_a_taken_port_is_told_in_one_line() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert address_of(taken, "127.0.0.1") == f"http://127.0.0.1:{port}"
        assert address_of(taken, "0.0.0.0") == f"http://127.0.0.1:{port}"
        with pytest.raises(AddressError, match=f"Port {port} of 127.0.0.1 cannot be opened") as told:
            listen("127.0.0.1", port)
        assert "--port" in str(told.value)
        assert "make run PORT=" in str(told.value)
    with pytest.raises(AddressError, match=r"no\.such\.host\.invalid"):
        listen("no.such.host.invalid", 7860)
