"""Whatever comes is a value, or one of our errors that does not repeat it; and that soon."""
