"""Every answer is protected; a write from another site changes nothing."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from frame_site import browser, small_site

from kitchen.web.security import LARGEST_BODY, ForeignRequest, check_token

ANSWERS = {
    "page": ("GET", "/week", 200),
    "not found": ("GET", "/nowhere", 404),
    "not allowed": ("GET", "/stock", 403),
    "breakdown": ("GET", "/broken", 500),
    "bad form": ("POST", "/weigh", 422),
    "problem of a program": ("GET", "/api/lots", 409),
    "wrong method": ("DELETE", "/week", 405),
    "static file": ("GET", "/static/app.js", 200),
}


@pytest.fixture
def web():
    return browser(small_site())


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_carries_the_protective_headers(web, name):
    method, path, status = ANSWERS[name]
    answer = web.request(method, path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    for rule in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_refusals_of_the_guard_itself_are_protected_too(web):
    foreign = web.post("/weigh", data={"grams": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    large = web.post("/weigh", content=b"", headers={"Content-Length": str(LARGEST_BODY + 1)})
    assert (foreign.status_code, large.status_code) == (403, 413)
    assert "content-security-policy" in foreign.headers
    assert "content-security-policy" in large.headers


def test_pages_are_never_stored_and_files_with_a_hash_are_kept(web):
    page = web.get("/week")
    assert page.headers["cache-control"] == "no-store"
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        kept = web.get(address)
        assert kept.status_code == 200
        assert "immutable" in kept.headers["cache-control"]
        assert re.search(r"\?[0-9a-f]{10}$", address)


def test_https_is_asked_for_only_where_it_is_served():
    assert "strict-transport-security" not in browser(small_site()).get("/week").headers
    safe = browser(small_site(https=True)).get("/week").headers["strict-transport-security"]
    assert safe == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_a_write_from_another_site_is_refused(web, headers):
    assert web.post("/weigh", data={"grams": "5"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}]
)
def test_a_write_from_our_own_page_passes(web, headers):
    assert web.post("/weigh", data={"grams": "5"}, headers=headers).status_code == 303


def test_a_body_is_cut_at_the_limit_even_when_no_length_was_declared(web):
    piece = b"x" * 1_000_000
    answer = web.post(
        "/weigh",
        content=(piece for _ in range(LARGEST_BODY // len(piece) + 2)),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


def test_a_host_we_do_not_serve_is_refused(web):
    assert web.get("/week", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("expected", "given"), [("", ""), ("a", ""), ("a", "b"), ("", "a")])
def test_a_form_without_the_token_of_its_session_is_refused(expected, given):
    with pytest.raises(ForeignRequest):
        check_token(expected, given)
