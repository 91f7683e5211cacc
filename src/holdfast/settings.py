"""Every setting: its name, type, default value and a sentence on what it does.

From this one table come the configuration file, the environment variables, ``holdfast settings`` and the page
``docs/settings.md``; `holdfast.configuration` reads the sources.  Names and meanings of the reference server's
settings are kept (semantics §8), so its files work here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

PLACEHOLDER_SECRETS = frozenset({"do-not-use-this-secret-in-production", "changeme", "secret"})
"""Secrets that were published in sample configurations and so protect nothing."""


class Section(msgspec.Struct, forbid_unknown_fields=False):
    """A group of settings."""


def _section(kind: type[Section]) -> Any:
    return msgspec.field(default_factory=kind)


Port = Annotated[int, Meta(ge=0, le=65535)]
Count = Annotated[int, Meta(ge=0)]
Seconds = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Positive = Annotated[int, Meta(ge=1)]


class AzureSettings(Section):
    """Deployments on Azure's OpenAI service."""

    llm_deployment: Annotated[str, Meta(description="Azure deployment that answers completions.")] = ""
    embedding_deployment: Annotated[str, Meta(description="Azure deployment that computes embeddings.")] = ""


class LlmSettings(Section):
    """A language model, for summaries and intents; none is needed."""

    service: Annotated[
        str,
        Meta(description="Which API the language model speaks: `openai` (any compatible endpoint) or `anthropic`."),
    ] = "openai"
    model: Annotated[str, Meta(description="Name of the language model.")] = "gpt-4o-mini"
    openai_api_key: Annotated[
        str, Meta(description="Key for the OpenAI-compatible API; without it no such model is used.")
    ] = ""
    anthropic_api_key: Annotated[str, Meta(description="Key for the Anthropic API.")] = ""
    openai_endpoint: Annotated[str, Meta(description="Base URL of an OpenAI-compatible API, if not OpenAI's own.")] = ""
    openai_org_id: Annotated[str, Meta(description="Organisation sent with requests to OpenAI.")] = ""
    azure_openai_endpoint: Annotated[str, Meta(description="Base URL of an Azure OpenAI resource.")] = ""
    azure_openai: AzureSettings = _section(AzureSettings)
    anthropic_endpoint: Annotated[str, Meta(description="Base URL of the Anthropic API, if not Anthropic's own.")] = ""
    context_size: Annotated[
        Count, Meta(description="Tokens that prompt and answer may have; 0 means what is known of the model.")
    ] = 0
    timeout: Annotated[Positive, Meta(description="Seconds that the language model is given for an answer.")] = 60
    parallel_requests: Annotated[Positive, Meta(description="Requests to the language model at the same time.")] = 4


class NlpSettings(Section):
    """The reference's language processing side service, which Holdfast does without."""

    server_url: Annotated[str, Meta(description="Accepted and not used: Holdfast needs no side service.")] = ""


class MemorySettings(Section):
    """What a memory holds."""

    message_window: Annotated[
        Count,
        Meta(description="Messages in a memory. A summary is made whenever so many messages wait to be summarised."),
    ] = 12


EmbeddingService = Annotated[
    str,
    Meta(
        description="Where embeddings come from: `local` (built in), `multilingual`, `onnx`, `openai` (any compatible "
        "endpoint)."
    ),
]


class EmbeddingSettings(Section):
    """The model that embeds one kind of text."""

    enabled: Annotated[bool, Meta(description="Whether embeddings are computed.")] = True
    dimensions: Annotated[
        Count, Meta(description="Width asked of the embedding service, where it offers a choice.")
    ] = 384
    service: EmbeddingService = "local"
    model: Annotated[str, Meta(description="Name of the embedding model, where the service offers several.")] = ""
    path: Annotated[
        str, Meta(description="Directory of another local transformer, for `onnx`; empty for all-MiniLM-L6-v2.")
    ] = ""


class DocumentEmbeddingSettings(EmbeddingSettings):
    """The model that embeds documents, and how many at a time."""

    chunk_size: Annotated[Count, Meta(description="Documents per embedding job; 0 means the default.")] = 1000


class SummaryEmbeddingSettings(Section):
    """Embeddings of summaries, by the model that embeds messages."""

    enabled: Annotated[bool, Meta(description="Whether summaries are embedded, by the model of messages.")] = True


class SwitchSettings(Section):
    """A step that can be switched off."""

    enabled: Annotated[bool, Meta(description="Whether the step runs.")] = True


class FactSettings(Section):
    """Facts that a language model finds, beside those that rules find always."""

    language_model: Annotated[
        bool, Meta(description="Whether the language model, if there is one, is asked for facts too.")
    ] = False


class EntitySettings(Section):
    """Finding entities in messages."""

    enabled: Annotated[bool, Meta(description="Whether the step runs.")] = True
    extractor: Annotated[
        Literal["builtin", "spacy"], Meta(description="`builtin`, or `spacy` with a model that you have installed.")
    ] = "builtin"
    spacy_model: Annotated[str, Meta(description="Name of the spaCy model.")] = "en_core_web_sm"


class SummarizerSettings(Section):
    """Progressive summaries."""

    enabled: Annotated[bool, Meta(description="Whether sessions are summarised.")] = True
    token_budget: Annotated[
        int, Meta(ge=32, description="Tokens of a summary that is made without a language model.")
    ] = 400
    entities: SwitchSettings = _section(SwitchSettings)
    embeddings: SummaryEmbeddingSettings = _section(SummaryEmbeddingSettings)


class MessageExtractorSettings(Section):
    """Enrichment of messages."""

    summarizer: SummarizerSettings = _section(SummarizerSettings)
    entities: EntitySettings = _section(EntitySettings)
    intent: SwitchSettings = _section(SwitchSettings)
    facts: FactSettings = _section(FactSettings)
    embeddings: EmbeddingSettings = _section(EmbeddingSettings)


class DocumentExtractorSettings(Section):
    """Enrichment of documents."""

    embeddings: DocumentEmbeddingSettings = _section(DocumentEmbeddingSettings)


class ExtractorSettings(Section):
    """Background enrichment."""

    processes: Annotated[
        int,
        Meta(
            ge=-1,
            le=64,
            description="Processes that compute beside the server's own; 0 computes in the server, for small "
            "machines; -1 takes one for every two cores, at least one and at most four.",
        ),
    ] = -1
    most_waiting: Annotated[
        Count,
        Meta(
            description="Messages that may wait for enrichment; beyond, POSTs of messages are answered 429 until fewer "
            "wait. 0 takes any number."
        ),
    ] = 100_000

    messages: MessageExtractorSettings = _section(MessageExtractorSettings)
    documents: DocumentExtractorSettings = _section(DocumentExtractorSettings)


class PostgresSettings(Section):
    """The PostgreSQL store."""

    dsn: Annotated[str, Meta(description="PostgreSQL data source name; when given, it is the store.")] = ""


class StoreSettings(Section):
    """Where data is kept."""

    type: Annotated[str, Meta(description="`sqlite` or `postgres`; decided by the DSN when left out.")] = ""
    dsn: Annotated[str, Meta(description="The store: `sqlite:///DIRECTORY` or `postgresql://…`.")] = ""
    postgres: PostgresSettings = _section(PostgresSettings)


class ServerSettings(Section):
    """The HTTP server."""

    host: Annotated[
        str, Meta(description="Address to listen on. One that others reach needs `auth.required` or `server.open`.")
    ] = "127.0.0.1"
    open: Annotated[
        bool, Meta(description="Let anyone who reaches the server read and write: for closed networks.")
    ] = False
    allowed_hosts: Annotated[
        list[str],
        Meta(
            description="Names by which the server may be called: `*.example.com` stands for all below, `*` for any. "
            "Without authentication, addresses, names without a dot and names that nobody can register are known "
            "by themselves and all others refused; with it, an empty list allows any."
        ),
    ] = []
    port: Annotated[Port, Meta(description="Port to listen on; 0 takes a free one.")] = 8000
    web_enabled: Annotated[bool, Meta(description="Whether people get pages for their browsers, below `/admin`.")] = (
        True
    )
    max_request_size: Annotated[Count, Meta(description="Largest request body in bytes; 0 means the default.")] = (
        5_242_880
    )
    body_memory_megabytes: Annotated[
        Positive, Meta(description="Memory for the request bodies that are under way together; beyond it, 503.")
    ] = 128
    max_connections: Annotated[
        Positive, Meta(description="Connections at the same time; further ones are answered 503 and closed.")
    ] = 4096
    head_timeout: Annotated[
        Positive, Meta(description="Seconds for the request line and headers of a request; then 408.")
    ] = 10
    body_timeout: Annotated[
        Positive,
        Meta(description="Seconds in which each part of a request body must come, later 8 KiB a second; else 408."),
    ] = 20
    answer_timeout: Annotated[
        Positive, Meta(description="Seconds after which a client that takes nothing of its answer is let go.")
    ] = 60
    cors_origins: Annotated[
        list[str],
        Meta(
            description="Origins whose pages may call the API from a browser; `*` allows all. Pages of others may not "
            "write, whatever they send."
        ),
    ] = []
    shutdown_timeout: Annotated[
        Count, Meta(description="Seconds that running requests are given to finish when the server is told to stop.")
    ] = 10


class AuthSettings(Section):
    """Who may call the API."""

    required: Annotated[bool, Meta(description="Whether each call of the API needs a token.")] = False
    secret: Annotated[str, Meta(description="Secret that tokens are signed with; keep it long and to yourself.")] = ""
    previous_secret: Annotated[
        str, Meta(description="A second secret whose tokens are still accepted, while you replace them.")
    ] = ""


class OAuthSettings(Section):
    """An authorization server elsewhere whose tokens let agents in at `/mcp`."""

    issuer: Annotated[
        str,
        Meta(
            description="The issuer, such as `https://login.example.com`, exactly as its tokens name it. Agents are "
            "then told to get a token there; keys still work."
        ),
    ] = ""
    resource: Annotated[
        str,
        Meta(description="The address at which agents reach this server, such as `https://memory.example.com/mcp`."),
    ] = ""
    audiences: Annotated[
        list[str],
        Meta(description="Audiences that tokens may name, if the issuer does not name `mcp.oauth.resource` in them."),
    ] = []
    jwks_url: Annotated[str, Meta(description="Address of the issuer's keys, if its metadata does not name it.")] = ""
    user_claim: Annotated[str, Meta(description="The claim that is the id of the user.")] = "sub"
    scope_prefix: Annotated[
        str, Meta(description="Prefix of the scopes that grant the rights `read`, `write` and `forget`.")
    ] = "holdfast:"
    rights: Annotated[
        list[str],
        Meta(description="Rights of tokens without such scopes, such as `read` and `write`; none refuses them."),
    ] = []


class McpSettings(Section):
    """The Model Context Protocol, for agents."""

    enabled: Annotated[
        bool, Meta(description="Whether agents are served at `/mcp`; that takes the extra `holdfast[mcp]`.")
    ] = True
    read_only: Annotated[bool, Meta(description="Whether agents are offered only the tools that change nothing.")] = (
        False
    )
    chatgpt: Annotated[
        bool, Meta(description="Whether the tools `search` and `fetch` are offered too, in the form ChatGPT expects.")
    ] = False
    user_argument: Annotated[
        bool, Meta(description="Whether the model may name the user, among those that the key opens.")
    ] = False
    oauth: OAuthSettings = _section(OAuthSettings)


class RateSettings(Section):
    """How much each key, token or limited user may ask for in each server process."""

    requests_per_minute: Annotated[Count, Meta(description="Requests of one caller in a minute; 0 limits none.")] = 0
    messages_per_minute: Annotated[
        Count, Meta(description="Messages that one caller may store in a minute; 0 limits none.")
    ] = 0


class AuditSettings(Section):
    """Who changed what."""

    keep_days: Annotated[
        Count,
        Meta(
            description="Days for which the audit log tells who changed what; 0 keeps none. It is kept where "
            "`auth.required` says who they are."
        ),
    ] = 90


class DataSettings(Section):
    """The data itself."""

    directory: Annotated[
        str, Meta(description="Directory of the embedded database; by default one in your user data directory.")
    ] = ""
    purge_every: Annotated[
        Count,
        Meta(
            description="Within so many minutes what was deleted is removed for good, after half of them at the"
            " earliest; 0 leaves it to `holdfast purge`."
        ),
    ] = 60


class BackupSettings(Section):
    """Backups of the embedded store."""

    every: Annotated[Count, Meta(description="Hours between backups that the server makes; 0 makes none.")] = 0
    keep: Annotated[Positive, Meta(description="How many of these backups are kept: the newest ones.")] = 7
    directory: Annotated[
        str,
        Meta(description="Where they are kept; by default `backups` in the data directory."),
    ] = ""


class LogSettings(Section):
    """Logging."""

    level: Annotated[str, Meta(description="How much is logged: `debug`, `info`, `warning` or `error`.")] = "info"
    format: Annotated[
        Literal["text", "json"],
        Meta(description="`text` logs lines for people, `json` one object a line for machines."),
    ] = "text"
    slow_request: Annotated[
        Seconds, Meta(description="Requests that take longer, in seconds, are logged; 0 logs none.")
    ] = 1.0


class OpenTelemetrySettings(Section):
    """Traces and metrics for a collector of OpenTelemetry."""

    enabled: Annotated[
        bool,
        Meta(
            description="Send traces and metrics by OTLP over HTTP; needs `holdfast[opentelemetry]`. Otherwise nothing "
            "leaves the machine."
        ),
    ] = False
    endpoint: Annotated[
        str,
        Meta(
            description="Where they are sent, such as `http://localhost:4318`; empty leaves it to the variables of "
            "OpenTelemetry, `OTEL_EXPORTER_OTLP_ENDPOINT` and others."
        ),
    ] = ""
    service_name: Annotated[str, Meta(description="What this server is called there.")] = "holdfast"
    sample_ratio: Annotated[
        Share,
        Meta(
            description="Share of requests of which a trace is made, 0 to 1, unless the caller has decided by a "
            "`traceparent`."
        ),
    ] = 0.02
    metrics_every: Annotated[Count, Meta(description="Seconds between two reports of metrics; 0 sends none.")] = 60
    identifiers: Annotated[
        bool, Meta(description="Name users and sessions in traces; else numbers stand for them.")
    ] = False


class SearchSettings(Section):
    """Search of messages and summaries."""

    unknown_filters: Annotated[
        Literal["refuse", "ignore"],
        Meta(description="What becomes of a filter that is not understood: 400, or as in Zep all rows are found."),
    ] = "refuse"

    language: Annotated[
        str,
        Meta(
            description="Language of stemming and stop words, such as `english` or `german`; `none` stems nothing. "
            "Chinese, Japanese, Korean and Thai text is found whatever the language."
        ),
    ] = "english"
    embedding_timeout: Annotated[
        Seconds,
        Meta(
            description="Seconds that an embedding service is given for a question; then words alone answer it. After "
            "three failures in a row it is left alone for 15 s."
        ),
    ] = 2.0
    cache_megabytes: Annotated[
        Count, Meta(description="Memory for search indexes; the least recently used ones are dropped beyond it.")
    ] = 256
    index_megabytes: Annotated[
        Count,
        Meta(
            description="Disk for large search indexes. Indexes in files survive a restart and may exceed "
            "`search.cache_megabytes`; 0 keeps none."
        ),
    ] = 4096
    index_directory: Annotated[
        str,
        Meta(
            description="Directory of these files; `search-indexes` below `data.directory` when empty, and with "
            "PostgreSQL none. Each server may have its own."
        ),
    ] = ""
    collection_cache_megabytes: Annotated[
        Count,
        Meta(description="The same for indexes of document collections; one of 100 000 vectors 384 wide takes 300."),
    ] = 2048
    collection_exact_documents: Annotated[
        Count,
        Meta(
            description="Collections of more documents get an approximate index: in memory with the embedded store, "
            "in the database with PostgreSQL."
        ),
    ] = 20_000


class SummarizerPrompts(Section):
    """Prompts of the summariser."""

    openai: Annotated[
        str, Meta(description="Prompt for OpenAI-style models; must hold {{.PrevSummary}} and {{.MessagesJoined}}.")
    ] = ""
    anthropic: Annotated[str, Meta(description="The same for Anthropic's models.")] = ""


class CustomPrompts(Section):
    """Prompts of your own."""

    summarizer_prompts: SummarizerPrompts = _section(SummarizerPrompts)


class Settings(Section):
    """All settings."""

    llm: LlmSettings = _section(LlmSettings)
    nlp: NlpSettings = _section(NlpSettings)
    memory: MemorySettings = _section(MemorySettings)
    extractors: ExtractorSettings = _section(ExtractorSettings)
    store: StoreSettings = _section(StoreSettings)
    server: ServerSettings = _section(ServerSettings)
    auth: AuthSettings = _section(AuthSettings)
    audit: AuditSettings = _section(AuditSettings)
    mcp: McpSettings = _section(McpSettings)
    rates: RateSettings = _section(RateSettings)
    data: DataSettings = _section(DataSettings)
    backup: BackupSettings = _section(BackupSettings)
    log: LogSettings = _section(LogSettings)
    opentelemetry: OpenTelemetrySettings = _section(OpenTelemetrySettings)
    search: SearchSettings = _section(SearchSettings)
    custom_prompts: CustomPrompts = _section(CustomPrompts)
    development: Annotated[bool, Meta(description="Log more, for work on Holdfast itself.")] = False
