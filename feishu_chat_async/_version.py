"""The package version, defined only here."""

__version__ = "0.2.0.dev0"
