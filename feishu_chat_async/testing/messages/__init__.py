"""Messages in a `FakeFeishu`, with their forwards, reactions, pins and files."""
