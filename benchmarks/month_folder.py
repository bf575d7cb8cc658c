"""A folder that lives: documents with facts that can be asked for, changed at random as people change folders."""

from __future__ import annotations

import csv
import io
import random
import shutil
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

_FILLER = (
    "The survey of the northern line was finished before the winter closed the pass.",
    "Nobody had kept the older drawings, so the heights were measured again from the river.",
    "A second crew waited at the lower camp with the horses and what was left of the rope.",
    "Letters took nine days in summer and could not be relied upon between December and March.",
    "The clerk noted the cost of timber, nails and lamp oil, and put the receipts in a tin.",
    "Most travellers remembered the bread, which was baked with rye from the valley.",
)

_SUFFIXES = (".txt", ".md", ".html", ".csv", ".eml", ".zip")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document says that no other does: the code word of a station."""

    station: int
    word: str

    @property
    def sentence(self) -> str:
        """How a document says it."""
        return f"The code word of station {self.station} is {self.word}."

    @property
    def question(self) -> str:
        """How a person asks for it."""
        return f"What is the code word of station {self.station}?"


@dataclass(slots=True)
class Folder:
    """A folder on disk, and what each of its documents says; ``held`` is what the library must hold.

    Every change is made on disk and in ``held`` together. Members of archives are documents ``a.zip/b.txt``.
    """

    root: Path
    chance: random.Random
    held: dict[str, Fact] = field(default_factory=dict)
    gone: list[Fact] = field(default_factory=list)
    """Facts that no document says any more."""
    counts: dict[str, int] = field(default_factory=dict)
    _station: int = 1000

    def change(self) -> None:
        """Do one thing to the folder, as a person or a program would."""
        names = ("add", "edit", "move", "delete", "archive", "copy", "touch")
        name = self.chance.choices(names, weights=(30, 27, 14, 15, 9, 3, 2))[0]
        if not self.held:
            name = "add"
        getattr(self, f"_{name}")()
        self.counts[name] = self.counts.get(name, 0) + 1

    def files(self) -> list[str]:
        """Paths of the files inside the folder."""
        return sorted({path.split(".zip/")[0] + ".zip" if ".zip/" in path else path for path in self.held})

    def _add(self) -> None:
        path = self._new_path(self.chance.choice(_SUFFIXES))
        if path.endswith(".zip"):
            self._write_archive(path, {f"note-{n}.txt": self._fact() for n in range(self.chance.randint(1, 5))})
        else:
            self._write(path, self._fact())

    def _edit(self) -> None:
        path = self.chance.choice(self.files())
        if path.endswith(".zip"):
            self._archive()
        else:
            self._drop([path])
            self._write(path, self._fact())

    def _move(self) -> None:
        old = self.chance.choice(self.files())
        new = self._new_path(Path(old).suffix)
        (self.root / old).replace(self.root / new)
        for path in self._documents(old):
            self.held[new + path.removeprefix(old)] = self.held.pop(path)

    def _delete(self) -> None:
        path = self.chance.choice(self.files())
        (self.root / path).unlink()
        self._drop(self._documents(path))

    def _archive(self) -> None:
        archives = [path for path in self.files() if path.endswith(".zip")]
        if not archives:
            return self._add()
        path = self.chance.choice(archives)
        members = {inside.removeprefix(path + "/"): self.held[inside] for inside in self._documents(path)}
        changed = self.chance.choice(sorted(members))
        what = self.chance.choice(("replace", "add", "remove", "rename"))
        if what == "add":
            members[f"extra-{self.chance.randrange(10**6)}.txt"] = self._fact()
        elif what == "rename":
            members[f"renamed-{self.chance.randrange(10**6)}.txt"] = members.pop(changed)
        elif what == "remove" and len(members) > 1:
            del members[changed]
        else:
            members[changed] = self._fact()
        kept = set(members.values())
        self.gone += [self.held[p] for p in self._documents(path) if self.held[p] not in kept]
        for inside in self._documents(path):
            del self.held[inside]
        return self._write_archive(path, members)

    def _copy(self) -> None:
        plain = [path for path in self.files() if not path.endswith(".zip")]
        if not plain:
            return
        old = self.chance.choice(plain)
        new = self._new_path(Path(old).suffix)
        shutil.copyfile(self.root / old, self.root / new)
        self.held[new] = self.held[old]

    def _touch(self) -> None:
        (self.root / self.chance.choice(self.files())).touch()

    def _documents(self, path: str) -> list[str]:
        """The documents that a file is or holds."""
        return sorted(one for one in self.held if one == path or one.startswith(path + "/"))

    def _drop(self, paths: list[str]) -> None:
        dropped = [self.held.pop(path) for path in paths]
        self.gone += [fact for fact in dropped if fact not in set(self.held.values())]

    def _fact(self) -> Fact:
        self._station += 1
        consonants, vowels = "bdfgklmnprstvz", "aeiou"
        word = "".join(self.chance.choice(consonants) + self.chance.choice(vowels) for _ in range(5))
        return Fact(self._station, word)

    def _new_path(self, suffix: str) -> str:
        inside = self.chance.choice(("", "letters/", "letters/old/", "plans/", "reports 2026/"))
        path = f"{inside}document {self.chance.randrange(10**8)}{suffix}"
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        return path

    def _body(self, fact: Fact) -> list[str]:
        parts = [self.chance.choice(_FILLER) for _ in range(self.chance.randint(2, 9))]
        parts.insert(self.chance.randint(0, len(parts)), fact.sentence)
        return parts

    def _write(self, path: str, fact: Fact) -> None:
        """Write a document, sometimes as editors do: to another file that then takes its name."""
        data = _as_format(Path(path).suffix, self._body(fact), fact)
        target = self.root / path
        if self.chance.random() < 0.3:
            part = target.with_name(f".{target.name}.part")
            part.write_bytes(data)
            part.replace(target)
        else:
            target.write_bytes(data)
        self.held[path] = fact

    def _write_archive(self, path: str, members: dict[str, Fact]) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, fact in sorted(members.items()):
                # Always the same bytes for the same fact, as an archive's members that did not change have.
                archive.writestr(zipfile.ZipInfo(name), "\n\n".join((_FILLER[fact.station % 6], fact.sentence)))
        (self.root / path).write_bytes(out.getvalue())
        for name, fact in members.items():
            self.held[f"{path}/{name}"] = fact


def _as_format(suffix: str, body: list[str], fact: Fact) -> bytes:
    """A document of some sentences in a format; in a table the fact is a row of its own."""
    if suffix == ".md":
        return ("# Notes of the line\n\n" + "\n\n".join(body) + "\n").encode()
    if suffix == ".html":
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in body)
        return f"<!doctype html><title>Notes of the line</title>{paragraphs}".encode()
    if suffix == ".csv":
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["remark", "number"])
        rows.writerows([sentence, number] for number, sentence in enumerate(body))
        return out.getvalue().encode()
    if suffix == ".eml":
        message = EmailMessage()
        message["From"], message["To"] = "Keeper <keeper@example.org>", "office@example.org"
        message["Subject"], message["Date"] = f"Station {fact.station}", "Mon, 02 Nov 2026 09:00:00 +0000"
        message.set_content("\n\n".join(body))
        return message.as_bytes()
    return ("\n\n".join(body) + "\n").encode()
