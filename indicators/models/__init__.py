"""Definitions of indicators, their published figures and their targets.

An official figure is stored as published and never corrected or recomputed: a new edition stands beside the old one.
"""

from indicators.models.figures import Figure
from indicators.models.indicators import Indicator
from indicators.models.periods import PeriodException, PeriodRule
from indicators.models.rules import CheckRule
from indicators.models.targets import Target, TargetStep

__all__ = ["CheckRule", "Figure", "Indicator", "PeriodException", "PeriodRule", "Target", "TargetStep"]
