from zones.models.calendar import CalendarDay
from zones.models.lights import RuleClause, RuleSet
from zones.models.people import Deputy, DownloadEntry, Membership, User
from zones.models.places import Park, Unit, Zone
from zones.models.views import SavedView

__all__ = [
    "CalendarDay",
    "Deputy",
    "DownloadEntry",
    "Membership",
    "Park",
    "RuleClause",
    "RuleSet",
    "SavedView",
    "Unit",
    "User",
    "Zone",
]
