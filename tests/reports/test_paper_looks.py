"""Papers look like a document of the office's own; nothing of that document is kept but a few words and numbers."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.models import PaperLooks
from reports.paper_reading import LARGEST_FILE, PaperError, read_paper
from reports.word import Paper
from tests import factories

PAGE = reverse("reports:paper_looks")
MOMENT = datetime.datetime(2015, 6, 16, tzinfo=datetime.UTC)


def office_paper() -> bytes:
    """A document with a title in 华文中宋 26, text in 宋体 14 on lines of 24 points, wide margins, and a secret."""
    document = Document()
    styles = document.styles
    styles["Title"].font.size, styles["Title"].font.bold = Pt(26), True
    styles["Title"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "华文中宋")
    normal = styles["Normal"]
    normal.font.size, normal.paragraph_format.line_spacing = Pt(14), Pt(24)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.sections[0].top_margin, document.sections[0].left_margin = Mm(30), Mm(31)
    document.add_paragraph("本单位的秘密")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_paper())) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each in given.namelist():
            made.writestr(each, content if each == name else given.read(each))
    return out.getvalue()


class TestReading:
    def test_fonts_sizes_lines_and_margins_are_found(self):
        looks = read_paper(office_paper())
        title = looks["faces"]["Title"]
        assert (title["font"], title["size"], title["bold"]) == ("华文中宋", 26, True)
        body = looks["faces"]["Normal"]
        assert (body["font"], body["size"], body["line"]) == ("宋体", 14, 24)
        assert looks["margins"][:3:2] == [30, 31]
        assert "秘密" not in str(looks)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"PK",
            b"a,b",
            with_part("word/styles.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
            with_part("word/styles.xml", b"<w:styles"),
            with_part("word/styles.xml", b" " * (11 * 1024 * 1024)),
            b"0" * (LARGEST_FILE + 1),
        ],
    )
    def test_what_is_no_document_is_refused(self, data):
        with pytest.raises(PaperError):
            read_paper(data)

    def test_what_no_paper_has_is_not_taken_over(self):
        with zipfile.ZipFile(io.BytesIO(office_paper())) as packed:
            styles = packed.read("word/styles.xml").decode()
        wild = styles.replace('w:val="52"', 'w:val="999999"').replace("华文中宋", "&quot;/&gt;&lt;x")
        title = read_paper(with_part("word/styles.xml", wild.encode()))["faces"]["Title"]
        assert (title["font"], title["size"]) == ("方正小标宋简体", 22)


def test_a_paper_is_written_with_the_office_s_looks():
    paper = Paper(title="标题", author="人", moment=MOMENT, looks=read_paper(office_paper()))
    paper.write("标题", "Title")
    paper.write("一、章节", "heading 1")
    document = Document(paper.save())
    title = document.styles["Title"]
    assert (title.font.size, title.element.rPr.rFonts.get(qn("w:eastAsia"))) == (Pt(26), "华文中宋")
    assert document.styles["Body Text"].font.size == Pt(14)
    assert document.styles["footer"].font.size == Pt(14)  # our own
    assert round(document.sections[0].top_margin.mm) == 30


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def clerk(self, people, sign_in):
        return sign_in(people.clerk)

    def send(self, client, data):
        return client.post(PAGE, {"file": SimpleUploadedFile("红头.docx", data)}, follow=True)

    def test_a_document_is_taken_over_for_the_zone_s_papers_and_left_again(self, zone, other_zone, people, clerk):
        assert "方正小标宋简体" in clerk.get(PAGE).content.decode()
        for _turn in range(2):
            page = self.send(clerk, office_paper())
        assert "华文中宋" in page.content.decode()
        assert PaperLooks.objects.get().filename == "红头.docx"
        factories.annual_section(zone=zone)
        content = b"".join(clerk.get(reverse("reports:annual_word", args=[2014])).streaming_content)
        assert Document(io.BytesIO(content)).styles["Title"].font.size == Pt(26)
        assert PaperLooks.objects.of_zone(other_zone) is None
        clerk.post(PAGE, {"standard": "1"})
        assert not PaperLooks.objects.exists()

    def test_what_is_no_document_is_named_at_its_box(self, clerk):
        assert list(self.send(clerk, b"a,b").context["form"].errors) == ["file"]
        assert not PaperLooks.objects.exists()
