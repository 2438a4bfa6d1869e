"""Codes of enterprises and projects. Pure."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I, O, S, V, Z

industry_code_format = RegexValidator(r"^([A-T][0-9]{2,4})?\Z", _("a letter from A to T and two to four digits, like C21"))
project_code_format = RegexValidator(
    r"^([0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6})?\Z", _("24 characters like 2015-410900-21-03-000001")
)


def credit_code_fault(code: str) -> str:
    """What is wrong with a unified social credit code: "" (nothing), ``length``, ``character`` or ``check``.

    Source: GB 32100-2015, weights 3^(i-1) mod 31 over the first 17 characters; the 18th is (31 - sum mod 31) mod 31.
    Licences exist whose check character is wrong, so ``check`` is a warning that a person may override.
    """
    if len(code) != 18:
        return "length"
    if any(char not in CREDIT_ALPHABET for char in code):
        return "character"
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return "" if CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17] else "check"
