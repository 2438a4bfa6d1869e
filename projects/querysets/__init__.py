"""The domain's verbs on many rows: who may see and change what, what is late, what is due, who has not reported."""

from projects.querysets.base import KeptQuerySet, OfProjectQuerySet, of_projects_editable_by, units_of, zones_by_role
from projects.querysets.leaders import CalendarFeedQuerySet, InstructionQuerySet, PhotoQuerySet
from projects.querysets.ledger import (
    BulkChangeQuerySet,
    ExcuseQuerySet,
    MilestoneQuerySet,
    OfMilestoneQuerySet,
    PlanTextQuerySet,
    TemplateQuerySet,
    TemplateStepQuerySet,
)
from projects.querysets.projects import EnterpriseQuerySet, InvestmentYearQuerySet, OfInvestmentQuerySet, ProjectQuerySet
from projects.querysets.weeks import (
    MilestoneWeekQuerySet,
    OfReportQuerySet,
    ReminderQuerySet,
    ReportCommentQuerySet,
    ReportingWeekQuerySet,
    WeeklyReportQuerySet,
)

__all__ = [
    "BulkChangeQuerySet",
    "CalendarFeedQuerySet",
    "EnterpriseQuerySet",
    "ExcuseQuerySet",
    "InstructionQuerySet",
    "InvestmentYearQuerySet",
    "KeptQuerySet",
    "MilestoneQuerySet",
    "MilestoneWeekQuerySet",
    "OfInvestmentQuerySet",
    "OfMilestoneQuerySet",
    "OfProjectQuerySet",
    "OfReportQuerySet",
    "PhotoQuerySet",
    "PlanTextQuerySet",
    "ProjectQuerySet",
    "ReminderQuerySet",
    "ReportCommentQuerySet",
    "ReportingWeekQuerySet",
    "TemplateQuerySet",
    "TemplateStepQuerySet",
    "WeeklyReportQuerySet",
    "of_projects_editable_by",
    "units_of",
    "zones_by_role",
]
