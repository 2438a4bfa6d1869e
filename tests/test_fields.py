"""Every text, date, number and count of our models has the limits of core.fields: no poison row can get in."""

import pytest
from django.apps import apps
from django.db import models

from core import fields

OURS = ["zones", "projects", "indicators", "infrastructure", "returns", "supervision", "exchange", "reports"]
LIMITED = {
    models.CharField: fields.TextLine,
    models.TextField: (fields.Note, fields.LongText),
    models.DateField: fields.Day,
    models.DecimalField: fields.Amount,
}


def own_fields():
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__.endswith("Event"):
                continue  # histories repeat what has passed the limits
            for field in model._meta.concrete_fields:
                yield pytest.param(field, id=f"{model.__name__}.{field.name}")


@pytest.mark.parametrize("field", list(own_fields()))
def test_a_field_carries_the_limits(field):
    if field.choices or isinstance(field, models.DateTimeField | models.EmailField) or field.name in {"password"}:
        return
    for bare, limited in LIMITED.items():
        if isinstance(field, bare):
            assert isinstance(field, limited)


def test_there_is_no_float_anywhere():
    floats = [
        f
        for label in OURS
        for m in apps.get_app_config(label).get_models()
        for f in m._meta.concrete_fields
        if isinstance(f, models.FloatField)
    ]
    assert floats == []
