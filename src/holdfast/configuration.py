"""Reading the configuration: a file, then the environment over it.

The file is YAML or TOML: the one named on the command line, else ``config.yaml`` in the working directory.  A ``.env``
file there is loaded into the environment first and overrides nothing.  The variable of a setting is its name in
upper case with dots as underscores behind ``HOLDFAST_`` or, for existing deployments, ``ZEP_``; the former wins.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

import msgspec
import platformdirs
from msgspec import inspect

from holdfast.domain.text_files import check_encoding, without_mark
from holdfast.errors import InvalidRequest, StartupError
from holdfast.settings import Section, Settings

PREFIXES = ("ZEP_", "HOLDFAST_")
DEFAULT_FILE = "config.yaml"
MASK = "********"

_SHORT_NAMES = {
    "OPENAI_API_KEY": "llm.openai_api_key",
    "ANTHROPIC_API_KEY": "llm.anthropic_api_key",
}
_SECRETS = frozenset({"llm.openai_api_key", "llm.anthropic_api_key", "auth.secret", "auth.previous_secret"})
_DSNS = frozenset({"store.dsn", "store.postgres.dsn"})
_BETWEEN_DSNS = re.compile(r",(?=\w+://)")
_PASSWORD_WORD = re.compile(r"(\w*password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", re.IGNORECASE)


class Setting(msgspec.Struct, frozen=True):
    """One line of the settings table."""

    name: str
    type: str
    default: Any
    description: str

    @property
    def variable(self) -> str:
        """The environment variable of the setting."""
        return "HOLDFAST_" + self.name.replace(".", "_").upper()


def load_settings(file: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Settings:
    """The effective settings.

    ``environment`` replaces the process's own, and with it the ``.env`` file.  Raises `StartupError` when the file
    is missing, malformed or holds a value of the wrong type; the text names the place.
    """
    if environment is None:
        _load_environment_file(Path.cwd() / ".env")
        environment = os.environ
    tree = _read_file(file)
    for name, text in _from_environment(environment):
        _put(tree, name.split("."), text)
    try:
        return msgspec.convert(_without_nulls(tree), Settings, strict=False)
    except msgspec.ValidationError as error:
        raise StartupError(f"the configuration is wrong: {error}") from None


def data_directory(settings: Settings) -> Path:
    """Where the embedded database lies."""
    if settings.data.directory:
        return Path(settings.data.directory).expanduser()
    return platformdirs.user_data_path("holdfast", appauthor=False)


def backup_directory(settings: Settings) -> Path:
    """Where the server keeps the backups that it makes by itself."""
    if settings.backup.directory:
        return Path(settings.backup.directory).expanduser()
    return data_directory(settings) / "backups"


def index_directory(settings: Settings) -> Path | None:
    """Where large search indexes are kept; ``None`` when they are not."""
    if not settings.search.index_megabytes:
        return None
    if settings.search.index_directory:
        return Path(settings.search.index_directory).expanduser()
    return None if store_dsn(settings).startswith("postgres") else data_directory(settings) / "search-indexes"


def store_dsn(settings: Settings) -> str:
    """The DSN of the store; empty for the embedded one in the data directory."""
    if settings.store.dsn:
        return settings.store.dsn
    if settings.store.postgres.dsn and settings.store.type in {"", "postgres"}:
        return settings.store.postgres.dsn
    if settings.store.type == "postgres":
        raise StartupError("store.type is postgres, but store.postgres.dsn is not set")
    return ""


def settings_table() -> list[Setting]:
    """All settings in the order of their declaration."""
    return list(_table(Settings, ""))


def masked(settings: Settings) -> dict[str, Any]:
    """The settings as plain data, secrets and passwords hidden."""
    tree: dict[str, Any] = msgspec.to_builtins(settings)
    for name in _SECRETS | _DSNS:
        *path, last = name.split(".")
        section = tree
        for key in path:
            section = section[key]
        if section[last]:
            section[last] = MASK if name in _SECRETS else masked_dsn(section[last])
    return tree


def masked_dsn(dsn: str) -> str:
    """A DSN whose password is hidden, in the URL form or in the form ``key=value …``."""
    if "://" not in dsn:
        return _PASSWORD_WORD.sub(rf"\g<1>{MASK}", dsn)
    try:
        parts = urlsplit(dsn)
        query = "&".join(map(_masked_option, parts.query.split("&")))
        if parts.password is None and query == parts.query:
            return dsn
    except ValueError:
        return MASK
    location = parts.netloc.rpartition("@")[2]
    user = f"{parts.username}:{MASK}@" if parts.password is not None else f"{parts.username or ''}@"
    return urlunsplit((parts.scheme, user.lstrip("@") + location, parts.path, query, parts.fragment))


def _masked_option(pair: str) -> str:
    """One option of a DSN: a password is hidden, and so are those of other DSNs that the option holds."""
    name, _, value = pair.partition("=")
    if unquote_plus(name).lower().endswith("password"):
        return f"{name}={MASK}"
    text = unquote_plus(value)
    shown = ",".join(masked_dsn(each) for each in _BETWEEN_DSNS.split(text))
    return pair if shown == text else f"{name}={quote(shown, safe='*')}"


def _read_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        file = Path(DEFAULT_FILE)
        if not file.is_file():
            return {}
    try:
        data = file.read_bytes()
        check_encoding(data)
        tree = _parsed(without_mark(data).decode("utf-8"), toml=file.suffix == ".toml")
    except OSError as error:
        raise StartupError(f"cannot read the configuration file {file}: {error.strerror}") from None
    except InvalidRequest as error:
        raise StartupError(f"the configuration file {file} cannot be read: {error}") from None
    except ValueError as error:
        raise StartupError(f"the configuration file {file} is malformed: {error}") from None
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise StartupError(f"the configuration file {file} must hold sections such as `server:`")
    return tree


def _parsed(text: str, *, toml: bool) -> Any:
    """What a configuration file holds; `ValueError` where it is malformed."""
    if toml:
        import tomllib  # noqa: PLC0415 (few have such a file)

        return tomllib.loads(text)
    import yaml  # noqa: PLC0415 (a start without a file is done before it is loaded)

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _load_environment_file(file: Path) -> None:
    if not file.exists():
        return
    import dotenv  # noqa: PLC0415 (few have such a file)

    dotenv.load_dotenv(file, override=False)


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The settings that the environment gives, as name and value."""
    defaults = dict(_defaults(Settings(), ""))
    for prefix in PREFIXES:
        for short, name in _SHORT_NAMES.items():
            if prefix + short in environment:
                yield name, environment[prefix + short]
        for name, default in defaults.items():
            text = environment.get(prefix + name.replace(".", "_").upper())
            if text is not None:
                yield name, text.split(",") if isinstance(default, list) else text


def _defaults(section: Section, prefix: str) -> Iterator[tuple[str, Any]]:
    """The settings below a section with their defaults: what is known of them without reading their descriptions."""
    for name in section.__struct_fields__:
        default = getattr(section, name)
        if isinstance(default, Section):
            yield from _defaults(default, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", default


def _put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    *sections, last = path
    for key in sections:
        below = tree.get(key)
        if not isinstance(below, dict):
            below = tree[key] = {}
        tree = below
    tree[last] = value


def _without_nulls(tree: dict[str, Any]) -> dict[str, Any]:
    """A key without a value in the file means the default."""
    return {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if value is not None
    }


def _table(kind: type[Section], prefix: str) -> Iterator[Setting]:
    described = inspect.type_info(kind)
    defaults = kind()
    for field in described.fields:  # type: ignore[attr-defined]
        default = getattr(defaults, field.name)
        if isinstance(default, Section):
            yield from _table(type(default), f"{prefix}{field.name}.")
            continue
        metadata = field.type.extra_json_schema if isinstance(field.type, inspect.Metadata) else {}
        sentence = (metadata or {}).get("description", "")
        yield Setting(f"{prefix}{field.name}", type(default).__name__, default, sentence)
