"""The year's workbook: the report's numbers, live totals, nothing of other zones, null never zero."""

import datetime
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from indicators.overview import overview
from projects.models import InvestmentYear
from reports.models import YearNote
from reports.workbook import year_workbook
from tests import factories
from tests.indicators.factories import figure, indicator, seed_figures, target
from tests.infrastructure.factories import housing, package, road, roads_of_2015, work
from tests.reports.calculator import Calculator

DAY = datetime.date(2015, 6, 16)


def export(zone, year=2014, language="en", as_of=DAY):
    """The workbook in English words, whatever is translated."""
    with translation.override(language):
        return year_workbook(zone=zone, year=year, as_of=as_of, author="统计员")


def cells(zone, sheet, **options):
    """One sheet's rows with the values that formulas carry."""
    stream, _rows = export(zone, **options)
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(stream, data_only=True)[sheet].iter_rows()]


def row_of(rows, name, column=1):
    """The first row with ``name`` in a column, spaces aside."""
    return next(row for row in rows if str(row[column] or "").strip() == name)


def everything(stream):
    """Every value and every text of a workbook."""
    book = openpyxl.load_workbook(stream, data_only=True)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


class TestOnTheDemo:
    """What the issue asks of the exported 2014."""

    @pytest.fixture(scope="class")
    @staticmethod
    def stream(loaded, django_db_blocker):
        from zones.models import Zone

        with django_db_blocker.unblock():
            return export(Zone.objects.get(code="xian"))[0]

    @pytest.fixture(scope="class")
    @staticmethod
    def sheets(stream):
        book = openpyxl.load_workbook(stream, data_only=True)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}

    @pytest.mark.parametrize(
        ("name", "value", "growth"),
        [("主营业务收入", 145, 20.8), ("固定资产投资", 116, 13.7), ("规模以上工业增加值", 33.4, 15.3), ("从业人员", 29_800, 8.2)],
    )
    def test_the_indicators_of_the_first_section_stand_in_it(self, sheets, name, value, growth):
        row = row_of(sheets["Indicators"], name)
        assert (row[3], row[6]) == (value, growth)

    @pytest.mark.parametrize(
        "number", [145, 20.8, 116, 108.1, 13.7, 33.4, 15.3, 29_800, 8.2, 106, 62, 27, 17, 48, 12, 72, 41, 62.96, 36, 38.6]
    )
    def test_every_number_of_the_first_section_stands_on_the_first_sheet(self, sheets, number):
        assert number in [value for row in sheets["Indicators"] for value in row]

    def test_the_register_counts_live_what_the_report_published(self, sheets):
        rows = sheets["Parks"]
        assert [row_of(rows, park, 0)[1] for park in ("家具园", "食品园", "环保科技园")] == [62, 27, 17]
        assert row_of(rows, "All parks, together", 0)[1:5] == [106, 48, 72, 12]

    def test_every_formula_gives_the_value_that_it_carries(self, stream):
        calculator = Calculator(stream)
        formulas = calculator.formulas()
        assert len(formulas) > 150
        different = {
            (sheet, cell): (calculator.value(sheet, cell), carried)
            for sheet, cell in formulas
            if calculator.value(sheet, cell) != Decimal(str(carried := calculator.carried[sheet][cell].value))
        }
        assert different == {}

    def test_the_contradiction_of_the_employment_target_is_shown_and_nothing_is_changed(self, sheets):
        row = row_of(sheets["Indicators"], "从业人员")
        assert row[9:13] == [26_180, 10, -12.1, -22.1]
        assert "23,800" in row[13]
        assert "32,780" in row[13]

    def test_growth_at_comparable_prices_is_never_computed(self, sheets):
        row = row_of(sheets["Indicators"], "规模以上工业增加值")
        assert row[9:13] == [41, 23, "–", "–"]

    def test_indicators_without_a_figure_print_a_dash(self, sheets):
        rows = sheets["Indicators"]
        assert row_of(rows, "税金")[3] == "–"
        assert row_of(rows, "亿元以上项目")[9] == "–"

    def test_the_ledger_of_2015_and_the_works_are_complete(self, sheets):
        ledger = [row for row in sheets["Ledger 2015"] if isinstance(row[0], int)]
        assert sum(row[8].year == 2015 for row in ledger) == len(ledger) >= 73
        roads = [row for row in sheets["Roads"] if isinstance(row[0], int)]
        assert {"南环路东延", "东环路", "姚庄村北南北路", "兴业路"} <= {row[1] for row in roads}

    def test_generated_rows_are_marked_in_a_column(self, sheets):
        marks = {row[1]: row[-1] for row in sheets["Enterprises"] if isinstance(row[0], int)}
        assert marks["全友家居"] is None
        made_up = [name for name in marks if "演示生成" in name]
        assert len(made_up) > 70
        assert {marks[name] for name in made_up} == {"generated"}

    def test_it_has_native_charts_links_and_a_print_set_up_on_every_sheet(self, stream):
        names = zipfile.ZipFile(stream).namelist()
        assert sum(name.startswith("xl/charts/chart") for name in names) == 10
        book = openpyxl.load_workbook(stream)
        links = [cell.hyperlink.location for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
        assert [link.partition("!")[0].strip("'") for link in links] == book.sheetnames[1:]
        for sheet in book:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows
            assert sheet.freeze_panes
            assert "&P" in (sheet.oddFooter.center.text or "")


class TestSummary:
    def test_the_numbers_are_those_of_the_figures_page(self, zone):
        seed_figures(zone)
        rows = cells(zone, "Indicators")
        for line in overview(zone, 2014).lines:
            name = f"of which: {line.indicator}" if line.indicator.part_of_id else line.indicator.name
            shown = row_of(rows, name)[3]
            assert shown == (float(line.figure.value) if line.figure else "–" if line.indicator.is_assessed else shown)

    def test_parks_stand_under_their_sum_which_is_live(self, zone):
        seed_figures(zone)
        stream, _rows = export(zone)
        sheet = openpyxl.load_workbook(stream)["Indicators"]
        found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "入区企业")
        below = [sheet.cell(found.row + step, 4).value for step in (1, 2, 3)]
        assert below == [62, 27, 17]
        assert sheet.cell(found.row, 6).value == f"=SUM(D{found.row + 1}:D{found.row + 3})"

    def test_words_like_over_and_the_status_stand_beside_the_number(self, zone):
        figure(indicator=indicator(zone=zone, name="早会", unit="次"), value=200, qualifier="at_least", status="estimate")
        row = row_of(cells(zone, "Indicators"), "早会")
        assert row[2:5] == ["次", 200, "at least"]
        assert row[8] == "estimate"

    def test_a_figure_of_part_of_the_year_says_so_and_has_no_implied_growth(self, zone):
        one = indicator(zone=zone, name="投资", is_assessed=True)
        figure(indicator=one, value=50, through_month=5)
        target(indicator=one, value=130, stated=12)
        row = row_of(cells(zone, "Indicators"), "投资")
        assert row[3] == "months 1–5: 50"
        assert row[9:13] == [130, 12, "–", "–"]

    def test_without_figures_and_targets_the_sheets_say_so(self, zone):
        assert "No indicator has both a figure and a target." in [row[0] for row in cells(zone, "Charts")]


class TestEnterprises:
    @pytest.fixture
    def firms(self, zone):
        park, small = factories.park(zone=zone, name="家具园", position=1), None
        small = factories.park(zone=zone, name="中小家具园", parent=park, position=2)
        one = factories.enterprise(zone=zone, name="全友", park=park, is_producing=True, producing_since=datetime.date(2014, 3, 1))
        one.above_scale_years.create(year=2014)
        two = factories.enterprise(zone=zone, name="华翔", park=small, is_producing=True)
        two.above_scale_years.create(year=2013)
        factories.enterprise(zone=zone, name="万泰")
        return park

    def test_a_park_inside_a_park_counts_with_it_and_an_unknown_park_stands_apart(self, zone, firms):
        rows = cells(zone, "Enterprises")
        assert row_of(rows, "华翔")[2:8] == ["家具园", "中小家具园", None, None, "√", "–"]
        assert row_of(rows, "全友")[5:9] == ["√", "√", datetime.datetime(2014, 3, 1), "√"]  # noqa: DTZ001
        assert row_of(rows, "家具园, together")[2:9] == [2, None, None, 1, 2, None, 1]
        assert row_of(rows, "All parks, together")[2] == 2
        assert row_of(rows, "park not known, together")[2] == 1

    def test_only_the_list_of_the_year_makes_above_scale(self, zone, firms):
        assert row_of(cells(zone, "Enterprises", year=2013), "华翔")[5] == "√"
        assert row_of(cells(zone, "Enterprises", year=2013), "全友")[5] is None

    def test_a_park_whose_name_holds_a_wildcard_is_counted_by_its_name(self, zone, firms):
        star = factories.park(zone=zone, name="家*", position=3)
        factories.enterprise(zone=zone, name="星", park=star)
        stream, _rows = export(zone)
        calculator = Calculator(stream)
        rows = {row[0].value: row[1].coordinate for row in calculator.book["Parks"].iter_rows() if row[0].value}
        assert calculator.value("Parks", rows["家*"]) == 1
        assert calculator.value("Parks", rows["家具园"]) == 2


class TestProjects:
    def test_three_investments_stand_side_by_side_and_null_is_no_zero(self, zone):
        project = factories.project(zone=zone, name="全友", total_wan=Decimal(20_000))
        factories.project(zone=zone, name="万泰")
        InvestmentYear.objects.create(project=project, year=2014, planned_wan=Decimal(3000), accepted_wan=Decimal(2500))
        InvestmentYear.objects.create(project=project, year=2015, planned_wan=Decimal(4900))
        factories.report(
            project=project, state="accepted", submitted_at=datetime.datetime.now(datetime.UTC), completed_wan=Decimal(1527)
        )
        rows = cells(zone, "Projects")
        assert row_of(rows, "全友")[11:18] == [20_000, 3000, "–", 2500, 4900, 1527, "–"]
        assert row_of(rows, "万泰")[11:18] == ["–"] * 7
        assert row_of(rows, "Total")[11:18] == [20_000, 3000, "–", 2500, 4900, 1527, "–"]
        assert row_of(rows, "Projects that report it")[11:18] == [1, 1, 0, 1, 1, 1, 0]

    def test_generated_investment_of_a_real_project_is_marked(self, zone):
        project = factories.project(zone=zone, name="全友")
        InvestmentYear.objects.create(project=project, year=2015, planned_wan=Decimal(4900), is_generated=True)
        other = factories.project(zone=zone, name="双虎")
        InvestmentYear.objects.create(project=other, year=2015, planned_wan=Decimal(100))
        rows = cells(zone, "Projects")
        assert (row_of(rows, "全友")[-1], row_of(rows, "双虎")[-1]) == ("investment generated", None)

    def test_investment_from_a_report_that_nobody_accepted_is_marked(self, zone):
        for name, state in (("待审", "submitted"), ("已审", "accepted"), ("登记", "submitted")):
            project = factories.project(zone=zone, name=name)
            factories.report(project=project, state=state, submitted_at="2015-06-14T00:00:00Z", completed_wan=1234)
        InvestmentYear.objects.create(project=project, year=2015, completed_wan=500)  # the register's own number stands
        rows = cells(zone, "Projects")
        head = next(row for row in rows if "Project" in row)
        place = head.index("Self-reported: review")
        assert [row_of(rows, name)[place] for name in ("待审", "已审", "登记")] == ["unreviewed", None, None]
        assert 1234 in row_of(rows, "待审")


class TestLedger:
    def test_a_promise_stands_with_its_window_baseline_standing_and_doubt(self, zone, unit):
        project = factories.project(zone=zone, name="物华", unit=unit)
        due = datetime.date(2015, 4, 30)
        milestone = factories.milestone(
            project=project,
            text="投产",
            due=due,
            precision="month_end",
            relation="at",
            wording="4月底投产",
            doubt="重复",
            phase="production",
        )
        milestone.buildings.add(factories.building(project=project, name="7号厂房"))
        row = row_of(cells(zone, "Ledger 2015"), "物华")
        day = datetime.datetime(2015, 4, 30)  # noqa: DTZ001
        assert row[3:7] == ["家具产业指挥部", "投产", "7号厂房", "production or use"]
        assert row[7:13] == [day, day, "month end", "at", day, "–"]
        assert row[13:18] == [None, "overdue", 0, 47, 0]
        assert row[18:20] == ["4月底投产", "重复"]

    def test_months_and_units_add_up_to_the_ledger(self, zone, unit):
        project = factories.project(zone=zone, unit=unit)
        for month, actual in ((1, datetime.date(2015, 1, 9)), (1, datetime.date(2015, 2, 9)), (3, None), (12, None)):
            factories.milestone(project=project, due=datetime.date(2015, month, 20), actual_date=actual)
        factories.milestone(project=factories.project(zone=zone), due=datetime.date(2015, 6, 20))
        factories.milestone(project=project, due=datetime.date(2016, 1, 20))
        rows = cells(zone, "By month")
        assert row_of(rows, "2015-01", 0)[1:8] == [2, 1, 1, 0, 0, 0, 100]
        assert row_of(rows, "2015-02", 0)[1:8] == [0, 0, 0, 0, 0, 0, None]
        assert row_of(rows, "2015-06", 0)[1:8] == [1, 0, 0, 0, 1, 0, 0]
        assert row_of(rows, "Total", 0)[1:8] == [5, 1, 1, 1, 1, 1, 40]
        assert row_of(rows, "家具产业指挥部", 0)[1] == 4
        assert row_of(rows, "no unit", 0)[1] == 1

    def test_the_ledger_of_the_year_itself_comes_only_when_there_is_one(self, zone):
        project = factories.project(zone=zone)
        factories.milestone(project=project, due=datetime.date(2015, 1, 20))
        assert "Ledger 2014" not in openpyxl.load_workbook(export(zone)[0]).sheetnames
        factories.milestone(project=project, text="12月中旬试生产", due=datetime.date(2014, 12, 20))
        assert row_of(cells(zone, "Ledger 2014"), "12月中旬试生产", 4)

    def test_an_empty_ledger_is_a_sheet_without_totals(self, zone):
        assert len(cells(zone, "Ledger 2015")) == 4
        assert row_of(cells(zone, "By month"), "Total", 0)[1:8] == [0, 0, 0, 0, 0, 0, None]


class TestWorks:
    def test_the_seven_roads_stand_with_their_cross_sections_and_checks(self, zone):
        roads_of_2015(zone)
        rows = cells(zone, "Roads")
        head = row_of(rows, "No.", 0)
        parts = dict(zip(rows[3][6:11], range(6, 11), strict=True))
        south = row_of(rows, "南环路东延")
        assert [south[parts[f"{name}\n(m)"]] for name in ("carriageway", "green belt", "non-motor lane", "footway")] == [
            24,
            8,
            6,
            12,
        ]
        assert south[11:14] == [50, 0, 59.25]
        assert row_of(rows, "黄河路建设工程")[11:13] == [26, 4]
        assert row_of(rows, "Year 2015, together")[4] == 7229
        assert row_of(rows, "Year 2015, together")[13:16] == [437.82, 439, 6140]
        assert head[4] == "Length\n(m)"
        assert [row[4:6] for row in rows[-2:]] == [[900, 900], [1200, 1200]]

    def test_a_road_without_numbers_prints_dashes_and_its_subtotal_too(self, zone):
        road(zone=zone, name="兴业路", length_m=None, red_line_width_m=None, parts=[], plan_year=2014)
        rows = cells(zone, "Roads")
        assert row_of(rows, "兴业路")[4:12] == ["–"] * 8
        assert row_of(rows, "Year 2014, together")[4] == "–"

    def test_housing_adds_up_and_what_is_not_stated_stays_out_of_the_sum(self, zone):
        housing(zone=zone, name="南方公租房", budget_wan=3500, facts={"floor_area_m2": 14_000, "flats": 300, "persons": 1200})
        housing(zone=zone, name="双虎公租房", budget_wan=6200, facts={"floor_area_m2": 25_000, "blocks": 3, "flats": 500})
        rows = cells(zone, "Other works")
        assert row_of(rows, "双虎公租房")[9:17] == [500, 3, "–", 25_000, "–", None, 50, 2480]
        assert row_of(rows, "Total")[5] == 9700
        assert row_of(rows, "Total")[9:14] == [800, None, None, 39_000, 1200]
        assert row_of(rows, "Works that report it")[13] == 1

    def test_packages_show_what_the_plan_states_beside_what_is_registered(self, zone):
        both = package(zone=zone, name="其它配套", stated_count=2, stated_investment_wan=5030)
        work(zone=zone, name="孟德站", kind="substation", package=both)
        row = row_of(cells(zone, "Other works"), "2015 其它配套")
        assert row[3:6] == [2, 1, 5030]
        assert row_of(cells(zone, "Checks"), "2015 其它配套")[4:7] == [1, 2, -1]

    def test_checks_put_what_fails_first_and_count_it(self, zone):
        roads_of_2015(zone)
        rows = cells(zone, "Checks")
        verdicts = [row[8] for row in rows if row[0] and isinstance(row[0], int)]
        assert verdicts == ["disagrees"] * 6 + ["agrees"] * (len(verdicts) - 6)
        assert row_of(rows, "Checks that fail")[8] == 6


class TestIssues:
    def test_the_issues_of_the_year_with_their_days_and_the_mean_of_them(self, zone, people):
        raised = {"zone": zone, "raised_by": people.clerk, "year": 2014, "raised_on": datetime.date(2014, 3, 4)}
        due = {"unit": factories.unit(zone=zone), "due_on": datetime.date(2014, 3, 10)}
        settled = {"state": "settled", "done_by": people.officer, "settled_by": people.clerk, **due}
        factories.issue(**raised, **settled, text="缺电", number=1, settled_on=datetime.date(2014, 3, 9))
        factories.issue(**raised, **settled, text="阻工", number=2, settled_on=datetime.date(2014, 3, 12))
        factories.issue(**raised, text="缺水", number=3)
        factories.issue(**{**raised, "year": 2013}, text="旧问题", number=1)
        rows = cells(zone, "Issues")
        assert [row_of(rows, text)[9] for text in ("缺电", "阻工", "缺水")] == [5, 8, "–"]
        assert row_of(rows, "3 issues, 2 settled; mean days")[9] == Decimal("6.5")
        assert not any("旧问题" in row for row in rows)


class TestCurves:
    """Week by week and month by month."""

    WEEKS = (datetime.date(2014, 12, 22), datetime.date(2014, 12, 29), datetime.date(2015, 1, 5))

    def given(self, project, monday, wan, *, late=False, workers=None):
        row = factories.report(project=project, monday=monday)
        row.submitted_at = row.due_at + datetime.timedelta(days=1 if late else -1)
        row.state, row.completed_wan, row.workers, row.progress = "submitted", wan, workers, "施工"
        row.save()

    def test_investment_is_each_project_s_last_word_and_starts_anew_with_the_year(self, zone, other_zone):
        one, other = factories.project(zone=zone), factories.project(zone=zone)
        before, turn, after = self.WEEKS
        self.given(one, before, 900, workers=10)
        self.given(other, before, 50, late=True)
        self.given(one, turn, 12)
        factories.report(project=other, monday=turn)
        self.given(one, after, None)
        self.given(other, after, 7, workers=0)
        self.given(factories.project(zone=other_zone), after, 5555)
        rows = [row for row in cells(zone, "By week") if str(row[0]).startswith("20")]
        assert [row[0] for row in rows] == ["2014-W52", "2015-W01", "2015-W02"]
        assert [row[2:6] for row in rows] == [[2, 1, 2, 50], [2, 1, 1, 50], [2, 2, 2, 100]]
        assert [row[6:9] for row in rows] == [[10, 950, 2], ["–", 12, 1], [0, 19, 2]]

    def test_weeks_after_the_day_are_not_in_it(self, zone):
        self.given(factories.project(zone=zone), datetime.date(2015, 6, 22), 1)
        assert cells(zone, "By week")[-1][0] == "No week was opened."

    def test_a_year_of_figures_beside_its_path_and_the_year_before(self, zone):
        income = indicator(zone=zone, name="收入", unit="亿元", is_assessed=True)
        for year, month, value in ((2014, 6, 60), (2014, 12, 145), (2015, 3, 40), (2015, 6, 85)):
            figure(indicator=income, year=year, through_month=month, value=value)
        target(indicator=income, year=2015, value=180)
        figure(indicator=indicator(zone=zone, name="只有全年", is_assessed=True), year=2014, value=1)
        rows = cells(zone, "Figures by month")
        assert [row[0] for row in rows if "收入 " in str(row[0])] == ["收入 2014", "收入 2015"]
        assert not any("只有全年" in str(row[0]) for row in rows)
        start = next(place for place, row in enumerate(rows) if row[0] == "收入 2015")
        by_month = {row[0]: row[1:4] for row in rows[start + 2 : start + 14]}
        assert by_month[3] == [40, 45, None]
        assert by_month[6] == [85, 90, 60]
        assert by_month[12] == [None, 180, 145]


class TestNotesAndScope:
    def test_the_notes_of_the_year_stand_kind_by_kind(self, zone):
        for kind, title in (("safeguard", "加强领导"), ("problem", "落地难"), ("problem", "后劲不足")):
            YearNote.objects.create(zone=zone, year=2014, kind=kind, title=title, text=f"{title}的原因")
        YearNote.objects.create(zone=zone, year=2013, kind="problem", title="旧问题")
        rows = [[row[0], row[1], row[2]] for row in cells(zone, "Problems and results")[2:]]
        assert rows == [
            ["problem", None, None],
            [1, "落地难", "落地难的原因"],
            [2, "后劲不足", "后劲不足的原因"],
            ["safeguard", None, None],
            [1, "加强领导", "加强领导的原因"],
        ]

    def test_nothing_of_another_zone_is_in_it(self, zone, other_zone):
        for index, one in enumerate((zone, other_zone)):
            mark = ("本区", "邻区")[index]
            park = factories.park(zone=one, name=f"{mark}园")
            factories.enterprise(zone=one, name=f"{mark}企业", park=park)
            project = factories.project(zone=one, name=f"{mark}项目", park=park)
            factories.milestone(project=project, text=f"{mark}节点")
            figure(indicator=indicator(zone=one, name=f"{mark}指标"), value=1 + index)
            road(zone=one, name=f"{mark}路")
            package(zone=one, name=f"{mark}包")
            YearNote.objects.create(zone=one, year=2014, title=f"{mark}问题")
        texts = [str(value) for value in everything(export(zone)[0])]
        assert {"本区企业", "本区项目", "本区节点", "本区指标", "本区路", "本区问题"} <= {text.strip() for text in texts}
        assert not [text for text in texts if "邻区" in text]

    def test_names_that_begin_like_formulas_stay_text(self, zone):
        factories.enterprise(zone=zone, name="=HYPERLINK(1)")
        factories.project(zone=zone, name="@项目")
        book = openpyxl.load_workbook(export(zone)[0])
        found = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert (found["=HYPERLINK(1)"], found["@项目"]) == ("s", "s")

    def test_lists_have_names_for_formulas(self, zone):
        factories.enterprise(zone=zone)
        names = openpyxl.load_workbook(export(zone)[0]).defined_names
        assert names["Enterprises"].attr_text.startswith("'Enterprises'!$A$")

    def test_the_first_sheet_says_as_of_when_and_by_whom(self, zone):
        text = " ".join(str(row[0]) for row in cells(zone, "Contents")[:4])
        assert "2015-06-16" in text
        assert "统计员" in text

    def test_the_cost_in_queries_does_not_grow_with_the_rows(self, zone, people, django_assert_num_queries):
        def more():
            park = factories.park(zone=zone)
            project = factories.project(zone=zone, park=park, owner=factories.enterprise(zone=zone, park=park))
            factories.milestone(project=project)
            figure(indicator=indicator(zone=zone), value=1)
            road(zone=zone)
            package(zone=zone)
            YearNote.objects.create(zone=zone, year=2014, title="问题")
            held_on = datetime.date(2014, 6, 1 + zone.meetings.count())
            factories.meeting_item(meeting=factories.meeting(zone=zone, year=2014, held_on=held_on))
            tour = factories.tour(zone=zone, year=2014, closed_on=held_on, closed_by=people.clerk)
            factories.ballot(stop=factories.tour_stop(tour=tour, project=project), judge=people.leader)
            bulletin = factories.bulletin(zone=zone, issued_by=people.clerk, year=2014)
            factories.bulletin_entry(bulletin=bulletin, unit=factories.unit(zone=zone), project=project)

        more()
        with django_assert_num_queries(QUERIES):
            export(zone)
        more()
        more()
        with django_assert_num_queries(QUERIES):
            export(zone)


QUERIES = 41  # for the whole workbook, however many rows there are
