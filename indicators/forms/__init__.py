"""Forms of indicators, figures, targets, check rules and periods."""

from indicators.forms.definitions import CheckRuleForm, IndicatorForm
from indicators.forms.editions import FigureForm, TargetForm, figure_words
from indicators.forms.periods import PeriodExceptionForm, PeriodRuleForm
from indicators.forms.targets import SplitForm

__all__ = [
    "CheckRuleForm",
    "FigureForm",
    "IndicatorForm",
    "PeriodExceptionForm",
    "PeriodRuleForm",
    "SplitForm",
    "TargetForm",
    "figure_words",
]
