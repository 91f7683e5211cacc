"""Erasures, and the certificates that prove them.

A certificate says how much of each kind was erased, when, and where a scan looked for what should be gone.  It holds no
content and no name: the name is behind a salted digest, which whoever knows the name can check.  Each certificate
carries the digest of the one before it, so that none can be changed, left out or added later without all that follow
telling.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from holdfast.domain.timestamps import Timestamp

FIRST_LINK = "0" * 64
"""What the first certificate carries in place of the digest of one before it."""

SHORTEST_SAMPLE = 8
"""Bytes of the shortest text that is looked for: shorter ones stand in other texts by chance."""
MOST_SAMPLES = 100
_WORDS = 4
_LONGEST_SAMPLE = 80

Kind = Literal["user", "session"]


class Pending(msgspec.Struct, frozen=True):
    """An erasure that is under way: what is to go, how much that was, and what will be looked for.

    ``names`` are the identifiers that the audit log may hold.
    """

    kind: Kind
    name: str
    counts: dict[str, int]
    names: tuple[str, ...]
    samples: tuple[str, ...]
    begun_at: Timestamp


class Scan(msgspec.Struct, frozen=True):
    """Where it was looked for how many samples; ``found`` tells in which places some were, and how many.

    ``elsewhere`` counts samples that others' contents hold as well, and which therefore prove nothing.
    """

    places: tuple[str, ...]
    samples: int
    elsewhere: int
    found: dict[str, int]


class Certificate(msgspec.Struct, frozen=True):
    """Proof of an erasure; ``number`` counts from 1 without gaps.

    ``subject`` is the SHA-256 of ``salt`` and the name, ``previous`` the ``digest`` of the certificate before,
    ``backups`` the names of backups that were made before and still hold what was erased.
    """

    number: int
    kind: Kind
    salt: str
    subject: str
    counts: dict[str, int]
    begun_at: Timestamp
    erased_at: Timestamp
    scan: Scan
    backups: tuple[str, ...]
    previous: str
    digest: str = ""

    def is_about(self, name: str) -> bool:
        """Whether the certificate is about the user or session of that name."""
        return hmac.compare_digest(self.subject, _digest_of(self.salt, name))


def encode_pending(pending: Pending) -> str:
    """The stored form, in which none of the texts stands that are looked for."""
    return base64.b64encode(msgspec.json.encode(pending)).decode()


def decode_pending(text: str) -> Pending:
    """What `encode_pending` encoded."""
    return msgspec.json.decode(base64.b64decode(text), type=Pending)


def certify(
    pending: Pending, *, scan: Scan, erased_at: Timestamp, backups: Sequence[str], last: Certificate | None
) -> Certificate:
    """The certificate of an erasure that is done, behind the ``last`` one there is."""
    salt = secrets.token_hex(16)
    certificate = Certificate(
        number=1 if last is None else last.number + 1,
        kind=pending.kind,
        salt=salt,
        subject=_digest_of(salt, pending.name),
        counts=pending.counts,
        begun_at=pending.begun_at,
        erased_at=erased_at,
        scan=scan,
        backups=tuple(backups),
        previous=FIRST_LINK if last is None else last.digest,
    )
    return msgspec.structs.replace(certificate, digest=_seal(certificate))


def defects(certificates: Iterable[Certificate]) -> list[str]:
    """What is wrong with a chain of certificates, from the first on; nothing when it was not tampered with."""
    found: list[str] = []
    previous = FIRST_LINK
    for number, certificate in enumerate(certificates, 1):
        if certificate.number != number:
            found.append(f"certificate {number} is missing, {certificate.number} is in its place")
            break
        if not hmac.compare_digest(certificate.digest, _seal(certificate)):
            found.append(f"certificate {number} was changed: its digest is another")
        if certificate.previous != previous:
            found.append(f"certificate {number} does not follow the one before it")
        previous = certificate.digest
    return found


def samples_of(identifiers: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """What to look for: identifiers, and runs of words of texts, as far as they are long enough to be told apart."""
    found: dict[str, None] = {}
    for text in identifiers:
        if len(text.encode()) >= SHORTEST_SAMPLE:
            found[text] = None
    for text in texts:
        words = re.split(r"\s+", text.strip())
        middle = max(0, (len(words) - _WORDS) // 2)
        for start in dict.fromkeys((0, middle)):
            run = _run_of(text, words[start : start + _WORDS])
            if len(run.encode()) >= SHORTEST_SAMPLE:
                found[run] = None
    return tuple(found)[:MOST_SAMPLES]


def _run_of(text: str, words: Sequence[str]) -> str:
    """Some words as they stand in a text, cut short."""
    run = " ".join(words)[:_LONGEST_SAMPLE]
    return run if run in text else words[0][:_LONGEST_SAMPLE]


def _digest_of(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt}\x00{name}".encode()).hexdigest()


def _seal(certificate: Certificate) -> str:
    """The digest of all fields of a certificate but the digest itself."""
    bare = msgspec.structs.replace(certificate, digest="")
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
