"""What templates say of reviews."""

from django import template

from projects import unreviewed

register = template.Library()
register.simple_tag(unreviewed.tag, name="unreviewed")
