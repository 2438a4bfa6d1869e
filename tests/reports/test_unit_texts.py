"""Units are asked for their part of the year's report, reminded, and what they give is a value of it."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from reports.annual.reading import annual_report
from reports.models import UnitText, YearSnapshot
from tests import factories

pytestmark = pytest.mark.django_db
PAGE, ASK, REMIND = (reverse(f"reports:texts_{page}", args=[2014]) for page in ("of", "ask", "remind"))


@pytest.fixture
def units(zone, unit):
    return [unit, factories.unit(zone=zone, name="食品指挥部")]


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def text(unit):
    return factories.unit_text(unit=unit)


def write(client, text, words, **given):
    return client.post(reverse("reports:text_edit", args=[text.pk]), {"version": text.version, "text": words, **given})


class TestAsking:
    def ask(self, client, chosen, **given):
        words = {"question": "全年工作", "due_on": "2015-06-30", "units": [unit.pk for unit in chosen]}
        return client.post(ASK, {**words, **given})

    def test_each_unit_is_asked_once_however_often_the_form_is_sent(self, units, clerk):
        for _turn in range(2):
            self.ask(clerk, units)
        assert list(UnitText.objects.values_list("unit__name", "question", "state")) == [
            (unit.name, "全年工作", "asked") for unit in units
        ]

    def test_all_units_that_are_not_asked_yet_are_proposed(self, units, text, clerk):
        box = clerk.get(ASK).context["form"].fields["units"]
        assert units[1] in box.queryset
        assert units[0] not in box.queryset
        assert box.initial == list(box.queryset)

    @pytest.mark.parametrize("given", [{"due_on": "2015-06-15"}, {"question": ""}, {"units": []}])
    def test_a_day_that_has_passed_and_empty_boxes_are_refused(self, units, clerk, given):
        assert list(self.ask(clerk, units, **given).context["form"].errors) == list(given)
        assert not UnitText.objects.exists()

    def test_units_of_other_zones_are_not_asked(self, units, other_zone, clerk):
        answer = self.ask(clerk, [factories.unit(zone=other_zone)])
        assert list(answer.context["form"].errors) == ["units"]


class TestGiving:
    def test_the_people_of_the_unit_are_asked_on_their_page_until_they_gave_it(self, text, people, sign_in):
        own = sign_in(people.officer)
        week = reverse("projects:my_week")
        assert [row.pk for row in own.get(week).context["texts"]] == [text.pk]
        assert write(own, text, "甲。").status_code == 302
        assert list(own.get(week).context["texts"]) == []
        assert list(sign_in(people.colleague).get(week).context["texts"]) == []
        text.refresh_from_db()
        assert (text.state, text.given_by, text.given_on, text.text) == ("given", people.officer, factories.DAY, "甲。")

    def test_what_word_brought_along_goes(self, text, clerk):
        write(clerk, text, "　　甲。\r\n\r\n\uf0b7\t乙\x0b丙")
        text.refresh_from_db()
        assert text.text == "甲。\n• 乙\n丙"

    def test_a_keeper_s_edit_leaves_it_the_unit_s(self, text, people, sign_in, clerk):
        write(sign_in(people.officer), text, "甲。")
        text.refresh_from_db()
        write(clerk, text, "甲乙。")
        text.refresh_from_db()
        assert (text.text, text.given_by) == ("甲乙。", people.officer)

    def test_it_is_sent_back_with_a_word_and_out_of_the_report_until_it_is_given_again(
        self, zone, unit, text, people, sign_in, clerk
    ):
        own = sign_in(people.officer)
        write(own, text, "甲。")
        text.refresh_from_db()
        assert annual_report(zone, 2014).values[f"单位材料.{unit}"] == "甲。"
        clerk.post(reverse("reports:text_return", args=[text.pk]), {"version": text.version, "note": "请补数据"})
        text.refresh_from_db()
        assert (text.state, text.text) == ("returned", "甲。")
        assert annual_report(zone, 2014).values[f"单位材料.{unit}"] == ""
        assert "请补数据" in own.get(reverse("reports:text_edit", args=[text.pk])).content.decode()
        write(own, text, "甲，5亿元。")
        assert annual_report(zone, 2014).values["单位材料"] == "甲，5亿元。"

    def test_nothing_is_sent_back_before_it_is_given(self, text, clerk):
        answer = clerk.post(reverse("reports:text_return", args=[text.pk]), {"version": text.version, "note": "请补数据"})
        assert answer.context["form"].non_field_errors()

    def test_the_report_takes_all_texts_over_or_one_and_says_what_is_missing(self, zone, units, people, clerk):
        given = {"state": "given", "given_by": people.clerk, "given_on": factories.DAY}
        factories.unit_text(unit=units[0], text="甲。\n• 乙", **given)
        factories.unit_text(unit=units[1], text="草稿")
        factories.annual_section(zone=zone, text=f"{{单位材料}}\n{{单位材料.{units[1]}}}")
        draft = annual_report(zone, 2014).draft
        assert draft.parts[0].paragraphs == ["甲。", "• 乙", f"【待补：单位材料.{units[1]}】"]
        assert draft.missing == [f"单位材料.{units[1]}"]

    def test_a_frozen_year_takes_nothing_over(self, zone, text, people, clerk):
        YearSnapshot.objects.create(zone=zone, year=2014, values={}, frozen_by=people.clerk)
        assert write(clerk, text, "迟到。").context["form"].non_field_errors()
        text.refresh_from_db()
        assert text.text == ""

    def test_a_frozen_year_asks_nobody_and_sends_nothing_back(self, zone, units, people, clerk, sign_in):
        text = factories.unit_text(unit=units[0], state="given", given_by=people.officer, given_on=factories.DAY, text="甲。")
        owed = factories.unit_text(unit=units[0], year=2013)
        for year in (2013, 2014):
            YearSnapshot.objects.create(zone=zone, year=year, values={}, frozen_by=people.clerk)
        words = {"question": "全年工作", "due_on": "2015-06-30", "units": [units[1].pk]}
        assert clerk.post(ASK, words).context["form"].non_field_errors()
        sent = {"version": text.version, "note": "请补数据"}
        assert clerk.post(reverse("reports:text_return", args=[text.pk]), sent).context["form"].non_field_errors()
        assert list(sign_in(people.officer).get(reverse("projects:my_week")).context["texts"]) == []
        assert set(UnitText.objects.values_list("pk", "state")) == {(text.pk, "given"), (owed.pk, "asked")}


class TestPage:
    def test_who_is_missing_comes_first_and_who_is_late_is_told(self, units, people, clerk):
        given = {"state": "given", "given_by": people.clerk, "given_on": factories.DAY, "text": "甲。"}
        factories.unit_text(unit=units[0], **given)
        late = factories.unit_text(unit=units[1], due_on=datetime.date(2015, 6, 15))
        page = clerk.get(PAGE)
        assert [(text.unit, text.is_late) for text in page.context["texts"]] == [(late.unit, True), (units[0], False)]
        assert page.context["owed"] == 1
        assert "逾期" in page.content.decode()

    def test_texts_of_other_zones_and_years_are_not_there(self, text, other_zone, clerk):
        factories.unit_text(unit=factories.unit(zone=other_zone), question="邻区秘密")
        factories.unit_text(unit=text.unit, year=2015, question="下一年")
        page = clerk.get(PAGE).content.decode()
        assert text.question in page
        assert "邻区秘密" not in page
        assert "下一年" not in page


class TestReminding:
    def test_who_owes_is_reminded_by_e_mail_if_the_zone_sends_any(self, zone, units, text, people, clerk):
        type(people.officer).objects.filter(pk=people.officer.pk).update(email="officer@example.org")
        type(people.clerk).objects.filter(pk=people.clerk.pk).update(email="clerk@example.org")
        given = {"state": "given", "given_by": people.clerk, "given_on": factories.DAY}
        factories.unit_text(unit=units[1], **given)
        clerk.post(REMIND)
        assert mail.outbox == []
        type(zone).objects.filter(pk=zone.pk).update(remind_by_email=True)
        clerk.post(REMIND)
        assert [message.to for message in mail.outbox] == [["officer@example.org"]]
        assert "全年工作" in mail.outbox[0].body
        assert list(UnitText.objects.order_by("unit").values_list("reminded_on", flat=True)) == [factories.DAY, None]

    def test_one_refused_address_stops_no_other(self, zone, text, people, clerk, monkeypatch):
        type(people.officer).objects.filter(pk=people.officer.pk).update(email="refused@example.org")
        type(people.head).objects.filter(pk=people.head.pk).update(email="head@example.org")
        type(zone).objects.filter(pk=zone.pk).update(remind_by_email=True)
        sent = EmailMessage.send

        def send(message):
            if "refused@example.org" in message.to:
                raise smtplib.SMTPRecipientsRefused({})
            return sent(message)

        monkeypatch.setattr(EmailMessage, "send", send)
        clerk.post(REMIND)
        assert [message.to for message in mail.outbox] == [["head@example.org"]]

    def test_a_mail_server_that_is_away_breaks_nothing(self, zone, text, people, clerk, settings):
        type(people.officer).objects.filter(pk=people.officer.pk).update(email="officer@example.org")
        type(zone).objects.filter(pk=zone.pk).update(remind_by_email=True)
        settings.EMAIL_BACKEND, settings.EMAIL_PORT, settings.EMAIL_HOST = (
            "django.core.mail.backends.smtp.EmailBackend",
            9,
            "127.0.0.1",
        )
        assert "发出邮件0封" in clerk.post(REMIND, follow=True).content.decode()
        text.refresh_from_db()
        assert text.reminded_on == factories.DAY
