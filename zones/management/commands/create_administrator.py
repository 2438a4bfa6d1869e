"""``manage.py create_administrator``: how an empty database gets its first zone and its first person."""

import getpass
import sys
from typing import Any

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.history import Origin
from zones import actions
from zones.choices import Role
from zones.models import Membership, User, Zone

HELP = """\
Creates a person who administers a zone, and the zone if it does not exist yet.

A new production database is empty: run this once, sign in, and enter the parks, units and other people in the portal
under "Administration". What is not given as an option is asked on the terminal. Examples:

  manage.py create_administrator --username zhang.wei --name 张伟 --zone east --zone-name 某县产业集聚区
  manage.py create_administrator --username li.na --name 李娜 --zone east --ask-password
  manage.py create_administrator --username root --name 系统管理员 --zone east --superuser

A first password is generated and printed once, and has to be changed at the first sign-in; with --ask-password it
is typed on the terminal instead. A forgotten password: manage.py changepassword NAME, or another administrator.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(*args, **kwargs)
        parser.formatter_class = type(
            "Formatter", (parser.formatter_class,), {"_fill_text": lambda self, text, width, indent: text}
        )
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="sign-in name")
        parser.add_argument("--name", help="the person's name")
        parser.add_argument("--email", default="", help="e-mail address, optional")
        parser.add_argument("--zone", metavar="CODE", help="short code of the zone: a-z, 0-9 and -")
        parser.add_argument("--zone-name", metavar="NAME", help="name of the zone, when it is to be created")
        parser.add_argument("--county", default="", help="county of a zone that is to be created, optional")
        parser.add_argument("--ask-password", action="store_true", help="type the password instead of having one generated")
        parser.add_argument("--superuser", action="store_true", help="also sees every zone, and may use the back door")

    def handle(self, **options: Any) -> None:
        password = ""
        try:
            with pghistory.context(origin=Origin.COMMAND), transaction.atomic():
                zone = self.zone(options)
                person = self.person(options)
                first = actions.create_person(person=person, membership=Membership(zone=zone, role=Role.ADMIN))
                if options["ask_password"]:
                    self.typed_password(person)
                else:
                    password = first
        except ValidationError as error:
            raise CommandError(sentences(error)) from None
        self.stdout.write(f"{person.name} administers {zone.name} ({zone.code}) and signs in as {person.username}.")
        if password:
            self.stdout.write(f"First password, shown only now: {password}")

    def zone(self, options: dict[str, Any]) -> Zone:
        """The zone of that code, stored if it is new. Raises: ValidationError."""
        code = options["zone"] or self.ask("Short code of the zone (a-z, 0-9, -)", "--zone")
        zone = Zone.objects.filter(code=code).first()
        if zone is None:
            name = options["zone_name"] or self.ask("Name of the new zone", "--zone-name")
            zone = Zone(code=code, name=name, county=options["county"])
            zone.full_clean()
            zone.save()
        return zone

    def person(self, options: dict[str, Any]) -> User:
        """A checked, unsaved person. Raises: ValidationError."""
        username = options["username"] or self.ask("Sign-in name", "--username")
        person = User(
            username=User.normalize_username(username),
            name=options["name"] or self.ask("Name of the person", "--name"),
            email=options["email"],
            is_superuser=options["superuser"],
            is_staff=options["superuser"],
        )
        person.full_clean(exclude=["password"])
        return person

    def typed_password(self, person: User) -> None:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password again: ") != password:
            raise CommandError("The two passwords differ; nothing was created.")
        validate_password(password, person)
        person.set_password(password)
        person.must_change_password = False
        person.save()

    def ask(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{option} is missing")
        return input(f"{question}: ").strip()


def sentences(error: ValidationError) -> str:
    """The refusals of full_clean, one line each, with the field's name."""
    if not hasattr(error, "error_dict"):
        return "\n".join(error.messages)
    return "\n".join(f"{name}: {' '.join(each)}".removeprefix("__all__: ") for name, each in error.message_dict.items())
