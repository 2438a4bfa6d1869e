"""What is done to people and to the zone's tree: several rows together, in one transaction, under one lock."""

import datetime
import logging
import secrets
from collections.abc import Sequence
from typing import Any

from axes.utils import reset as forget_failed_sign_ins
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.periods import ONE_DAY
from zones import rules, throttle
from zones.choices import Role
from zones.lights import Clause
from zones.models import Deputy, Membership, RuleClause, RuleSet, User, Zone

logger = logging.getLogger("portal.security")
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without the pairs that look alike on paper: 0 o, 1 l i
OUT_OF_DATE = _("This page was out of date, so nothing was reset. Look at the person again, then repeat it if it is still needed.")


def first_password() -> str:
    """Twelve readable characters in three groups (59 bits): to be copied by hand once, and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(READABLE) for _each in range(4)) for _group in range(3))


@transaction.atomic
def create_person(*, person: User, membership: Membership) -> str:
    """Store a new person and what they are in a zone. Returns the first password, which is kept nowhere."""
    password = first_password()
    person.set_password(password)
    person.must_change_password = True
    person.save()
    membership.user = person
    membership.save()
    return password


@transaction.atomic
def change_person(*, membership: Membership, name: str, email: str, is_active: bool) -> Membership:
    """Store a membership and, where it changed, the person behind it; forms open in other zones become stale."""
    person = User.objects.select_for_update().get(pk=membership.user_id)
    changed = (person.name, person.email, person.is_active) != (name, email, is_active)
    if changed:
        person.name, person.email, person.is_active = name, email, is_active
        person.save(update_fields=["name", "email", "is_active", "updated_at"])
        person.memberships.other_than(membership).touch()
    membership.user = person
    membership.save()
    return membership


@transaction.atomic
def reset_password(*, membership: Membership, version: int, by: User) -> str:
    """Give a person a new first password: their sessions end, failed sign-ins are forgotten.

    ``version`` is that of the page on which the button was pressed, so that the same click sent twice resets once.
    Raises: ValidationError when the page was out of date.
    """
    locked = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if locked is None or locked.version != version:
        raise ValidationError(OUT_OF_DATE)
    person = User.objects.select_for_update().get(pk=membership.user_id)
    password = first_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password", "updated_at"])
    person.memberships.touch()
    logger.info("password of %s reset by %s", person.username, by.username)
    forget_failed_sign_ins(username=throttle.same_name(person.username))
    return password


@transaction.atomic
def remove_person(*, membership: Membership) -> None:
    """Take a person out of a zone; what they wrote stays. Raises: ValidationError for the last administrator."""
    lock_zones([membership.zone_id])
    current = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if current and current.is_last_administrator():
        raise ValidationError(rules.LAST_ADMINISTRATOR)
    if current:
        current.delete()


def lock_zones(zone_ids: list[int]) -> list[Zone]:
    """Wait until no other administrative change of these zones is under way; holds until the transaction ends."""
    return list(Zone.objects.filter(pk__in=zone_ids).locked())


@transaction.atomic
def leaves_a_zone_alone(*, membership: Membership, role: str, is_active: bool) -> bool:
    """Whether a change of role here, or of the right to sign in everywhere, would leave a zone without administrator.

    The zones are locked, so that two administrators cannot step down at once.
    """
    every = list(membership.user.memberships.filter(role=Role.ADMIN).select_related("user"))
    concerned = [each for each in every if not is_active or (each.pk == membership.pk and role != Role.ADMIN)]
    if not concerned:
        return False
    lock_zones([each.zone_id for each in concerned])
    return any(each.is_last_administrator() for each in concerned)


@transaction.atomic
def makes_a_ring(*, row: Any, parent: Any) -> bool:
    """Whether ``row`` would become a part of itself under ``parent``; the zone is locked, so that no two moves cross."""
    if row.pk is None or parent is None:
        return False
    lock_zones([row.zone_id])
    return row.pk in type(row).objects.in_zone(row.zone_id).above(parent.pk)


@transaction.atomic
def end_deputy(*, deputy: Deputy, as_of: datetime.date) -> bool:
    """End somebody's standing in at once, yesterday being the last day; what had not lasted a day is taken out.

    False when it was over already.
    """
    current = Deputy.objects.select_for_update(of=("self",)).filter(pk=deputy.pk).first()
    if current is None or current.last_day < as_of:
        return False
    if current.first_day >= as_of:
        current.delete()
    else:
        current.last_day = as_of - ONE_DAY
        current.save(update_fields=["last_day", "updated_at"])
    return True


@transaction.atomic
def enact_rules(*, rule_set: RuleSet, clauses: Sequence[Clause], after: int) -> RuleSet:
    """Store an unsaved rule set with its clauses as the edition that follows ``after`` of its year (0: the first one).

    Raises: IntegrityError when somebody else has enacted that edition in the meantime.
    """
    rule_set.year, rule_set.edition = rule_set.valid_from.year, after + 1
    rule_set.save(force_insert=True)
    rows = [RuleClause.from_clause(clause, rule_set=rule_set, position=place) for place, clause in enumerate(clauses)]
    RuleClause.objects.bulk_create(rows)
    return rule_set
