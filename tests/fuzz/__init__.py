"""Fuzzing: any input becomes a value or one of our errors without the input in it, and quickly."""
