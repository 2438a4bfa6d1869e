from django.urls import path

from indicators.views import figures, indicators, periods, pictures, rules, targets

app_name = "indicators"
urlpatterns = [
    path("figures/", figures.OverviewPage.as_view(), name="overview"),
    path("figures/year/<int:year>/", figures.OverviewPage.as_view(), name="overview_of"),
    path("figures/pictures/", pictures.PicturesPage.as_view(), name="pictures"),
    path("figures/list/", figures.FigureList.as_view(), name="figure_list"),
    path("figures/<int:pk>/", figures.FigureDetail.as_view(), name="figure_detail"),
    path("figures/<int:pk>/history/", figures.FigureHistory.as_view(), name="figure_history"),
    path("figures/<int:row>/edition/", figures.FigureEdition.as_view(), name="figure_edition"),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator_list"),
    path("indicators/new/", indicators.IndicatorEdit.as_view(), name="indicator_new"),
    path("indicators/<int:pk>/", indicators.IndicatorDetail.as_view(), name="indicator_detail"),
    path("indicators/<int:pk>/year/", pictures.IndicatorPicture.as_view(), name="indicator_picture"),
    path("indicators/<int:pk>/edit/", indicators.IndicatorEdit.as_view(), name="indicator_edit"),
    path("indicators/<int:pk>/light/", indicators.IndicatorLight.as_view(), name="indicator_light"),
    path("indicators/<int:pk>/history/", indicators.IndicatorHistory.as_view(), name="indicator_history"),
    path("indicators/<int:indicator>/figures/new/", figures.FigureNew.as_view(), name="figure_new"),
    path("indicators/<int:indicator>/targets/new/", targets.TargetNew.as_view(), name="target_new"),
    path("targets/<int:row>/edition/", targets.TargetRevision.as_view(), name="target_edition"),
    path("targets/<int:pk>/split/", targets.TargetSplit.as_view(), name="target_split"),
    path("targets/<int:pk>/history/", targets.TargetHistory.as_view(), name="target_history"),
    path("figures/periods/", periods.PeriodsPage.as_view(), name="periods"),
    path("figures/periods/rules/new/", periods.PeriodRuleEdit.as_view(), name="period_rule_new"),
    path("figures/periods/rules/<int:pk>/edit/", periods.PeriodRuleEdit.as_view(), name="period_rule_edit"),
    path("figures/periods/rules/<int:pk>/history/", periods.PeriodRuleHistory.as_view(), name="period_rule_history"),
    path("figures/exceptions/", periods.ExceptionList.as_view(), name="exception_list"),
    path("figures/exceptions/new/", periods.ExceptionEdit.as_view(), name="exception_new"),
    path("figures/exceptions/<int:pk>/edit/", periods.ExceptionEdit.as_view(), name="exception_edit"),
    path("figures/exceptions/<int:pk>/history/", periods.ExceptionHistory.as_view(), name="exception_history"),
    path("figures/rules/", rules.RuleList.as_view(), name="rule_list"),
    path("figures/rules/new/", rules.RuleEdit.as_view(), name="rule_new"),
    path("figures/rules/<int:pk>/edit/", rules.RuleEdit.as_view(), name="rule_edit"),
    path("figures/rules/<int:pk>/remove/", rules.RuleRemove.as_view(), name="rule_remove"),
    path("figures/rules/<int:pk>/history/", rules.RuleHistory.as_view(), name="rule_history"),
]
