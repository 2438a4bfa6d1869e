"""What is pasted from Word, WPS and pages keeps paragraphs and lists only."""

import pytest

from core.pasted import pasted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("　　一段话。\r\n\r\n　　又一段。\r\n", "一段话。\n又一段。"),
        ("一\v二\u2028三", "一\n二\n三"),
        ("\uf0b7\t甲\n\uf06c\t乙", "• 甲\n• 乙"),  # Symbol and Wingdings
        ("·\t甲\n●乙\nl\t丙\no\t丁\nØ\t戊\n- 己", "• 甲\n• 乙\n• 丙\n• 丁\n• 戊\n• 己"),
        ("1.\t甲\n2、 乙\n（3）\t丙\na)\t丁", "1.甲\n2、乙\n（3）丙\na)丁"),
        ("-5%\n—— 摘要\n·", "-5%\n—— 摘要\n·"),  # no lists
        ("loan\n1.5 亿元\noil\t税", "loan\n1.5 亿元\noil 税"),
        ("零\u200b宽\ufeff软\u00ad连", "零宽软连"),
        ("甲\t乙\u00a0\u00a0丙", "甲 乙 丙"),  # cells of a table
        ("坏\x00的\x0b行", "坏\x00的\n行"),  # what nobody can read is refused by the field
        ("", ""),
    ],
)
def test_looks_go_and_words_stay(text, kept):
    assert pasted(text) == kept
    assert pasted(kept) == kept
