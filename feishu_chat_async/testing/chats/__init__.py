"""FakeFeishu: chats, their settings, members, tabs and menus."""
