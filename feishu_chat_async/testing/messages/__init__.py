"""The part of FakeFeishu that is about messages, with forwards, reactions, pins and files."""
