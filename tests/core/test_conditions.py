"""What Python says of a check constraint's condition is what the database says, or nothing."""

import datetime

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, F, Q

from core.imports.conditions import surely
from projects.models import Enterprise, Milestone

DAYS = [None, datetime.date(2015, 1, 1), datetime.date(2015, 6, 30)]


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (Q(is_producing=True), True),
        (~Q(is_producing=True), False),
        (Q(is_producing=False) | Q(name="甲"), True),
        (Q(is_producing=False, name="甲"), False),
        (Q(producing_since__isnull=True), True),
        (Q(producing_since__isnull=False), False),
        (Q(producing_since__lt=DAYS[2]), None),  # null
        (~Q(producing_since__lt=DAYS[2]), None),
        (Q(producing_since__lt=DAYS[2]) | Q(name="甲"), True),
        (Q(producing_since__lt=DAYS[2]) & Q(name="乙"), False),
        (Q(name__in=["甲", "乙"]), True),
        (Q(name__startswith="甲"), None),  # not judged here
        (Q(name=F("name")), True),
        (Q(name=F("park__name")), None),
        (Q(name__lt=5), None),
        (Q(name="甲") ^ Q(name="乙"), None),
    ],
)
def test_a_condition_is_judged_only_where_it_is_certain(condition, answer):
    assert surely(condition, Enterprise(name="甲", is_producing=True)) is answer


@pytest.mark.django_db
@pytest.mark.parametrize("first", DAYS)
@pytest.mark.parametrize("last", DAYS)
def test_the_database_says_the_same(first, last):
    row = Milestone(window_start=first, due_date=last)
    condition = Q(window_start__lte=F("due_date")) | Q(due_date__isnull=True)
    values = row._get_field_expression_map(meta=Milestone._meta)
    found = surely(condition, row)
    assert found is None or found == condition.check(values)


@pytest.mark.django_db
def test_every_condition_of_the_portal_can_be_read():
    """None of them breaks; a new row of a model need not fulfil them."""
    models = [
        model for model in apps.get_models() if model._meta.app_label in {"projects", "indicators", "infrastructure", "supervision"}
    ]
    constraints = [(model, each) for model in models for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert len(constraints) >= 10
    assert {surely(each.condition, model()) for model, each in constraints} <= {True, False, None}
