"""Request and response models, except the contents of messages and announcements."""
