"""What the office follows until it is settled."""

from supervision.models.issues import Issue

__all__ = ["Issue"]
