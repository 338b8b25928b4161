"""One file per resource: the records of its endpoints, and the coroutines that call them."""
