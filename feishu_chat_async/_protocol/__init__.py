"""The protocol without I/O: requests, answers, error codes, decoding, and argument checks."""
