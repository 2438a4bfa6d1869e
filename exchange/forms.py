"""Forms of the exchange with Excel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.excel.text import heading_key
from core.forms import ScopedForm
from core.imports import Preview


class HeadingsForm(ScopedForm):
    """What headings mean that nobody knows, while columns are missing."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("leave this column out")), *preview.missing]
        self.headings = {f"h{place}": words for place, words in enumerate(preview.questions)}
        for name, words in self.headings.items():
            self.fields[name] = forms.ChoiceField(label=words, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = [value for value in given.values() if value]
        for name, value in given.items():
            if value and chosen.count(value) > 1:
                self.add_error(name, _("two headings cannot mean the same"))
        return given

    def answers(self) -> dict[str, str]:
        return {heading_key(words): self.cleaned_data.get(name, "") for name, words in self.headings.items()}
