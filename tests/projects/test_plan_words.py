"""Every doubt and every reason of the reader has its words."""

from projects import plan_words
from projects.plan_text import Flag, SkipReason


def test_no_doubt_and_no_reason_is_without_words():
    assert set(plan_words.FLAGS) == set(Flag)
    assert set(plan_words.SKIPPED) == set(SkipReason)
    assert len({str(short) for short, _words in plan_words.FLAGS.values()}) == len(Flag)


def test_doubts_stand_in_one_line_and_unknown_codes_are_nothing():
    assert plan_words.doubt(["no-such"]) == ""
    assert plan_words.badges(["no-such", "vague"]) == [plan_words.FLAGS[Flag.VAGUE]]
    every = plan_words.doubt(list(Flag))
    assert "；" in every
    assert len(every) <= 300
    assert plan_words.skipped("no-such")
