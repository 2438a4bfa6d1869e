from django.urls import path

from exchange.views import comparison, imports

app_name = "exchange"
urlpatterns = [
    path("imports/compare/", comparison.ListComparison.as_view(), name="list_comparison"),
    path("imports/", imports.ImportHome.as_view(), name="import_list"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/marked/", imports.ImportMarked.as_view(), name="import_marked"),
    path("imports/<slug:code>/new/", imports.ImportNew.as_view(), name="import_new"),
    path("imports/<slug:code>/workbook/", imports.ImportTemplate.as_view(), name="import_template"),
]
