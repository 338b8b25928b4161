"""A secret reveals its text only through `value`."""

import copy
import pickle
import traceback

import pytest

from feishu_chat_async._protocol.secret import Secret


def test_only_the_value_reveals_the_secret() -> None:
    secret = Secret("s3cret")
    assert secret.value == "s3cret"
    for shown in (repr(secret), str(secret), f"{secret!r:>20}", repr([secret]), repr(vars)):
        assert "s3cret" not in shown
    assert not hasattr(secret, "__dict__")


def test_a_traceback_with_locals_does_not_reveal_the_secret() -> None:
    secret = Secret("s3" + "cret")
    try:
        raise RuntimeError(repr(secret))
    except RuntimeError as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert "Secret()" in "".join(shown.format())
    assert "s3cret" not in "".join(shown.format())


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_cannot_be_pickled_or_copied(duplicate: object) -> None:
    assert callable(duplicate)
    with pytest.raises(TypeError, match="a secret cannot be pickled or copied"):
        duplicate(Secret("s3cret"))
