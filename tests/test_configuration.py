"""Settings: where they come from, which source wins, and what is shown of them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import holdfast
from holdfast.configuration import load_settings, masked, masked_dsn, settings_table, store_dsn
from holdfast.errors import StartupError

REFERENCE = """
llm:
  service: "openai"
  model: "gpt-3.5-turbo"
  openai_endpoint:
  azure_openai_endpoint:
  azure_openai:
    llm_deployment: "gpt-3.5-turbo-customname"
    embedding_deployment: "text-embedding-ada-002-customname"
nlp:
  server_url: "http://localhost:5557"
memory:
  message_window: 8
extractors:
  documents:
    embeddings: {enabled: true, chunk_size: 200, dimensions: 384, service: "local"}
  messages:
    summarizer:
      enabled: true
      entities: {enabled: true}
      embeddings: {enabled: true, dimensions: 384, service: "local"}
    entities: {enabled: true}
    intent: {enabled: false}
    embeddings: {enabled: true, dimensions: 384, service: "local"}
store:
  type: "postgres"
  postgres:
    dsn: "postgres://postgres:postgres@localhost:5432/?sslmode=disable"
    available_indexes: {ivfflat: true, hsnw: true}
server:
  host: 0.0.0.0
  port: 8111
  web_enabled: true
  max_request_size: 5242880
auth: {required: false, secret: "do-not-use-this-secret-in-production"}
data: {purge_every: 60}
log: {level: "nonsense"}
opentelemetry: {enabled: false}
development: false
custom_prompts:
  summarizer_prompts: {openai: "", anthropic: ""}
unknown: {key: 1}
"""


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "config.yaml") -> Path:
        file = tmp_path / name
        file.write_text(text)
        return file

    return write


def test_without_any_source_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environment={})
    assert (settings.server.port, settings.memory.message_window, settings.data.purge_every) == (8000, 12, 60)
    assert store_dsn(settings) == ""


def test_a_file_of_the_reference_is_understood(write) -> None:
    settings = load_settings(write(REFERENCE), environment={})
    assert (settings.server.port, settings.memory.message_window) == (8111, 8)
    assert settings.extractors.documents.embeddings.chunk_size == 200
    assert store_dsn(settings).startswith("postgres://")


def test_the_file_in_the_working_directory_is_read(write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("server: {port: 1234}")
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}).server.port == 1234


def test_toml_says_the_same(write) -> None:
    assert load_settings(write("[server]\nport = 1234\n", "holdfast.toml"), environment={}).server.port == 1234


def test_the_environment_overrides_the_file_and_our_names_the_references(write) -> None:
    file = write("server: {port: 1}\nmemory: {message_window: 1}\n")
    environment = {"ZEP_SERVER_PORT": "2", "HOLDFAST_SERVER_PORT": "3", "ZEP_MEMORY_MESSAGE_WINDOW": "4"}
    settings = load_settings(file, environment=environment)
    assert (settings.server.port, settings.memory.message_window) == (3, 4)


def test_a_dotenv_file_fills_what_the_environment_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write) -> None:
    write("ZEP_SERVER_PORT=5\nZEP_AUTH_SECRET=from-file\n", ".env")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZEP_SERVER_PORT", "6")
    # Set and removed again, so that the variable which the file brings is gone after the test.
    monkeypatch.setenv("ZEP_AUTH_SECRET", "")
    monkeypatch.delenv("ZEP_AUTH_SECRET")
    settings = load_settings()
    assert (settings.server.port, settings.auth.secret) == (6, "from-file")


@pytest.mark.parametrize("short", ["ZEP_OPENAI_API_KEY", "HOLDFAST_OPENAI_API_KEY", "ZEP_LLM_OPENAI_API_KEY"])
def test_keys_have_short_names(short: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={short: "sk"}).llm.openai_api_key == "sk"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("server: {port: 70000}", "server.port"),
        ("memory: {message_window: -1}", "memory.message_window"),
        ("server: [1]", "server"),
        ("a: b: c", "malformed"),
    ],
)
def test_what_is_wrong_is_named(write, text: str, says: str) -> None:
    with pytest.raises(StartupError, match=says):
        load_settings(write(text), environment={})


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="cannot read"):
        load_settings(tmp_path / "none.yaml", environment={})


def test_every_setting_has_a_sentence() -> None:
    for setting in settings_table():
        assert setting.description.endswith("."), setting.name


def test_secrets_are_masked_and_nothing_else(write) -> None:
    settings = load_settings(write(REFERENCE), environment={"ZEP_OPENAI_API_KEY": "sk-live"})
    shown = str(masked(settings))
    assert "sk-live" not in shown
    assert "do-not-use-this-secret" not in shown
    assert "localhost:5432" in shown


_PASSWORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~", min_size=6).map(lambda text: f"pw{text}")


@given(password=_PASSWORD)
def test_no_form_of_a_dsn_shows_its_password(password: str) -> None:
    for dsn in (
        f"postgres://user:{password}@host:5432/name?sslmode=disable",
        f"postgresql://user:{password}@host/name",
        f"postgresql://host/name?user=me&password={password}",
        f"postgresql://user@host/name?sslpassword={password}",
        f"host=db user=me password={password} dbname=x",
        f"host=db user=me password = '{password} {password}' dbname=x",
        f"postgresql://me@host/db?direct={quote(f'postgresql://me:{password}@host/db', safe='')}",
        f"postgresql://me@host/db?replica={quote(f'postgresql://a:{password}@host,b:{password}@c/db', safe='')}",
        f"postgresql://me@host/db?replica={quote(f'postgresql://host/db?password={password}', safe='')}",
        f"postgresql://me@host/db?replica=postgresql://me:{password}@host/db&direct=postgresql://me:{password}@h/db",
    ):
        shown = masked_dsn(dsn)
        assert password not in shown
        assert "host" in shown


def test_a_setting_that_nothing_reads_says_so() -> None:
    files = Path(holdfast.__file__).parent.rglob("*.py")
    sources = "\n".join(path.read_text("utf-8") for path in files if path.name != "settings.py")
    for setting in settings_table():
        read = re.search(rf"\.{setting.name.rpartition('.')[2]}\b", sources)
        assert read or "not used" in setting.description, setting.name
