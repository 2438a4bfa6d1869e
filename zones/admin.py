"""The back door: Django's admin over zones and people, for the installation's own administrator.

It knows no zone scope and none of the portal's rules beyond those of the database; history is written all the same.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zones.forms import BackDoorSignInForm
from zones.models import DownloadEntry, Membership, Park, SavedView, Unit, User, Zone

admin.site.site_header = admin.site.site_title = _("Back door")
admin.site.index_title = _("All tables")
admin.site.login_form = BackDoorSignInForm
admin.site.unregister(Group)  # rights follow from memberships


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "name", "email")


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    raw_id_fields = ("unit",)


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    inlines = (MembershipInline,)
    list_display = ("username", "name", "email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "memberships__zone", "memberships__role")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "must_change_password")}),
        (_("Dates"), {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets: ClassVar[Any] = ((None, {"fields": ("username", "name", "email", "usable_password", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """As in zones.actions.change_person: open forms about this person become stale."""
        super().save_model(request, obj, form, change)
        obj.memberships.all().touch()


@admin.register(Zone)
class ZoneAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "county", "division_code", "due_weekday", "due_hour")
    search_fields = ("code", "name")


class TreeAdmin(admin.ModelAdmin):
    list_filter = ("zone",)
    search_fields = ("name",)
    raw_id_fields = ("parent",)
    list_select_related = ("zone", "parent")


@admin.register(Park)
class ParkAdmin(TreeAdmin):
    list_display = ("name", "zone", "parent", "industry", "position")


@admin.register(Unit)
class UnitAdmin(TreeAdmin):
    list_display = ("name", "zone", "parent", "aliases", "position")


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin):
    list_display = ("name", "zone", "user", "page", "is_shared")
    list_filter = ("zone", "page", "is_shared")
    list_select_related = ("zone", "user")
    raw_id_fields = ("user",)
    search_fields = ("name", "user__name")


@admin.register(DownloadEntry)
class DownloadAdmin(admin.ModelAdmin):
    """To read only: a log that can be edited proves nothing."""

    list_display = ("created_at", "zone", "user", "what", "about", "row_count")
    list_filter = ("zone",)
    list_select_related = ("zone", "user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
