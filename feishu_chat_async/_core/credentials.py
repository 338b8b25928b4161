"""Checks of the credentials that a caller passes. Errors never show them."""

import hashlib
import re
from typing import Final

from .._protocol.secret import Secret

_CREDENTIAL: Final = re.compile(r"[!-~]+")
_TOKEN_TYPES: Final = {"t-": "tenant", "u-": "user"}


class ReadyToken(str):
    """A validated tenant access token that takes the place of an app secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def check_credential(name: str, secret: Secret) -> None:
    """Raise `TypeError` or `ValueError` unless a credential can be sent in an HTTP header."""
    if not isinstance(secret.value, str):
        raise TypeError(f"{name} must be a string, got {type(secret.value).__name__}")
    if not _CREDENTIAL.fullmatch(secret.value):
        raise ValueError(f"{name} must be printable ASCII without spaces, at least one character")


def check_token(name: str, token: Secret, *, wrong_prefix: str) -> None:
    """Raise `TypeError` or `ValueError` if an access token is malformed or of the wrong type.

    Args:
        name: The argument's name, for the message.
        token: The token.
        wrong_prefix: The prefix of tokens of the other type, `t-` or `u-`.
    """
    check_credential(name, token)
    if token.value.startswith(wrong_prefix):
        raise ValueError(
            f"{name} must not be a {_TOKEN_TYPES[wrong_prefix]} access token, "
            f"which begins with {wrong_prefix}"
        )


def fingerprint(token: Secret) -> str:
    """Return a short hash that identifies a token and can be shown."""
    return hashlib.sha256(token.value.encode()).hexdigest()[:16]
