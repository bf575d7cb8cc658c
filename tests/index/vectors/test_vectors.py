from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.documents import Vectors32
from index.vectors import graph, vectors
from index.vectors.vectors import Vectors, VectorsDamaged

WIDTH = 32
ROWS = 1_500


def random_units(count: int, seed: int = 0) -> Vectors32:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


UNITS = random_units(ROWS)
KEYS = [f"key-{i}" for i in range(ROWS)]
SAMPLE = {KEYS[i]: UNITS[i] for i in range(0, ROWS, 30)}


@pytest.fixture
def store(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "vectors", WIDTH)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with all keys, of which Chroma has written a part to its graph's files."""
    folder = tmp_path_factory.mktemp("filled") / "vectors"
    store = Vectors(folder, WIDTH)
    store.add(KEYS, UNITS)
    store.close()
    assert len(list(folder.rglob("header.bin"))) == 1
    return folder


def test_search_gives_cosines_best_first(store: Vectors) -> None:
    store.add(KEYS[:400], UNITS[:400])
    for question in random_units(20, seed=1):
        true = UNITS[:400] @ question
        found = store.search(question, 10)
        assert [key for key, _ in found] == [KEYS[i] for i in np.argsort(-true)[:10]]
        assert np.allclose([cosine for _, cosine in found], np.sort(true)[::-1][:10], atol=1e-5)


def test_empty_and_few(store: Vectors) -> None:
    assert store.count() == 0
    assert store.keys() == set()
    assert store.search(UNITS[0], 5) == []
    store.add([], np.zeros((0, WIDTH), dtype=np.float32))
    store.remove([])
    store.add(KEYS[:2], UNITS[:2])
    assert [key for key, _ in store.search(UNITS[1], 50)] == [KEYS[1], KEYS[0]]
    assert store.search(UNITS[1], 0) == []


def test_adding_again_overwrites(store: Vectors) -> None:
    store.add(KEYS[:10], UNITS[:10])
    store.add(KEYS[:10], UNITS[10:20])
    assert store.count() == 10
    assert store.search(UNITS[12], 1)[0][0] == KEYS[2]
    with pytest.raises(ValueError, match="3 keys, but 2 vectors"):
        store.add(KEYS[:3], UNITS[:2])
    with pytest.raises(ValueError, match="shape"):
        store.add(KEYS[:2], UNITS[:2, :9])


def test_rows_in_any_layout(store: Vectors) -> None:
    wide = np.asfortranarray(np.repeat(UNITS[:20], 2, axis=0).astype(np.float64))
    store.add(KEYS[:20], wide[::2])  # type: ignore[arg-type]
    assert store.problems({KEYS[i]: UNITS[i] for i in range(20)}) == []


def test_more_than_one_page(store: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PAGE", 70)
    monkeypatch.setattr(vectors, "KEYS_READ", 70)
    store.add(KEYS[:300], UNITS[:300])
    assert store.keys() == set(KEYS[:300])
    store.remove([*KEYS[:200], "never there"])
    assert store.keys() == set(KEYS[200:300])
    assert store.count() == 100
    assert store.search(UNITS[0], 1)[0][0] in set(KEYS[200:300])


def test_pages_are_below_what_chroma_takes(tmp_path: Path) -> None:
    import chromadb

    with chromadb.PersistentClient(str(tmp_path / "any")) as client:  # type: ignore[attr-defined]
        assert client.get_max_batch_size() >= vectors.PAGE


def test_reopening_finds_all(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    store = Vectors(tmp_path / "copy", WIDTH)
    assert store.count() == ROWS
    assert store.problems(SAMPLE) == []
    store.add(["one more"], random_units(1, seed=5))
    store.close()
    store.close()
    assert store.count() == ROWS + 1
    store.close()
    again = Vectors(tmp_path / "copy", WIDTH)
    assert again.keys() == {*KEYS, "one more"}
    again.close()


def test_recall_over_many(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    store = Vectors(tmp_path / "copy", WIDTH)
    hits = 0
    for question in random_units(50, seed=2):
        true = {KEYS[i] for i in np.argsort(-(UNITS @ question))[:10]}
        hits += len(true & {key for key, _ in store.search(question, 10)})
    assert hits >= 0.98 * 500
    store.close()


def test_problems_are_words(store: Vectors) -> None:
    store.add(KEYS[:50], UNITS[:50])
    assert store.problems({}) == []
    assert store.problems({KEYS[3]: UNITS[3]}) == []
    (missing,) = store.problems({KEYS[3]: UNITS[3], KEYS[60]: UNITS[60]})
    assert missing.startswith("1 of 2 sampled vectors are not found")
    assert KEYS[60] in missing
    (changed,) = store.problems({KEYS[3]: UNITS[4]})
    assert KEYS[3] in changed


def test_reset_starts_empty_and_frees_the_disk(store: Vectors, tmp_path: Path) -> None:
    store.add(KEYS, UNITS)
    for start in (0, 100):
        store.reset()
        assert store.count() == 0
        store.add(KEYS[start : start + 100], UNITS[start : start + 100])
        assert store.keys() == set(KEYS[start : start + 100])
    assert len(list((tmp_path / "vectors").iterdir())) == 1
    store.close()
    again = Vectors(tmp_path / "vectors", WIDTH)
    assert again.keys() == set(KEYS[100:200])
    again.close()


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scramble(file: Path) -> None:
    file.write_bytes(np.random.default_rng(3).bytes(file.stat().st_size))


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for i in range(len(data) // 3, len(data) // 3 + len(data) // 10):
        data[i] ^= 0xA5
    file.write_bytes(data)


def blank(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def lose(file: Path) -> None:
    file.unlink()


def swell(file: Path) -> None:
    with file.open("ab") as stream:
        stream.truncate(20_000_000_000)  # sparse: takes no room


DAMAGES = [
    *[("chroma.sqlite3", how) for how in (truncate, scramble, blank)],
    *[("data_level0.bin", how) for how in (truncate, scramble, flip, blank, lose)],
    *[("link_lists.bin", how) for how in (truncate, scramble, flip, blank, lose, swell)],
    *[("header.bin", how) for how in (scramble, flip, blank, lose)],
    *[("index_metadata.pickle", how) for how in (truncate, scramble, blank, lose)],
]


@pytest.mark.parametrize(("name", "how"), DAMAGES, ids=lambda part: getattr(part, "__name__", part))
def test_damage_is_seen_and_mended(name: str, how: Callable[[Path], None], filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(filled, folder)
    (file,) = folder.rglob(name)
    how(file)
    store = Vectors(folder, WIDTH)
    try:
        store.open()
        problems = store.problems(SAMPLE)
    except VectorsDamaged as error:
        problems = [str(error)]
    assert len(problems) == 1
    assert "\n" not in problems[0]
    store.reset()
    store.add(KEYS, UNITS)
    assert store.problems(SAMPLE) == []
    assert store.count() == ROWS
    store.close()


def test_damage_is_told_the_same_each_time(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(filled, folder)
    truncate(next(folder.rglob("chroma.sqlite3")))
    store = Vectors(folder, WIDTH)
    uses: list[Callable[[], object]] = [
        store.open,
        store.count,
        store.keys,
        lambda: store.search(UNITS[0], 3),
        lambda: store.add(KEYS[:1], UNITS[:1]),
        lambda: store.remove(KEYS[:1]),
    ]
    told = set()
    for use in uses:
        with pytest.raises(VectorsDamaged) as caught:
            use()
        told.add(str(caught.value))
    assert len(told) == 1
    store.close()


def test_graph_folder_that_is_gone(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(filled, folder)
    shutil.rmtree(next(folder.rglob("header.bin")).parent)
    store = Vectors(folder, WIDTH)
    assert len(store.problems(SAMPLE)) == 1
    store.reset()
    store.add(KEYS[:10], UNITS[:10])
    assert store.count() == 10


def test_whole_folder_gone_while_open(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(filled, folder)
    store = Vectors(folder, WIDTH)
    assert store.count() == ROWS
    shutil.rmtree(folder)
    store.reset()
    store.add(KEYS[:10], UNITS[:10])
    assert store.keys() == set(KEYS[:10])


def test_a_sound_graph_has_no_problem(filled: Path) -> None:
    (generation,) = filled.iterdir()
    assert graph.problem(generation) is None
    assert graph.problem(filled / "not there") is None


def test_a_link_to_no_row_is_a_problem(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    (generation,) = (tmp_path / "copy").iterdir()
    file = next(generation.rglob("data_level0.bin"))
    data = bytearray(file.read_bytes())
    data[4:8] = (ROWS + 7).to_bytes(4, "little")  # the first link of the first row
    file.write_bytes(data)
    assert "data_level0.bin" in str(graph.problem(generation))


ROOM = """
import sys
from pathlib import Path
import numpy as np
from index.vectors.vectors import Vectors

folder, units = Path(sys.argv[1]), np.load(sys.argv[2])
def cleared():
    rooms = [file.read_bytes() for name in ("data_level0.bin", "length.bin") for file in folder.rglob(name)]
    return [(len(room), any(room)) for room in rooms] == [(26_800, False), (400, False)]
def finds(count):
    return all(store.search(units[i], 1)[0][0] == str(i) for i in range(0, count, 7))

store = Vectors(folder, 32)
store.add([str(i) for i in range(200)], units[:200])
assert cleared(), "after the first rows"
assert finds(200)
store.close()
assert finds(200)  # opened again, Chroma makes the files anew
assert cleared(), "opened again"
store.remove(["0"])
store.scrub()
store.remove(["7"])
assert cleared(), "after scrubbing"
store.add([str(i) for i in range(len(units))], units)  # enough for Chroma to write them to the graph
assert finds(len(units))
store.close()
assert finds(len(units))
"""


def test_room_for_rows_holds_nothing_of_memory(tmp_path: Path) -> None:
    """Chroma's first files hold what the process's memory held, which glibc fills here with a value for this."""
    np.save(tmp_path / "units.npy", UNITS)
    command = [sys.executable, "-c", ROOM, str(tmp_path / "vectors"), str(tmp_path / "units.npy")]
    subprocess.run(command, check=True, env={**os.environ, "MALLOC_PERTURB_": "90"})


def test_room_for_rows_is_cleared_before_it_is_opened(filled: Path, tmp_path: Path) -> None:
    """As if a process had been killed right after Chroma had made its files."""
    shutil.copytree(filled, tmp_path / "copy")
    (generation,) = (tmp_path / "copy").iterdir()
    (header,) = generation.glob("*/header.bin")
    for name in ("data_level0.bin", "length.bin"):
        with (header.parent / name).open("ab") as stream:
            stream.write(b"what was said" * 100)
    store = Vectors(tmp_path / "copy", WIDTH)
    assert store.problems(SAMPLE) == []
    assert not [file for file in generation.rglob("*") if file.is_file() and b"said" in file.read_bytes()]


def test_another_dimension_is_damage(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    store = Vectors(tmp_path / "copy", WIDTH + 1)
    with pytest.raises(VectorsDamaged, match="32"):
        store.open()
    store.reset()
    store.add(["a"], np.eye(1, WIDTH + 1, dtype=np.float32))
    assert store.count() == 1


def test_readers_while_a_writer_adds(store: Vectors) -> None:
    store.add(KEYS[:100], UNITS[:100])
    done = threading.Event()

    def write() -> None:
        try:
            for start in range(100, ROWS, 50):
                store.add(KEYS[start : start + 50], UNITS[start : start + 50])
                store.remove(KEYS[start : start + 5])
        finally:
            done.set()

    def read(seed: int) -> int:
        searches = 0
        while not done.is_set() or searches < 20:
            i = (searches * 7 + seed) % 100
            key, cosine = store.search(UNITS[i], 3)[0]
            assert key == KEYS[i]
            assert cosine > 0.999
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read, seed) for seed in range(3)]
        writer = pool.submit(write)
        writer.result()
        assert all(reader.result() >= 20 for reader in readers)
    assert store.count() == ROWS - 5 * len(range(100, ROWS, 50))
    assert store.problems({key: SAMPLE[key] for key in (KEYS[0], KEYS[120], KEYS[1470])}) == []


def test_reset_waits_for_readers(store: Vectors) -> None:
    store.add(KEYS[:200], UNITS[:200])

    def read(i: int) -> int:
        return len(store.search(UNITS[i], 5))

    with ThreadPoolExecutor(4) as pool:
        reads = [pool.submit(read, i) for i in range(100)]
        resets = [pool.submit(store.reset) for _ in range(3)]
        assert {task.result() for task in reads} <= {0, 5}
        for task in resets:
            task.result()
    assert store.count() == 0


def test_no_embedding_model_and_no_telemetry_of_chroma(tmp_path: Path) -> None:
    code = f"""
import sys
import socket
from pathlib import Path
import numpy as np
from index.vectors.vectors import Vectors
assert "chromadb" not in sys.modules
def refuse(*_): raise SystemExit("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refuse
store = Vectors(Path({str(tmp_path)!r}) / "vectors", 3)
store.add(["a", "b"], np.eye(2, 3, dtype=np.float32))
assert store.search(np.array([1, 0, 0], dtype=np.float32), 1)[0][0] == "a"
store.close()
print(sorted({{"onnxruntime", "torch", "posthog", "tokenizers"}} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3]
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_settings_of_the_working_folder_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Vectors
) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=nothing.of.the.Kind\nIS_PERSISTENT=perhaps\n")
    monkeypatch.chdir(tmp_path)
    store.add(KEYS[:1], UNITS[:1])
    assert store.count() == 1
