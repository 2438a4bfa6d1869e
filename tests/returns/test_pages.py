"""The month from entry to the figures: grid, form, doubts, review, locks, scope, and what nobody may see."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from indicators.models import Figure
from returns import actions
from returns.grid import Around
from returns.models import Return, ReturnValue
from tests import factories

pytestmark = pytest.mark.django_db
MONTH = reverse("returns:month", args=[2015, 5])
JUNE_25 = datetime.date(2015, 6, 25)


def row_data(row, *, prefix="", **values):
    """What a row of the grid sends."""
    row.refresh_from_db()
    given = {"version": str(row.version), "note": "", **values}
    return {f"{prefix}{name}": value for name, value in given.items()}


def send(client, row, *, submit=False, **values):
    """A row as the grid's script sends it; ``values`` by item code, and the note."""
    items = {item.code: f"i{item.pk}" for item in row.zone.return_items.all()}
    named = {items.get(name, name): str(value) for name, value in values.items()}
    data = row_data(row, prefix=f"r{row.pk}-", **named)
    data |= {f"r{row.pk}-seen": "", ("submit" if submit else "draft"): str(row.pk)}
    return client.post(reverse("returns:return_edit", args=[row.pk]), data, headers={"HX-Request": "true"})


def stored(row) -> dict:
    return {value.item.code: value.value for value in row.values.select_related("item")}


class TestOpening:
    def test_a_return_is_opened_for_every_firm_of_the_year_s_list(self, may, zone):
        factories.enterprise(zone=zone, name="不在名单")
        assert sorted(may.rows) == ["丁食品", "丙家具", "乙家具", "戊食品", "甲家具"]
        assert actions.open_month(zone=zone, year=2015, month=5, today=factories.DAY) == 0

    @pytest.mark.parametrize(("year", "month"), [(2015, 1), (2015, 6), (2015, 7), (2016, 2)])
    def test_january_and_what_is_not_over_are_not_opened(self, may, zone, year, month):
        assert actions.open_month(zone=zone, year=year, month=month, today=factories.DAY) == 0

    def test_the_board_opens_the_months_of_the_year_at_the_first_visit(self, may, people, sign_in):
        sign_in(people.clerk).get(reverse("returns:board"))
        assert set(Return.objects.values_list("month", flat=True)) == {2, 3, 4, 5}


class TestEntry:
    def test_leaving_a_row_keeps_a_draft(self, may, people, sign_in):
        row = may.rows["甲家具"]
        answer = send(sign_in(people.clerk), row, yysr="1,234.5", cy="56")
        assert answer.status_code == 200
        row.refresh_from_db()
        assert row.state == "draft"
        assert stored(row) == {"yysr": 1234.5, "ss": None, "cy": 56}

    def test_submitting_hands_it_in(self, may, people, sign_in):
        row = may.rows["甲家具"]
        send(sign_in(may.clerks[0]), row, submit=True, yysr="1234.5")
        row.refresh_from_db()
        assert (row.state, row.submitted_by) == ("submitted", may.clerks[0])
        assert row.first_submitted == row.submitted_at

    @pytest.mark.parametrize(("code", "value"), [("yysr", "-1"), ("cy", "5.5"), ("yysr", "12万"), ("ss", "NaN"), ("yysr", "1.23")])
    def test_an_error_blocks_and_stands_in_its_cell(self, may, people, sign_in, code, value):
        row = may.rows["甲家具"]
        answer = send(sign_in(people.clerk), row, **{code: value})
        item = getattr(may.items, {"yysr": "revenue", "ss": "tax", "cy": "workers"}[code])
        assert list(answer.context["row"].form.errors) == [f"i{item.pk}"]
        assert f'value="{value}"' in answer.content.decode()
        assert not ReturnValue.objects.exists()

    def test_a_part_larger_than_its_whole_is_an_error(self, may, people, sign_in):
        answer = send(sign_in(people.clerk), may.rows["甲家具"], yysr="100", ss="101")
        assert list(answer.context["row"].form.errors) == [f"i{may.items.tax.pk}"]

    def test_two_clerks_on_one_cell_the_second_sees_the_first_s_value(self, may, people, sign_in):
        row, other = may.rows["甲家具"], factories.person(zone=may.zone, role="clerk")
        first, second = sign_in(people.clerk), sign_in(other)
        version = row.version
        send(first, row, yysr="100")
        item = may.items.revenue
        data = {f"r{row.pk}-version": version, f"r{row.pk}-i{item.pk}": "200", f"r{row.pk}-note": "", "draft": row.pk}
        answer = second.post(reverse("returns:return_edit", args=[row.pk]), data, headers={"HX-Request": "true"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "100" in page
        assert 'value="200"' in page
        assert stored(row)["yysr"] == 100

    def test_a_handed_in_return_is_not_changed_by_leaving_it(self, may, people, sign_in):
        row = may.rows["甲家具"]
        client = sign_in(people.clerk)
        send(client, row, submit=True, yysr="100")
        send(client, row, yysr="150")
        assert stored(row)["yysr"] == 100
        send(client, row, submit=True, yysr="150")
        assert stored(row)["yysr"] == 150

    def test_the_history_holds_the_values(self, may, people, sign_in):
        row = may.rows["甲家具"]
        client = sign_in(people.clerk)
        send(client, row, yysr="100")
        send(client, row, yysr="150")
        page = client.get(reverse("returns:return_history", args=[row.pk])).content.decode()
        assert "主营业务收入" in page
        assert "100" in page
        assert "150" in page


class TestDoubts:
    @pytest.fixture
    def row(self, may):
        row = may.rows["甲家具"]
        for year, month, value in ((2014, 5, 500), (2015, 2, 200), (2015, 3, 300), (2015, 4, 400)):
            factories.monthly_return(enterprise=row.enterprise, values={may.items.revenue: value}, year=year, month=month)
        return row

    def test_wan_typed_as_yuan_is_asked_about_and_not_corrected(self, row, people, sign_in):
        client = sign_in(people.clerk)
        answer = send(client, row, submit=True, yysr="5000000")
        assert list(answer.context["row"].form.errors) == ["note"]
        row.refresh_from_db()
        assert row.state == "open"
        send(client, row, submit=True, yysr="5000000", note="已核实")
        row.refresh_from_db()
        assert (row.state, row.note, stored(row)["yysr"]) == ("submitted", "已核实", 5_000_000)

    def test_a_cumulative_value_below_last_month_s_needs_a_word(self, row, people, sign_in):
        answer = send(sign_in(people.clerk), row, submit=True, yysr="399")
        assert "400" in answer.content.decode()
        assert list(answer.context["row"].form.errors) == ["note"]

    def test_a_draft_keeps_what_is_doubtful_and_shows_it(self, row, people, sign_in):
        answer = send(sign_in(people.clerk), row, yysr="399")
        assert answer.context["row"].form.errors == {}
        assert answer.context["row"].cells[0].doubts
        assert stored(row)["yysr"] == 399

    def test_the_grid_shows_last_month_last_year_and_the_newest_values(self, row, people, sign_in):
        page = sign_in(people.clerk).get(MONTH).content.decode()
        line = page.split(f'data-row="{row.pk}"')[1].split("</tr>")[0]
        assert "2015-04 400" in line
        assert "500" in line

    @pytest.mark.parametrize(("low", "high", "words"), [(None, 9, "≤ 9"), (1, None, "≥ 1"), (-1, 9, "-1 ~ 9"), (None, None, "")])
    def test_the_limits_stand_beside_the_cell(self, low, high, words):
        assert Around(None, None, [], *(None if limit is None else Decimal(limit) for limit in (low, high))).limits == words


class TestReview:
    def test_everything_handed_in_is_accepted_at_once_and_drafts_are_not(self, may, people, sign_in):
        client = sign_in(people.clerk)
        send(client, may.rows["甲家具"], submit=True, yysr="1")
        send(client, may.rows["乙家具"], yysr="2")
        client.post(reverse("returns:month_accept", args=[2015, 5]))
        assert dict(Return.objects.values_list("enterprise__name", "state")) == {
            **dict.fromkeys(["丙家具", "丁食品", "戊食品"], "open"),
            "甲家具": "accepted",
            "乙家具": "draft",
        }

    def test_one_is_sent_back_with_a_reason_and_handed_in_anew(self, may, people, sign_in):
        row, client = may.rows["甲家具"], sign_in(people.clerk)
        send(client, row, submit=True, yysr="1")
        row.refresh_from_db()
        client.post(reverse("returns:return_send_back", args=[row.pk]), {"version": row.version, "review_note": "请核实"})
        row.refresh_from_db()
        assert (row.state, row.review_note, row.reviewed_by) == ("returned", "请核实", people.clerk)
        assert "请核实" in sign_in(may.clerks[0]).get(MONTH).content.decode()
        send(sign_in(may.clerks[0]), row, submit=True, yysr="2")
        row.refresh_from_db()
        assert (row.state, row.review_note) == ("submitted", "")

    def test_an_accepted_return_is_closed(self, may, people, sign_in):
        row, client = may.rows["甲家具"], sign_in(people.clerk)
        send(client, row, submit=True, yysr="1")
        actions.accept_returns(rows=[row], by=people.clerk)
        assert send(client, row, submit=True, yysr="9").status_code == 403
        assert stored(row)["yysr"] == 1

    def test_a_clerk_of_a_park_accepts_nothing(self, may, people, sign_in):
        row, client = may.rows["甲家具"], sign_in(may.clerks[0])
        send(client, row, submit=True, yysr="1")
        assert client.post(reverse("returns:month_accept", args=[2015, 5])).status_code == 403
        assert client.post(reverse("returns:return_accept", args=[row.pk])).status_code == 403


class TestScope:
    def test_a_clerk_of_a_park_sees_the_own_firms_only(self, may, people, sign_in):
        send(sign_in(people.clerk), may.rows["丁食品"], submit=True, yysr="777777")
        client = sign_in(may.clerks[0])
        page = client.get(MONTH).content.decode()
        assert "甲家具" in page
        assert "丁食品" not in page
        assert "777,777" not in page
        foreign = may.rows["丁食品"]
        for name in ("return_detail", "return_edit", "return_history"):
            assert client.get(reverse(f"returns:{name}", args=[foreign.pk])).status_code == 404
        assert client.get(reverse("returns:enterprise", args=[foreign.enterprise_id])).status_code == 404
        assert send(client, foreign, yysr="1").status_code == 404
        assert client.get(MONTH, {"park": may.parks[1].pk}).content.decode().count("data-row=") == 0
        for page in ("returns:totals", "returns:board"):
            assert "777,777" not in client.get(reverse(page)).content.decode()

    def test_a_part_of_the_park_belongs_to_it(self, may, people, sign_in):
        part = factories.park(zone=may.zone, parent=may.parks[0])
        type(may.firms[3]).objects.filter(pk=may.firms[3].pk).update(park=part)
        assert "丁食品" in sign_in(may.clerks[0]).get(MONTH).content.decode()

    def test_the_workbook_of_a_park_s_clerk_holds_the_own_firms_only(self, may, people, sign_in):
        answer = sign_in(may.clerks[0]).get(reverse("exchange:import_template", args=["returns-2015-05"]))
        content = b"".join(answer.streaming_content)
        assert rows_of(content)["甲家具"]
        assert "丁食品" not in rows_of(content)

    @pytest.mark.parametrize("person", ["leader", "officer", "head"])
    def test_leaders_and_officers_read_no_single_value_anywhere(self, may, people, sign_in, person):
        clerk = sign_in(people.clerk)
        for name in ("丁食品", "戊食品"):
            send(clerk, may.rows[name], submit=True, yysr="777777")
        client = sign_in(getattr(people, person))
        assert client.get(MONTH).status_code == 403
        for page in ("/dashboard/", reverse("returns:totals"), reverse("returns:board"), "/enterprises/", "/figures/"):
            text = client.get(page).content.decode()
            assert "777,777" not in text
            assert "1,555,554" not in text  # the two of one park together
        answer = client.get(reverse("returns:totals"), {"export": "xlsx"})
        assert "777777" not in str(rows_of(b"".join(answer.streaming_content)))

    def test_totals_of_three_are_for_everybody(self, may, people, sign_in):
        clerk = sign_in(people.clerk)
        for name, value in (("甲家具", 100), ("乙家具", 200), ("丙家具", 300)):
            send(clerk, may.rows[name], submit=True, yysr=value)
        page = sign_in(people.leader).get(reverse("returns:totals")).content.decode()
        assert "600" in page
        assert reverse("returns:month", args=[2015, 5]) not in page
        assert reverse("returns:month", args=[2015, 5]) in clerk.get(reverse("returns:totals")).content.decode()

    def test_the_register_shows_a_clerk_of_a_park_the_own_firms_only(self, may, sign_in):
        client = sign_in(may.clerks[0])
        for query in ({}, {"q": "食品"}):
            assert "丁食品" not in client.get("/enterprises/", query).content.decode()
        assert "甲家具" in client.get("/enterprises/").content.decode()
        assert client.get(may.firms[3].get_absolute_url()).status_code == 404
        answer = client.get("/enterprises/", {"export": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert "丁食品" not in str([row for sheet in book for row in sheet.iter_rows(values_only=True)])


class TestLock:
    @pytest.fixture
    def late(self, may, settings):
        factories.period_rule(zone=may.zone, form="returns")
        settings.PORTAL_TODAY = JUNE_25
        return may

    def test_the_grid_and_the_form_refuse_with_the_reason(self, late, people, sign_in):
        row, client = late.rows["甲家具"], sign_in(people.clerk)
        answer = send(client, row, yysr="1")
        assert "2015-06-25" in answer.content.decode()
        assert str(people.admin) in answer.content.decode()
        item = late.items.revenue
        answer = client.post(reverse("returns:return_edit", args=[row.pk]), row_data(row, **{f"i{item.pk}": "1"}))
        assert "2015-06-25" in answer.content.decode()
        assert not ReturnValue.objects.exists()
        assert "2015-06-25" in client.get(MONTH).content.decode()

    def test_an_exception_opens_it_for_its_park_only(self, late, people, sign_in):
        days = {"first_day": JUNE_25, "last_day": JUNE_25}
        factories.period_exception(zone=late.zone, granted_by=people.admin, form="returns", park=late.parks[0], **days)
        client = sign_in(people.clerk)
        send(client, late.rows["甲家具"], yysr="1")
        send(client, late.rows["丁食品"], yysr="1")
        assert set(ReturnValue.objects.values_list("report__enterprise__name", flat=True)) == {"甲家具"}

    def test_an_exception_of_a_park_opens_its_parts(self, late, people, sign_in):
        part = factories.park(zone=late.zone, parent=late.parks[0])
        type(late.firms[3]).objects.filter(pk=late.firms[3].pk).update(park=part)
        days = {"first_day": JUNE_25, "last_day": JUNE_25}
        factories.period_exception(zone=late.zone, granted_by=people.admin, form="returns", park=late.parks[0], **days)
        send(sign_in(people.clerk), late.rows["丁食品"], yysr="1")
        assert set(ReturnValue.objects.values_list("report__enterprise__name", flat=True)) == {"丁食品"}

    def test_sending_back_is_refused_too_and_accepting_is_not(self, late, people, sign_in):
        moment = datetime.datetime(2015, 6, 9, tzinfo=datetime.UTC)
        Return.objects.update(state="submitted", submitted_at=moment, first_submitted=moment)
        row, client = late.rows["甲家具"], sign_in(people.clerk)
        row.refresh_from_db()
        given = {"version": row.version, "review_note": "请核实"}
        assert "2015-06-25" in client.post(reverse("returns:return_send_back", args=[row.pk]), given).content.decode()
        client.post(reverse("returns:month_accept", args=[2015, 5]))
        assert set(Return.objects.values_list("state", flat=True)) == {"accepted"}


class TestFigures:
    @pytest.fixture
    def indicator(self, may):
        made = factories.indicator(zone=may.zone, name="主营业务收入", unit="亿元")
        type(may.items.revenue).objects.filter(pk=may.items.revenue.pk).update(indicator=made)
        return made

    def test_the_totals_become_figures_of_the_zone_and_of_parks_that_may_be_told(self, may, indicator, people, sign_in):
        client = sign_in(people.clerk)
        for name, value in zip(may.rows, (100_000, 200_000, 300_000, 400_000, 500_000), strict=True):
            send(client, may.rows[name], submit=True, yysr=value)
        client.post(reverse("returns:month_publish", args=[2015, 5]))
        figures = Figure.objects.filter(indicator=indicator)
        assert {(figure.park and figure.park.name): figure.value for figure in figures} == {None: 150}
        assert set(figures.values_list("status", "through_month")) == {("flash", 5)}
        assert figures.get().entered_by == people.clerk
        client.post(reverse("returns:month_publish", args=[2015, 5]))
        assert Figure.objects.count() == 1

    def test_another_total_is_a_revision_beside_the_first(self, may, indicator, people, sign_in):
        client = sign_in(people.clerk)
        for name in may.rows:
            send(client, may.rows[name], submit=True, yysr=10_000)
        client.post(reverse("returns:month_publish", args=[2015, 5]))
        send(client, may.rows["甲家具"], submit=True, yysr=20_000)
        client.post(reverse("returns:month_publish", args=[2015, 5]))
        assert list(Figure.objects.filter(park=None).order_by("edition").values_list("value", "status")) == [
            (5, "flash"),
            (6, "revised"),
        ]

    def test_nothing_is_published_into_a_locked_period(self, may, indicator, people, sign_in, settings):
        factories.period_rule(zone=may.zone)
        client = sign_in(people.clerk)
        for name in may.rows:
            send(client, may.rows[name], submit=True, yysr=10_000)
        settings.PORTAL_TODAY = JUNE_25
        page = client.post(reverse("returns:month_publish", args=[2015, 5]), follow=True)
        assert "2015-06-25" in page.content.decode()
        assert not Figure.objects.exists()


class TestBoard:
    def test_completeness_and_punctuality_by_park(self, may, people, sign_in):
        factories.period_rule(zone=may.zone, form="returns")
        client = sign_in(people.clerk)
        for name in ("甲家具", "丁食品", "戊食品"):
            send(client, may.rows[name], submit=True, yysr="1")
        in_time = datetime.datetime(2015, 6, 10, 15, 59, tzinfo=datetime.UTC)  # 23:59 of the due day
        Return.objects.filter(enterprise__name="丁食品").update(first_submitted=in_time)
        page = sign_in(people.leader).get(reverse("returns:board"))
        (line,) = [line for line in page.context["board"].lines if line.month == 5]
        assert (line.whole.given, line.whole.expected, line.whole.on_time) == (3, 5, 1)
        assert [(tally.given, tally.expected, tally.on_time) for tally in line.parks] == [(1, 3, 0), (2, 2, 1)]

    def test_a_clerk_of_a_park_sees_the_own_column(self, may, sign_in):
        page = sign_in(may.clerks[1]).get(reverse("returns:board"))
        assert [name for _pk, name in page.context["board"].parks] == ["食品园"]


class TestPages:
    def test_one_park_at_a_time(self, may, people, sign_in):
        client = sign_in(people.clerk)
        page = client.get(MONTH, {"park": may.parks[1].pk}).content.decode()
        assert page.count("data-row=") == 2
        workbook = reverse("exchange:import_template", args=["returns-2015-05"]) + f"?park={may.parks[1].pk}"
        assert workbook in page
        held = rows_of(b"".join(client.get(workbook).streaming_content))
        assert {firm.name for firm in may.firms} & held.keys() == {"丁食品", "戊食品"}
        assert client.get(MONTH, {"park": "0"}).status_code == 404
        assert client.get(MONTH, {"park": ""}).content.decode().count("data-row=") == 5

    def test_nothing_is_cut_off(self, may, people, sign_in, monkeypatch):
        monkeypatch.setattr("returns.views.month.PAGE", 3)
        client = sign_in(people.clerk)
        pages = [client.get(MONTH, {"page": number}) for number in (1, 2)]
        names = [row.report.enterprise.name for page in pages for row in page.context["rows"]]
        assert sorted(names) == sorted(may.rows)
        assert [dict(page.context["counts"]) for page in pages] == [{"open": 5}] * 2

    def test_the_table_without_scripts_stores_the_second_page(self, may, people, sign_in, monkeypatch):
        monkeypatch.setattr("returns.views.month.PAGE", 3)
        client = sign_in(people.clerk)
        row = client.get(MONTH, {"page": 2}).context["rows"][0]
        names = {f"r{row.report.pk}-{name}": value for name, value in row.form.initial.items() if value is not None}
        item = f"r{row.report.pk}-i{may.items.revenue.pk}"
        client.post(f"{MONTH}?page=2", {**names, **dict(row.form.extra), item: "12"})
        assert set(ReturnValue.objects.values_list("report", "value")) >= {(row.report.pk, 12)}


def test_the_months_of_a_year_open_at_once(may, people, sign_in, django_assert_max_num_queries):
    """Today is in June: February to May are over."""
    with django_assert_max_num_queries(9):
        assert actions.open_months(zone=may.zone, year=2015, today=factories.DAY) == 15
    assert set(Return.objects.values_list("month", flat=True)) == {2, 3, 4, 5}
    assert actions.open_months(zone=may.zone, year=2015, today=factories.DAY) == 0


@pytest.mark.parametrize("extra", [0, 3])
def test_the_grid_costs_the_same_for_five_firms_and_for_eight(may, people, sign_in, extra, django_assert_max_num_queries):
    for _ in range(extra):
        firm = factories.enterprise(zone=may.zone, park=may.parks[0])
        factories.monthly_return(enterprise=firm, values={may.items.revenue: 1}, state="submitted")
        factories.monthly_return(enterprise=firm, values={may.items.revenue: 1}, year=2014)
    client = sign_in(people.clerk)
    client.get(MONTH)
    with django_assert_max_num_queries(14):
        page = client.get(MONTH)
    assert page.content.decode().count("data-row=") == 5 + extra


def rows_of(content: bytes) -> dict:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {row[3]: row for sheet in book for row in sheet.iter_rows(values_only=True) if len(row) > 2}
