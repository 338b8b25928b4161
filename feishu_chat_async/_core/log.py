"""The package's one logger, `feishu_chat_async`, and the records it writes.

Nothing but names, numbers and ids goes into a record: no token, no secret, no body. The values are
in `extra` too, so that a structured handler need not parse the message.
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
    """Tell of one request and what came of it; `waited_ms` passed before it was sent."""
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
    """Tell that Feishu rejected a call as one too many."""
    logger.warning(
        "rate limit reached: %s is closed for %.1f s, %d calls are waiting",
        bucket,
        wait_s,
        waiting,
        extra={"bucket": bucket, "wait_s": wait_s, "waiting": waiting},
    )


def gave_up(*, endpoint: str, attempts: int, error: str) -> None:
    """Tell that a call failed although it was repeated, or because the retry quota was used up."""
    logger.warning(
        "%s: gave up after %d attempts: %s",
        endpoint,
        attempts,
        error,
        extra={"endpoint": endpoint, "attempts": attempts, "error": error},
    )


def refresh_failed(*, error: str, seconds_left: float) -> None:
    """Tell that an access token could not be renewed ahead of time; it is good for a while yet."""
    logger.warning(
        "access token not renewed, %.0f s left: %s",
        seconds_left,
        error,
        extra={"error": error, "seconds_left": seconds_left},
    )
