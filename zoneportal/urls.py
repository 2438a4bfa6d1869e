"""The portal's addresses. Nouns in paths; verbs only for POST."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("zones.urls")),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
    path("", include("indicators.urls")),
    path("", include("infrastructure.urls")),
    path("", include("returns.urls")),
    path("", include("supervision.urls")),
    path("", include("exchange.urls")),
    path("back-door/", admin.site.urls),
]

handler400 = "core.middleware.bad_request"
handler500 = "core.middleware.server_error"
