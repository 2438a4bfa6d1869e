from django.apps import AppConfig


class ZoneportalConfig(AppConfig):
    name = "zoneportal"
