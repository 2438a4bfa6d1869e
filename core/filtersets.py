"""One filterset base: a search box over ``search_fields``, joined selects, and no silent widening.

A value that cannot be read shows its message and yields no rows; see ListView.
"""

import copy
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import FilterMethod

from core import formfields
from core.forms import dress

MAX_SEARCH = 100


class SearchField(formfields.TextField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": MAX_SEARCH, **kwargs})


class SearchFilter(django_filters.Filter):
    field_class = SearchField


class DayFilter(django_filters.Filter):
    field_class = formfields.DayField


class AmountFilter(django_filters.Filter):
    field_class = formfields.AmountField


class WholeFilter(django_filters.Filter):
    field_class = formfields.WholeField


class NamedChoices(django_filters.fields.ModelChoiceIterator):
    """The choices of rows that are called by their name: two columns instead of whole rows."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        if self.field.null_label is not None:
            yield self.field.null_value, self.field.null_label
        yield from self.queryset.values_list("pk", "name")


class NamedChoiceField(django_filters.fields.ModelChoiceField):
    iterator = NamedChoices


class ScopedChoiceFilter(django_filters.ModelChoiceFilter):
    """A select of rows with a name that the person sees in the current zone.

    ``hidden`` is for kinds of rows that a zone has thousands of: the filter comes with a link from such a row's page,
    is shown by its name and has no select.
    """

    field_class = NamedChoiceField

    def __init__(self, *args: Any, hidden: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, **({"widget": forms.HiddenInput} if hidden else {}))

    def get_queryset(self, request: Any) -> QuerySet:
        """The zone of a request is always one of the person's own."""
        return super().get_queryset(request).in_zone(request.zone)


class FreshFields(dict):
    """Fields that need no copy: they belong to one request already, or hold nothing of any."""

    def __deepcopy__(self, memo: Any) -> "FreshFields":
        return self


class FilterForm(forms.Form):
    """The form of a filterset."""

    def __init__(self, fields: dict[str, forms.Field], data: Any = None, prefix: str | None = None) -> None:
        self.base_fields = FreshFields(fields)
        for field in fields.values():
            dress(field)
        super().__init__(data, prefix=prefix)


class BaseFilterSet(django_filters.FilterSet):
    """Search over ``search_fields`` plus the declared filters; ``as_of`` is the day that date rules use."""

    search_fields: ClassVar[tuple[str, ...]] = ()
    q = SearchFilter(method="search", label=_("Search"))

    def __init__(self, data: Any, queryset: QuerySet, *, request: Any, as_of: Any = None) -> None:
        """As the library's, with flat copies of the filters: a deep copy of each costs more than the query."""
        self.data, self.queryset, self.request, self.form_prefix = data, queryset, request, None
        decides = type(self).filter_queryset is not django_filters.FilterSet.filter_queryset  # what is shown unasked, too
        self.is_bound, self.as_of = decides or any(name in data for name in self.base_filters), as_of
        self.filters = {name: copy.copy(declared) for name, declared in self.base_filters.items()}
        for declared in self.filters.values():
            declared.parent, declared.model = self, queryset.model
            if declared.method is not None:
                declared.filter = FilterMethod(declared)  # the copied one still speaks for the class's filter

    def get_form_class(self) -> Any:
        """The filters' own fields as a form. Selects of rows are made for this request; the other fields hold nothing
        of a request and are shared by all, so nothing is copied."""
        rows = django_filters.ModelChoiceFilter
        sources = {name: own if isinstance(own, rows) else self.base_filters[name] for name, own in self.filters.items()}
        return partial(FilterForm, {name: source.field for name, source in sources.items()})

    def is_valid(self) -> bool:
        """Nothing asked is nothing wrong."""
        return not self.is_bound or super().is_valid()

    def without(self, names: Collection[str]) -> QuerySet:
        """The rows that the other filters leave; of a valid filterset that decides nothing unasked."""
        rows = self.queryset
        if self.is_bound:
            for name, value in self.form.cleaned_data.items():
                rows = rows if name in names else self.filters[name].filter(rows, value)
        return rows

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word of the box must occur in one of the search fields."""
        for word in value.split()[:8]:
            queryset = queryset.filter(Q.create([(f"{path}__icontains", word) for path in self.search_fields], connector=Q.OR))
        return queryset

    def described(self) -> str:
        """The chosen filters in words, for the notice lines of an export."""
        if not self.is_bound:
            return ""
        chosen = ((bound.label, self.words(bound)) for bound in self.form if bound.value())
        return "; ".join(f"{label}: {words}" for label, words in chosen)

    def words(self, bound: forms.BoundField) -> Any:
        """What was chosen as the page shows it: a choice's words, a row's name, the day."""
        value, field = self.form.cleaned_data.get(bound.name), bound.field
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            words: Any = field.choices
            return dict(words).get(value, value)
        return value
