"""What the office follows until it is settled, and the meetings at which it does."""

from supervision.models.issues import Issue
from supervision.models.meetings import Meeting, MeetingItem

__all__ = ["Issue", "Meeting", "MeetingItem"]
