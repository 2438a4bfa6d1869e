"""Ledger templates of the demonstration's zone: the portal's standard ones, as a clerk takes them over."""

from projects.actions import take_standard
from projects.choices import Kind
from zoneportal.demo.source import Ground

KINDS = (Kind.INDUSTRIAL, Kind.INFRASTRUCTURE)


def build(ground: Ground) -> None:
    for kind in KINDS:
        take_standard(zone=ground.zone, kind=kind)
