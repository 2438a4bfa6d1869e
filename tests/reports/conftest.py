"""The demonstration, loaded once for a module and rolled back after it."""

from tests.zoneportal.conftest import loaded, xian

__all__ = ["loaded", "xian"]
