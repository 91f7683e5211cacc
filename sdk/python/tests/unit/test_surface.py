"""The public names and calls, as applications written for zep-python 1.5 use them."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import holdfast_client
from holdfast_client import DocumentCollection, HoldfastClient, ZepClient
from holdfast_client.document import DocumentClient
from holdfast_client.memory import MemoryClient
from holdfast_client.message import MessageClient
from holdfast_client.user import UserClient

ROOT = Path(__file__).resolve().parents[2]

MODULES = {
    "": "ZepClient HoldfastClient Memory Message MemorySearchPayload MemorySearchResult Summary Session "
    "APIError NotFoundError AuthError ZepClientError",
    ".zep_client": "ZepClient",
    ".exceptions": "ZepClientError APIError AuthError NotFoundError",
    ".memory": "Memory Message MemorySearchPayload MemorySearchResult Summary Session",
    ".memory.models": "Memory Message MemorySearchPayload MemorySearchResult Summary Session SearchScope",
    ".memory.client": "MemoryClient",
    ".message": "Message",
    ".message.models": "Message",
    ".message.client": "MessageClient",
    ".user": "User CreateUserRequest UpdateUserRequest",
    ".user.models": "User CreateUserRequest UpdateUserRequest",
    ".user.client": "UserClient",
    ".document": "Document DocumentCollection",
    ".document.models": "Document DocumentCollectionModel DocumentSearchPayload SearchType",
    ".document.client": "DocumentClient",
    ".document.collections": "DocumentCollection",
}

SEARCH = "text embedding metadata limit search_type mmr_lambda"
CALLS = {
    (MemoryClient, "get_session"): "session_id",
    (MemoryClient, "add_session"): "session",
    (MemoryClient, "update_session"): "session",
    (MemoryClient, "list_sessions"): "limit cursor",
    (MemoryClient, "list_all_sessions"): "chunk_size",
    (MemoryClient, "get_memory"): "session_id lastn",
    (MemoryClient, "add_memory"): "session_id memory_messages",
    (MemoryClient, "delete_memory"): "session_id",
    (MemoryClient, "search_memory"): "session_id search_payload limit",
    (MessageClient, "get_session_messages"): "session_id limit cursor",
    (MessageClient, "get_session_message"): "session_id message_id",
    (MessageClient, "update_message_metadata"): "session_id message_id metadata",
    (UserClient, "add"): "user",
    (UserClient, "get"): "user_id",
    (UserClient, "update"): "user",
    (UserClient, "delete"): "user_id",
    (UserClient, "list"): "limit cursor",
    (UserClient, "list_chunked"): "chunk_size",
    (UserClient, "get_sessions"): "user_id",
    (DocumentClient, "add_collection"): "name embedding_dimensions description metadata is_auto_embedded",
    (DocumentClient, "get_collection"): "name",
    (DocumentClient, "update_collection"): "name description metadata",
    (DocumentClient, "list_collections"): "",
    (DocumentClient, "delete_collection"): "collection_name",
    (DocumentCollection, "add_documents"): "documents batch_size",
    (DocumentCollection, "update_document"): "uuid document_id metadata",
    (DocumentCollection, "delete_document"): "uuid",
    (DocumentCollection, "get_document"): "uuid",
    (DocumentCollection, "get_documents"): "uuids",
    (DocumentCollection, "create_index"): "force",
    (DocumentCollection, "search"): SEARCH,
    (DocumentCollection, "search_return_query_vector"): SEARCH,
    (HoldfastClient, "get_session"): "session_id",
    (HoldfastClient, "add_session"): "session",
    (HoldfastClient, "get_memory"): "session_id lastn",
    (HoldfastClient, "add_memory"): "session_id memory_messages",
    (HoldfastClient, "delete_memory"): "session_id",
    (HoldfastClient, "search_memory"): "session_id search_payload limit",
}


@pytest.mark.parametrize("module", MODULES)
def test_names_are_where_applications_import_them_from(module: str) -> None:
    found = importlib.import_module("holdfast_client" + module)
    for name in MODULES[module].split():
        assert name in found.__all__


@pytest.mark.parametrize("prefix", ["", "a"])
@pytest.mark.parametrize(("owner", "name"), CALLS)
def test_calls_take_the_same_positional_arguments_with_and_without_await(owner: type, name: str, prefix: str) -> None:
    parameters = inspect.signature(getattr(owner, prefix + name)).parameters.values()
    positional = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD and p.name != "self"]
    assert positional == CALLS[owner, name].split()


@pytest.mark.parametrize("owner", [MemoryClient, MessageClient, UserClient, DocumentClient, DocumentCollection])
def test_every_call_has_its_twin_and_takes_a_timeout(owner: type) -> None:
    asynchronous = {
        name
        for name, value in inspect.getmembers(owner)
        if inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value)
    }
    assert asynchronous
    for name in asynchronous:
        twin = inspect.signature(getattr(owner, name[1:]))
        assert twin.parameters.keys() == inspect.signature(getattr(owner, name)).parameters.keys()
        assert "timeout" in twin.parameters


def test_the_client_has_two_names() -> None:
    assert ZepClient is HoldfastClient


def test_the_front_door_is_sorted_and_every_name_is_there() -> None:
    names = holdfast_client.__all__
    assert names == sorted(names)
    assert all(hasattr(holdfast_client, name) for name in names)


def test_importing_opens_nothing_and_needs_no_langchain() -> None:
    program = (
        "import sys, threading\n"
        "sys.addaudithook(lambda event, _: exit(event) if event.startswith('socket.') else None)\n"
        "import holdfast_client\n"
        "assert threading.active_count() == 1\n"
        "assert not [name for name in sys.modules if name.startswith(('langchain', 'langgraph'))]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_synchronous_half_is_what_the_asynchronous_one_generates() -> None:
    pytest.importorskip("ruff", reason="generating needs ruff, which the development group has")
    command = [sys.executable, "tools/generate_sync.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[?([\w.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert versions[0] == holdfast_client.__version__
