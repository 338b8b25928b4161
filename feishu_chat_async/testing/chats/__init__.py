"""The part of FakeFeishu that is about chats: settings, members, tabs and menus."""
