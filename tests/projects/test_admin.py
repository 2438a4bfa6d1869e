"""The back door: every page opens for the installation's own administrator, and for nobody else."""

import pytest
from django.contrib import admin
from django.urls import reverse

from projects import actions
from projects.models import Milestone, PlanText
from tests import factories
from tests.projects.conftest import THIS_WEEK

MODELS = ["enterprise", "project", "milestone", "weeklyreport", "reportingweek", "bulkchange", "ledgertemplate", "plantext"]


@pytest.fixture
def owner(sign_in, zone):
    return sign_in(factories.person(is_superuser=True, is_staff=True))


@pytest.fixture
def rows(project, zone, people):
    enterprise, milestone = factories.enterprise(zone=zone), factories.milestone(project=project)
    enterprise.above_scale_years.create(year=2014)
    project.assignments.create(user=people.officer)
    milestone.revisions.create(
        old_date=milestone.due_date, new_date=milestone.due_date, asked_on=milestone.due_date, by=people.head, old_precision="day"
    )
    report = factories.report(project=project, monday=THIS_WEEK)
    report.milestone_weeks.create(milestone=milestone, outlook="late")
    return {
        "enterprise": enterprise,
        "project": project,
        "milestone": milestone,
        "weeklyreport": report,
        "bulkchange": actions.add_note(step=factories.bulk_step(by=people.clerk, rows=[milestone]), note="周会要求"),
        "ledgertemplate": factories.step(template=factories.template(zone=zone)).template,
        "plantext": PlanText.objects.create(zone=zone, year=2015, digest="0", text="计划", confirmed_by=people.clerk),
        "reportingweek": zone.reporting_weeks.create(monday=THIS_WEEK, due_at=report.due_at),
    }


def test_every_register_of_the_app_has_its_back_door():
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "projects"}
    assert registered == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_lists_and_rows_open_for_the_superuser_only(owner, sign_in, people, rows, name):
    pages = [reverse(f"admin:projects_{name}_changelist") + "?q=1", reverse(f"admin:projects_{name}_change", args=[rows[name].pk])]
    for page in pages:
        assert owner.get(page, follow=True).status_code == 200
        assert sign_in(people.admin).get(page).status_code == 302
    assert str(rows[name].pk) in owner.get(pages[1]).content.decode()


def test_dates_are_not_moved_through_the_back_door(owner, rows):
    milestone = rows["milestone"]
    page = reverse("admin:projects_milestone_change", args=[milestone.pk])
    inline = {"revisions-TOTAL_FORMS": "1", "revisions-INITIAL_FORMS": "1", "revisions-0-id": str(milestone.revisions.get().pk)}
    data = {
        "text": "改写",
        "phase": "body",
        "relation": "by",
        "due_date": "2016-01-01",
        "baseline_date": "2016-01-01",
        "remark": "",
    }
    assert owner.post(page, {**data, **inline}).status_code == 302
    stored = Milestone.objects.get(pk=milestone.pk)
    assert (stored.text, stored.due_date, stored.baseline_date) == ("改写", milestone.due_date, milestone.baseline_date)
    assert owner.get(reverse("admin:projects_milestone_add")).status_code == 403
