"""What is wrong in a form is said in the language of the person, field by field."""

from datetime import date
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitchen.core.errors import BadInput
from kitchen.core.i18n import using
from kitchen.web.forms import SENTENCES, complaints, read


class Offer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    grams: int = Field(gt=0, le=500_000)
    day: date
    unit: Literal["kg", "crate"] = "kg"
    words: str = Field(default="", max_length=10)


def faults(fields):
    with pytest.raises(ValidationError) as caught:
        read(Offer, fields)
    with using("fr"):
        return complaints(caught.value, {"grams": "Poids", "day": "Jour"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": "2026-11-23"}, "grams"),
        ({"grams": "  ", "day": "2026-11-23"}, "grams"),
        ({"grams": "douze", "day": "2026-11-23"}, "grams"),
        ({"grams": "0", "day": "2026-11-23"}, "grams"),
        ({"grams": "9999999", "day": "2026-11-23"}, "grams"),
        ({"grams": "5", "day": "lundi"}, "day"),
        ({"grams": "5", "day": "2026-11-23", "unit": "sac"}, "unit"),
        ({"grams": "5", "day": "2026-11-23", "words": "x" * 11}, "words"),
        ({"grams": "5", "day": "2026-11-23", "price": "1"}, "price"),
    ],
)
def test_each_fault_is_beside_its_field_in_french(fields, field):
    found = faults(fields)
    assert [name for name, _ in found] == [field]
    english = {sentence % {"field": field} for sentence in SENTENCES.values()}
    assert found[0][1] not in english


def test_a_field_is_called_as_on_the_screen():
    assert faults({"grams": "x", "day": "2026-11-23"})[0][1].startswith("Poids")


def test_all_faults_are_said_at_once():
    assert [name for name, _ in faults({"grams": "-1", "day": "?"})] == ["grams", "day"]


def test_what_fits_is_read():
    offer = read(Offer, {"grams": "40000", "day": "2026-11-23", "words": " "})
    assert (offer.grams, offer.day, offer.words) == (40_000, date(2026, 11, 23), "")


def test_lines_of_an_import_are_kept_as_they_were_found():
    assert complaints(BadInput([("line 3", "no weight")])) == [("line 3", "no weight")]
