from projects.forms.board import BoardForm, RecordForm, RemindForm
from projects.forms.grid import GridRowForm
from projects.forms.history import ChangesForm, DropForm
from projects.forms.leaders import AnswerForm, InstructionForm
from projects.forms.ledger import MeetForm, MilestoneForm, MilestoneTextForm, MoveForm
from projects.forms.photos import OfMilestoneForm, PairForm, PhotoForm, PhotosForm, ReportPhotosForm
from projects.forms.plans import PlanHead, PlanProposals, PlanTextForm
from projects.forms.proposals import ProposalRowSet, row_set
from projects.forms.registers import BuildingForm, EnterpriseForm, ExcuseForm, InvestmentYearForm, ProjectForm, StageForm
from projects.forms.reviews import ReviewForm
from projects.forms.templates import CopyForm, FromTemplateForm, LedgerTemplateForm, OfOneProject, TemplateStepForm
from projects.forms.weeks import WeeklyReportForm

__all__ = [
    "AnswerForm",
    "BoardForm",
    "BuildingForm",
    "ChangesForm",
    "CopyForm",
    "DropForm",
    "EnterpriseForm",
    "ExcuseForm",
    "FromTemplateForm",
    "GridRowForm",
    "InstructionForm",
    "InvestmentYearForm",
    "LedgerTemplateForm",
    "MeetForm",
    "MilestoneForm",
    "MilestoneTextForm",
    "MoveForm",
    "OfMilestoneForm",
    "OfOneProject",
    "PairForm",
    "PhotoForm",
    "PhotosForm",
    "PlanHead",
    "PlanProposals",
    "PlanTextForm",
    "ProjectForm",
    "ProposalRowSet",
    "RecordForm",
    "RemindForm",
    "ReportPhotosForm",
    "ReviewForm",
    "StageForm",
    "TemplateStepForm",
    "WeeklyReportForm",
    "row_set",
]
