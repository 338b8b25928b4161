"""The announcements of a `FakeFeishu` in both formats."""
