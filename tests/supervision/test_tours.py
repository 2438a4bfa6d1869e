"""Tours: the rubric, the ballots, the ranking, and who sees and gives what."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision import actions, scoring
from supervision.forms import BallotForm
from supervision.models import Ballot, Tour, TourStop
from supervision.results import results
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.DAY


def decimals(*texts):
    return [Decimal(text) for text in texts]


class TestArithmetic:
    @pytest.mark.parametrize(
        ("scores", "mean"),
        [
            ((), None),
            (("80",), "80"),
            (("80", "90"), "85"),
            (("10", "80", "90"), "80"),
            (("10", "80", "90", "100"), "85"),
            (("70", "70", "70", "100"), "70"),
        ],
    )
    def test_from_three_scores_on_the_highest_and_the_lowest_are_left_out(self, scores, mean):
        assert scoring.trimmed_mean(decimals(*scores)) == (None if mean is None else Decimal(mean))

    def test_a_ballot_is_weighted_and_the_total_has_two_decimals(self):
        criteria = scoring.read_rubric("工程进度 40\n投资完成：30%\n现场管理,30 分")
        assert [(each.name, each.weight) for each in criteria] == [
            ("工程进度", Decimal(40)),
            ("投资完成", Decimal(30)),
            ("现场管理", Decimal(30)),
        ]
        assert scoring.weighted(decimals("90", "80", "70.5"), criteria) == Decimal("81.15")
        assert scoring.total(decimals("81.15", "81.16"), Decimal("1.1")) == Decimal("89.27")
        assert scoring.total([], Decimal(1)) is None

    @pytest.mark.parametrize("text", ["", "工程进度 40", "工程进度 40\n现场 61", "工程进度", "40", "进度 0\n现场 100", "进度 一百"])
    def test_a_rubric_whose_weights_do_not_make_100_is_refused(self, text):
        with pytest.raises(ValueError):  # noqa: PT011  (the message is the line or the sum)
            scoring.read_rubric(text)


@pytest.fixture
def tour(zone):
    return factories.tour(zone=zone)


@pytest.fixture
def stop(zone, tour, unit):
    park = factories.park(zone=zone, name="家具园")
    project = factories.project(zone=zone, name="全友家居", unit=unit, park=park)
    return actions.add_stop(stop=TourStop(tour=tour, project=project))


def judge(client, stop, *marks, **fields):
    address = reverse("supervision:ballot_new", args=[stop.pk])
    version = client.get(address).context["form"].initial["version"]
    given = {f"mark_{place}": mark for place, mark in enumerate(marks)}
    return client.post(address, {"version": version, **given, **fields})


class TestResults:
    def test_each_group_is_ranked_by_itself_and_void_ballots_do_not_count(self, zone, tour):
        people = [factories.person(zone=zone, role="leader") for _ in range(4)]
        given = {
            "甲": ("一组", "1", (100, 80, 80, 10)),
            "乙": ("一组", "1", (80, 80, 80)),
            "丙": ("一组", "1.1", (80, 80)),
            "丁": ("一组", "1", ()),
            "戊": ("二组", "1", (60,)),
        }
        for name, (group, difficulty, scores) in given.items():
            fields = {"group": group, "difficulty": Decimal(difficulty)}
            stop = factories.tour_stop(tour=tour, project=factories.project(zone=zone, name=name), **fields)
            for person, score in zip(people, scores, strict=False):
                factories.ballot(stop=stop, judge=person, marks=[str(score)] * 3)
        last = Ballot.objects.filter(stop__project__name="戊").get()
        void = factories.ballot(stop=last.stop, judge=people[3], marks=["100"] * 3, void_reason="串票")
        found = results(
            TourStop.objects.of_tour(tour).select_related("tour", "project").in_route_order(), Ballot.objects.of_tour(tour)
        )
        told = [(group, [(str(each.stop), each.score, each.rank) for each in rows]) for group, rows in found]
        assert told == [
            ("一组", [("丙", Decimal("88.00"), 1), ("甲", Decimal("80.00"), 2), ("乙", Decimal("80.00"), 2), ("丁", None, None)]),
            ("二组", [("戊", Decimal("60.00"), 1)]),
        ]
        assert void in found[1][1][0].ballots


class TestJudging:
    def test_a_ballot_is_given_and_given_anew(self, stop, people, sign_in):
        client = sign_in(people.leader)
        assert judge(client, stop, "90", "85.5", "80", remark="进度快").status_code == 302
        ballot = Ballot.objects.get()
        assert (ballot.judge, ballot.marks, ballot.remark, ballot.score) == (
            people.leader,
            ["90", "85.5", "80"],
            "进度快",
            Decimal("85.65"),
        )
        assert client.get(reverse("supervision:ballot_new", args=[stop.pk])).context["form"]["mark_1"].value() == "85.5"
        judge(client, stop, "100", "100", "100")
        assert Ballot.objects.get().score == 100

    def test_a_rubric_that_was_changed_meanwhile_asks_to_judge_anew(self, stop, people, sign_in, monkeypatch):
        shown = stop.tour.rubric
        client, clean = sign_in(people.leader), BallotForm.clean

        def changed_before(form):
            Tour.objects.filter(pk=stop.tour.pk).update(rubric="工程进度 50\n现场管理 50")
            return clean(form)

        monkeypatch.setattr(BallotForm, "clean", changed_before)
        assert "重新打分" in str(judge(client, stop, "90", "90", "90").context["form"].errors)
        assert shown != Tour.objects.get(pk=stop.tour.pk).rubric
        assert not Ballot.objects.exists()

    @pytest.mark.parametrize("mark", ["", "100.1", "-1", "90.55", "NaN", "九十"])
    def test_a_mark_is_a_number_from_0_to_100(self, stop, people, sign_in, mark):
        assert list(judge(sign_in(people.leader), stop, mark, "80", "80").context["form"].errors) == ["mark_0"]
        assert not Ballot.objects.exists()

    def test_nobody_judges_the_own_unit_and_officers_do_not_judge(self, stop, people, zone, sign_in):
        address = reverse("supervision:ballot_new", args=[stop.pk])
        other = factories.person(zone=zone, role="unit_head", unit=factories.unit(zone=zone))
        for person, status in ((people.head, 403), (people.officer, 403), (other, 200), (people.leader, 200)):
            assert sign_in(person).get(address).status_code == status

    def test_after_the_closing_no_ballot_is_given(self, stop, people, sign_in, monkeypatch):
        client = sign_in(people.leader)
        judge(client, stop, "90", "90", "90")
        actions.close_tour(tour=stop.tour, by=people.clerk, on=DAY)
        assert client.get(reverse("supervision:ballot_new", args=[stop.pk])).status_code == 403
        allowed = Tour(zone=stop.zone).scores_access(people.clerk)
        monkeypatch.setattr(TourStop, "judge_access", lambda self, user: allowed)  # who was allowed a moment ago
        assert "评分" in str(judge(client, stop, "10", "10", "10").context["form"].errors)
        assert Ballot.objects.get().score == 90

    def test_a_void_ballot_says_why_and_nobody_voids_the_own(self, stop, people, sign_in):
        own = factories.ballot(stop=stop, judge=people.clerk)
        other = factories.ballot(stop=stop, judge=people.leader)
        client = sign_in(people.clerk)
        addresses = [reverse("supervision:ballot_void", args=[each.pk]) for each in (own, other)]
        assert client.get(addresses[0]).status_code == 403
        assert list(client.post(addresses[1], {"version": "1"}).context["form"].errors) == ["void_reason"]
        client.post(addresses[1], {"version": "1", "void_reason": "串票"})
        other.refresh_from_db()
        assert other.void_reason == "串票"
        assert sign_in(people.leader).get(addresses[0]).status_code == 403


class TestSeeing:
    def test_scores_are_seen_by_leaders_and_clerks_until_the_tour_is_closed(self, stop, people, sign_in):
        factories.ballot(stop=stop, judge=people.leader, remark="内部评语")
        page = stop.tour.get_absolute_url()
        for person, seen in ((people.leader, True), (people.clerk, True), (people.officer, False), (people.head, False)):
            text = sign_in(person).get(page).content.decode()
            assert ("81.00" in text, "内部评语" in text) == (seen, seen)
        actions.close_tour(tour=stop.tour, by=people.clerk, on=DAY)
        assert "81.00" in sign_in(people.officer).get(page).content.decode()

    def test_the_own_ballot_is_always_seen(self, stop, zone, sign_in):
        head = factories.person(zone=zone, role="unit_head", unit=factories.unit(zone=zone))
        factories.ballot(stop=stop, judge=head, remark="自己的")
        factories.ballot(stop=stop, judge=factories.person(zone=zone, role="leader"), remark="别人的")
        text = sign_in(head).get(stop.tour.get_absolute_url()).content.decode()
        assert "自己的" in text
        assert "别人的" not in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries(self, tour, zone, people, sign_in, count):
        for _ in range(count):
            project = factories.project(zone=zone, unit=factories.unit(zone=zone))
            factories.ballot(stop=factories.tour_stop(tour=tour, project=project), judge=people.leader)
        client = sign_in(people.clerk)
        client.get(tour.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(tour.get_absolute_url())
        assert len(queries) == 6


class TestKeeping:
    def test_tours_are_numbered_by_year_and_stops_grouped_by_park(self, zone, stop):
        assert (stop.position, stop.group) == (1, "家具园")
        days = [datetime.date(2015, 3, 1), datetime.date(2016, 3, 1)]
        made = [actions.open_tour(tour=Tour(zone=zone, name="观摩", held_on=day)) for day in days]
        assert [(each.year, each.number) for each in made] == [(2015, stop.tour.number + 1), (2016, 1)]

    def test_the_rubric_stays_once_somebody_has_judged(self, stop, people, sign_in):
        client, address = sign_in(people.clerk), reverse("supervision:tour_edit", args=[stop.tour.pk])
        assert "rubric" in client.get(address).context["form"].fields
        factories.ballot(stop=stop, judge=people.leader)
        assert "rubric" not in client.get(address).context["form"].fields

    def test_a_wrong_rubric_is_explained(self, people, sign_in):
        given = {"version": "0", "name": "观摩", "held_on": "2015-06-16", "rubric": "进度 50\n现场 40"}
        form = sign_in(people.clerk).post(reverse("supervision:tour_new"), given).context["form"]
        assert "90" in str(form.errors["rubric"])
