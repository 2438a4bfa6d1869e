"""What the office follows until it is settled: issues, meetings, bulletins and inspection tours."""

from supervision.models.bulletins import Bulletin, BulletinEntry
from supervision.models.issues import Issue
from supervision.models.meetings import Meeting, MeetingItem
from supervision.models.tours import Ballot, Tour, TourStop

__all__ = ["Ballot", "Bulletin", "BulletinEntry", "Issue", "Meeting", "MeetingItem", "Tour", "TourStop"]
