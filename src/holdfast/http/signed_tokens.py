"""JSON Web Tokens signed with a secret, by HS256: reading them and making them.

The library takes a tenth of what all other imports of a server take together, so this is loaded where there is a
secret, and not by servers that ask for keys or for nothing.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable, Sequence

import jwt

from holdfast.errors import Unauthorized
from holdfast.http.auth import RIGHTS_CLAIM, USER_CLAIM

ALGORITHM = "HS256"

# Short secrets are the operator's choice; the start of the server warns of them once (`weak_secrets`).
warnings.filterwarnings("ignore", category=jwt.warnings.InsecureKeyLengthWarning)

_OPTIONS = {
    "verify_signature": True,
    "verify_exp": True,
    "verify_nbf": True,
    "verify_iat": True,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def claims_of(token: str, secrets: Iterable[str]) -> dict[str, object]:
    """What a token states that one of the secrets signed; `Unauthorized` says why it opens nothing."""
    for secret in secrets:
        try:
            return jwt.decode(token, secret, algorithms=[ALGORITHM], options=_OPTIONS)  # type: ignore[arg-type]
        except jwt.InvalidSignatureError:
            continue
        except jwt.ExpiredSignatureError:
            raise Unauthorized("token is expired") from None
        except jwt.ImmatureSignatureError as error:
            claim = "iat" if "iat" in str(error) else "nbf"
            raise Unauthorized(f"token {claim} validation failed") from None
        except jwt.InvalidTokenError:
            break
    raise Unauthorized("token is unauthorized")


def make_token(
    secret: str,
    *,
    lifetime: int | None = None,
    identifier: str | None = None,
    user: str | None = None,
    rights: Sequence[str] = (),
) -> str:
    """A token for ``secret``; without options the same each time and valid for ever (http-api §1.9).

    ``lifetime`` is in seconds; ``identifier`` becomes the claim ``jti``; ``user`` and ``rights`` limit it.
    """
    claims: dict[str, object] = {}
    if user is not None:
        claims[USER_CLAIM] = user
    if rights:
        claims[RIGHTS_CLAIM] = list(rights)
    if lifetime is not None:
        claims["exp"] = int(time.time()) + lifetime
    if identifier is not None:
        claims["jti"] = identifier
    return jwt.encode(claims, secret, algorithm=ALGORITHM)
