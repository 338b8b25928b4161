"""The protocol without I/O: requests, responses, error codes, decoding, and argument checks."""
