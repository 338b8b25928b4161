import pytest

from feishu_chat_async import FeishuChat
from feishu_chat_async.testing import FakeFeishu
from tests.support.legacy_editor import LegacyEditor


@pytest.fixture
def editor(fake: FakeFeishu, feishu: FeishuChat) -> LegacyEditor:
    return LegacyEditor(fake, feishu)
