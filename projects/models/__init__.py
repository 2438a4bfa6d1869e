from projects.models.changes import BulkChange, BulkRow, PlanText
from projects.models.enterprises import AboveScaleYear, Enterprise
from projects.models.instructions import CalendarFeed, Instruction
from projects.models.milestones import Excuse, Milestone, MilestoneBuilding, Revision
from projects.models.photos import Photo
from projects.models.projects import Building, InvestmentRevision, InvestmentYear, Project, ProjectOfficer, StageEntry
from projects.models.reminders import Reminder
from projects.models.templates import LedgerTemplate, TemplateStep
from projects.models.weeks import MilestoneWeek, ReportComment, ReportingWeek, WeeklyReport

__all__ = [
    "AboveScaleYear",
    "Building",
    "BulkChange",
    "BulkRow",
    "CalendarFeed",
    "Enterprise",
    "Excuse",
    "Instruction",
    "InvestmentRevision",
    "InvestmentYear",
    "LedgerTemplate",
    "Milestone",
    "MilestoneBuilding",
    "MilestoneWeek",
    "Photo",
    "PlanText",
    "Project",
    "ProjectOfficer",
    "Reminder",
    "ReportComment",
    "ReportingWeek",
    "Revision",
    "StageEntry",
    "TemplateStep",
    "WeeklyReport",
]
