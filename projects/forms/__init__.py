from projects.forms.history import ChangesForm, DropForm
from projects.forms.leaders import AnswerForm, InstructionForm
from projects.forms.ledger import MeetForm, MilestoneForm, MilestoneTextForm, MoveForm
from projects.forms.photos import OfMilestoneForm, PairForm, PhotoForm, PhotosForm, ReportPhotosForm
from projects.forms.registers import BuildingForm, EnterpriseForm, ExcuseForm, InvestmentYearForm, ProjectForm, StageForm
from projects.forms.weeks import ReviewForm, WeeklyReportForm

__all__ = [
    "AnswerForm",
    "BuildingForm",
    "ChangesForm",
    "DropForm",
    "EnterpriseForm",
    "ExcuseForm",
    "InstructionForm",
    "InvestmentYearForm",
    "MeetForm",
    "MilestoneForm",
    "MilestoneTextForm",
    "MoveForm",
    "OfMilestoneForm",
    "PairForm",
    "PhotoForm",
    "PhotosForm",
    "ProjectForm",
    "ReportPhotosForm",
    "ReviewForm",
    "StageForm",
    "WeeklyReportForm",
]
