"""What the office follows until it is settled, and the meetings at which it does."""

from supervision.models.bulletins import Bulletin, BulletinEntry
from supervision.models.issues import Issue
from supervision.models.meetings import Meeting, MeetingItem

__all__ = ["Bulletin", "BulletinEntry", "Issue", "Meeting", "MeetingItem"]
