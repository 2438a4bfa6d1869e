"""Zones with their parks, units and people. People are named by their role; the demo invents no persons."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from zoneportal.demo.source import GENERATED, Ground, Row, facts
from zones.choices import Preset
from zones.models import Membership, Park, RuleClause, RuleSet, Unit, User, Zone
from zones.presets import PRESETS

SIGN_IN_WITH = "jijuqu-2015"  # the one word for all accounts of a demonstration; setup_demo prints it


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the table that setup_demo prints."""

    username: str
    name: str
    role: str
    unit: str
    zone: str


def build() -> dict[str, Ground]:
    """Writes zones, parks, units, people and the light rules of 2014 and 2015; the grounds by zone code."""
    rows = facts("zones")
    people = _people(rows)
    grounds = {row["code"]: _ground(row, people) for row in rows}
    _rhythm(grounds["xian"])
    return grounds


def _rhythm(ground: Ground) -> None:
    """A correction of the calendar, and a unit head whom somebody stands in for in the demonstration's week."""
    ground.zone.calendar_days.create(day=datetime.date(2015, 6, 27), is_worked=True, name=f"上半年观摩迎检（{GENERATED}）")
    days = {"first_day": datetime.date(2015, 6, 15), "last_day": datetime.date(2015, 6, 19)}
    principal, deputy = ground.people["huanbao-head"], ground.people["shipin-head"]
    ground.zone.deputies.create(principal=principal, deputy=deputy, remark=f"外出学习（{GENERATED}）", **days)


def _people(zones: list[Row]) -> dict[str, User]:
    """One account for each sign-in name, whatever the number of zones; the password is hashed once."""
    names = {person["username"]: person["name"] for zone in zones for person in zone["people"]}
    hashed = make_password(SIGN_IN_WITH)
    users = [User(username=username, name=name, password=hashed, must_change_password=False) for username, name in names.items()]
    return {user.username: user for user in User.objects.bulk_create(users)}


def _ground(row: Row, people: dict[str, User]) -> Ground:
    zone = Zone.objects.create(code=row["code"], name=row["name"], county=row["county"], is_demo=True)
    parks, units = _tree_of_parks(zone, row["parks"]), _tree_of_units(zone, row["units"])
    _rules(zone, row.get("lights", {}))
    members = [
        Membership(
            zone=zone,
            user=people[person["username"]],
            role=person["role"],
            unit=units.get(person.get("unit", "")),
            park=parks.get(person.get("park", "")),
        )
        for person in row["people"]
    ]
    Membership.objects.bulk_create(members)
    return Ground(
        zone=zone, parks=parks, units=units, people={person["username"]: people[person["username"]] for person in row["people"]}
    )


def _rules(zone: Zone, chosen: dict[str, str]) -> None:
    """The light rules of 2014 and 2015: the portal's own, unless the zone has ``chosen`` a published one for the year."""
    for year in (2014, 2015):
        preset = Preset(chosen.get(str(year), Preset.PORTAL))
        found = PRESETS[preset]
        rules = RuleSet.objects.create(
            zone=zone,
            year=year,
            valid_from=datetime.date(year, 1, 1),
            name=str(found.name),
            preset=preset,
            source=str(found.source) or GENERATED,
            remark=GENERATED,
        )
        rows = [RuleClause.from_clause(clause, rule_set=rules, position=place) for place, clause in enumerate(found.clauses)]
        RuleClause.objects.bulk_create(rows)


def _tree_of_parks(zone: Zone, rows: list[Row]) -> dict[str, Park]:
    parks: dict[str, Park] = {}
    for position, row in enumerate(rows, start=1):
        parks[row["id"]] = Park.objects.create(
            zone=zone, name=row["name"], industry=row["industry"], parent=parks.get(row.get("parent", "")), position=position
        )
    return parks


def _tree_of_units(zone: Zone, rows: list[Row]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for position, row in enumerate(rows, start=1):
        units[row["id"]] = Unit.objects.create(
            zone=zone,
            name=row["name"],
            aliases=row.get("aliases", ""),
            duty=row.get("duty", ""),
            parent=units.get(row.get("parent", "")),
            position=position,
        )
    return units


def usernames() -> set[str]:
    return {person["username"] for zone in facts("zones") for person in zone["people"]}


def accounts() -> Iterator[Account]:
    """The demo's own accounts that may sign in, one line for each zone they belong to, in the order of the data file."""
    order = list(dict.fromkeys(person["username"] for zone in facts("zones") for person in zone["people"]))
    found = Membership.objects.filter(zone__is_demo=True, user__username__in=order, user__is_active=True)
    rows = found.select_related("user", "unit", "park", "zone")
    for row in sorted(rows, key=lambda row: (row.zone_id, order.index(row.user.username))):
        yield Account(
            username=row.user.username,
            name=row.user.name,
            role=str(row.get_role_display()),
            unit=str(row.unit or row.park or ""),
            zone=row.zone.name,
        )
