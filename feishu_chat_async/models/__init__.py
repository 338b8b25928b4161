"""What the endpoints take and return, apart from the contents of messages and announcements."""
