"""Whatever words go in, they can be read on the paper again."""

import importlib.util
import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from reports.documents.data import NotCounted, ShareLine, WeighLine
from reports.documents.notes import render_notes
from reports.documents.production import render_production

spec = importlib.util.spec_from_file_location("samples", Path(__file__).with_name("conftest.py"))
samples = importlib.util.module_from_spec(spec)
spec.loader.exec_module(samples)

word = st.text(
    alphabet="abcdefghijklmnopqrstuvwxyzéèêçœàùïÉŒłżąśćőűğışățđơưễợộКиївαβγδ0123456789<>&;/'’-.",
    min_size=1,
    max_size=45,
)
phrase = st.lists(word, min_size=1, max_size=12).map(" ".join)


def paper(pdf):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return samples.squash(text)


def lost(pdf, *phrases):
    shown = paper(pdf)
    return [one for said in phrases for one in said.split() if samples.squash(one) not in shown]


@settings(max_examples=30, deadline=None)
@given(phrase, st.lists(phrase, min_size=1, max_size=12), phrase, phrase)
def test_no_word_of_a_production_sheet_is_lost(dish, steps, product, point):
    sheet = samples.production(
        dish=dish,
        steps=tuple(steps),
        weigh=(WeighLine(product=product, net_grams=1200),),
        share=(ShareLine(point=point, vehicle="1", counts=(200, 9)),),
        not_counted=(NotCounted(point, product, 4),),
    )
    assert lost(render_production([sheet]), dish, *steps, product, point) == []


@settings(max_examples=15, deadline=None)
@given(phrase, phrase)
def test_no_word_of_a_delivery_note_is_lost(name, address):
    receiver = type(samples.SITE)(name=name, address=address)
    assert lost(render_notes([samples.note(receiver=receiver)]), name, address) == []
