"""The package's only logger, `feishu_chat_async`, and the records it writes.

A record holds names, numbers and ids only: no token, no secret, no body. The values are in `extra`
too, so that a structured handler does not have to parse the message.
"""

import logging
from typing import Final

logger: Final = logging.getLogger("feishu_chat_async")


def attempt(
    *,
    endpoint: str,
    number: int,
    status: int | None,
    code: int | None,
    log_id: str | None,
    duration_ms: float,
    waited_ms: float,
) -> None:
    """Record one request and its result, at level DEBUG.

    Args:
        endpoint: Method and path template.
        number: The number of the attempt; the first one is 1.
        status: The HTTP status; None if there was no response.
        code: Feishu's error code, 0 for success; None if there was none.
        log_id: Feishu's id of the request.
        duration_ms: Milliseconds from sending the request to the end of the attempt.
        waited_ms: Milliseconds before the request was sent.
    """
    logger.debug(
        "%s: attempt %d: HTTP %s, code %s, log_id %s, %.1f ms after waiting %.1f ms",
        endpoint,
        number,
        status,
        code,
        log_id,
        duration_ms,
        waited_ms,
        extra={
            "endpoint": endpoint,
            "attempt": number,
            "status": status,
            "code": code,
            "log_id": log_id,
            "duration_ms": duration_ms,
            "waited_ms": waited_ms,
        },
    )


def gate_closed(*, bucket: str, wait_s: float, waiting: int) -> None:
    """Record a warning that Feishu rejected a call because of a rate limit."""
    logger.warning(
        "rate limit reached: %s is closed for %.1f s, %d calls are waiting",
        bucket,
        wait_s,
        waiting,
        extra={"bucket": bucket, "wait_s": wait_s, "waiting": waiting},
    )


def gave_up(*, endpoint: str, attempts: int, error: str) -> None:
    """Record a warning that a call failed and is not retried again."""
    logger.warning(
        "%s: gave up after %d attempts: %s",
        endpoint,
        attempts,
        error,
        extra={"endpoint": endpoint, "attempts": attempts, "error": error},
    )


def refresh_failed(*, error: str, seconds_left: float) -> None:
    """Record a warning that a token was not refreshed ahead of its expiry, and is still used."""
    logger.warning(
        "access token not refreshed, valid for another %.0f s: %s",
        seconds_left,
        error,
        extra={"error": error, "seconds_left": seconds_left},
    )
