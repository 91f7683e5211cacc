"""What can go wrong, as a tree; each leaf answers "what can the caller do about it?".

    HoldfastError
    ├── InvalidRequest          the request is wrong: change it
    │   ├── AlreadyExists       the identifier is taken: choose another or use the existing one
    │   ├── PreconditionFailed  it is not, or no more, what the caller took it for: read it again
    │   └── IdempotencyMismatch the idempotency key was used for another request: choose a fresh key
    ├── Outdated                somebody else changed it since: read it again
    ├── NotFound                nothing lives under that identifier
    ├── Unauthorized            no valid token: obtain one
    ├── Forbidden               the token is valid and lacks a right: use another
    ├── PayloadTooLarge         send less at once
    ├── TooManyRequests         the caller has used up what it may ask for: wait (carries how long)
    ├── UnsupportedEncoding     send it as it is
    ├── Unavailable             try again later (carries how long to wait)
    └── StartupError            the server cannot start: change the configuration or the surroundings
        └── DataDirectoryLocked another server uses the data directory

Nothing here knows HTTP; `holdfast.http.errors` has the one table from these classes to status codes.
"""

from __future__ import annotations


class HoldfastError(Exception):
    """Base of every error that Holdfast raises on purpose; its text is meant for the caller."""


class InvalidRequest(HoldfastError):
    """The request cannot be carried out as it stands; the text names the field and the reason."""


class AlreadyExists(InvalidRequest):
    """Something with that identifier exists already."""


class PreconditionFailed(InvalidRequest):
    """What is to be changed is not, or no more, what the caller took it for."""


class IdempotencyMismatch(InvalidRequest):
    """An idempotency key came again with a different request."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Idempotency-Key {key!r} was already used for a different request; use a fresh key")


class Outdated(HoldfastError):
    """What was to be changed has another revision than the caller has seen."""

    def __init__(self, noun: str, identifier: str, revision: int) -> None:
        super().__init__(f"{noun}: {identifier} was changed meanwhile, it has revision {revision}; read it again")
        self.revision = revision


class NotFound(HoldfastError):
    """Nothing (alive) has that identifier."""

    def __init__(self, noun: str, identifier: str) -> None:
        super().__init__(f"{noun}: {identifier} not found")
        self.noun = noun
        self.identifier = identifier


class Unauthorized(HoldfastError):
    """No valid token came with the request."""


class Forbidden(HoldfastError):
    """The caller is known and may not do that."""


class PayloadTooLarge(HoldfastError):
    """The request body exceeds the configured limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"request body too large: the limit is {limit} bytes; send smaller batches or raise server.max_request_size"
        )


class TooManyRequests(HoldfastError):
    """The caller has used up its allowance; ``retry_after`` is the number of seconds until there is some again."""

    def __init__(self, what: str, limit: int, *, retry_after: float) -> None:
        super().__init__(f"too many {what}: the caller may have {limit} a minute")
        self.limit = limit
        self.retry_after = retry_after


class LaggingBehind(HoldfastError):
    """Enrichment lags so far behind that nothing more is stored; ``retry_after`` is when to try again, in seconds."""

    def __init__(self, waiting: int, most: int, *, retry_after: float) -> None:
        super().__init__(
            f"nothing was stored: {waiting} messages wait for enrichment, and no more are taken beyond {most} "
            f"(extractors.most_waiting); send the same request again in {max(1, round(retry_after))} seconds"
        )
        self.retry_after = retry_after


class UnsupportedEncoding(HoldfastError):
    """The request body is packed in a way that is not unpacked here."""

    def __init__(self, encoding: str) -> None:
        super().__init__(f"Content-Encoding: bodies packed as {encoding[:40]!r} are not taken; send plain JSON")


class Unavailable(HoldfastError):
    """A part that is needed does not answer at the moment.

    ``retry_after`` is the number of seconds after which another try makes sense.
    """

    def __init__(self, text: str, *, retry_after: float = 1.0) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class StartupError(HoldfastError):
    """The server cannot start; the text says what to change."""


class DataDirectoryLocked(StartupError):
    """Another server process holds the data directory; ``address`` is where it listens, if it has said so."""

    def __init__(self, text: str, *, address: str = "") -> None:
        super().__init__(text)
        self.address = address


def unforeseen(error: BaseException) -> BaseException | None:
    """The error if nobody foresaw it, for a log to show where it comes from; the others say all in their text."""
    return None if isinstance(error, HoldfastError) else error
