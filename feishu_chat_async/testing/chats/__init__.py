"""Chats in a `FakeFeishu`: settings, members, tabs and menus."""
