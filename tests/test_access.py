"""The access matrix: every address × every kind of person, and rights that are withdrawn while somebody works.

An address without a row in the table fails. The rows of the world have texts that would be recognised if they leaked.
"""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import checks
from tests import factories
from tests import world as worlds
from tests.world import MARK
from zones.models import Membership

PEOPLE = ["anonymous", "officer", "colleague", "head", "clerk", "leader", "admin", "stranger", "disabled"]

# What each person gets: i sign-in page, + the page (or done), > led elsewhere, 3 403 with the reason, 4 404, 5 405.
#                 anonymous, officer of the unit, of another unit, unit head, clerk, leader, administrator, stranger, disabled
READ_ROW = "i + + + + + + 4 i"
READ_LIST = "i + + + + + + + i"  # of one's own zone: the stranger sees an own, empty one
KEEP_ROW = "i 3 3 3 + 3 + 4 i"
KEEP_NEW = "i 3 3 3 + 3 + + i"  # the stranger is administrator at home
WRITE_ROW = "i + 3 + + 3 + 4 i"  # the people of the responsible unit, and the keepers
INSTRUCT = "i 3 3 3 3 + 3 4 i"  # the leader, and nobody instead
ADMIN_ROW = "i 3 3 3 3 3 + 4 i"
ADMIN_LIST = "i 3 3 3 3 3 + + i"
REVIEW, REVIEW_LIST = "i 3 3 + + 3 + 4 i", "i 3 3 + + 3 + + i"  # the stranger reviews at home
DEPUTISE_NEW, DEPUTISE_ROW = "i 3 3 + 3 3 + + i", "i 3 3 + 3 3 + 4 i"  # the row is the unit head's own
READ_ONLY_ROW = "i 5 5 5 5 5 5 4 i"
READ_ONLY_LIST = "i 5 5 5 5 5 5 5 i"
ADMIN_READ_ROW, ADMIN_READ_LIST = "i 3 3 3 3 3 5 4 i", "i 3 3 3 3 3 5 5 i"
OWN_POST, OWN_ROW = "i 5 4 4 4 4 4 4 i", "i + 4 4 4 4 4 4 i"  # of the officer; nobody else knows of it
NO_SUCH_SECRET = " ".join("4" * 9)  # who knows the secret reads, whoever it is: tests/projects/test_calendar.py
FIRMS, FIRMS_READ = "i 3 3 3 + 3 + + i", "i 3 3 3 5 3 5 5 i"  # statisticians only
FIRM_ROW, FIRM_READ = "i 4 4 4 + 4 + 4 i", "i 4 4 4 5 4 5 4 i"  # for everybody else there is no such row
RAISE = "i + + + + 3 + + i"
ASKED_ROW = "i + 3 3 + 3 + 4 i"  # the officer is asked, and the keepers answer instead
JUDGE = "i 3 3 3 + + + 4 i"  # the head is of the project's own unit
DRAFT, DRAFT_READ = "i 4 4 4 + 3 + 4 i", "i 4 4 4 5 3 5 4 i"  # for everybody but keepers and leaders there is no such row
OF_A_YEAR = {
    "supervision:bulletin_points_of",
    *(f"returns:month{page}" for page in ("", "_accept", "_publish")),
    "indicators:overview_of",
    "reports:year_download",
    *(f"reports:texts_{page}" for page in ("of", "ask", "remind")),
    *(f"reports:annual_{page}" for page in ("of", "begin", "freeze", "word")),
    "exchange:import_new",
    "exchange:import_template",
    "zones:calendar_year_of",
}
REMIND, REMIND_GET = "i 3 3 + + 3 + + i", "i 3 3 5 5 3 5 5 i"
KEEP_READ_LIST = "i 3 3 3 5 3 5 5 i"
KEEP_POST, ADMIN_POST = "i 3 3 3 5 3 5 4 i", "i 3 3 3 3 3 5 4 i"

TABLE = {  # name: (GET, POST)
    "zones:login": ("+ > > > > > > > +", "+ > > > > > > > +"),
    "zones:logout": ("5 5 5 5 5 5 5 5 5", "i i i i i i i i i"),
    "zones:language": ("5 5 5 5 5 5 5 5 5", "> > > > > > > > >"),
    "zones:password_change": ("i + + + + + + + i", "i + + + + + + + i"),
    "zones:progress": ("i + + + + + + + i", "i 5 5 5 5 5 5 5 i"),
    "zones:zone_choose": ("i 5 5 5 5 5 5 5 i", "i > > > > > > > i"),
    "zones:administration": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:person_list": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:person_new": (ADMIN_LIST, ADMIN_LIST),
    "zones:person_add": (ADMIN_LIST, ADMIN_LIST),
    "zones:person_edit": (ADMIN_ROW, ADMIN_ROW),
    "zones:person_password": (ADMIN_POST, ADMIN_ROW),
    "zones:person_remove": (ADMIN_ROW, ADMIN_ROW),
    "zones:person_history": (ADMIN_ROW, ADMIN_READ_ROW),
    "zones:unit_list": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:unit_new": (ADMIN_LIST, ADMIN_LIST),
    "zones:unit_edit": (ADMIN_ROW, ADMIN_ROW),
    "zones:unit_remove": (ADMIN_ROW, ADMIN_ROW),
    "zones:unit_history": (ADMIN_ROW, ADMIN_READ_ROW),
    "zones:park_list": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:park_new": (ADMIN_LIST, ADMIN_LIST),
    "zones:park_edit": (ADMIN_ROW, ADMIN_ROW),
    "zones:park_remove": (ADMIN_ROW, ADMIN_ROW),
    "zones:park_history": (ADMIN_ROW, ADMIN_READ_ROW),
    "zones:zone_edit": (ADMIN_ROW, ADMIN_ROW),
    "zones:zone_history": (ADMIN_ROW, ADMIN_READ_ROW),
    "zones:calendar_year": (READ_LIST, READ_ONLY_LIST),
    "zones:calendar_year_of": (READ_LIST, READ_ONLY_LIST),
    "zones:calendar_list": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:calendar_new": (ADMIN_LIST, ADMIN_LIST),
    "zones:calendar_edit": (ADMIN_ROW, ADMIN_ROW),
    "zones:calendar_remove": (ADMIN_ROW, ADMIN_ROW),
    "zones:calendar_history": (ADMIN_ROW, ADMIN_READ_ROW),
    "zones:deputy_list": (READ_LIST, READ_ONLY_LIST),
    "zones:deputy_new": (DEPUTISE_NEW, DEPUTISE_NEW),
    "zones:deputy_edit": (DEPUTISE_ROW, DEPUTISE_ROW),
    "zones:deputy_end": ("i 3 3 5 3 3 5 4 i", DEPUTISE_ROW),
    "zones:deputy_history": (READ_ROW, READ_ONLY_ROW),
    "zones:download_list": (ADMIN_LIST, ADMIN_READ_LIST),
    "zones:rules_list": (READ_LIST, READ_ONLY_LIST),
    "zones:rules_new": (KEEP_NEW, KEEP_NEW),
    "zones:rules_detail": (READ_ROW, READ_ONLY_ROW),
    "zones:view_list": (READ_LIST, READ_ONLY_LIST),
    "zones:view_new": (READ_LIST, READ_LIST),
    "zones:view_edit": (OWN_ROW, OWN_ROW),
    "zones:view_remove": (OWN_POST, OWN_ROW),
    "projects:enterprise_list": (READ_LIST, READ_ONLY_LIST),
    "projects:enterprise_new": (KEEP_NEW, KEEP_NEW),
    "projects:enterprise_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:enterprise_edit": (KEEP_ROW, KEEP_ROW),
    "projects:enterprise_history": (READ_ROW, READ_ONLY_ROW),
    "projects:project_list": (READ_LIST, READ_ONLY_LIST),
    "projects:project_new": (KEEP_NEW, KEEP_NEW),
    "projects:project_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:project_edit": (KEEP_ROW, KEEP_ROW),
    "projects:project_stage": (WRITE_ROW, WRITE_ROW),
    "projects:project_history": (READ_ROW, READ_ONLY_ROW),
    "projects:project_light": (READ_ROW, READ_ONLY_ROW),
    "projects:milestone_light": (READ_ROW, READ_ONLY_ROW),
    "projects:unit_light": (READ_ROW, READ_ONLY_ROW),
    "projects:unit_lights": (READ_LIST, READ_ONLY_LIST),
    "projects:rules_effect": ("i 3 3 3 5 3 5 5 i", KEEP_NEW),
    "projects:excuse_new": (KEEP_ROW, KEEP_ROW),
    "projects:excuse_edit": (KEEP_ROW, KEEP_ROW),
    "projects:excuse_history": (READ_ROW, READ_ONLY_ROW),
    "projects:project_ledger_on": (READ_ROW, READ_ONLY_ROW),
    "projects:building_new": (WRITE_ROW, WRITE_ROW),
    "projects:building_edit": (WRITE_ROW, WRITE_ROW),
    "projects:investment_new": (KEEP_ROW, KEEP_ROW),
    "projects:investment_edit": (KEEP_ROW, KEEP_ROW),
    "projects:milestone_list": (READ_LIST, READ_ONLY_LIST),
    "projects:milestone_new": (WRITE_ROW, WRITE_ROW),
    "projects:milestone_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:milestone_edit": (WRITE_ROW, WRITE_ROW),
    "projects:milestone_meet": (WRITE_ROW, WRITE_ROW),
    "projects:milestone_move": (WRITE_ROW, WRITE_ROW),
    "projects:milestone_history": (READ_ROW, READ_ONLY_ROW),
    "projects:timeline": (READ_LIST, READ_ONLY_LIST),
    "projects:calendar": (READ_LIST, READ_ONLY_LIST),
    "projects:calendar_file": (READ_LIST, READ_ONLY_LIST),
    "projects:calendar_feed": (NO_SUCH_SECRET, " ".join("5" * 9)),
    "projects:feed_new": (READ_ONLY_LIST, READ_LIST),
    "projects:feed_renew": (OWN_POST, OWN_ROW),
    "projects:feed_remove": (OWN_POST, OWN_ROW),
    "projects:instruction_list": (READ_LIST, READ_ONLY_LIST),
    "projects:instruction_new": (INSTRUCT, INSTRUCT),
    "projects:instruction_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:instruction_edit": (INSTRUCT, INSTRUCT),
    "projects:instruction_answer": (WRITE_ROW, WRITE_ROW),
    "projects:instruction_history": (READ_ROW, READ_ONLY_ROW),
    "projects:project_photos": (READ_ROW, READ_ONLY_ROW),
    "projects:photo_pair": (READ_ROW, READ_ONLY_ROW),
    "projects:photo_new": (WRITE_ROW, WRITE_ROW),
    "projects:photo_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:photo_file": (READ_ROW, READ_ONLY_ROW),
    "projects:photo_edit": (WRITE_ROW, WRITE_ROW),
    "projects:photo_remove": (WRITE_ROW, WRITE_ROW),
    "projects:photo_history": (READ_ROW, READ_ONLY_ROW),
    "projects:milestone_bulk": ("i > > > > 3 > > i", "i > > > > 3 > > i"),
    "projects:change_list": (READ_LIST, READ_ONLY_LIST),
    "projects:change_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:change_undo": ("i 5 3 3 5 3 5 4 i", "i + 3 3 + 3 + 4 i"),  # who did it, and the keepers
    "projects:milestone_drop": (KEEP_ROW, KEEP_ROW),
    "projects:ledger_on": (READ_LIST, READ_ONLY_LIST),
    "projects:ledger_changes": (READ_LIST, READ_ONLY_LIST),
    "projects:plan_read": (KEEP_NEW, KEEP_NEW),
    "projects:template_list": (READ_LIST, READ_ONLY_LIST),
    "projects:template_new": (KEEP_NEW, KEEP_NEW),
    "projects:template_standard": ("i 3 3 3 5 3 5 5 i", KEEP_NEW),
    "projects:template_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:template_edit": (KEEP_ROW, KEEP_ROW),
    "projects:template_delete": (KEEP_POST, KEEP_ROW),
    "projects:step_new": (KEEP_ROW, KEEP_ROW),
    "projects:step_edit": (KEEP_ROW, KEEP_ROW),
    "projects:step_delete": (KEEP_POST, KEEP_ROW),
    "projects:ledger_from_template": (WRITE_ROW, WRITE_ROW),
    "projects:ledger_copy": (WRITE_ROW, WRITE_ROW),
    "projects:service_worker": (" ".join("+" * 9), " ".join("5" * 9)),
    "projects:my_week": (READ_LIST, READ_ONLY_LIST),
    "projects:week_grid": (READ_LIST, READ_LIST),
    "projects:week_board": (READ_LIST, READ_ONLY_LIST),
    "projects:week_board_of": (READ_LIST, READ_ONLY_LIST),
    "projects:week_record": (READ_LIST, READ_ONLY_LIST),
    "projects:week_remind": (REMIND_GET, REMIND),
    "projects:reminder_list": (KEEP_NEW, KEEP_READ_LIST),
    "projects:reminder_seen": (OWN_POST, OWN_ROW),
    "projects:report_list": (READ_LIST, READ_ONLY_LIST),
    "projects:report_detail": (READ_ROW, READ_ONLY_ROW),
    "projects:report_write": (WRITE_ROW, WRITE_ROW),
    "projects:report_row": (WRITE_ROW, WRITE_ROW),
    "projects:report_review": (REVIEW, REVIEW),
    "projects:review_queue": (REVIEW_LIST, REVIEW_LIST),
    "indicators:overview": (READ_LIST, READ_ONLY_LIST),
    "indicators:overview_of": (READ_LIST, READ_ONLY_LIST),
    "indicators:figure_list": (READ_LIST, READ_ONLY_LIST),
    "indicators:figure_detail": (READ_ROW, READ_ONLY_ROW),
    "indicators:figure_history": (READ_ROW, READ_ONLY_ROW),
    "indicators:figure_edition": (KEEP_ROW, KEEP_ROW),
    "indicators:figure_new": (KEEP_ROW, KEEP_ROW),
    "indicators:indicator_list": (READ_LIST, READ_ONLY_LIST),
    "indicators:indicator_new": (KEEP_NEW, KEEP_NEW),
    "indicators:indicator_detail": (READ_ROW, READ_ONLY_ROW),
    "indicators:indicator_edit": (KEEP_ROW, KEEP_ROW),
    "indicators:indicator_light": (READ_ROW, READ_ONLY_ROW),
    "indicators:indicator_history": (READ_ROW, READ_ONLY_ROW),
    "indicators:target_list": (READ_LIST, READ_ONLY_LIST),
    "indicators:target_new": (KEEP_ROW, KEEP_ROW),
    "indicators:target_edition": (KEEP_ROW, KEEP_ROW),
    "indicators:target_split": (KEEP_ROW, KEEP_ROW),
    "indicators:target_history": (READ_ROW, READ_ONLY_ROW),
    "indicators:pictures": (READ_LIST, READ_ONLY_LIST),
    "indicators:indicator_standards": (KEEP_READ_LIST, KEEP_NEW),
    "indicators:indicator_continue": (KEEP_ROW, KEEP_ROW),
    "indicators:indicator_picture": (READ_ROW, READ_ONLY_ROW),
    "indicators:periods": (READ_LIST, READ_ONLY_LIST),
    "indicators:period_rule_new": (ADMIN_LIST, ADMIN_LIST),
    "indicators:period_rule_edit": (ADMIN_ROW, ADMIN_ROW),
    "indicators:period_rule_history": (READ_ROW, READ_ONLY_ROW),
    "indicators:exception_list": (READ_LIST, READ_ONLY_LIST),
    "indicators:exception_new": (ADMIN_LIST, ADMIN_LIST),
    "indicators:exception_edit": (ADMIN_ROW, ADMIN_ROW),
    "indicators:exception_history": (READ_ROW, READ_ONLY_ROW),
    "indicators:rule_list": (READ_LIST, READ_ONLY_LIST),
    "indicators:rule_new": (KEEP_NEW, KEEP_NEW),
    "indicators:rule_edit": (KEEP_ROW, KEEP_ROW),
    "indicators:rule_remove": (KEEP_POST, KEEP_ROW),
    "indicators:rule_history": (READ_ROW, READ_ONLY_ROW),
    "infrastructure:work_list": (READ_LIST, READ_ONLY_LIST),
    "infrastructure:work_new": (KEEP_NEW, KEEP_NEW),
    "infrastructure:work_detail": (READ_ROW, READ_ONLY_ROW),
    "infrastructure:work_edit": (KEEP_ROW, KEEP_ROW),
    "infrastructure:facts_edit": (KEEP_ROW, KEEP_ROW),
    "infrastructure:work_history": (READ_ROW, READ_ONLY_ROW),
    **{f"infrastructure:{row}_{verb}": (KEEP_ROW, KEEP_ROW) for row in ("part", "segment", "tenant") for verb in ("new", "edit")},
    **{f"infrastructure:{row}_remove": (KEEP_POST, KEEP_ROW) for row in ("part", "segment", "tenant")},
    "infrastructure:package_list": (READ_LIST, READ_ONLY_LIST),
    "infrastructure:package_new": (KEEP_NEW, KEEP_NEW),
    "infrastructure:package_detail": (READ_ROW, READ_ONLY_ROW),
    "infrastructure:package_edit": (KEEP_ROW, KEEP_ROW),
    "infrastructure:package_history": (READ_ROW, READ_ONLY_ROW),
    "returns:board": (READ_LIST, READ_ONLY_LIST),
    "returns:totals": (READ_LIST, READ_ONLY_LIST),
    "returns:item_list": (READ_LIST, READ_ONLY_LIST),
    "returns:item_standards": (KEEP_READ_LIST, KEEP_NEW),
    "returns:item_new": (KEEP_NEW, KEEP_NEW),
    "returns:item_edit": (KEEP_ROW, KEEP_ROW),
    "returns:item_history": (READ_ROW, READ_ONLY_ROW),
    "returns:month": (FIRMS, FIRMS),
    "returns:month_accept": (KEEP_READ_LIST, KEEP_NEW),
    "returns:month_publish": (KEEP_READ_LIST, KEEP_NEW),
    "returns:return_detail": (FIRM_ROW, FIRM_READ),
    "returns:return_edit": (FIRM_ROW, FIRM_ROW),
    "returns:return_accept": (FIRM_READ, FIRM_ROW),
    "returns:return_send_back": (FIRM_ROW, FIRM_ROW),
    "returns:return_history": (FIRM_ROW, FIRM_READ),
    "returns:enterprise": (FIRM_ROW, FIRM_READ),
    "reports:annual_of": (READ_LIST, READ_ONLY_LIST),
    "reports:annual_begin": (KEEP_READ_LIST, KEEP_NEW),
    "reports:annual_freeze": (KEEP_READ_LIST, KEEP_NEW),
    "reports:annual_word": (READ_LIST, READ_ONLY_LIST),
    "reports:annual_section_new": (KEEP_NEW, KEEP_NEW),
    "reports:annual_section_edit": (KEEP_ROW, KEEP_ROW),
    "reports:annual_section_drop": (KEEP_POST, KEEP_ROW),
    "reports:annual_section_history": (READ_ROW, READ_ONLY_ROW),
    "reports:texts_of": (READ_LIST, READ_ONLY_LIST),
    "reports:texts_ask": (KEEP_NEW, KEEP_NEW),
    "reports:texts_remind": (KEEP_READ_LIST, KEEP_NEW),
    "reports:text_edit": (WRITE_ROW, WRITE_ROW),
    "reports:text_return": (KEEP_ROW, KEEP_ROW),
    "reports:text_drop": (KEEP_POST, KEEP_ROW),
    "reports:text_history": (READ_ROW, READ_ONLY_ROW),
    "reports:paper_looks": (KEEP_NEW, KEEP_NEW),
    "reports:document_list": (READ_LIST, READ_ONLY_LIST),
    "reports:document_new": (KEEP_NEW, KEEP_NEW),
    "reports:document_file": (READ_ROW, READ_ONLY_ROW),
    "exchange:list_comparison": (READ_LIST, READ_LIST),
    "exchange:import_list": (FIRMS, KEEP_READ_LIST),
    "exchange:import_new": (KEEP_NEW, KEEP_NEW),
    "exchange:import_template": (KEEP_NEW, KEEP_READ_LIST),
    "exchange:import_detail": ("i 4 4 4 + 4 3 4 i", "i 4 4 4 + 4 3 4 i"),  # the clerk's own
    "exchange:import_marked": ("i 4 4 4 + 4 3 4 i", "i 4 4 4 5 4 3 4 i"),
    "supervision:issue_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:issue_new": (RAISE, RAISE),
    "supervision:issue_from_report": (WRITE_ROW, WRITE_ROW),
    "supervision:issue_detail": (READ_ROW, READ_ONLY_ROW),
    "supervision:issue_edit": (REVIEW, REVIEW),
    "supervision:issue_take": ("i 5 3 5 5 3 5 4 i", WRITE_ROW),
    "supervision:issue_done": (WRITE_ROW, WRITE_ROW),
    "supervision:issue_confirm": ("i + 3 3 + 3 + 4 i", "i + 3 3 + 3 + 4 i"),  # who raised it, and the keepers
    "supervision:issue_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:meeting_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:meeting_new": (KEEP_NEW, KEEP_NEW),
    "supervision:minute_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:minute_edit": (KEEP_ROW, KEEP_ROW),
    "supervision:minute_drop": (KEEP_POST, KEEP_ROW),
    "supervision:minute_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:meeting_detail": (READ_ROW, READ_ONLY_ROW),
    "supervision:meeting_edit": (KEEP_ROW, KEEP_ROW),
    "supervision:meeting_prepare": (KEEP_POST, KEEP_ROW),
    "supervision:meeting_close": (KEEP_ROW, KEEP_ROW),
    "supervision:meeting_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:matter_new": (REVIEW, REVIEW),
    "supervision:bulletin_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:bulletin_new": (KEEP_NEW, KEEP_NEW),
    "supervision:bulletin_points": (READ_LIST, READ_ONLY_LIST),
    "supervision:bulletin_points_of": (READ_LIST, READ_ONLY_LIST),
    "supervision:bulletin_detail": (READ_ROW, READ_ONLY_ROW),
    "supervision:bulletin_edit": (DRAFT, DRAFT),
    "supervision:bulletin_issue": (DRAFT_READ, DRAFT),
    "supervision:bulletin_withdraw": (KEEP_ROW, KEEP_ROW),
    "supervision:bulletin_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:entry_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:entry_new": (DRAFT, DRAFT),
    "supervision:entry_edit": (DRAFT, DRAFT),
    "supervision:entry_drop": (DRAFT_READ, DRAFT),
    "supervision:entry_acknowledge": ("i 5 3 5 5 3 5 4 i", WRITE_ROW),
    "supervision:entry_rectify": (WRITE_ROW, WRITE_ROW),
    "supervision:entry_confirm": (KEEP_ROW, KEEP_ROW),
    "supervision:entry_history": (READ_ROW, READ_ONLY_ROW),
    "reports:bulletin_word": (READ_ROW, READ_ONLY_ROW),
    "supervision:tour_list": (READ_LIST, READ_ONLY_LIST),
    "supervision:tour_new": (KEEP_NEW, KEEP_NEW),
    "supervision:tour_detail": (READ_ROW, READ_ONLY_ROW),
    "supervision:tour_edit": (KEEP_ROW, KEEP_ROW),
    "supervision:tour_close": (KEEP_POST, KEEP_ROW),
    "supervision:tour_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:stop_new": (KEEP_ROW, KEEP_ROW),
    "supervision:stop_edit": (KEEP_ROW, KEEP_ROW),
    "supervision:stop_drop": (KEEP_POST, KEEP_ROW),
    "supervision:stop_history": (READ_ROW, READ_ONLY_ROW),
    "supervision:ballot_new": (JUDGE, JUDGE),
    "supervision:ballot_void": (KEEP_ROW, KEEP_ROW),
    "reports:meeting_word": (READ_ROW, READ_ONLY_ROW),
    "reports:home": ("i > > > > > > > i", READ_ONLY_LIST),
    "reports:dashboard": (READ_LIST, READ_ONLY_LIST),
    "reports:dashboard_workbook": (READ_LIST, READ_ONLY_LIST),
    "reports:week_brief": (READ_LIST, READ_ONLY_LIST),
    "reports:week_brief_of": (READ_LIST, READ_ONLY_LIST),
    "reports:week_brief_word": (READ_LIST, READ_ONLY_LIST),
    "reports:week_brief_workbook": (READ_LIST, READ_ONLY_LIST),
    "reports:project_sheet": (READ_ROW, READ_ONLY_ROW),
    "reports:project_sheet_word": (READ_ROW, READ_ONLY_ROW),
    "reports:checks": (READ_LIST, READ_ONLY_LIST),
    "reports:finding": (READ_ROW, READ_ONLY_ROW),
    "reports:decision_new": (KEEP_ROW, KEEP_ROW),
    "reports:decision_edit": (KEEP_ROW, KEEP_ROW),
    "reports:decision_answer": (ASKED_ROW, ASKED_ROW),
    "reports:decision_drop": (KEEP_POST, KEEP_ROW),
    "reports:decision_history": (READ_ROW, READ_ONLY_ROW),
    "reports:year_workbook": (READ_LIST, READ_ONLY_LIST),
    "reports:year_download": (READ_LIST, READ_ONLY_LIST),
    "reports:year_note_new": (KEEP_NEW, KEEP_NEW),
    "reports:year_note_edit": (KEEP_ROW, KEEP_ROW),
    "reports:year_note_drop": (KEEP_POST, KEEP_ROW),
    "reports:year_note_history": (READ_ROW, READ_ONLY_ROW),
}
NAMES = [name for name, _entry in checks.patterns()]


@pytest.fixture
def people(world):
    return world.people


@pytest.fixture
def client_of(people, sign_in, client):
    """The client of a person of the table; what it raises is an answer, too."""

    def find(person: str):
        found = client if person == "anonymous" else sign_in(getattr(people, person))
        found.raise_request_exception = False
        return found

    return find


def outcome(answer, *, page: str = "+") -> str:
    """The sign in the table for an answer."""
    if answer.status_code in {301, 302}:
        return "i" if answer["Location"].startswith("/sign-in/") else ">"
    return {200: page, 409: page, 403: "3", 404: "4", 405: "5"}.get(answer.status_code, str(answer.status_code))


def expected(name: str, method: str, person: str) -> str:
    return TABLE[name][method == "POST"].split()[PEOPLE.index(person)]


def content(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def writes(queries) -> list[str]:
    """Statements that change rows of ours; sessions belong to the framework."""
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in queries if q["sql"].startswith(verbs) and "django_session" not in q["sql"]]


def test_every_address_has_a_row_in_the_table():
    assert sorted(TABLE) == sorted(set(NAMES))


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_seen_by_whom_it_may_be_seen(world, client_of, person):
    client = client_of(person)
    wrong, without_reason = {}, []
    for name in TABLE:
        answer = client.get(reverse(name, kwargs=worlds.arguments(world, name)))
        if outcome(answer) != expected(name, "GET", person):
            wrong[name] = f"{outcome(answer)} instead of {expected(name, 'GET', person)}"
        if answer.status_code == 403 and not (answer.context["reason"] and str(answer.context["reason"]) in content(answer)):
            without_reason.append(name)
    assert wrong == {}
    assert without_reason == []


@pytest.mark.parametrize("person", PEOPLE)
def test_every_form_is_taken_from_whom_it_may_be_taken(world, client_of, person):
    """Each POST is undone, so that one removal or the way out does not decide about the next."""
    client = client_of(person)
    wrong, written, cookies = {}, {}, client.cookies.copy()
    for name in TABLE:
        address, client.cookies = reverse(name, kwargs=worlds.arguments(world, name)), cookies.copy()
        attempt = transaction.atomic()
        attempt._from_testcase = True  # as Django's own TestCase says it, so that what must be outermost still is
        with attempt, CaptureQueriesContext(connection) as queries:
            answer = client.post(address)
            transaction.set_rollback(True)
        found, wanted = outcome(answer), expected(name, "POST", person)
        if found != wanted and not (wanted == "+" and found == ">"):  # what is done leads on
            wrong[name] = f"{found} instead of {wanted}"
        if wanted in "i345" and not name.startswith("zones:log") and writes(queries):
            written[name] = writes(queries)
    assert wrong == {}
    assert written == {}


def test_the_installation_s_own_administrator_is_administrator_everywhere(world, people, client_of):
    people.disabled = factories.person(is_superuser=True, is_staff=True)
    client, wrong = client_of("disabled"), {}
    client.post("/zone/", {"zone": world.zone.pk})
    for name in TABLE:
        answer = client.get(reverse(name, kwargs=worlds.arguments(world, name)))
        if outcome(answer) != expected(name, "GET", "admin"):
            wrong[name] = f"{outcome(answer)} instead of {expected(name, 'GET', 'admin')}"
    assert wrong == {}
    assert MARK in content(client.get("/projects/"))


def test_a_person_without_a_zone_is_told_so_and_sees_no_row(world, people, client_of):
    people.disabled = factories.person()
    client, open_to = client_of("disabled"), {}
    for name in TABLE:
        answer = client.get(reverse(name, kwargs=worlds.arguments(world, name)))
        assert MARK not in content(answer), name
        if outcome(answer) not in {"3", "4"}:
            open_to[name] = outcome(answer)
    assert open_to == {
        "zones:login": ">",
        "zones:logout": "5",
        "zones:language": "5",
        "zones:progress": "+",
        "zones:password_change": "+",
        "zones:zone_choose": "5",
        "projects:service_worker": "+",
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_the_back_door_opens_to_nobody_of_a_zone(world, client_of, person):
    for address in ("/back-door/", "/back-door/zones/user/", f"/back-door/zones/user/{world.people.clerk.pk}/change/"):
        answer = client_of(person).get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/back-door/login/")


def test_a_stranger_reads_nothing_of_the_zone_anywhere(world, client_of):
    """What the clerk reads on these pages is there to be leaked."""
    stranger, clerk = client_of("stranger"), client_of("clerk")
    leaks, telling = [], 0
    for name in TABLE:
        address = reverse(name, kwargs=worlds.arguments(world, name))
        telling += MARK in content(clerk.get(address))
        leaks += [name for answer in (stranger.get(address), stranger.post(address)) if MARK in content(answer)]
    assert leaks == []
    assert telling > 40


def test_a_stranger_cannot_ask_for_the_zone_s_rows_in_a_filter(world, client_of):
    stranger = client_of("stranger")
    asked = {
        "projects:project_list": {"park": world.park.pk, "unit": world.unit.pk, "q": MARK},
        "projects:milestone_list": {"project": world.project.pk, "park": world.park.pk, "unit": world.unit.pk, "q": MARK},
        "projects:report_list": {"project": world.project.pk, "unit": world.unit.pk},
        "projects:instruction_list": {"project": world.project.pk, "unit": world.unit.pk, "park": world.park.pk, "q": MARK},
        "projects:enterprise_list": {"park": world.park.pk, "q": MARK},
        "indicators:figure_list": {"indicator": world.indicator.pk, "park": world.park.pk},
        "infrastructure:work_list": {"unit": world.unit.pk, "q": MARK},
    }
    for name, filters in asked.items():
        for key, value in filters.items():
            answer = stranger.get(reverse(name), {key: value})
            assert answer.status_code == 200
            assert list(answer.context["page"]) == []
            if key != "q":
                assert MARK not in content(answer)


def test_a_stranger_cannot_choose_the_zone(world, client_of):
    stranger = client_of("stranger")
    stranger.post("/zone/", {"zone": world.zone.pk})
    assert MARK not in content(stranger.get("/projects/"))


@pytest.mark.parametrize("number", [0, 2**63 - 1, 10**25])
def test_a_row_that_does_not_exist_is_404_for_everybody_who_may_sign_in(world, client_of, number):
    client, wrong = client_of("admin"), {}
    for name in TABLE:
        about = worlds.arguments(world, name)
        arguments = {key: number if isinstance(value, int) else value for key, value in about.items()}
        if number not in arguments.values() or name in OF_A_YEAR:
            continue
        for method in (client.get, client.post):
            answer = method(reverse(name, kwargs=arguments))
            if answer.status_code != 404:
                wrong[name] = answer.status_code
    assert wrong == {}


def test_an_address_with_an_endless_number_is_404(client_of):
    assert client_of("clerk").get(f"/projects/{'9' * 5000}/").status_code == 404


def test_a_fragment_asks_for_rights_like_its_page(world, client_of):
    fragment = {"HX-Request": "true"}
    assert client_of("stranger").get(f"/projects/{world.project.pk}/", headers=fragment).status_code == 404
    assert client_of("officer").get("/people/", headers=fragment).status_code == 403
    answer = client_of("anonymous").get("/projects/", headers=fragment)
    assert answer["HX-Redirect"].startswith("/sign-in/")
    assert MARK not in content(answer)


# --- rights withdrawn while somebody works -------------------------------------------------------


def test_a_role_that_changed_counts_at_once(world, people, client_of):
    clerk = client_of("clerk")
    page = f"/enterprises/{world.enterprise.pk}/edit/"
    assert clerk.get(page).status_code == 200
    people.clerk.memberships.update(role="leader")
    assert clerk.get(page).status_code == 403
    assert clerk.post(page, {"name": "改名", "version": "1"}).status_code == 403
    world.enterprise.refresh_from_db()
    assert world.enterprise.name == f"{MARK}家具"


def test_a_person_who_is_disabled_is_out_at_once(world, people, client_of):
    clerk = client_of("clerk")
    assert clerk.get("/projects/").status_code == 200
    type(people.clerk).objects.filter(pk=people.clerk.pk).update(is_active=False)
    assert outcome(clerk.get("/projects/")) == "i"
    assert outcome(clerk.post("/enterprises/new/", {"name": "新企业", "version": "0"})) == "i"


def test_the_cookie_of_a_deleted_person_is_a_stranger_s(world, people, client_of):
    people.disabled = factories.person(zone=world.zone, role="clerk")
    client = client_of("disabled")
    assert client.get("/projects/").status_code == 200
    people.disabled.delete()
    assert outcome(client.get("/projects/")) == "i"
    assert outcome(client.post("/enterprises/new/", {"name": "新企业", "version": "0"})) == "i"


def test_a_person_who_left_the_zone_sees_nothing_of_it_at_once(world, people, client_of):
    clerk = client_of("clerk")
    assert clerk.get(f"/projects/{world.project.pk}/").status_code == 200
    people.clerk.memberships.all().delete()
    assert clerk.get(f"/projects/{world.project.pk}/").status_code == 404
    answer = clerk.get("/projects/")
    assert answer.status_code == 403
    assert str(answer.context["reason"]) in content(answer)
    assert MARK not in content(answer)


def test_an_officer_moved_to_another_unit_writes_no_more(world, people, client_of):
    officer = client_of("officer")
    page = f"/reports/{world.report.pk}/write/"
    assert officer.get(page).status_code == 200
    people.officer.memberships.update(unit=people.colleague.memberships.get().unit)
    assert officer.get(page).status_code == 403
    assert officer.get(f"/reports/{world.report.pk}/").status_code == 200


def test_an_assignment_lets_an_officer_of_another_unit_write_and_its_end_stops_it(world, people, client_of):
    colleague = client_of("colleague")
    page = f"/reports/{world.report.pk}/write/"
    assert colleague.get(page).status_code == 403
    assignment = factories.assignment(project=world.project, user=people.colleague)
    assert colleague.get(page).status_code == 200
    assert colleague.get(f"/projects/{world.project.pk}/edit/").status_code == 403
    assignment.delete()
    assert colleague.get(page).status_code == 403


def test_a_new_password_ends_the_sessions_elsewhere(people, client_of):
    clerk = client_of("clerk")
    assert clerk.get("/projects/").status_code == 200
    people.clerk.set_password("something else entirely")
    people.clerk.save()
    assert outcome(clerk.get("/projects/")) == "i"


def test_a_person_of_two_zones_has_in_each_the_role_of_that_zone(world, people, client_of):
    Membership.objects.create(zone=world.other_zone, user=people.leader, role="clerk")
    foreign = factories.enterprise(zone=world.other_zone, name="别区企业")
    leader = client_of("leader")
    assert leader.get(f"/enterprises/{world.enterprise.pk}/edit/").status_code == 403
    assert leader.get(f"/enterprises/{foreign.pk}/edit/").status_code == 200
    assert "别区企业" not in content(leader.get("/enterprises/"))
    leader.post("/zone/", {"zone": world.other_zone.pk})
    answer = leader.get("/enterprises/")
    assert "别区企业" in content(answer)
    assert MARK + "家具" not in content(answer)
