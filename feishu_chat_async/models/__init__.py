"""The values that go in and come out: one file per resource, every one of them frozen."""
