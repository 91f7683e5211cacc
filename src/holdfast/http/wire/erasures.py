"""Erasures on the wire."""

from __future__ import annotations

import msgspec

from holdfast.domain.erasures import Certificate


class ScanBody(msgspec.Struct):
    """Where it was looked for how many samples of what was erased, and in which places some were found."""

    places: list[str]
    samples: int
    elsewhere: int
    found: dict[str, int]


class CertificateBody(msgspec.Struct):
    """Proof of an erasure; the subject is SHA-256 of salt, a zero byte and the identifier."""

    number: int
    kind: str
    salt: str
    subject: str
    counts: dict[str, int]
    begun_at: str
    erased_at: str
    scan: ScanBody
    backups: list[str]
    previous: str
    digest: str

    @classmethod
    def from_certificate(cls, certificate: Certificate) -> CertificateBody:
        """The body of a certificate."""
        return msgspec.convert(msgspec.to_builtins(certificate), cls)


class ErasureBody(msgspec.Struct):
    """What was erased, or would be, counted by kind; the certificate once it is."""

    counts: dict[str, int]
    certificate: CertificateBody | None = None

    @classmethod
    def from_certificate(cls, certificate: Certificate) -> ErasureBody:
        """The body of an erasure that is done."""
        return cls(certificate.counts, CertificateBody.from_certificate(certificate))
