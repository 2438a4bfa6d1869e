"""The list of targets."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_it_shows_the_newest_edition_and_all_of_them_when_asked(zone, people, sign_in):
    indicator = factories.indicator(zone=zone, name="收入")
    factories.target(indicator=indicator, year=2015, value=170, reason="")
    factories.target(indicator=indicator, year=2015, value=180, edition=2, reason="上调")
    factories.target(indicator=indicator, year=2016, value=200)
    factories.target(indicator=factories.indicator(zone=factories.zone()), value=999)
    client = sign_in(people.officer)

    def values(**query):
        rows = client.get(reverse("indicators:target_list"), query).context["page"].object_list
        return sorted(row.value for row in rows)

    assert values() == [180, 200]
    assert values(year=2015) == [180]
    assert values(editions="all") == [170, 180, 200]
