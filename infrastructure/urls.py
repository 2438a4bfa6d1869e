from django.urls import path

from infrastructure.views import packages, rows, works

app_name = "infrastructure"
urlpatterns = [
    path("works/", works.WorkList.as_view(), name="work_list"),
    path("works/new/", works.WorkNew.as_view(), name="work_new"),
    path("works/<int:pk>/", works.WorkDetail.as_view(), name="work_detail"),
    path("works/<int:pk>/edit/", works.WorkEdit.as_view(), name="work_edit"),
    path("works/<int:pk>/facts/", works.FactsEdit.as_view(), name="facts_edit"),
    path("works/<int:pk>/history/", works.WorkHistory.as_view(), name="work_history"),
    path("works/<int:work>/parts/new/", rows.PartEdit.as_view(), name="part_new"),
    path("works/<int:work>/segments/new/", rows.SegmentEdit.as_view(), name="segment_new"),
    path("works/<int:work>/tenants/new/", rows.TenantEdit.as_view(), name="tenant_new"),
    path("works/parts/<int:pk>/edit/", rows.PartEdit.as_view(), name="part_edit"),
    path("works/segments/<int:pk>/edit/", rows.SegmentEdit.as_view(), name="segment_edit"),
    path("works/tenants/<int:pk>/edit/", rows.TenantEdit.as_view(), name="tenant_edit"),
    path("works/<int:pk>/parts/<int:child>/removal/", rows.PartRemove.as_view(), name="part_remove"),
    path("works/<int:pk>/segments/<int:child>/removal/", rows.SegmentRemove.as_view(), name="segment_remove"),
    path("works/<int:pk>/tenants/<int:child>/removal/", rows.TenantRemove.as_view(), name="tenant_remove"),
    path("works/packages/", packages.PackageList.as_view(), name="package_list"),
    path("works/packages/new/", packages.PackageEdit.as_view(), name="package_new"),
    path("works/packages/<int:pk>/", packages.PackageDetail.as_view(), name="package_detail"),
    path("works/packages/<int:pk>/edit/", packages.PackageEdit.as_view(), name="package_edit"),
    path("works/packages/<int:pk>/history/", packages.PackageHistory.as_view(), name="package_history"),
]
