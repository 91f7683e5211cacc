"""What callers do with the files of users, in the manner of `tests.model.acts`."""

from __future__ import annotations

from dataclasses import dataclass

from tests.model.acts import Act, require, require_status, user_path
from tests.model.connections import Answer, Request
from tests.model.truth import File, World


def _is_inside(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


@dataclass(frozen=True)
class PutFile(Act):
    """A text that an agent keeps for a user.  Contents of one length are one content, so that revisions tell orders."""

    user: str
    path: str
    content: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"user {self.user}"})

    def request(self, prefix: str) -> Request:
        return Request("PUT", user_path(prefix, self.user, f"/files/{self.path}"), {"content": self.content})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        files = world.files_of(self.user)
        taken = any(_is_inside(path, self.path) or _is_inside(self.path, path) for path in files)
        expected = 404 if self.user not in world.users else 400 if taken else 200
        if require_status(answer, expected):
            _write(world, self.user, self.path, self.content, answer)


@dataclass(frozen=True)
class InsertIntoFile(Act):
    """A first line for a file that is there."""

    user: str
    path: str
    line: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"user {self.user}"})

    def request(self, prefix: str) -> Request:
        body = {"command": "insert", "insert_line": 0, "insert_text": f"{self.line}\n"}
        return Request("POST", user_path(prefix, self.user, f"/files/{self.path}"), body)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        file = world.files.get((self.user, self.path))
        if require_status(answer, 404 if file is None else 200) and file is not None:
            _write(world, self.user, self.path, f"{self.line}\n{file.content}", answer)


@dataclass(frozen=True)
class DeleteFiles(Act):
    """A file, or all in a folder, for good."""

    user: str
    path: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"user {self.user}"})

    def request(self, prefix: str) -> Request:
        return Request("DELETE", user_path(prefix, self.user, f"/files/{self.path}?recursive=true"))

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        gone = [path for path in world.files_of(self.user) if path == self.path or _is_inside(path, self.path)]
        if require_status(answer, 200 if gone else 404):
            for path in gone:
                del world.files[self.user, path]


def _write(world: World, user: str, path: str, content: str, answer: Answer) -> None:
    """Let a file have a content; one that it has already is no revision."""
    file = world.files.get((user, path))
    if file is None or file.content != content:
        file = File(content, 1 if file is None else file.revision + 1)
    told = (answer.json["path"], answer.json["revision"], answer.json["size"])
    require(told == (path, file.revision, len(content.encode())), f"{file} was written, but: {answer}")
    world.files[user, path] = file
