"""The machinery behind every call: tokens, limits, deadlines, retries and the HTTP exchange."""
