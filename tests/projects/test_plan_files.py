"""Files with a plan: text in every encoding, Word documents, and what is named for what it is."""

import io
import zipfile

import docx
import pytest

from projects.plan_files import LARGEST_FILE, PlanFileError, read_plan_file
from projects.plan_text import read

TEXT = "顿丘二期4月30日前完成七栋厂房钢构主体;\n9月30日前设备开始进厂安装。"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for cell, text in zip(table.rows[at].cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def document(body: str, head: str = "") -> bytes:
    whole = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{NAMESPACE}">{body}</w:document>'
    return packed({"word/document.xml": whole.encode()}, zipfile.ZIP_STORED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(encoding):
    assert read_plan_file("plan.txt", TEXT.encode(encoding)) == TEXT


def test_big_endian_and_rare_characters_are_read():
    assert read_plan_file("plan.txt", b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT
    assert read_plan_file("plan.txt", "𠮷龘6月底前竣工".encode("gb18030")) == "𠮷龘6月底前竣工"


def test_one_broken_character_does_not_lose_the_others():
    data = (TEXT * 20).encode()
    assert read_plan_file("plan.txt", data[:-1]).startswith(TEXT)


def test_a_word_document_gives_a_line_for_each_paragraph_and_row():
    data = word(
        "2015年工作计划",
        "顿丘二期6月底前竣工。",
        rows=(("春韵食品", "设备进场", "9月底前"), ("三净食品", "试生产\n达产", "年底前")),
    )
    text = read_plan_file("plan.docx", data)
    assert text.splitlines() == [
        "2015年工作计划",
        "顿丘二期6月底前竣工。",
        "春韵食品\t设备进场\t9月底前",
        "三净食品\t试生产；达产\t年底前",
    ]
    assert len(read(text, year=2015).milestones) == 3


@pytest.mark.parametrize("name", ["plan.txt", "plan.doc", "plan", "计划.TXT", "../../etc/passwd"])
def test_a_word_document_is_told_by_its_content(name):
    assert read_plan_file(name, word("顿丘二期6月底前竣工。")) == "顿丘二期6月底前竣工。"


def test_text_in_parts_and_breaks_is_put_together_and_deleted_text_left_out():
    body = (
        "<w:body><w:p><w:r><w:t>6月</w:t></w:r><w:r><w:t>底前竣工</w:t><w:br/><w:t>9月底前</w:t><w:tab/><w:t>投产</w:t></w:r>"
        "<w:del><w:r><w:t>不要</w:t><w:delText>删去</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "</w:tc></w:tr></w:tbl></w:body>"
    )
    assert read_plan_file("plan.docx", document(body)) == "6月底前竣工\n9月底前\t投产\n外；内"


FOREIGN = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t ", "empty"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"\.doc\)"),
    "with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "rich text": (b"{\\rtf1\\ansi plan}", "rtf"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "web page": (b"<!DOCTYPE html><html><body>plan</body></html>", "web page"),
    "binary": (bytes(range(256)) * 40, "no text file"),
    "NUL": (b"plan\x00plan", "no text file"),
    "UTF-16 cut off": (b"\xff\xfe\x00", "no text file"),
    "workbook": (packed({"xl/workbook.xml": b"<x/>"}), "Excel"),
    "archive": (packed({"readme.txt": b"plan"}), "archive"),
    "empty archive": (packed({}), "archive"),
    "cut off": (word("plan")[:2000], "damaged"),
    "not an archive": (b"PK\x03\x04 no archive", "damaged"),
    "Word without text": (word(""), "no text"),
    "XML with a fault": (packed({"word/document.xml": b"<w:document"}), "damaged"),
    "empty part": (packed({"word/document.xml": b""}), "damaged"),
    "too large": (b"6" * (LARGEST_FILE + 1), "10 MB"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_other_files_are_named_for_what_they_are(kind):
    data, words = FOREIGN[kind]
    with pytest.raises(PlanFileError, match=words) as refused:
        read_plan_file("plan.docx", data)
    assert str(refused.value).endswith(".")


def test_bombs_are_refused_before_they_unpack():
    dense = packed({"word/document.xml": b"<a>" + b" " * 40_000_000})
    many = packed({f"word/{at}.xml": b"<a/>" for at in range(201)})
    large = packed({"word/document.xml": b"<a/>", "word/media/1.bin": bytes(51 * 1024 * 1024)}, zipfile.ZIP_STORED)
    for data in (dense, many, large[:LARGEST_FILE]):
        with pytest.raises(PlanFileError, match=r"unpacks to more|no Word writes|damaged"):
            read_plan_file("plan.docx", data)


def test_entities_are_neither_fetched_nor_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    laughs = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(f'<!ENTITY b{at} "{"&a;" * 10}">' for at in range(9)) + "]>"
    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = "<w:body><w:p><w:r><w:t>6月底前竣工&{};</w:t></w:r></w:p></w:body>"
    for head, entity in ((laughs, "b8"), (outside, "x")):
        with pytest.raises(PlanFileError, match=r"no Word writes|damaged") as refused:
            read_plan_file("plan.docx", document(body.format(entity), head))
        assert "SECRET" not in str(refused.value)


def test_a_document_of_more_than_a_million_characters_is_refused():
    body = "<w:body>" + "<w:p><w:r><w:t>{}</w:t></w:r></w:p>" * 60 + "</w:body>"
    blocks = ["".join(chr(0x4E00 + (at * 7919 + step * 104729) % 20000) for step in range(20_000)) for at in range(60)]
    with pytest.raises(PlanFileError, match="million"):
        read_plan_file("plan.docx", document(body.format(*blocks)))


def test_deep_nesting_is_refused():
    with pytest.raises(PlanFileError, match="damaged"):
        read_plan_file("plan.docx", document("<w:a>" * 5000 + "6月底前竣工" + "</w:a>" * 5000))
