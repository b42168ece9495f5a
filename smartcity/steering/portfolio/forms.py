"""The filter over the projects, and the same over the timeline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from smartcity.steering.portfolio import selectors
from smartcity.steering.portfolio.bilingual import in_language
from smartcity.steering.portfolio.domain import PHASES
from smartcity.steering.portfolio.models.choices import KIND
from smartcity.steering.portfolio.selectors import LONGEST_SEARCH, ProjectFilter


class ProjectFilterForm(forms.Form):
    """What to show. Values that do not exist are named as errors and filter nothing."""

    q = forms.CharField(
        label=_("Suchwort"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    feld = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    art = forms.ChoiceField(label=_("Art"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("alle"))]
        phases = [(str(facts.phase), in_language(facts.de, facts.en)) for facts in PHASES.values()]
        self._choose("feld", [*everything, *((field.slug, field.title) for field in selectors.fields())])
        self._choose("partner", [*everything, *((item.slug, item.short) for item in selectors.partners())])
        self._choose("phase", [*everything, *phases])
        self._choose("art", [*everything, *((str(kind), word) for kind, word in KIND.items())])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker; declared above)
        field.choices = choices

    @classmethod
    def asked(cls, request: HttpRequest) -> tuple[ProjectFilterForm, ProjectFilter]:
        """The form as the query string fills it, and the filter that it means."""
        form = cls(request.GET)
        form.is_valid()
        given = form.cleaned_data
        return form, ProjectFilter(
            text=given.get("q", ""),
            field=given.get("feld", ""),
            partner=given.get("partner", ""),
            phase=given.get("phase", ""),
            kind=given.get("art", ""),
        )
