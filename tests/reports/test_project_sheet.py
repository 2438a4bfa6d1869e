"""One project on one page: what it tells, whether it fits, and the Word document read back by the library."""

import datetime
import io
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.sheet import project_sheet
from reports.word import Column, Paper
from tests import factories
from tests.projects.browser import text
from zones.models import DownloadEntry

TODAY = datetime.date(2015, 6, 16)
MOMENT = datetime.datetime(2015, 6, 14, 4, 0, tzinfo=datetime.UTC)
MONDAY = datetime.date(2015, 6, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def read(people):
    """A person's client, in English."""
    client = Client()
    client.force_login(people.leader, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def project(zone, unit, people):
    firm, park = factories.enterprise(zone=zone, name="全友家居"), factories.park(zone=zone, name="家具园")
    made = factories.project(
        zone=zone, unit=unit, park=park, owner=firm, leader=people.leader, name="全友家居三期", total_wan=Decimal("12345.5")
    )
    factories.assignment(project=made, user=people.officer)
    factories.investment(project=made, planned_wan=Decimal(5000), accepted_wan=Decimal(800))
    kept = factories.milestone(project=made, text="基础完工", due=datetime.date(2015, 3, 31), actual_date=datetime.date(2015, 4, 2))
    late = factories.milestone(
        project=made, text="主体封顶", due=datetime.date(2015, 6, 10), baseline_date=datetime.date(2015, 5, 31)
    )
    late.revisions.create(
        old_date=kept.due_date,
        old_precision="day",
        new_date=late.due_date,
        new_precision="day",
        asked_on=kept.due_date,
        by=people.head,
        reason="land",
    )
    return made


def report(project, monday=MONDAY, state="submitted", **fields):
    given = {"submitted_at": MOMENT, "progress": "三层施工", "problems": "电梯未到", "next_plan": "封顶", "workers": 35}
    return factories.report(project=project, monday=monday, state=state, completed_wan=Decimal(1200), **{**given, **fields})


def page_of(project) -> str:
    return reverse("reports:project_sheet", args=[project.pk])


def word_of(client, project) -> Document:
    answer = client.get(f"{page_of(project)}word/")
    assert answer.status_code == 200
    return Document(io.BytesIO(b"".join(answer.streaming_content)))


def rows(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- what it tells ----------------------------------------------------------------------------------


def test_the_page_tells_the_facts_the_light_and_its_reason(read, project):
    report(project)
    shown = text(read.get(page_of(project)))
    for words in (
        "全友家居三期: project sheet",
        "as of 2015-06-16",
        "yellow days overdue: 6 days",
        "Owner 全友家居",
        "Park 家具园",
        "Responsible unit 家具产业指挥部",
        "Total investment 12,345.5 × 10,000 yuan",
        "Workers on site 35",
        "Investment of 2015 planned 5,000, self-reported 1,200, accepted 800 (× 10,000 yuan)",
        "2015-W24 unreviewed 三层施工",
        "Open problems 电梯未到",
        "Plan for next week 封顶",
        "主体封顶 2015-05-31 2015-06-10 – overdue 10 1",
        "基础完工 2015-03-31 2015-03-31 2015-04-02 met late 0 0",
    ):
        assert words in shown, words


def test_the_newest_report_that_was_handed_in_counts_and_says_whether_it_was_reviewed(project):
    report(project, MONDAY - datetime.timedelta(days=7), state="accepted", progress="二层")
    report(project, MONDAY, state="open", submitted_at=None)
    found = project_sheet(of_sheet(project), TODAY)
    assert (found.report.progress, found.unreviewed) == ("二层", False)


def of_sheet(project):
    return type(project).objects.with_investment(TODAY).get(pk=project.pk)


def test_only_unanswered_instructions_stand_on_it(read, project, people):
    factories.instruction(project=project, given_by=people.leader, text="请说明原因")
    answered = {"answer": "已办", "answered_by": people.head, "answered_on": TODAY}
    factories.instruction(project=project, given_by=people.leader, text="旧批示", **answered)
    shown = text(read.get(page_of(project)))
    assert "请说明原因" in shown
    assert "旧批示" not in shown


def test_first_and_last_picture_stand_on_it_and_a_single_one_once(read, project, people):
    make = {"project": project, "taken_by": people.officer}
    only = factories.photo(**make, caption="开工", taken_at=MOMENT)
    assert project_sheet(of_sheet(project), TODAY).pictures == [only]
    factories.photo(**make, caption="中间", taken_at=MOMENT + datetime.timedelta(days=1))
    last = factories.photo(**make, caption="封顶", taken_at=MOMENT + datetime.timedelta(days=2))
    assert project_sheet(of_sheet(project), TODAY).pictures == [only, last]
    page = read.get(page_of(project)).content.decode()
    assert page.count("<figure>") == 2
    assert 'alt="封顶"' in page


def test_a_project_of_which_nothing_is_known_has_a_sheet_too(read, zone):
    bare = factories.project(zone=zone, name="新项目")
    shown = text(read.get(page_of(bare)))
    assert "no light Nothing that the light rules measure, so no light." in shown
    assert "No promise is entered yet." in shown
    assert "No week has been reported yet." in shown
    assert "planned –, self-reported –, accepted –" in shown
    document = word_of(read, bare)
    assert "No promise is entered yet." in [paragraph.text for paragraph in document.paragraphs]
    assert len(document.tables) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("word", "queries"), [("", 12), ("word/", 14)])
def test_the_sheet_costs_the_same_whatever_hangs_on_the_project(
    read, project, people, rows, word, queries, django_assert_num_queries
):
    for number in range(rows):
        report(project, MONDAY - datetime.timedelta(days=7 * number))
        factories.instruction(project=project, given_by=factories.person(zone=project.zone, role="leader"))
        factories.photo(project=project, taken_by=people.officer)
        factories.photo(project=project, taken_by=people.officer)
        factories.milestone(project=project)
        factories.assignment(project=project, user=factories.person(zone=project.zone, unit=project.unit))
    read.get("/weeks/mine/")
    with django_assert_num_queries(queries):
        answer = read.get(page_of(project) + word)
        b"".join(answer)


def test_the_project_s_page_leads_to_sheet_and_document(read, project):
    page = read.get(project.get_absolute_url()).content.decode()
    assert f'href="{page_of(project)}"' in page
    assert f'href="{page_of(project)}word/"' in page


# --- Word -------------------------------------------------------------------------------------------


def test_the_document_is_logged_and_named_after_the_project(read, project, people):
    answer = read.get(f"{page_of(project)}word/")
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert "2015-06-16.docx" in answer["Content-Disposition"]
    entry = DownloadEntry.objects.get()
    assert (entry.user, entry.what, entry.about, entry.row_count) == (people.leader, "project sheet", "全友家居三期", 2)
    b"".join(answer.streaming_content)


def test_the_document_holds_the_texts_and_the_rows_of_the_page(read, project, people):
    report(project)
    factories.instruction(project=project, given_by=people.leader, text="请说明原因\n并报方案")
    document = word_of(read, project)
    written = [paragraph.text for paragraph in document.paragraphs]
    assert written[0] == "全友家居三期: project sheet"
    assert written[2] == "Light: yellow. days overdue: 6 days"
    facts, ledger = document.tables
    assert rows(facts)[0] == ["Owner", "全友家居", "Park", "家具园"]
    told = {row[0]: row[1] for row in rows(facts)[4:]}
    assert told["Investment of 2015"] == "planned 5,000, self-reported 1,200 (unreviewed), accepted 800 (× 10,000 yuan)"
    assert told["Weekly report"] == "2015-W24 (unreviewed): 三层施工"
    assert told["Open problems"] == "电梯未到 (unreviewed)"
    assert told["Plan for next week"] == "封顶 (unreviewed)"
    assert rows(facts)[3][2:] == ["Workers on site", "35 (unreviewed)"]
    assert told["Instructions unanswered"] == f"{people.leader} (2015-06-01): 请说明原因\n并报方案"
    assert rows(ledger)[0][1:4] == ["Promise", "Baseline", "Due"]
    assert rows(ledger)[1:] == [
        ["1", "基础完工", "2015-03-31", "2015-03-31", "2015-04-02", "met late", "0", "0"],
        ["2", "主体封顶", "2015-05-31", "2015-06-10", "–", "overdue", "+10", "1"],
    ]


def test_pictures_stand_in_the_document_with_their_captions(read, project, people):
    make = {"project": project, "taken_by": people.officer, "is_generated": True}
    factories.photo(**make, caption="开工", taken_at=MOMENT)
    gone = factories.photo(**make, caption="封顶", taken_at=MOMENT + datetime.timedelta(days=2))
    document = word_of(read, project)
    assert [shape.height for shape in document.inline_shapes] == [Mm(36)] * 2
    assert rows(document.tables[-1])[1] == ["2015-06-14 开工（generated）", "2015-06-16 封顶（generated）"]
    gone.thumbnail.storage.delete(gone.thumbnail.name)
    assert len(word_of(read, project).inline_shapes) == 1


def test_the_document_of_an_accepted_report_carries_no_mark(read, project, people):
    accepted = report(project, state="accepted")
    factories.photo(project=project, report=accepted, taken_by=people.officer, caption="塔吊", taken_at=MOMENT)
    for state, mark in (("accepted", ""), ("submitted", "（unreviewed）")):
        type(accepted).objects.filter(pk=accepted.pk).update(state=state)
        document = word_of(read, project)
        assert rows(document.tables[-1])[1][0] == f"2015-06-14 塔吊{mark}"
        assert ("unreviewed" in str([rows(table) for table in document.tables])) is bool(mark)


def test_texts_that_break_documents_are_cleaned(read, zone):
    """What past the forms would reach a row: control characters, a stray surrogate half, script tags."""
    bare = factories.project(zone=zone, name="一\x0b二\ufffe三<b>&", remark="x")
    factories.milestone(project=bare, text="封\x1f顶]]>")
    document = word_of(read, bare)
    assert document.paragraphs[0].text == "一二三<b>&: project sheet"
    assert rows(document.tables[1])[1][1] == "封顶]]>"


# --- the form of official papers --------------------------------------------------------------------


@pytest.fixture
def paper():
    """A paper with one of everything, read back."""
    made = Paper(title="标题", author="办公室", moment=MOMENT)
    made.write("关于顿丘二期的情况", "Title")
    for style, words in (("heading 1", "一、概况"), ("heading 2", "（一）进度"), ("heading 3", "1. 厂房"), ("Body Text", "正文")):
        made.write(words, style)
    made.facts([("业主", "甲"), ("园区", "乙"), ("阶段", "丙")], [("说明", "第一行\n第二行")])
    made.table([Column("序号", 20), Column("内容", 136)], [[n, f"第{n}行"] for n in range(1, 61)])
    return Document(made.save())


def style_of(document, name: str):
    return document.styles[name].element


def font_of(document, name: str) -> tuple[set[str], float]:
    """The fonts of a style, and its size in points."""
    fonts = style_of(document, name).rPr.find(qn("w:rFonts"))
    found = {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
    return found, document.styles[name].font.size.pt


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
        ("List Text", "仿宋_GB2312", 9),
    ],
)
def test_every_style_names_one_font_for_all_writings(paper, style, font, size):
    assert font_of(paper, style) == ({font}, size)


def test_no_font_comes_by_way_of_a_theme_and_every_style_has_a_chinese_one(paper):
    styles = paper.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
        assert fonts.get(qn("w:eastAsia"))
    paragraphs = [style for style in styles.findall(qn("w:style")) if style.get(qn("w:type")) == "paragraph"]
    assert len(paragraphs) > 10
    assert all(style.find(qn("w:rPr")).find(qn("w:rFonts")) is not None for style in paragraphs)


def test_page_margins_grid_and_lines_are_those_of_the_standard(paper):
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = paper.styles["Body Text"].paragraph_format
    assert (body.line_spacing.pt, str(body.line_spacing_rule)) == (28.95, "EXACTLY (4)")
    indent = style_of(paper, "Body Text").pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")


def test_the_language_is_chinese(paper):
    languages = list(paper.styles.element.iter(qn("w:lang")))
    assert {each.get(qn("w:eastAsia")) for each in languages} == {"zh-CN"}
    assert paper.core_properties.language == "zh-CN"
    assert (paper.core_properties.title, paper.core_properties.author, paper.core_properties.comments) == ("标题", "办公室", "")


def test_page_numbers_stand_between_dashes_outside(paper):
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer is True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        runs = [run.text for run in paragraph.runs]
        assert (runs[0], runs[-1]) == ("— ", " —")
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_every_font_is_named_with_what_may_stand_in(paper):
    (part,) = [part for part in paper.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    table = part.blob.decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="华文中宋,宋体,SimSun"/>' in table
    assert all(f'w:name="{font}"' in table for font in ("仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"))


def test_a_long_table_repeats_its_head_and_tears_no_row(paper):
    table = paper.tables[1]
    assert len(table.rows) == 61
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [round(cell.width.mm) for cell in table.rows[5].cells] == [20, 136]


def test_a_long_fact_takes_the_rest_of_its_row(paper):
    last = paper.tables[0].rows[-1].cells
    assert last[1]._tc is last[3]._tc
    assert last[1].text == "第一行\n第二行"
    assert len(last[1].paragraphs) == 1


def test_the_document_ends_with_a_paragraph(paper):
    assert paper.element.body[-2].tag == qn("w:p")
