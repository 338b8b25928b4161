"""The settings of one client, validated when it is created."""

from urllib.parse import urlsplit

import attrs

from .._protocol.secret import Secret
from .._validators import at_least_one, not_negative, positive
from ..config import DEFAULT_LIMITS, FEISHU, RateLimits, RetryPolicy


@attrs.frozen(kw_only=True)
class Settings:
    """The arguments of a client, except its credentials; `FeishuChat` explains each of them."""

    base_url: str = attrs.field(default=FEISHU)
    timeout_s: float | None = attrs.field(default=60.0)
    attempt_timeout_s: float = attrs.field(default=10.0, validator=positive)
    connect_timeout_s: float = attrs.field(default=5.0, validator=positive)
    close_timeout_s: float = attrs.field(default=5.0, validator=not_negative)
    max_response_bytes: int = attrs.field(default=10_000_000, validator=at_least_one)
    max_connections: int = attrs.field(default=100, validator=at_least_one)
    retry: RetryPolicy | None = attrs.field(factory=RetryPolicy)
    limits: RateLimits | None = DEFAULT_LIMITS
    proxy: Secret | None = attrs.field(default=None)  # may contain a password
    trust_env: bool = False

    @timeout_s.validator
    def _check_timeout(self, field: "attrs.Attribute[float]", value: float | None) -> None:
        if value is not None:
            positive(self, field, value)

    @base_url.validator
    def _check_base_url(self, _: object, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"base_url must be a string, got {type(value).__name__}")
        if not is_http_url(value) or any(urlsplit(value)[3:]) or "@" in urlsplit(value).netloc:
            raise ValueError(
                "base_url must be an http or https URL with a host and without credentials, "
                f"query or fragment, such as {FEISHU!r}"
            )

    @proxy.validator
    def _check_proxy(self, _: object, value: Secret | None) -> None:
        if value is not None and not isinstance(value.value, str):
            raise TypeError(f"proxy must be a string, got {type(value.value).__name__}")
        if value is not None and not is_http_url(value.value):
            raise ValueError("proxy must be an http or https URL with a host")


def is_http_url(value: str) -> bool:
    """Return whether a string is an http or https URL with a host."""
    if not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is not a number, or a bracket that is not closed
        return False
