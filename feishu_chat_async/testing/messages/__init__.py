"""FakeFeishu: messages, forwards, reactions, pins and the files in messages."""
