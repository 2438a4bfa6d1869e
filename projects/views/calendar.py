"""Due dates for the calendar on a phone or a desk: the page of the secret addresses, and what is fetched from them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _

from core import access, clock, excel
from core.periods import ONE_DAY
from core.refusals import forbidden
from core.views import MAX_ROW_ID, ActionView, PortalView
from projects import actions, ics, policies
from projects.models import CalendarFeed
from zones import rules
from zones.choices import Role
from zones.models import RuleSet, Unit


class CalendarPage(PortalView):
    policy = rules.member
    template_name = "projects/calendar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        user, zone = request.user, request.zone  # type: ignore[attr-defined]
        feeds = list(CalendarFeed.objects.visible_to(user).in_zone(zone).select_related("unit"))
        for feed in feeds:
            feed.user, feed.zone, feed.address = user, zone, request.build_absolute_uri(feed.get_absolute_url())
        mine = next((feed for feed in feeds if feed.unit is None), None)
        taken = {feed.unit_id for feed in feeds}
        context = {
            "title": _("Calendar"),
            "mine": mine,
            "count": CalendarFeed(zone=zone, user=user).promises().still_open().count(),
            "of_units": [feed for feed in feeds if feed.unit is not None],
            "units": [unit for unit in units_of(user, zone) if unit.pk not in taken],
        }
        response = self.page(context)
        response["Cache-Control"] = "private, no-store"  # it shows secrets
        return response


def units_of(user: Any, zone: Any) -> Any:
    """The units whose due dates somebody may take along: their own, for those without a unit all of the zone."""
    units = Unit.objects.visible_to(user).in_zone(zone)
    return units.filter(pk=user.unit_id_in(zone)) if user.role_in(zone) in Role.of_a_unit() else units


class OfFeed:
    """Finds the calendar that is asked for by ``unit`` (empty: the person's own), whether or not it has an address."""

    request: Any

    def asked(self, data: Any) -> CalendarFeed:
        """Raises: Http404 for a unit that is not one of the zone."""
        user, zone, chosen = self.request.user, self.request.zone, data.get("unit", "")
        if not chosen:
            return CalendarFeed(zone=zone, user=user)
        readable = chosen.isascii() and chosen.isdigit() and len(chosen) < 20 and int(chosen) <= MAX_ROW_ID
        unit = Unit.objects.visible_to(user).in_zone(zone).filter(pk=chosen).first() if readable else None
        if unit is None:
            raise Http404(_("There is no such page, or it is not of your zone."))
        return CalendarFeed(zone=zone, user=user, unit=unit)


class FeedNew(OfFeed, PortalView):
    policy = rules.member
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = self.asked(request.POST)
        decision = asked.read_access()
        if not decision:
            return forbidden(request, decision.reason)
        actions.open_feed(zone=asked.zone, user=asked.user, unit=asked.unit)
        messages.success(request, _("The address is ready. Copy it into your calendar program."))
        return HttpResponseRedirect(reverse("projects:calendar"))


class FeedAction(ActionView):
    policy = policies.edits
    queryset = CalendarFeed.objects.all()

    def success_url(self, row: Any) -> str:
        return reverse("projects:calendar")


class FeedRenew(FeedAction):
    def act(self, row: Any, **others: Any) -> str:
        actions.renew_feed(feed=row)
        return _("The calendar has a new address. The old one gives nothing any more.")


class FeedRemove(FeedAction):
    def act(self, row: Any, **others: Any) -> str:
        row.delete()
        return _("The address was taken back. It gives nothing any more.")


def written(request: HttpRequest, feed: CalendarFeed, as_of: Any) -> tuple[str, list[ics.Entry]]:
    """The calendar's name and events; at most ics.MOST, those due last, and a word about the others."""
    soon, site = RuleSet.in_force(feed.zone, as_of).due_soon_days, request.build_absolute_uri("/").rstrip("/")
    kept = feed.promises().open_or_met_since(as_of - ics.MET_FOR * ONE_DAY)
    found = list(kept[: ics.MOST + 1])
    shown = found if len(found) <= ics.MOST else found[: ics.MOST - 1]
    entries = [ics.entry(promise, as_of=as_of, soon=soon, site=site) for promise in shown]
    if len(shown) < len(found):
        entries.append(ics.notice(len(shown), kept.count(), as_of, max(entry.modified for entry in entries)))
    return " · ".join([str(feed), _("due dates"), str(feed.zone)]), entries


def calendar_response(name: str, entries: list[ics.Entry]) -> HttpResponse:
    response = HttpResponse(ics.write(name, entries), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response


class Feed(PortalView):
    """What a calendar program fetches, without signing in: the address is the secret. Rights are asked anew each time."""

    policy = access.anyone

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = CalendarFeed.objects.by_token(token)
        if feed is None or not feed.read_access():
            raise Http404(_("There is no such calendar, or it was taken back."))
        feed.note_read(clock.now())
        name, entries = written(request, feed, self.as_of)
        etag = f'"{ics.fingerprint(name, entries)}"'
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged or calendar_response(name, entries)
        response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
        if entries:
            response["Last-Modified"] = http_date(max(entry.modified for entry in entries).timestamp())
        return response


class CalendarFile(OfFeed, PortalView):
    """The same as a file, once, for whoever is signed in; logged as every download."""

    policy = rules.member

    def get(self, request: HttpRequest) -> HttpResponse:
        feed = self.asked(request.GET)
        decision = feed.read_access()
        if not decision:
            return forbidden(request, decision.reason)
        name, entries = written(request, feed, self.as_of)
        feed.zone.record_download(user=feed.user, what=_("Calendar"), about=str(feed), rows=len(entries))
        response = calendar_response(name, entries)
        filename = excel.safe_filename("-".join([str(feed), _("due dates"), f"{self.as_of}.ics"]))
        response["Content-Disposition"] = content_disposition_header(True, filename)
        return response
