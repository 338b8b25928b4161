"""FakeFeishu: announcements in both formats, and top notices."""
