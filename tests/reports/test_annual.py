"""The annual report: every number of the seed's section on the year, its sentences, freezing, the document."""

import datetime
import hashlib
import io
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from projects.models import Milestone
from reports.annual.draft import draft
from reports.annual.reading import annual_report
from reports.annual.values import due_words, sentences
from reports.models import AnnualSection, IssuedDocument, YearNote, YearSnapshot
from reports.word import han
from tests import factories

PAGE = reverse("reports:annual_of", args=[2014])
NUMBERS = [
    *("41个", "62.96亿元", "36个", "38.6亿元", "106家", "62家", "27家", "17家", "48家", "145亿元", "20.8%", "116亿元"),
    *("108.1亿元", "13.7%", "33.4亿元", "15.3%", "29800人", "8.2%", "12家", "72家", "42亿元", "2万吨", "12公里", "9.5平方公里"),
    *("50年", "3500万元", "14000平方米", "300套", "1200人", "2700万元", "11000平方米", "200套", "800人", "6200万元", "25000平方米"),
    *("500套", "560余例", "200余次", "130亿元", "180亿元", "41亿元", "26180人", "24%", "23%"),
]


class Section:
    level = 2

    def __init__(self, text: str, heading: str = "") -> None:
        self.text, self.heading = text, heading


class TestSentences:
    def test_each_once_with_chinese_punctuation(self):
        told = list(sentences(["厂房(1号)竣工,投用;长1,200米", "厂房(1号)竣工,投用;长1,200米。", " "]))
        assert told == ["厂房（1号）竣工，投用；长1,200米。"]


class TestWords:
    @pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
    def test_parts_are_counted_in_chinese(self, number, words):
        assert han(number) == words

    @pytest.mark.parametrize(
        ("precision", "relation", "first", "last", "words"),
        [
            ("day", "by", "2015-06-30", "2015-06-30", "6月30日前"),
            ("day", "at", "2015-06-30", "2015-06-30", "6月30日"),
            ("month_end", "at", "2015-06-21", "2015-06-30", "6月底"),
            ("month", "at", "2015-06-01", "2015-06-30", "6月"),
            ("ten_day", "at", "2015-06-11", "2015-06-20", "6月中旬"),
            ("ten_day", "at", "2015-05-21", "2015-05-31", "5月下旬"),
            ("quarter", "by", "2015-04-01", "2015-06-30", "二季度前"),
            ("half_year", "at", "2015-07-01", "2015-12-31", "下半年"),
            ("year", "by", "2015-01-01", "2015-12-31", "年内"),
            ("range", "at", "2015-06-05", "2015-06-10", "6月5日至6月10日"),
        ],
    )
    def test_a_window_is_worded_as_papers_do(self, precision, relation, first, last, words):
        dates = {"window_start": datetime.date.fromisoformat(first), "due_date": datetime.date.fromisoformat(last)}
        assert due_words(Milestone(precision=precision, relation=relation, **dates)) == words


class TestDraft:
    def test_names_become_values(self):
        part = draft(
            [Section("收入{收入}，增长{收入.增速}。", "{年}年")], {"收入": "145亿元", "收入.增速": "20.8%", "年": "2014"}
        ).parts[0]
        assert (part.heading, part.paragraphs, part.missing, part.unbound) == ("2014年", ["收入145亿元，增长20.8%。"], [], [])

    def test_what_is_not_known_is_told_and_never_left_out_silently(self):
        made = draft([Section("收入{收入}。")], {"收入": ""})
        assert made.missing == ["收入"]
        assert made.parts[0].paragraphs == ["收入【待补：收入】。"]

    def test_numbers_typed_by_hand_are_checked_against_the_values(self):
        made = draft([Section("收入145亿元，税收9.5亿元，{人}。")], {"收入": "145亿元", "人": "7人"})
        assert made.unbound == ["9.5"]

    def test_the_lines_of_a_list_are_paragraphs(self):
        assert draft([Section("{问题}")], {"问题": "（一）甲。\n（二）乙。"}).parts[0].paragraphs == ["（一）甲。", "（二）乙。"]


def words_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("word/document.xml").decode()


def every_text(content: bytes) -> set:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


@pytest.mark.django_db
class TestSeed:
    def test_the_document_holds_every_number_of_the_year(self, xian, tmp_path):
        path = tmp_path / "report.docx"
        call_command("write_report", "--year", "2014", "--zone", xian.code, "--output", str(path))
        text = words_of(path.read_bytes())
        assert [number for number in NUMBERS if number not in text] == []
        assert "【待补" not in text

    def test_the_command_refuses_other_names_and_years(self, xian, tmp_path):
        with pytest.raises(CommandError, match="docx"):
            call_command("write_report", "--year", "2014", "--zone", xian.code, "--output", str(tmp_path / "x.pdf"))
        with pytest.raises(CommandError, match="1950"):
            call_command("write_report", "--year", "14", "--zone", xian.code, "--output", str(tmp_path / "x.docx"))


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def client(self, people, sign_in):
        return sign_in(people.clerk)

    @pytest.fixture
    def figure(self, zone):
        indicator = factories.indicator(zone=zone, name="主营业务收入", unit="亿元")
        return factories.figure(indicator=indicator, year=2014, value=145, growth="20.8", status="flash")

    def test_the_standard_sentences_stand_there_before_anybody_wrote(self, zone, client, figure):
        page = client.get(PAGE).content.decode()
        assert "主营业务收入完成145亿元，同比增长20.8%" in page
        assert not AnnualSection.objects.exists()

    def test_sentences_are_stored_once_edited_and_checked(self, zone, client, figure):
        for _ in range(2):
            client.post(reverse("reports:annual_begin", args=[2014]))
        section = AnnualSection.objects.get(heading="（一）经济运行情况")
        assert AnnualSection.objects.filter(heading=section.heading).count() == 1
        edit = reverse("reports:annual_section_edit", args=[section.pk])
        given = {"version": section.version, "year": 2014, "position": 3, "level": 2, "heading": section.heading}
        refused = client.post(edit, {**given, "text": "收入{没有的名字}。"})
        assert "没有的名字" in str(refused.context["form"].errors["text"])
        client.post(edit, {**given, "text": "收入{主营业务收入}，税收9.5亿元。"})
        page = client.get(PAGE)
        assert "收入145亿元，税收9.5亿元。" in page.content.decode()
        assert page.context["draft"].unbound == ["9.5"]

    def test_frozen_values_stay_until_they_are_let_go(self, zone, people, client, figure):
        freeze = reverse("reports:annual_freeze", args=[2014])
        for _ in range(2):
            client.post(freeze)
        assert YearSnapshot.objects.get().frozen_by == people.clerk
        factories.figure(indicator=figure.indicator, year=2014, value=146, edition=2, status="annual")
        assert annual_report(zone, 2014).values["主营业务收入"] == "145亿元"
        client.post(freeze, {"thaw": "1"})
        assert annual_report(zone, 2014).values["主营业务收入"] == "146亿元"

    def test_the_document_prints_the_sentences_of_the_page_in_the_form_of_papers(self, zone, client, figure):
        factories.annual_section(zone=zone, heading="（一）收入", text="收入{主营业务收入}。<script>")
        answer = client.get(reverse("reports:annual_word", args=[2014]))
        content = b"".join(answer.streaming_content)
        assert "收入145亿元。&lt;script&gt;" in words_of(content)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            styles = packed.read("word/styles.xml").decode()
        assert "方正小标宋简体" in styles
        assert zone.downloads.get().user.username == answer.wsgi_request.user.username

    def test_the_eleventh_problem_is_told_too(self, zone, client):
        for number in range(11):
            YearNote.objects.create(zone=zone, year=2014, kind="problem", title=f"问题{number}", position=number)
        assert "（十一）问题10。" in client.get(PAGE).content.decode()

    def test_an_estimate_is_called_one(self, zone, client):
        indicator = factories.indicator(zone=zone, name="主营业务收入", unit="亿元")
        factories.figure(indicator=indicator, year=2014, value=145, status="estimate")
        assert "主营业务收入预计完成145亿元" in client.get(PAGE).content.decode()


@pytest.mark.django_db
class TestArchive:
    NEW = reverse("reports:document_new")

    @pytest.fixture
    def client(self, people, sign_in):
        return sign_in(people.clerk)

    @pytest.fixture
    def figure(self, zone):
        indicator = factories.indicator(zone=zone, name="主营业务收入", unit="亿元")
        return factories.figure(indicator=indicator, year=2014, value=145, status="estimate")

    def freeze(self, client):
        return client.post(reverse("reports:annual_freeze", args=[2014]))

    def issue(self, client, **given):
        self.freeze(client)
        return client.post(self.NEW, {"version": "0", "year": "2014", "kind": "report", "number": "1号", **given})

    def test_what_was_issued_stays_byte_for_byte_whatever_is_published_later(self, zone, client, figure):
        self.issue(client)
        document = IssuedDocument.objects.get()
        assert (document.estimates, document.snapshot.values["主营业务收入"]) == ("主营业务收入", "145亿元")
        factories.figure(indicator=figure.indicator, year=2014, value=146, edition=2, status="annual")
        content = b"".join(client.get(reverse("reports:document_file", args=[document.pk])).streaming_content)
        assert hashlib.sha256(content).hexdigest() == document.sha256
        assert "145亿元" in words_of(content)
        assert zone.downloads.get().about == document.sha256

    def test_the_workbook_is_kept_too_and_a_number_is_given_once(self, zone, client, figure):
        self.issue(client, kind="workbook")
        refused = self.issue(client)
        assert refused.status_code == 200
        assert [row.filename.rpartition(".")[2] for row in IssuedDocument.objects.all()] == ["xlsx"]

    def test_nothing_is_issued_of_a_year_that_is_not_frozen(self, zone, client, figure):
        answer = client.post(self.NEW, {"version": "0", "year": "2014", "kind": "report", "number": "1号"})
        assert "尚未冻结" in str(answer.context["form"].errors["year"])
        assert not IssuedDocument.objects.exists()

    def test_the_frozen_workbook_is_given_until_the_year_is_let_go(self, zone, people, client, figure):
        def taken():
            return b"".join(client.get(reverse("reports:year_download", args=[2014])).streaming_content)

        self.freeze(client)
        factories.figure(indicator=figure.indicator, year=2014, value=146, edition=2, status="annual")
        factories.enterprise(zone=zone, name="迟到的企业")
        first, again = taken(), taken()
        assert first == again == bytes(YearSnapshot.objects.get().workbook)
        texts = every_text(first)
        assert {145, f"由{people.clerk}于2015-06-16冻结；仍为预计：主营业务收入。"} <= texts
        assert not {146, "迟到的企业"} & texts
        self.issue(client, kind="workbook")
        assert bytes(IssuedDocument.objects.get().content) == first
        IssuedDocument.objects.all().delete()
        client.post(reverse("reports:annual_freeze", args=[2014]), {"thaw": "1"})
        assert {146, "迟到的企业"} <= every_text(taken())

    def test_somebody_who_lets_the_year_go_at_the_same_moment_is_told_of(self, zone, people, client, figure, monkeypatch):
        self.freeze(client)
        monkeypatch.setattr("reports.forms.IssueDocumentForm.clean_year", lambda form: YearSnapshot.objects.all().delete() and 2014)
        answer = client.post(self.NEW, {"version": "0", "year": "2014", "kind": "report", "number": "1号"}, follow=True)
        assert "尚未冻结" in answer.content.decode()
        assert not IssuedDocument.objects.exists()

    def test_a_year_of_which_something_was_issued_is_not_let_go(self, zone, client, figure):
        self.issue(client)
        client.post(reverse("reports:annual_freeze", args=[2014]), {"thaw": "1"})
        assert YearSnapshot.objects.exists()
