"""The reconciliation service as a client meets it: a real server on a free port, asked over HTTP.

The schemas in data/reconciliation/ say in our own words what version 0.2 of the Reconciliation Service API asks.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from labelscope import reconciliation
from labelscope.catalogue import Catalogue
from labelscope.i18n import Translator
from labelscope.names import Candidate, How, KnownName, NameIndex, Resolution, Resolver
from labelscope.names.known import default_names
from labelscope.reconciliation import BadQuery, is_match, language_of, read_query, service

SCHEMAS = Path(__file__).parent / "data" / "reconciliation"
FORM = "application/x-www-form-urlencoded"
HOSTILE = '<script>alert("x")</script>'
OWN_ID = 'own/1?x=1&y="<b>"'


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Asks one server."""

    base: str

    def get(self, path: str = "/", headers: dict[str, str] | None = None, **parameters: object) -> Answer:
        return self._open(path + (f"?{urlencode(parameters)}" if parameters else ""), None, headers or {})

    def post(self, body: bytes, content_type: str = FORM, headers: dict[str, str] | None = None) -> Answer:
        return self._open("/", body, {"Content-Type": content_type, **(headers or {})})

    def batch(self, queries: object, **headers: str) -> Answer:
        return self.post(urlencode({"queries": json.dumps(queries)}).encode(), headers=headers)

    def ask(self, name: object, **fields: object) -> list[dict[str, Any]]:
        found = self.batch({"q0": {"query": name, **fields}})
        assert found.status == 200, found.body
        valid("answers", found.json())
        return list(found.json()["q0"]["result"])

    def _open(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        try:
            with urlopen(Request(self.base + path, body, headers), timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())


@contextmanager
def served(application: Starlette) -> Iterator[Client]:
    """A server for this application, stopped in the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started
        yield Client(f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> NameIndex:
    """Every name that labelscope knows, compared by words alone."""
    return NameIndex(default_names(catalogue))


@pytest.fixture(scope="module")
def client(index: NameIndex, catalogue: Catalogue) -> Iterator[Client]:
    """The service over these names."""
    with served(service(index, catalogue)) as found:
        yield found


@pytest.fixture(scope="module")
def own(catalogue: Catalogue) -> Iterator[Client]:
    """The service over somebody's own names: hostile ones, and one scheme."""
    names = [
        KnownName(OWN_ID, HOSTILE, '"><b>'), KnownName(OWN_ID, "Étoile “du” Sud & Cie", "fr"),
        KnownName("sa8000", "SA8000"), KnownName("own-2", "Sunrise"), KnownName("own-3", "Sunrise"),
    ]  # fmt: skip
    with served(service(NameIndex(names), catalogue)) as found:
        yield found


def valid(schema: str, content: object) -> None:
    Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))).validate(content)


def refused(answer: Answer, status: int) -> str:
    """The message of an answer that refuses; never a trace of the program."""
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/json"
    assert b"Traceback" not in answer.body
    return str(answer.json()["error"])


# --- the manifest ---


def test_the_manifest_is_valid_and_every_address_in_it_answers(client: Client) -> None:
    manifest = client.get().json()
    valid("manifest", manifest)
    assert manifest["versions"] == ["0.2"]
    assert [one["id"] for one in manifest["defaultTypes"]] == ["scheme", "instrument"]
    suggest = manifest["suggest"]
    addresses = [
        manifest["view"]["url"].replace("{{id}}", "sa8000"),
        manifest["preview"]["url"].replace("{{id}}", "sa8000"),
        suggest["entity"]["flyout_service_url"] + suggest["entity"]["flyout_service_path"].replace("${id}", "sa8000"),
        *(f"{one['service_url']}{one['service_path']}?prefix=s" for one in suggest.values()),
    ]
    assert [client.get(address.removeprefix(client.base)).status for address in addresses] == [200] * 5
    assert all(address.startswith(client.base) for address in addresses)


def test_identifiers_of_somebody_elses_index_have_a_space_of_their_own(client: Client, own: Client) -> None:
    ours, theirs = client.get().json(), own.get().json()
    valid("manifest", theirs)
    assert ours["identifierSpace"] == reconciliation.IDENTIFIER_SPACE
    assert theirs["identifierSpace"].startswith(own.base)
    assert [one["id"] for one in theirs["defaultTypes"]] == ["scheme", "other"]


def test_the_manifest_names_the_host_that_was_asked_and_no_nonsense(client: Client) -> None:
    assert client.get(headers={"Host": "names.example:8080"}).json()["view"]["url"].startswith("http://names.example:")
    for host in ("a b", "x/y", "<b>", 'a"b', "a@b", "a:b"):
        refused(client.get(headers={"Host": host}), 400)


# --- reconciliation ---


def test_an_exact_name_is_a_match_with_full_score(client: Client) -> None:
    for name in ("SA8000", "  sa 8000 ", "Social Accountability 8000"):
        first, *_ = client.ask(name)
        assert (first["id"], first["match"], first["score"]) == ("sa8000", True, 100)
        assert {feature["id"]: feature["value"] for feature in first["features"]}["exact"] is True
    assert first["type"] == [{"id": "scheme", "name": reconciliation.TYPES["scheme"]}]
    assert first["description"].startswith("Social Accountability 8000 – ")


def test_every_id_finds_its_entity(client: Client, index: NameIndex) -> None:
    found = {}
    for start in range(0, len(index.ids), 50):
        found.update(client.batch({one: {"query": one} for one in index.ids[start : start + 50]}).json())
    assert [one for one in index.ids if not found[one]["result"] or found[one]["result"][0]["id"] != one] == []
    assert all(answer["result"][0]["match"] for answer in found.values())


def test_get_and_post_answer_the_same(client: Client) -> None:
    queries = {"a": {"query": "ILO 138"}, "b": {"query": "Max Havelaar label"}, "c": {"query": "Zebra fish quartz"}}
    got = client.get("/", queries=json.dumps(queries))
    posted = client.batch(queries)
    assert got.status == posted.status == 200
    assert got.json() == posted.json()
    assert client.post(f"queries={json.dumps(queries)}".encode(), f"{FORM}; charset=UTF-8").json() == got.json()
    valid("answers", got.json())


def test_answers_do_not_depend_on_their_neighbours(client: Client, index: NameIndex) -> None:
    names = list(dict.fromkeys(["Fair trade label", *(known.name[1:] for known in index.names[::17])]))[:50]
    whole = client.batch({name: {"query": name} for name in names}).json()
    turned = client.batch({name: {"query": name} for name in reversed(names)}).json()
    assert len(whole) == 50
    assert turned == whole
    assert {name: {"result": client.ask(name)} for name in names[::7]} == {name: whole[name] for name in names[::7]}


def test_scores_fall_and_at_most_as_many_candidates_come_as_asked(client: Client) -> None:
    for name in ("Fair trade label", "convention 138", "organic cotton standard"):
        found = client.ask(name)
        assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
        assert client.ask(name, limit=1) == found[:1]
        assert client.ask(name, limit=2.0) == found[:2]
        assert client.ask(name, limit=10**400) == found
        assert not any(one["match"] for one in found[1:])


def test_types_leave_the_others_out(client: Client) -> None:
    assert {one["type"][0]["id"] for one in client.ask("Fair trade convention", type="scheme")} == {"scheme"}
    assert {one["type"][0]["id"] for one in client.ask("Fair trade convention", type=["instrument"])} == {"instrument"}
    assert client.ask("SA8000", type=["scheme", "instrument"]) == client.ask("SA8000") == client.ask("SA8000", type=[])
    assert client.ask("SA8000", type=["scheme", "instrument"], type_strict="all") == []
    assert client.ask("SA8000", type=["scheme", "scheme"], type_strict="all") == client.ask("SA8000", type="scheme")
    assert not any(one["match"] for one in client.ask("SA8000", type="instrument", type_strict="should"))


def test_descriptions_speak_the_language_asked_for(client: Client, catalogue: Catalogue) -> None:
    summary = catalogue.schemes["sa8000"].summary
    for header, language in (("nl-BE,nl;q=0.9,en;q=0.5", "nl"), ("es", "en")):
        answer = client.batch({"q": {"query": "SA8000"}}, **{"Accept-Language": header})
        assert answer.json()["q"]["result"][0]["description"].endswith(summary[language])
        assert answer.headers["content-language"] == language


def test_a_name_of_nothing_but_signs_has_no_candidates(client: Client) -> None:
    assert client.ask("?!…") == client.ask("​\u202e") == []


def test_properties_alone_find_nothing_and_change_nothing(client: Client) -> None:
    properties = [{"pid": "country", "v": [1, True, "x", {"id": "be"}]}]
    assert client.batch({"q": {"properties": properties}}).json() == {"q": {"result": []}}
    assert client.ask("Fair trade label", properties=properties) == client.ask("Fair trade label")


def test_a_name_of_two_things_is_no_match(own: Client) -> None:
    found = own.ask("Sunrise")
    assert {one["id"] for one in found[:2]} == {"own-2", "own-3"}
    assert not any(one["match"] for one in found)
    assert own.ask(OWN_ID)[0]["id"] == OWN_ID


def test_scores_hold_for_the_share_of_unknown_names_that_is_said(catalogue: Catalogue) -> None:
    index = NameIndex([KnownName("a", "Sunrise cotton standard"), KnownName("b", "Blue river label")])
    scores = []
    for share in (0.01, 0.9):
        with served(service(index, catalogue, share)) as client:
            scores.append(client.ask("sunrise cotton")[0]["score"])
    assert scores[0] > scores[1]


def answered(how: How, *probabilities: float) -> Resolution:
    candidates = tuple(Candidate(f"id-{k}", f"name {k}", p) for k, p in enumerate(probabilities))
    return Resolution("asked", how, candidates, probabilities[0] if probabilities else 1.0)


@pytest.mark.parametrize(
    ("answer", "match"),
    [
        (answered(How.EXACT, 1.0), True),
        (answered(How.EXACT, 0.5, 0.5), False),
        (answered(How.WEIGHED, 0.93, 0.04), True),
        (answered(How.LETTERS, 0.95), True),
        (answered(How.WEIGHED, 0.89, 0.01), False),
        (answered(How.WEIGHED, 0.5, 0.45), False),
        (answered(How.NONE, 0.95, 0.01), False),
        (answered(How.NONE), False),
    ],
)
def test_only_an_accepted_and_sure_answer_is_a_match(answer: Resolution, match: bool) -> None:
    assert is_match(answer) is match


def test_a_match_stands_far_above_the_next(client: Client, index: NameIndex) -> None:
    names = [known.name.replace(" ", "  x ", 1) for known in index.names[::29]][:50]
    found = client.batch({name: {"query": name} for name in names}).json()
    for first, *rest in (answer["result"] for answer in found.values() if answer["result"]):
        assert not (first["match"] and rest) or first["score"] >= 8.9 * rest[0]["score"]


# --- faults ---


FAULTS: dict[str, tuple[object, str]] = {
    "no object": ("SA8000", "object"),
    "null": (None, "object"),
    "a number": (7, "object"),
    "nothing": ({}, "needs a name"),
    "no properties either": ({"properties": []}, "needs a name"),
    "no text": ({"query": 8000}, "text"),
    "a list of names": ({"query": ["SA8000"]}, "text"),
    "half a character": ({"query": "\ud83d"}, "text"),
    "empty": ({"query": ""}, "empty"),
    "blank": ({"query": " \t\u00a0"}, "empty"),
    "long": ({"query": "x" * 301}, "300"),
    "limit 0": ({"query": "SA8000", "limit": 0}, "limit"),
    "limit below": ({"query": "SA8000", "limit": -(10**400)}, "limit"),
    "limit in parts": ({"query": "SA8000", "limit": 1.5}, "limit"),
    "limit true": ({"query": "SA8000", "limit": True}, "limit"),
    "limit as text": ({"query": "SA8000", "limit": "3"}, "limit"),
    "no such type": ({"query": "SA8000", "type": "<b>"}, "no type"),
    "type is no text": ({"query": "SA8000", "type": {"id": "scheme"}}, "type"),
    "types are no text": ({"query": "SA8000", "type": ["scheme", 1]}, "type"),
    "strictness": ({"query": "SA8000", "type": "scheme", "type_strict": "very"}, "type_strict"),
    "strictness is no text": ({"query": "SA8000", "type_strict": ["all"]}, "type_strict"),
    "properties": ({"query": "SA8000", "properties": {"pid": "p"}}, "properties"),
    "a property without value": ({"query": "SA8000", "properties": [{"pid": "p"}]}, "properties"),
    "a field of its own": ({"query": "SA8000", "\ud800'\"<b>": 1}, "no field"),
}


def test_bad_queries_are_explained_and_spoil_no_other(client: Client) -> None:
    good = {"good": {"query": "SA8000"}, "last": {"query": "ILO 138"}}
    alone = client.batch(good).json()
    answer = client.batch({**{key: query for key, (query, _) in FAULTS.items()}, **good})
    assert answer.status == 200
    valid("answers", answer.json())
    found = answer.json()
    assert {key: found.pop(key) for key in good} == alone
    assert [key for key, (_, part) in FAULTS.items() if part not in found[key]["error"]] == []


def test_a_batch_of_nothing_but_faults_is_a_bad_request(client: Client) -> None:
    answer = client.batch({key: query for key, (query, _) in FAULTS.items()})
    assert "no query" in refused(answer, 400)
    assert answer.json()["queries"].keys() == FAULTS.keys()


def test_an_empty_batch_has_an_empty_answer(client: Client) -> None:
    assert client.batch({}).json() == {}
    valid("answers", {})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400), ("SA8000", 400), ("[]", 400), ('"q"', 400), ("null", 400), ("7", 400),
        ('{"q": {"query": "SA8000"}', 400),
        ('{"q": {"query": "SA8000", "limit": NaN}}', 400),
        ('{"q": {"query": "SA8000", "limit": -Infinity}}', 400),
        ('{"q": {"query": "a"}, "q": {"query": "b"}}', 400),
        ('{"q": {"query": "a", "query": "b"}}', 400),
        ('{"\\ud800": {"query": "a"}}', 400),
        (json.dumps({"k" * 101: {"query": "a"}}), 400),
        ('{"q": {"query": "a", "limit": ' + "9" * 5000 + "}}", 400),
        ("[" * 100_000, 400), ('{"q":' * 50_000, 400),
        ('{"q": {"query": "a", "limit": 1e999}}', 400),
        (json.dumps({str(k): {"query": "a"} for k in range(51)}), 413),
        (json.dumps({"q": {"query": "é" * 200_000}}), 413),
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_read_is_refused(client: Client, text: str, status: int) -> None:
    assert refused(client.post(urlencode({"queries": text}).encode()), status)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", FORM, 400), (b"query=SA8000", FORM, 400), (b"extend=%7B%7D", FORM, 400),
        (b"queries=%7B%7D&queries=%7B%7D", FORM, 400), (b"queries=%ff", FORM, 400), (b"queries=\xff", FORM, 400),
        (b"&".join([b"a=1"] * 21), FORM, 400),
        (b'{"queries": {}}', "application/json", 415), (b"queries=%7B%7D", "", 415), (b"queries=%7B%7D", "x/y;;", 415),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_refused(client: Client, body: bytes, content_type: str, status: int) -> None:
    assert refused(client.post(body, content_type), status)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404), ("/entity/", 404), ("/?queries=", 400), ("/?extend=%7B%7D", 400), ("/?queries=%ff", 400),
        ("/?" + "a=1&" * 30, 400),
        ("/entity", 400), ("/entity?id=nobody", 404), ("/entity?id=", 404), ("/entity?id=sa8000&id=fsc", 400),
        ("/entity?id=..%2f..%2fetc%2fpasswd", 404),
        ("/flyout/entity", 400), ("/flyout/entity?id=%00", 404),
        ("/suggest/entity", 400), ("/suggest/entity?prefix=" + "x" * 301, 400), ("/suggest/type", 400),
        ("/suggest/entity?prefix=s&cursor=-1", 400), ("/suggest/entity?prefix=s&cursor=1.5", 400),
        ("/suggest/entity?prefix=s&cursor=%D9%A3", 400), ("/suggest/entity?prefix=s&cursor=1_0", 400),
        ("/suggest/type?prefix=s&cursor=" + "9" * 5000, 400),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_answered_is_refused(client: Client, address: str, status: int) -> None:
    assert refused(client.get(address), status)


def test_another_method_is_refused(client: Client) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(client.base + "/", b"x", method="PUT"), timeout=30)
    with caught.value as error:
        assert error.code == 405
        assert json.loads(error.read())["error"]


SOMETHING = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("aé <\x00\u202e", max_size=5)
)
LIKELY = {
    "query": st.just("SA8000") | st.text("x ", min_size=299, max_size=302),
    "type": st.sampled_from(["scheme", "instrument", "tree"]) | st.lists(st.sampled_from(["scheme", "other", "tree"])),
    "limit": st.integers(-2, 30),
    "properties": st.lists(st.fixed_dictionaries({}, optional={"pid": SOMETHING, "v": SOMETHING})),
    "type_strict": st.sampled_from(["should", "all", "any", "none"]),
    "lang": SOMETHING,
}


@given(
    st.fixed_dictionaries({}, optional={name: likely | SOMETHING for name, likely in LIKELY.items()})
    | SOMETHING | st.lists(SOMETHING)
)  # fmt: skip
def test_a_query_is_refused_exactly_where_the_schema_refuses_it(raw: object) -> None:
    schema = Draft202012Validator(json.loads((SCHEMAS / "query.json").read_text("utf-8")))
    try:
        query = read_query(raw, reconciliation.TYPES)
    except BadQuery:
        assert not schema.is_valid(raw)
    else:
        assert schema.is_valid(raw)
        assert 1 <= query.limit <= 20


@given(name=st.text(max_size=300).filter(str.strip))
def test_any_name_has_an_answer(client: Client, name: str) -> None:
    answer = client.batch({"q": {"query": name}})
    assert answer.status == 200 or "\ud800" <= max(name) <= "\udfff"
    if answer.status == 200:
        valid("answers", answer.json())


# --- pages and suggestions ---


class Tags(HTMLParser):
    """Collects what a browser would see as tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_page_of_a_scheme_speaks_four_languages(client: Client, catalogue: Catalogue, language: str) -> None:
    scheme = catalogue.schemes["belgian-social-label"]
    answer = client.get("/entity", {"Accept-Language": f"es, {language}-BE;q=0.7, *;q=0.1"}, id=scheme.id)
    page = answer.body.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert f'lang="{language}"' in page
    assert Translator(language)(scheme.status.state) in page
    for text in (scheme.short, scheme.name, scheme.summary[language]):
        assert text.split("'")[0].split("&")[0] in page


def test_the_page_of_an_instrument_lists_its_names(client: Client) -> None:
    page = client.get("/entity", {"Accept-Language": "nl"}, id="ilo-c138").body.decode()
    assert '<h1 lang="en">' in page
    assert '<ul><li lang="nl">' in page
    assert '<li lang="fr">' in page


def test_everything_on_a_page_is_escaped(own: Client) -> None:
    answer = own.get("/entity", id=OWN_ID)
    flyout = own.get("/flyout/entity", id=OWN_ID).json()
    valid("flyout", flyout)
    assert flyout["id"] == OWN_ID
    for page in (answer.body.decode(), flyout["html"]):
        assert not set(Tags(page).tags) & {"script", "b"}
        assert set(Tags(page).attributes) <= {"lang", "charset"}
        assert "&lt;script&gt;" in page
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert own.get(f"/entity?id={quote(OWN_ID, safe='')}").body == answer.body


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("fr", "fr"), ("FR-be", "fr"), ("es,nl;q=0.2,de;q=0.3", "de"), ("nl,fr", "nl"),
        ("fr;q=0,de;q=0.1", "de"),
        ("*", "en"), ("fr;q=x,de", "de"), ("de;q=nan", "en"), ("fr;q=9,de;q=0.1", "de"), (";;;,,,==" * 500, "en"),
        ("french", "en"), ("fr ; q = 0.5 , en;q=0.4", "fr"),
    ],
)  # fmt: skip
def test_the_language_liked_best_is_taken(header: str, language: str) -> None:
    assert language_of(header) == language


def suggested(client: Client, what: str, prefix: str, cursor: object = 0) -> list[dict[str, Any]]:
    answer = client.get(f"/suggest/{what}", prefix=prefix, cursor=cursor)
    assert answer.status == 200
    valid("suggestions", answer.json())
    return list(answer.json()["result"])


@pytest.mark.parametrize("prefix", ["SA8000", "sa8000", "sa 80", "Social Acc", " SA8000:2014 "])
def test_a_beginning_suggests_the_entity(client: Client, prefix: str) -> None:
    first = suggested(client, "entity", prefix)[0]
    assert first["id"] == "sa8000"
    assert first["notable"] == [{"id": "scheme", "name": reconciliation.TYPES["scheme"]}]


def test_every_id_and_every_name_suggests_its_entity_early(client: Client, index: NameIndex) -> None:
    asked = [(one, one) for one in index.ids] + [(known.name, known.id) for known in index.names[::17]]
    assert [
        name for name, one in asked if one not in [hit["id"] for hit in suggested(client, "entity", name)[:3]]
    ] == []


def test_suggestions_go_on_where_the_cursor_says(client: Client) -> None:
    pages = [suggested(client, "entity", "c", cursor) for cursor in (0, 10, 20)]
    ids = [one["id"] for page in pages for one in page]
    assert len(pages[0]) == 10
    assert len(ids) == len(set(ids))
    assert suggested(client, "entity", "c", 999_999_999) == []
    assert len(suggested(client, "entity", "")) == 10
    assert suggested(client, "entity", "zzzzz") == suggested(client, "entity", "?!") == []


def test_types_are_suggested_by_id_and_by_word(client: Client) -> None:
    assert [one["id"] for one in suggested(client, "type", "")] == ["scheme", "instrument"]
    assert [one["id"] for one in suggested(client, "type", "Inst")] == ["instrument"]
    assert [one["id"] for one in suggested(client, "type", "audit sch")] == ["scheme"]
    assert suggested(client, "type", "", 1)[0]["id"] == "instrument"
    assert suggested(client, "type", "?!") == suggested(client, "type", "udit") == []


# --- access, load ---


@pytest.mark.parametrize(
    "path",
    ["/", "/entity?id=sa8000", "/entity?id=nobody", "/suggest/entity?prefix=s", "/suggest/type?prefix=s",
     "/flyout/entity?id=sa8000", "/?queries=x", "/nowhere"],
)  # fmt: skip
def test_pages_of_every_origin_may_ask(client: Client, path: str) -> None:
    answer = client.get(path, {"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-credentials"] is None


def test_a_browser_that_asks_before_asking_is_let_in(client: Client) -> None:
    headers = {
        "Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }  # fmt: skip
    with urlopen(Request(client.base + "/", headers=headers, method="OPTIONS"), timeout=30) as answer:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "POST" in answer.headers["access-control-allow-methods"]


def test_no_callback_is_called(client: Client) -> None:
    answer = client.get("/", callback="alert")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == client.get().json()


@contextmanager
def busy(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The resolver is at work on a name, as long as the block lasts."""
    at_work, may_go_on = threading.Event(), threading.Event()
    resolve = Resolver.resolve

    def slowly(self: Resolver, names: list[str]) -> tuple[Resolution, ...]:
        at_work.set()
        may_go_on.wait(20)
        return resolve(self, names)

    monkeypatch.setattr(Resolver, "resolve", slowly)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.ask, "a name that takes long")
        assert at_work.wait(20)
        try:
            yield
        finally:
            may_go_on.set()
        asked.result(20)


def test_the_server_answers_while_the_resolver_works(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with busy(client, monkeypatch):
        started = time.monotonic()
        valid("manifest", client.get().json())
        assert suggested(client, "entity", "sa8000")
        assert time.monotonic() - started < 5


def test_too_many_batches_are_sent_away_for_a_while(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation, "MOST_WAITING", 1)
    with busy(client, monkeypatch):
        answer = client.batch({"q": {"query": "SA8000"}})
        assert "try again" in refused(answer, 503)
        assert answer.headers["retry-after"]
    assert client.ask("SA8000")


def test_many_ask_at_once_and_each_gets_its_own_answer(client: Client) -> None:
    names = ["SA8000", "ILO 138", "Fair trade label", "amfori", "Zebra fish quartz", "label social belge"]
    alone = {name: client.ask(name) for name in names}
    with ThreadPoolExecutor(6) as pool:
        for name, found in zip(names * 3, pool.map(client.ask, names * 3), strict=True):
            assert found == alone[name]


def test_a_fault_of_the_program_is_not_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Resolver, "exact", fail)
    answer = client.batch({"q": {"query": "SA8000"}})
    assert "secret" not in refused(answer, 500)
