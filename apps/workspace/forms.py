"""Forms beside findings."""

from __future__ import annotations

from django import forms

from apps.checkruns.models import ReplyKind


class ReplyForm(forms.Form):
    """An answer to a finding."""

    kind = forms.ChoiceField(choices=ReplyKind.choices)
    text = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
