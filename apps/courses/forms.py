"""Forms about courses: what people type, with messages that say the limit and the way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from apps.courses.models import Assignment, Course, Team
from apps.engine import rubric as engine_rubric

_RUBRIC_BYTES: Final = 500_000
_ROSTER_BYTES: Final = 2_000_000


def _text_input(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input w-full", **attributes})


def _textarea(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input w-full", "rows": rows})


class MomentField(forms.DateTimeField):
    """A moment that is typed and shown in ``zone``, the time zone of the course."""

    zone = ZoneInfo("UTC")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "input w-full"}
        )
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """What was typed, with the zone it is meant in."""
        with timezone.override(self.zone):
            moment: datetime | None = super().clean(value)
            return moment

    def prepare_value(self, value: Any) -> Any:
        """The moment as the clocks of the course show it."""
        with timezone.override(self.zone):
            return super().prepare_value(value)


class CourseForm(forms.Form):
    """A course: title, term, text, time zone."""

    title = forms.CharField(max_length=160, widget=_text_input())
    term = forms.CharField(max_length=40, required=False, widget=_text_input())
    about = forms.CharField(
        label="About the course",
        required=False,
        max_length=20_000,
        widget=_textarea(6),
        help_text="Markdown. Students see it on the course page.",
    )
    time_zone = forms.CharField(
        label="Time zone",
        initial="UTC",
        max_length=64,
        widget=_text_input(list="zones", autocomplete="off"),
        help_text="Deadlines are written and shown in this zone, for example Europe/Vienna.",
    )

    def clean_time_zone(self) -> str:
        """A zone that this machine knows."""
        name: str = self.cleaned_data["time_zone"].strip()
        if name not in available_timezones():
            raise forms.ValidationError(
                f"“{name}” is not a time zone we know. Write it as Continent/City, "
                "for example Europe/Vienna or America/New_York."
            )
        return name


class CourseSettingsForm(CourseForm):
    """A course that exists, with its join link switched on or off."""

    join_open = forms.BooleanField(
        label="The join link works",
        required=False,
        help_text="Whoever opens the link becomes a student of the course.",
    )

    @classmethod
    def of(cls, course: Course, data: Any = None) -> CourseSettingsForm:
        """The form filled with the values of ``course``."""
        names = ("title", "term", "about", "time_zone", "join_open")
        return cls(data, initial={name: getattr(course, name) for name in names})


class TeamNameForm(forms.Form):
    """A team's name."""

    name = forms.CharField(label="Name of the team", max_length=80, widget=_text_input())

    @classmethod
    def of(cls, team: Team, data: Any = None) -> TeamNameForm:
        """The form filled with the present name."""
        return cls(data, initial={"name": team.name})


class TeamCodeForm(forms.Form):
    """The code that a member of a team gave away."""

    code = forms.CharField(
        label="Code of the team",
        max_length=40,
        widget=_text_input(autocomplete="off", spellcheck="false"),
        help_text="A member of the team finds it on the course page.",
    )


class RosterForm(forms.Form):
    """A roster file, or the text of one that was already shown."""

    file = forms.FileField(
        label="Roster file",
        widget=forms.ClearableFileInput(
            attrs={"class": "input w-full", "accept": ".csv,text/csv,text/plain"}
        ),
        help_text="CSV with the columns email, name, student_id, section, team, role.",
    )

    def clean_file(self) -> UploadedFile:
        """Small enough to be read at once."""
        file = cast("UploadedFile", self.cleaned_data["file"])
        if (file.size or 0) > _ROSTER_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size:,} bytes; at most {_ROSTER_BYTES:,} are taken. Split it."
            )
        return file


class AssignmentForm(forms.Form):
    """An assignment with its window and its rubric. Times are in the zone of the course."""

    title = forms.CharField(max_length=160, widget=_text_input())
    brief = forms.CharField(
        required=False,
        max_length=50_000,
        widget=_textarea(14),
        help_text="Markdown. What students read before they begin.",
    )
    opens_at = MomentField(label="Opens", help_text="Students can hand in from here on.")
    due_at = MomentField(label="Deadline", help_text="What arrives later is marked as late.")
    closes_at = MomentField(
        label="Cut-off",
        required=False,
        help_text="Nothing is taken after it. Empty: late work is always taken.",
    )
    grace_minutes = forms.IntegerField(
        label="Grace in minutes",
        initial=5,
        min_value=0,
        max_value=1440,
        widget=forms.NumberInput(attrs={"class": "input w-full"}),
        help_text="Work that arrives within it still counts as in time.",
    )
    team_size = forms.IntegerField(
        label="People in a team, at most",
        initial=4,
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"class": "input w-full"}),
        help_text="1 means that everybody works alone.",
    )
    rubric_choice = forms.ChoiceField(label="Rubric", widget=forms.RadioSelect)
    rubric_file = forms.FileField(
        label="Rubric file",
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"class": "input w-full", "accept": ".yaml,.yml,.json"}
        ),
        help_text="YAML. Mistakes are shown with their line; nothing is stored until there are none.",
    )

    def __init__(
        self, *args: Any, assignment: Assignment | None = None, zone: str = "UTC", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rubric_source: str | None = None
        self.rubric_name = "rubric.yaml"
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = ZoneInfo(zone)
        self.fields["rubric_choice"].choices = self._choices(assignment)  # type: ignore[attr-defined]
        self.fields["rubric_choice"].initial = "keep" if assignment else "project1"

    @staticmethod
    def _choices(assignment: Assignment | None) -> list[tuple[str, str]]:
        project1 = engine_rubric.project1()
        choices = [
            ("project1", f"{project1.title}, version {project1.version}"),
            ("file", "Another rubric, from a file"),
        ]
        if assignment is None:
            return choices
        pinned = assignment.rubric
        keep = ("keep", f"As it is: {pinned.title}, version {pinned.version}")
        return [keep, *(choices[1:] if pinned.digest == project1.digest else choices)]

    @classmethod
    def of(cls, assignment: Assignment, *args: Any) -> AssignmentForm:
        """The form filled with the values of ``assignment``."""
        names = ("title", "brief", "opens_at", "due_at", "closes_at", "grace_minutes", "team_size")
        return cls(
            *args,
            assignment=assignment,
            zone=assignment.course.time_zone,
            initial={name: getattr(assignment, name) for name in names},
        )

    def clean(self) -> dict[str, Any]:
        """Dates in order, and a rubric that can be used."""
        values = super().clean() or {}
        opens, due, closes = (values.get(f"{name}_at") for name in ("opens", "due", "closes"))
        if opens and due and due <= opens:
            self.add_error("due_at", "The deadline must be later than the opening.")
        if due and closes and closes < due:
            self.add_error("closes_at", "The cut-off must not be before the deadline.")
        if self.files.get("rubric_file"):
            values["rubric_choice"] = "file"  # who chose a file means it
        if values.get("rubric_choice") == "file":
            self._read_rubric(values.get("rubric_file"))
        return values

    def _read_rubric(self, file: UploadedFile | None) -> None:
        if file is None:
            self.add_error(
                "rubric_file", "Choose the file with the rubric, or another rubric above."
            )
            return
        if (file.size or 0) > _RUBRIC_BYTES:
            text = f"The file has {file.size:,} bytes; a rubric has at most {_RUBRIC_BYTES:,}."
            self.add_error("rubric_file", text)
            return
        self.rubric_name = file.name or self.rubric_name
        try:
            source = file.read().decode("utf-8-sig")
            engine_rubric.load(source, self.rubric_name)
        except UnicodeDecodeError as error:
            text = f"{self.rubric_name} is not UTF-8 text (byte {error.start:,}). Save it as UTF-8."
            self.add_error("rubric_file", text)
        except engine_rubric.RubricError as error:
            for message in error.errors:
                self.add_error("rubric_file", message)
        else:
            self.rubric_source = source
