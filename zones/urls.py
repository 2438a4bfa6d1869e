from django.urls import path

from zones.views import administration, downloads, light_rules, parks, people, saved, sessions, units, zone

app_name = "zones"
urlpatterns = [
    path("sign-in/", sessions.SignIn.as_view(), name="login"),
    path("sign-out/", sessions.SignOut.as_view(), name="logout"),
    path("password/", sessions.ChangePassword.as_view(), name="password_change"),
    path("language/", sessions.ChooseLanguage.as_view(), name="language"),
    path("zone/", sessions.ChooseZone.as_view(), name="zone_choose"),
    path("administration/", administration.Administration.as_view(), name="administration"),
    path("people/", people.PersonList.as_view(), name="person_list"),
    path("people/new/", people.NewPerson.as_view(), name="person_new"),
    path("people/known/", people.AddPerson.as_view(), name="person_add"),
    path("people/<int:pk>/", people.EditPerson.as_view(), name="person_edit"),
    path("people/<int:pk>/password/", people.ResetPassword.as_view(), name="person_password"),
    path("people/<int:pk>/removal/", people.RemovePerson.as_view(), name="person_remove"),
    path("people/<int:pk>/history/", people.PersonHistory.as_view(), name="person_history"),
    path("units/", units.UnitList.as_view(), name="unit_list"),
    path("units/new/", units.EditUnit.as_view(), name="unit_new"),
    path("units/<int:pk>/", units.EditUnit.as_view(), name="unit_edit"),
    path("units/<int:pk>/removal/", units.RemoveUnit.as_view(), name="unit_remove"),
    path("units/<int:pk>/history/", units.UnitHistory.as_view(), name="unit_history"),
    path("parks/", parks.ParkList.as_view(), name="park_list"),
    path("parks/new/", parks.EditPark.as_view(), name="park_new"),
    path("parks/<int:pk>/", parks.EditPark.as_view(), name="park_edit"),
    path("parks/<int:pk>/removal/", parks.RemovePark.as_view(), name="park_remove"),
    path("parks/<int:pk>/history/", parks.ParkHistory.as_view(), name="park_history"),
    path("zones/<int:pk>/", zone.EditZone.as_view(), name="zone_edit"),
    path("zones/<int:pk>/history/", zone.ZoneHistory.as_view(), name="zone_history"),
    path("rules/", light_rules.RulesList.as_view(), name="rules_list"),
    path("rules/new/", light_rules.RulesNew.as_view(), name="rules_new"),
    path("rules/<int:pk>/", light_rules.RulesDetail.as_view(), name="rules_detail"),
    path("views/new/", saved.NewView.as_view(), name="view_new"),
    path("views/<int:pk>/", saved.EditSavedView.as_view(), name="view_edit"),
    path("views/<int:pk>/removal/", saved.RemoveView.as_view(), name="view_remove"),
    path("downloads/", downloads.DownloadList.as_view(), name="download_list"),
]
