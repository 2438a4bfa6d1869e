"""Whatever is stored, the export of every register's list and its workbook come back without a change."""

import datetime
import io
import random
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from exchange.kinds import KINDS, kind_of
from projects.models import Enterprise
from tests import factories

pytestmark = pytest.mark.django_db
LISTS = {
    "enterprises": "projects:enterprise_list",
    "projects": "projects:project_list",
    "milestones": "projects:milestone_list",
    "weeks": "projects:report_list",
    "works": "infrastructure:work_list",
    "figures": "indicators:figure_list",
    "targets": "indicators:target_list",
    "issues": "supervision:issue_list",
    "packages": "infrastructure:package_list",
    "indicators": "indicators:indicator_list",
    "rules": "indicators:rule_list",
    "items": "returns:item_list",
    "units": "zones:unit_list",
    "parks": "zones:park_list",
    "calendar": "zones:calendar_list",
}
PIECES = (
    "家具",
    "＝1+1",
    "=1+1",
    "-",
    "+8%",
    "@甲",
    "\n",
    "\t",
    " ",
    "　",
    "𠮷",
    "_x0041_",
    "'",
    '"',
    "<b>&",
    "0012",
    "1e5",
    "2014-06-16",
)
ROWS = 8
DATES = {"year", "kind", "through_month", "due_date", "window_start", "monday", "day"}  # each with rules of its own


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def admin(people, sign_in):
    """Who keeps every register, those of the administration too."""
    return sign_in(people.admin)


@pytest.fixture(params=range(2))
def chance(request):
    return random.Random(request.param)


@pytest.fixture
def rows(zone, people, chance):
    """Rows of every register, each with whatever its fields may hold."""
    parks = [factories.park(zone=zone, name=name) for name in ("家具园", "食品园")]
    units = [factories.unit(zone=zone), factories.unit(zone=zone)]
    indicators = [factories.indicator(zone=zone) for _turn in range(ROWS)]
    for number in range(ROWS):
        firm = factories.enterprise(zone=zone, park=chance.choice([None, *parks]))
        firm.above_scale_years.create(year=2010 + number)
        given = {"park": chance.choice([None, *parks]), "unit": chance.choice([None, *units]), "owner": chance.choice([None, firm])}
        project = factories.project(zone=zone, stage="building", **given)
        project.officers.set(chance.sample([people.officer, people.clerk], chance.randrange(3)))
        factories.milestone(project=project, unit=chance.choice([None, *units]))
        factories.report(project=project)
        factories.figure(indicator=indicators[number], park=chance.choice([None, *parks]))
        factories.target(indicator=indicators[number])
        factories.work(project=factories.project(zone=zone, kind="infrastructure"))
        factories.issue(zone=zone, raised_by=people.officer, project=chance.choice([None, project]))
        factories.package(zone=zone, parent=chance.choice([None, *zone.work_packages.all()]))
        factories.check_rule(zone=zone, left=indicators[number].code)
        factories.return_item(zone=zone, part_of=chance.choice([None, *zone.return_items.all()]))
        factories.park(zone=zone, parent=chance.choice([None, *parks]))
        factories.unit(zone=zone, parent=chance.choice([None, *units]))
        zone.calendar_days.create(day=datetime.date(2015, 6, 1) + datetime.timedelta(days=number), is_worked=chance.random() < 0.5)
    for kind in (KINDS[code](user=people.admin, zone=zone, as_of=factories.DAY) for code in KINDS):
        for row in kind.rows():
            for name in kind.fields:
                shuffle(row, name, chance)


def shuffle(row, name, chance):
    """Puts another value into a field, if the field is one of the row's own and the database takes it."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    if name not in fields or fields[name].is_relation or name in DATES:
        return
    before, value = getattr(row, name), of_field(fields[name], chance)
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{name: value})
    except IntegrityError:
        setattr(row, name, before)


def of_field(field, chance):
    if field.null and chance.random() < 0.25:
        return None
    if field.choices:
        return chance.choice([value for value, _label in field.choices])
    if isinstance(field, models.BooleanField):
        return chance.random() < 0.5
    if isinstance(field, models.DateField):
        return datetime.date(1990, 1, 1) + datetime.timedelta(days=chance.randrange(20_000))
    if isinstance(field, models.DecimalField):
        places = chance.randrange(field.decimal_places + 1)
        digits = min(field.max_digits - field.decimal_places, 12) + places
        return Decimal(chance.randrange(10 ** chance.randrange(1, digits + 1))).scaleb(-places)
    if isinstance(field, models.IntegerField):
        return chance.randrange(1, 2000)
    text = "".join(chance.choice(PIECES) for _turn in range(chance.randrange(1, 6)))[: field.max_length or 50].strip()
    return f"{text}{chance.randrange(10**6)}"[-(field.max_length or 99) :].strip() if field.max_length or not field.blank else text


def sent_back(client, code, content):
    answer = client.post(reverse("exchange:import_new", args=[code]), {"file": SimpleUploadedFile("表.xlsx", content)}, follow=True)
    return answer.context


def exported(client, code, **query):
    columns = ",".join(KINDS[code].table_class.base_columns)
    answer = client.get(reverse(LISTS[code]), {"export": "xlsx", "columns": columns, **query})
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("code", list(KINDS))
def test_a_register_comes_back_without_a_change(code, rows, zone, people, admin):
    answer = admin.get(reverse("exchange:import_template", args=[code]))
    found = sent_back(admin, code, b"".join(answer.streaming_content))
    assert [(change.label, change.old, change.new) for line in found["preview"].changed for change in line.changes] == []
    assert [fault.words for fault in found["preview"].faults] == []
    assert found["row"].counts["same"] == kind_of(code, user=people.admin, zone=zone, as_of=factories.DAY).rows().count() >= ROWS


@pytest.mark.parametrize("code", list(LISTS))
def test_a_list_comes_back_without_a_change(code, rows, zone, people, admin):
    found = sent_back(admin, code, exported(admin, code))
    assert found["preview"].questions == []
    assert [(change.label, change.old, change.new) for line in found["preview"].changed for change in line.changes] == []
    assert [fault.words for fault in found["preview"].faults] == []
    assert found["row"].counts["same"] == kind_of(code, user=people.admin, zone=zone, as_of=factories.DAY).rows().count() >= ROWS


class TestChangedLists:
    """A list is changed where it shows fields, and nothing else of it is read."""

    @pytest.fixture
    def firm(self, zone):
        return factories.enterprise(zone=zone, name="甲家具", park=factories.park(zone=zone, name="家具园"))

    def changed(self, client, code, changes, **query):
        """The export with other words in cells, by the heading of their column and for every row."""
        book = openpyxl.load_workbook(io.BytesIO(exported(client, code, **query)))
        sheet = book.active
        head = next(row[0].row for row in sheet.iter_rows() if "记录号" in [cell.value for cell in row])
        columns = {str(cell.value).split("\n")[0]: cell.column for cell in sheet[head]}
        for heading, value in changes.items():
            sheet.cell(head + 1, columns[heading]).value = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def test_number_and_version_are_hidden(self, firm, clerk):
        sheet = openpyxl.load_workbook(io.BytesIO(exported(clerk, "enterprises"))).active
        hidden = [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden]
        assert [[cell.value for cell in sheet[letter]][-2:] for letter in hidden] == [["记录号", firm.pk], ["版本", firm.version]]

    def test_fields_are_read_by_the_list_s_own_headings_and_the_rest_is_left_alone(self, firm, clerk):
        content = self.changed(clerk, "enterprises", {"企业名称": "甲家具公司", "产业园": None, "项目": 99, "规上": "是"})
        found = sent_back(clerk, "enterprises", content)
        assert [(change.label, change.new) for line in found["preview"].changed for change in line.changes] == [
            ("名称", "甲家具公司"),
            ("产业园", None),
        ]
        clerk.post(found["row"].get_absolute_url())
        firm.refresh_from_db()
        assert (firm.name, firm.park, firm.above_scale_years.count()) == ("甲家具公司", None, 0)

    def test_a_row_that_was_changed_meanwhile_is_not_overwritten(self, firm, clerk):
        content = self.changed(clerk, "enterprises", {"企业名称": "甲家具公司"})
        Enterprise.objects.filter(pk=firm.pk).update(name="甲家居")
        (fault,) = sent_back(clerk, "enterprises", content)["preview"].faults
        assert "甲家居" in fault.words

    def test_a_filtered_and_grouped_list_is_read_too(self, firm, zone, clerk):
        factories.enterprise(zone=zone, name="乙食品")
        content = self.changed(clerk, "enterprises", {"企业名称": "甲家具公司"}, q="甲", group="park")
        found = sent_back(clerk, "enterprises", content)
        assert found["row"].counts == {"new": 0, "changed": 1, "same": 0, "wrong": 0}

    def test_a_heading_that_neither_list_nor_register_knows_is_asked_about(self, firm, clerk):
        content = exported(clerk, "enterprises")
        book = openpyxl.load_workbook(io.BytesIO(content))
        cell = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "企业名称")
        cell.value = "单位"
        out = io.BytesIO()
        book.save(out)
        assert sent_back(clerk, "enterprises", out.getvalue())["preview"].questions == ["单位"]

    def test_the_list_of_another_zone_is_refused(self, firm, people, sign_in, clerk):
        factories.enterprise(zone=people.stranger.memberships.get().zone, name="邻区")
        content = exported(sign_in(people.stranger), "enterprises")
        answer = sign_in(people.clerk).post(
            reverse("exchange:import_new", args=["enterprises"]), {"file": SimpleUploadedFile("表.xlsx", content)}
        )
        assert "另一个集聚区" in str(answer.context["form"].errors)

    def test_an_issue_is_assigned_by_its_list(self, zone, people, clerk):
        unit = factories.unit(zone=zone, name="家具指挥部")
        issue = factories.issue(zone=zone, raised_by=people.officer, text="缺电")
        found = sent_back(
            clerk, "issues", self.changed(clerk, "issues", {"责任单位": unit.name, "解决期限": datetime.date(2015, 7, 1)})
        )
        clerk.post(found["row"].get_absolute_url())
        issue.refresh_from_db()
        assert (issue.unit, issue.due_on, issue.state) == (unit, datetime.date(2015, 7, 1), "assigned")
