"""The log of every file that left the portal."""

from django.utils.translation import gettext_lazy

from core.views import ListView
from zones import rules
from zones.filtersets import DownloadFilterSet
from zones.models import DownloadEntry
from zones.tables import DownloadTable
from zones.views.administration import BackMixin


class DownloadList(BackMixin, ListView):
    policy = rules.administrator
    queryset = DownloadEntry.objects.select_related("user")
    table_class = DownloadTable
    filterset_class = DownloadFilterSet
    title = gettext_lazy("Downloads")
    intro = gettext_lazy("Every file that left the portal: who took what, with which filter, how many rows.")
