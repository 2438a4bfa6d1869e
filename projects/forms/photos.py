"""Forms of photos: several files at once, and what is said of one that is stored."""

import datetime
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.formfields import TextField
from core.forms import RowForm, ScopedForm
from projects.actions import About, Sent
from projects.models import Milestone, Photo, Project, WeeklyReport

MAX_FILES = 12


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files; what each of them is gets judged one by one when they are stored."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and not self.required:
            return []
        if not files:
            raise ValidationError(_("choose at least one picture"), code="required")
        if len(files) > MAX_FILES:
            found = {"limit": MAX_FILES, "count": len(files)}
            raise ValidationError(_("at most %(limit)s pictures at a time; these are %(count)s"), code="too_many", params=found)
        return list(files)


class ReportChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.week)


class PicturesForm(ScopedForm):
    """The files themselves.

    ``file_time`` comes from the browser script, one value for each file: the day that the file has on the sender's machine.
    """

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(
        label=_("Pictures"),
        help_text=_("JPEG, PNG or WebP, several at once; large ones are made smaller"),
        widget=ManyFiles(attrs={"accept": "image/*", "multiple": True, "data-shrink": "2000"}),
    )
    keep_origin = forms.BooleanField(
        label=_("Keep the time and place of the pictures"),
        required=False,
        help_text=_("as the camera wrote them; everything else that it wrote is removed"),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.initial.setdefault("submission", uuid.uuid4())

    def sent(self) -> list[Sent]:
        files, times = self.cleaned_data["photos"], self.said("file_time")
        times = times if len(times) == len(files) else [""] * len(files)
        return [Sent(file, read_moment(time)) for file, time in zip(files, times, strict=True)]

    def said(self, name: str) -> list[str]:
        data: Any = self.data
        return data.getlist(name) if hasattr(data, "getlist") else []

    def token(self) -> uuid.UUID:
        return self.cleaned_data["submission"] or uuid.uuid4()


class PhotosForm(PicturesForm):
    """``project`` gives the choices: its promises, and its weeks that are not closed."""

    caption = TextField(label=_("Caption"), required=False, max_length=120, help_text=_("what is to be seen, for all of them"))
    report = ReportChoiceField(label=_("Week"), queryset=WeeklyReport.objects.all(), required=False)
    milestone = forms.ModelChoiceField(label=_("Promise"), queryset=Milestone.objects.all(), required=False)
    field_order = ["submission", "photos", "caption", "report", "milestone", "keep_origin"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        limit_choices(self, project)
        self.fields["report"].required = not project.edit_access(self.user)  # a deputy sends those of a report only

    def about(self) -> About:
        given = self.cleaned_data
        return About(self.project, given["report"], given["milestone"], given["caption"], given["keep_origin"])


class ReportPhotosForm(PicturesForm):
    """The pictures within the form of a weekly report, for which none is needed.

    ``photo_caption`` and ``photo_promise`` are said of all files, or by the browser script of each: then there are as many.
    """

    photos = PhotosField(label=_("Pictures"), required=False, widget=ManyFiles(attrs={"accept": "image/*", "multiple": True}))
    photo_caption = TextField(label=_("Caption"), required=False, max_length=120)
    photo_promise = forms.ModelChoiceField(label=_("Promise"), queryset=Milestone.objects.all(), required=False)
    keep_origin = forms.BooleanField(label=_("Keep the time and place of the pictures"), required=False)

    def __init__(self, *args: Any, report: WeeklyReport, **kwargs: Any) -> None:
        super().__init__(*args, project=report.project, **kwargs)
        self.report = report
        promises: Any = self.fields["photo_promise"]
        promises.queryset = report.project.milestones.all()

    def about(self) -> About:
        return About(self.project, report=self.report, keep_origin=self.cleaned_data["keep_origin"])

    def clean(self) -> dict[str, Any]:
        given, count = super().clean() or self.cleaned_data, len(self.cleaned_data.get("photos", []))
        caption: Any = self.fields["photo_caption"]
        promises: Any = self.fields["photo_promise"]
        given["captions"] = [caption.clean(words) for words in self.of_each("photo_caption", count)]
        chosen = self.of_each("photo_promise", count)
        own = {str(row.pk): row for row in promises.queryset} if any(chosen) else {}
        if not {promise for promise in chosen if promise} <= own.keys():
            self.add_error("photo_promise", promises.error_messages["invalid_choice"])
        given["promises"] = [own.get(promise) for promise in chosen]
        return given

    def of_each(self, name: str, count: int) -> list[str]:
        words = self.said(name)
        return words * count if len(words) == 1 else words if len(words) == count else [""] * count

    def sent(self) -> list[Sent]:
        words = zip(super().sent(), self.cleaned_data["captions"], self.cleaned_data["promises"], strict=True)
        return [replace(file, caption=caption, milestone=promise) for file, caption, promise in words]


def read_moment(text: str) -> datetime.datetime | None:
    """A moment as a browser writes it (2015-06-16T08:30:00.000Z); None for anything else."""
    try:
        found = parse_datetime(text) if len(text) <= 40 else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def limit_choices(form: Any, project: Project, chosen: Any = None) -> None:
    """The promises of the project, and its weeks that are open; a closed one only where it is chosen already."""
    form.fields["milestone"].queryset = project.milestones.all()
    form.fields["report"].queryset = project.weekly_reports.not_closed(chosen)


class PhotoForm(RowForm):
    class Meta:
        model = Photo
        fields = ["caption", "report", "milestone"]
        field_classes = {"report": ReportChoiceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_choices(self, self.instance.project, self.instance.report_id)


class OfMilestoneForm(forms.Form):
    """The filter of a project's pictures: those of one promise. Only promises with pictures can be chosen."""

    milestone = forms.ModelChoiceField(label=_("Promise"), queryset=Milestone.objects.all(), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["milestone"].queryset = project.milestones.with_photos()  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        """The pictures that are asked for; none when the choice cannot be read."""
        photos = self.project.photos
        if not self.is_valid():
            return photos.none()
        milestone = self.cleaned_data["milestone"]
        return photos.of_milestone(milestone) if milestone else photos.all()


class PhotoChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{timezone.localtime(obj.shown_at):%Y-%m-%d} {obj.caption or obj.pk}"


class PairForm(OfMilestoneForm):
    """Which two pictures of a project, or of one promise, stand beside each other."""

    before = PhotoChoiceField(label=_("Before"), queryset=Photo.objects.all(), required=False, empty_label=_("the first picture"))
    after = PhotoChoiceField(label=_("After"), queryset=Photo.objects.all(), required=False, empty_label=_("the last picture"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].queryset = self.project.photos.select_related("report").in_order_of_time()  # type: ignore[attr-defined]

    def pair(self) -> list[Photo]:
        """The chosen two, by default the first and the last picture; none when the choice cannot be read."""
        pictures = self.chosen().select_related("report").in_order_of_time()
        first, last = pictures.first(), pictures.last()
        given = self.cleaned_data if self.is_valid() else {}
        pair = (given.get("before") or first, given.get("after") or last)
        return [photo for photo in pair if photo and first]
