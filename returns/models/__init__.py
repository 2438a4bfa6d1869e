"""What enterprises report every month, item by item."""

from returns.models.items import ReturnItem
from returns.models.returns import Return, ReturnValue

__all__ = ["Return", "ReturnItem", "ReturnValue"]
