"""Scopes of zones, parks, units and people, and the verbs of administering them."""

import datetime
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import parse_qsl

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, Func, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact

from core.querysets import ScopedQuerySet, pinyin
from zones import tree
from zones.choices import Role


class ZoneQuerySet(ScopedQuerySet):
    scope_path = "pk"

    def visible_to(self, user: Any) -> Self:
        return self if user.is_superuser else self.filter(pk__in=user.zone_ids)

    def in_zone(self, zone: Any) -> Self:
        return self.filter(pk=zone.pk)

    def locked(self) -> Self:
        """One administrative change of a zone at a time: rules over many rows hold until the transaction ends."""
        return self.order_by("pk").select_for_update(no_key=True)


class ParkQuerySet(ScopedQuerySet):
    def tops(self) -> Self:
        """Those that are no part of another."""
        return self.filter(parent__isnull=True)

    def in_tree_order(self) -> Self:
        """Superior before parts, brothers by position; annotates ``depth: int``, 0 at the top. One query at once."""
        ordered = tree.in_order([tree.Node(*row) for row in self.order_by("position", "pk").values_list("pk", "parent_id")])
        levels: dict[int, list[int]] = {}
        for pk, depth in ordered:
            levels.setdefault(depth, []).append(pk)
        depths = [When(pk__in=pks, then=Value(depth)) for depth, pks in levels.items() if depth]
        place = Func(Value([pk for pk, _depth in ordered]), F("pk"), function="array_position", output_field=models.IntegerField())
        found = self.annotate(depth=Case(*depths, default=Value(0), output_field=models.IntegerField()))
        return found.order_by(place if ordered else "pk")

    def above(self, pk: int) -> list[int]:
        """The ids of the row and of everything it is a part of. One query."""
        parents = dict(self.values_list("pk", "parent_id"))
        return tree.upwards(parents, pk)

    def below(self, pk: int) -> list[int]:
        """The ids of the row and of all its parts, to any depth. One query."""
        return tree.downwards(dict(self.values_list("pk", "parent_id")), pk)


class UnitQuerySet(ParkQuerySet):
    def with_heads(self) -> Self:
        """Prefetches the memberships of the unit heads with their people: two queries."""
        from zones.models import Membership

        heads = Membership.objects.filter(role=Role.UNIT_HEAD).select_related("user")
        return self.prefetch_related(models.Prefetch("memberships", heads, to_attr="heads"))

    def with_people(self) -> Self:
        """Annotates ``people_count: int``, the people of the unit who may sign in."""
        return self.annotate(people_count=Count("memberships", filter=Q(memberships__user__is_active=True)))


class MembershipQuerySet(ScopedQuerySet):
    def with_person(self) -> Self:
        """Annotates ``name``, ``email`` and ``is_active`` of the person, and joins person, unit and zone."""
        named = self.annotate(name=F("user__name"), email=F("user__email"), is_active=F("user__is_active"))
        return named.select_related("user", "unit", "park", "zone")

    def with_reminded(self) -> Self:
        """Annotates ``reminded``: the id of the newest reminder in the zone that the person has not seen, or null.

        Through the reverse relation, because reminders belong to an upper app; in the query that every request makes anyway.
        """
        unseen = Q(user__reminders__seen_at__isnull=True, user__reminders__zone=F("zone"))
        return self.annotate(reminded=Max("user__reminders__pk", filter=unseen))

    def in_pinyin_order(self) -> Self:
        """Those who may sign in first, each part by name."""
        return self.order_by("-user__is_active", pinyin("user__name"), "pk")

    def active(self) -> Self:
        return self.filter(user__is_active=True)

    def of_person(self, pk: int) -> Self:
        return self.filter(user=pk)

    def of_units(self, units: Iterable[int]) -> Self:
        """The officers and heads of units."""
        return self.filter(unit__in=list(units), role__in=Role.of_a_unit())

    def locked(self) -> Self:
        """The memberships themselves until the transaction ends, not the people and zones that they join."""
        return self.select_for_update(of=("self",), no_key=True)

    def disabled(self) -> Self:
        return self.filter(user__is_active=False)

    def administrators(self) -> Self:
        """Those who administer a zone and may sign in."""
        return self.active().filter(role=Role.ADMIN)

    def principals_of(self, user: Any, day: datetime.date, zones: list[int]) -> Self:
        """Those for whom ``user`` stands in on a day in one of ``zones``: people of a unit who may sign in."""
        from zones.models import Deputy

        entered = Deputy.objects.filter(zone=OuterRef("zone"), principal=OuterRef("user"), deputy=user.pk).on(day)
        found = self.active().filter(Exists(entered), zone__in=zones, role__in=Role.of_a_unit())
        return found.select_related("user").order_by("pk")

    def other_than(self, membership: Any) -> Self:
        return self.exclude(pk=membership.pk)

    def touch(self) -> int:
        """Raises the version of the rows, because the person behind them changed: open forms of them are stale."""
        return self.update(updated_at=Now())


class PersonQuerySet(ScopedQuerySet):
    """People, scoped by the zones they are members of."""

    scope_path = "memberships__zone"

    def visible_to(self, user: Any) -> Self:
        return self if user.is_superuser else self.filter(self.members(zone__in=user.zone_ids))

    def in_zone(self, zone: Any) -> Self:
        return self.filter(self.members(zone=zone))

    def members(self, **conditions: Any) -> Q:
        """A subquery and no join: no row comes twice, and the rows can be locked."""
        from zones.models import Membership

        return Q(pk__in=Membership.objects.filter(**conditions).values("user"))

    def with_role_in(self, zone: Any, roles: set[str]) -> Self:
        """People who may sign in and have one of ``roles`` in ``zone``."""
        return self.filter(self.members(zone=zone, role__in=roles), is_active=True)

    def officers_of(self, unit: Any) -> Self:
        return self.filter(memberships__unit=unit, is_active=True)

    def named(self, username: str) -> Self:
        """The person with this sign-in name, without regard to case; the twin of user_username_unique and on its index."""
        return self.filter(Exact(Lower("username"), Lower(Value(username))))

    def addable(self) -> Self:
        """People whom an administrator may take into a zone: who may sign in and are not the installation's own."""
        return self.filter(is_active=True, is_superuser=False, is_staff=False)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Sign-in names are compared without regard to case."""

    def get_by_natural_key(self, username: str) -> Any:
        return self.named(username).get()


class DownloadQuerySet(ScopedQuerySet):
    def since(self, day: datetime.date) -> Self:
        return self.filter(created_at__date__gte=day)

    def until(self, day: datetime.date) -> Self:
        return self.filter(created_at__date__lte=day)


class RuleSetQuerySet(ScopedQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def begun(self, as_of: datetime.date) -> Self:
        """Rule sets that had come into force by ``as_of``, the one in force first."""
        return self.filter(valid_from__lte=as_of).order_by("-year", "-valid_from", "-edition")

    def written_before(self, moment: datetime.datetime) -> Self:
        """Those that the history knew at a moment: an edition may begin on a day before it is written."""
        events: Any = self.model.pgh_event_model.objects  # type: ignore[attr-defined]
        return self.filter(pk__in=events.filter(pgh_created_at__lt=moment).values("pgh_obj"))

    def enacted_last(self) -> Any:
        """The edition that was written last, of whatever year; None without any."""
        return self.order_by("-pk").first()

    def edition_before(self, rule_set: Any) -> Any:
        """The edition that a rule set followed: of its year, else the last of an earlier year; None for the first."""
        earlier = Q(year__lt=rule_set.year) | Q(year=rule_set.year, edition__lt=rule_set.edition)
        return self.filter(earlier, zone=rule_set.zone_id).order_by("-year", "-edition").prefetch_related("clauses").first()

    def with_in_force(self, as_of: datetime.date) -> Self:
        """Adds ``is_in_force``: bool, whether the lights of ``as_of`` follow this edition."""
        first = self.model.objects.filter(zone=OuterRef("zone")).begun(as_of).values("pk")[:1]
        return self.annotate(is_in_force=Exact(F("pk"), Subquery(first)))

    def with_clause_count(self) -> Self:
        """Adds ``clause_count: int``."""
        return self.annotate(clause_count=Count("clauses"))


class CalendarDayQuerySet(ScopedQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(day__year=year)

    def worked(self) -> Self:
        return self.filter(is_worked=True)

    def off(self) -> Self:
        return self.filter(is_worked=False)

    def known(self) -> dict[datetime.date, bool]:
        """The corrections as core.workdays takes them: day -> whether it is worked. One query."""
        return dict(self.values_list("day", "is_worked"))


class DeputyQuerySet(ScopedQuerySet):
    def on(self, day: datetime.date) -> Self:
        """Those who stand in on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def not_on(self, day: datetime.date) -> Self:
        """Those who do not stand in yet, or no more."""
        return self.filter(Q(first_day__gt=day) | Q(last_day__lt=day))

    def overlapping(self, first_day: datetime.date, last_day: datetime.date) -> Self:
        return self.filter(first_day__lte=last_day, last_day__gte=first_day)

    def between(self, principal: Any, deputy: Any) -> Self:
        """All times at which one person stands in for another."""
        return self.filter(principal=principal, deputy=deputy)

    def editable_by(self, user: Any) -> Self:
        """See also Deputy.edit_access."""
        if user.is_superuser:
            return self
        roles = {zone_id: membership.role for zone_id, membership in user.memberships_by_zone.items()}
        kept = [zone_id for zone_id, role in roles.items() if role == Role.ADMIN]
        headed = [zone_id for zone_id, role in roles.items() if role == Role.UNIT_HEAD]
        return self.filter(Q(zone__in=kept) | Q(zone__in=headed, principal=user.pk))

    def with_today(self, user: Any, day: datetime.date) -> Self:
        """Adds ``is_on``: bool, whether it lasts on ``day``, and ``is_editable``: bool, whether ``user`` may change it."""
        lasts = ExpressionWrapper(Q(first_day__lte=day, last_day__gte=day), output_field=BooleanField())
        mine = self.model.objects.editable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_on=lasts, is_editable=Exists(mine))


class SavedViewQuerySet(ScopedQuerySet):
    def of_list(self, user: Any, page: str) -> Self:
        """The views of one list that ``user`` may open: their own and the shared ones."""
        return self.filter(Q(user=user.pk) | Q(is_shared=True), page=page)

    def of_owner(self, user: Any, page: str) -> Self:
        return self.filter(user=user.pk, page=page)

    def named(self, name: str) -> Self:
        return self.filter(name=name)

    def other_than(self, view: Any) -> Self:
        return self.exclude(pk=view.pk)

    def menu(self, user: Any, page: str, query: str) -> list[tuple[Any, bool, bool]]:
        """The views of one list as its menu shows them: with whether each is ``query``, and whether it is the person's own."""
        asked = sorted(parse_qsl(query))
        return [(view, sorted(parse_qsl(view.query)) == asked, view.user_id == user.pk) for view in self.of_list(user, page)]

    def visible_to(self, user: Any) -> Self:
        """Somebody else's own view does not exist."""
        return super().visible_to(user).filter(Q(user=user.pk) | Q(is_shared=True))

    def editable_by(self, user: Any) -> Self:
        return self.filter(user=user.pk)
