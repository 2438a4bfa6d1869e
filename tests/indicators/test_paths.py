"""The path of a target: evenly, by last year's shape, by hand; what it expects, how a revision keeps it, what follows from it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import paths
from indicators.actions import set_target, split_target
from indicators.lights import of_target
from indicators.models import Target
from reports.dashboard import target_lines
from tests import factories
from zones.lights import Clause, Rules

TARGET = Decimal(120)


class TestExpected:
    @pytest.mark.parametrize(("month", "value"), [(1, 10), (5, 50), (12, 120)])
    def test_without_steps_it_is_the_elapsed_time(self, month, value):
        assert paths.expected(TARGET, {}, month) == value

    @pytest.mark.parametrize(("month", "value"), [(3, 6), (6, 12), (7, 30), (9, 66), (12, 120)])
    def test_between_two_steps_it_is_straight(self, month, value):
        assert paths.expected(TARGET, {6: Decimal(12)}, month) == value

    def test_there_is_none_without_a_target_and_no_share_of_nothing(self):
        assert paths.expected(None, {}, 6) is None
        assert paths.expected_share(Decimal(0), {}, 6) is None
        assert paths.expected_share(TARGET, {6: Decimal(30)}, 6) == Decimal("0.25")


class TestShapes:
    def test_last_year_s_shape_is_the_share_it_had_reached(self):
        figures = {2: Decimal(10), 6: Decimal(40), 12: Decimal(100)}
        assert paths.by_last_year(TARGET, figures, 1) == {2: 12, 6: 48}

    def test_without_last_year_s_whole_year_there_is_no_shape(self):
        assert paths.by_last_year(TARGET, {6: Decimal(40)}, 1) == {}

    def test_a_revised_target_keeps_the_shape(self):
        assert paths.scaled({6: Decimal(30)}, Decimal(120), Decimal(240), 1) == {6: 60}

    def test_a_path_that_falls_is_found(self):
        assert paths.first_fall({3: Decimal(30), 6: Decimal(20)}, TARGET) == 6
        assert paths.first_fall({6: Decimal(130)}, TARGET) == 12
        assert paths.first_fall({3: Decimal(30), 6: Decimal(30)}, TARGET) is None


@pytest.mark.django_db
class TestSplitting:
    @pytest.fixture
    def target(self, zone):
        indicator = factories.indicator(zone=zone, name="主营业务收入", places=0)
        for month, value in ((2, 10), (6, 40), (12, 100)):
            factories.figure(indicator=indicator, year=2014, through_month=month, value=Decimal(value))
        return factories.target(indicator=indicator, value=TARGET)

    def send(self, client, target, **fields):
        target.refresh_from_db()
        return client.post(reverse("indicators:target_split", args=[target.pk]), {"version": target.version, **fields})

    def test_by_last_year_s_shape_and_back_to_even(self, target, people, sign_in):
        client = sign_in(people.clerk)
        assert self.send(client, target, split="last_year").status_code == 302
        assert Target.objects.get().steps == {2: 12, 6: 48}
        self.send(client, target, split="even")
        assert Target.objects.get().steps == {}

    def test_a_later_revision_of_last_year_changes_no_path(self, target):
        split_target(target=target, split="last_year", steps={})
        target.indicator.figures.filter(through_month=6).update(value=90)
        assert Target.objects.get().steps[6] == 48

    def test_by_hand(self, target, people, sign_in):
        self.send(sign_in(people.clerk), target, split="by_hand", m3="20", m9="100")
        assert Target.objects.get().steps == {3: 20, 9: 100}

    @pytest.mark.parametrize(
        ("fields", "faulty"),
        [
            ({"split": "by_hand"}, "split"),
            ({"split": "by_hand", "m3": "50", "m6": "40"}, "m6"),
            ({"split": "by_hand", "m3": "121"}, "m11"),
            ({"split": "by_hand", "m3": "12万"}, "m3"),
        ],
    )
    def test_a_path_that_cannot_be_is_refused_at_its_box(self, target, people, sign_in, fields, faulty):
        page = self.send(sign_in(people.clerk), target, **fields)
        assert list(page.context["form"].errors) == [faulty]
        assert Target.objects.get().steps == {}

    def test_without_a_shape_it_is_refused_in_words(self, target, people, sign_in):
        target.indicator.figures.filter(through_month=12).delete()
        assert list(self.send(sign_in(people.clerk), target, split="last_year").context["form"].errors) == ["split"]

    def test_a_revision_takes_the_path_over_in_proportion(self, target):
        split_target(target=target, split="by_hand", steps={6: Decimal(30)})
        revised = set_target(target=Target(indicator=target.indicator, year=2015, value=Decimal(240), reason="调整"), after=1)
        assert (revised.split, revised.steps) == ("by_hand", {6: 60})
        assert Target.objects.get(edition=1).steps == {6: 30}

    def test_the_history_holds_the_steps(self, target, people, sign_in):
        client = sign_in(people.clerk)
        self.send(client, target, split="by_hand", m3="20")
        self.send(client, target, split="by_hand", m3="25")
        page = client.get(reverse("indicators:target_history", args=[target.pk])).content.decode()
        assert "20" in page
        assert "25" in page

    def test_the_dashboard_and_the_light_follow_the_path(self, target, zone):
        factories.figure(indicator=target.indicator, year=2015, through_month=6, value=Decimal(40))
        rules = Rules(2015, clauses=(Clause("indicator", "points_behind", yellow=Decimal(10), red=Decimal(30)),))
        (line,) = target_lines(zone, factories.DAY, rules)
        assert (line.expected, line.light) == (Decimal("0.5"), "yellow")  # 40 of 60
        split_target(target=target, split="by_hand", steps={6: Decimal(45)})
        (line,) = target_lines(zone, factories.DAY, rules)
        assert (line.expected, line.light) == (Decimal("0.375"), "green")  # 40 of 45
        figure = target.indicator.figures.get(year=2015)
        why = of_target(rules, target.indicator, Target.objects.get(), figure, factories.DAY)
        assert "45" in [str(fact.value.normalize()) for reason in why.reasons for fact in reason.facts]
