"""The Reconciliation Service API 0.2 over a name index: the protocol of OpenRefine and its relatives.

/                  the manifest; with `queries` (GET, or a POST form) the candidates for up to 50 names
/entity            a page about one entity: for reading, and small enough for a preview
/suggest/entity    entities one of whose names has a word that begins like this
/suggest/type      types that begin like this
/flyout/entity     the content of that page, for the list of suggestions

Everything that arrives is hostile until it has been read here. Every query is answered alone, so that no answer
depends on its neighbours. Answering is work for the processor, not for the network: one thread does it, in the
order of arrival, while the server goes on listening. Pages of every origin may ask (CORS); JSONP, which 0.2 leaves
to the service, is not spoken.

References
----------
Reconciliation Service API v0.2, W3C Entity Reconciliation Community Group, 2023,
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from labelscope.catalogue import Catalogue
from labelscope.i18n import DEFAULT_LANGUAGE, Translator
from labelscope.model import LANGUAGES
from labelscope.names import UNKNOWN_SHARE, Candidate, How, NameIndex, Resolution, Resolver
from labelscope.names.known import instruments_path, read_names
from labelscope.normalisation import fold
from labelscope.version import VERSION
from labelscope.vocabulary import STATUS

BATCH_SIZE = 50
LONGEST_QUERY = 300
#: More candidates than this may be asked for, but are never given.
MOST_CANDIDATES = 20
LARGEST_BODY = 1_000_000
#: Batches that may wait for their answers at the same time.
MOST_WAITING = 32
SUGGESTIONS = 10
#: From here on a candidate is called a match. What all candidates of a name get adds up to 1 at most, so the next
#: one has a ninth of this or less.
SURE = 0.9

TYPES: Mapping[str, str] = {
    "scheme": "Label, standard or audit scheme",
    "instrument": "Convention, law or guideline",
    "other": "Other known name",
}
IDENTIFIER_SPACE = "https://w3id.org/labelscope/name/"
SCHEMA_SPACE = "http://www.w3.org/2004/02/skos/core#Concept"

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_LONGEST_KEY = 100
_QUERY_FIELDS = frozenset({"query", "type", "limit", "properties", "type_strict"})
_STRICTNESS = ("should", "all", "any")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_CURSOR = re.compile(r"[0-9]{1,9}")
_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*")
_STYLE = "body{font:14px/1.4 sans-serif;margin:8px}h1{font-size:16px;margin:0}p,ul{margin:4px 0}small{color:#555}"
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'"
_PREVIEW = {"width": 430, "height": 180}


def service(index: NameIndex, catalogue: Catalogue, unknown_share: float = UNKNOWN_SHARE) -> Starlette:
    """The reconciliation service as an ASGI application.

    Parameters
    ----------
    index : NameIndex
        What may be meant. It is made ready here, which can take some seconds.
    catalogue : Catalogue
        Where names, summaries and states of schemes come from.
    unknown_share : float
        Share of the names asked that the index is taken not to hold (0 < share < 1).
    """
    return _Service(index, catalogue, unknown_share).application()


def is_match(answer: Resolution) -> bool:
    """Whether the first candidate may be taken without a look: accepted and sure, as the exact name of one thing is."""
    return answer.id is not None and answer.candidates[0].probability >= SURE


def language_of(header: str) -> str:
    """The language that an Accept-Language header likes best among the four; English where it names none."""
    best, highest = DEFAULT_LANGUAGE, 0.0
    for part in header[:500].split(","):
        tag, _, rest = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _QUALITY.fullmatch(rest) if rest else None
        liking = float(quality[1]) if quality else float(not rest)
        if language in LANGUAGES and liking > highest:
            best, highest = language, liking
    return best


class BadQuery(ValueError):
    """One query of a batch cannot be answered; the message says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """One name asked: at most `limit` candidates, of these types. Empty text: only properties were given."""

    text: str
    types: frozenset[str]
    limit: int


def read_batch(text: str) -> dict[str, Any]:
    """The queries of a batch by their keys; the queries themselves are not looked at.

    Raises
    ------
    HTTPException
        400 where this is not a JSON object with short keys, each standing once; 413 where it is too long.
    """
    try:
        batch = json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise HTTPException(400, f"queries must be JSON: {_shown(reason)}") from error
    if not isinstance(batch, dict):
        raise HTTPException(400, "queries must be a JSON object of queries by key")
    if len(batch) > BATCH_SIZE:
        raise HTTPException(413, f"a batch may hold {BATCH_SIZE} queries, not {len(batch)}")
    if not all(len(key) <= _LONGEST_KEY and _is_text(key) for key in batch):
        raise HTTPException(400, f"keys must be plain text of at most {_LONGEST_KEY} characters")
    return batch


def read_query(raw: object, known_types: Collection[str]) -> Query:
    """One query of a batch.

    Raises
    ------
    BadQuery
        With the first fault.
    """
    if not isinstance(raw, dict):
        raise BadQuery("a query must be a JSON object")
    unknown = sorted(raw.keys() - _QUERY_FIELDS)
    if unknown:
        raise BadQuery(f"a query has no field {_shown(unknown[0])}; it may have {', '.join(sorted(_QUERY_FIELDS))}")
    properties = _properties_of(raw.get("properties", []))
    if "query" not in raw and not properties:
        raise BadQuery("a query needs a name in query")
    text = _text_of(raw["query"]) if "query" in raw else ""
    return Query(text, _types_of(raw, known_types), _limit_of(raw.get("limit", MOST_CANDIDATES)))


def _text_of(raw: object) -> str:
    if not isinstance(raw, str) or not _is_text(raw):
        raise BadQuery("query must be text")
    if not raw.strip():
        raise BadQuery("query must not be empty")
    if len(raw) > LONGEST_QUERY:
        raise BadQuery(f"query may have {LONGEST_QUERY} characters, not {len(raw)}")
    return raw


def _types_of(raw: Mapping[str, object], known: Collection[str]) -> frozenset[str]:
    asked = raw.get("type", [])
    types = [asked] if isinstance(asked, str) else asked
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        raise BadQuery("type must be the id of a type, or a list of them")
    for one in types:
        if one not in known:
            raise BadQuery(f"there is no type {_shown(one)}; there is {', '.join(known)}")
    strictness = raw.get("type_strict", "any")
    if strictness not in _STRICTNESS:
        raise BadQuery(f"type_strict must be one of {', '.join(_STRICTNESS)}")
    nothing_is_all = strictness == "all" and len(set(types)) > 1
    return frozenset() if nothing_is_all else frozenset(types or known)


def _limit_of(raw: object) -> int:
    whole = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    if not isinstance(whole, int) or isinstance(whole, bool) or whole < 1:
        raise BadQuery("limit must be a whole number of at least 1")
    return min(whole, MOST_CANDIDATES)


def _properties_of(raw: object) -> list[object]:
    if not isinstance(raw, list) or not all(
        isinstance(one, dict) and isinstance(one.get("pid"), str) and "v" in one for one in raw
    ):
        raise BadQuery("properties must be a list of objects with pid and v")
    return raw


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in the same object")
    return found


def _is_text(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _shown(text: str) -> str:
    return ascii(text[:60]).strip("'\"")


class _Entities:
    """What the index holds, ready to be shown: names, types, descriptions, beginnings of names."""

    def __init__(self, index: NameIndex, catalogue: Catalogue) -> None:
        self._schemes = catalogue.schemes
        path = instruments_path()
        instruments = {known.id for known in read_names(path)} if path.is_file() else set()
        self._names: dict[str, dict[str, str]] = {one: {} for one in index.ids}
        for known in index.names:
            self._names[known.id].setdefault(known.name, known.language)
        self._type_of = {
            one: "scheme" if one in self._schemes else "instrument" if one in instruments else "other"
            for one in self._names
        }
        self.types = {one: name for one, name in TYPES.items() if one in self._type_of.values()}
        self._beginnings = sorted(
            ("".join(words[start:]), start > 0, one)
            for one, names in self._names.items()
            for words in map(str.split, map(fold, {one, self.name(one), *names}))
            for start in range(len(words))
        )

    def __contains__(self, one: str) -> bool:
        return one in self._names

    def are_ours(self) -> bool:
        """Whether every id is one that labelscope itself gives."""
        return "other" not in self.types

    def name(self, one: str) -> str:
        """The name of an entity: that of the scheme, else the first in the index."""
        return self._schemes[one].name if one in self._schemes else next(iter(self._names[one]))

    def described(self, one: str, language: str, found_by: str | None = None) -> dict[str, Any]:
        """Id, name and, where there is one, description: the name it was found by, the summary of the scheme."""
        parts = [found_by] if found_by and found_by != self.name(one) else []
        if one in self._schemes:
            parts.append(self._schemes[one].summary[language])
        description = {"description": " – ".join(parts)} if parts else {}
        return {"id": one, "name": self.name(one), **description}

    def types_of(self, one: str) -> list[dict[str, str]]:
        """The types of an entity (there is one), as the protocol writes them."""
        return [{"id": self._type_of[one], "name": self.types[self._type_of[one]]}]

    def of_types(self, types: Collection[str]) -> frozenset[str]:
        """The ids of these types."""
        return frozenset(one for one, own in self._type_of.items() if own in types)

    def suggest(self, prefix: str) -> list[str]:
        """Ids for what somebody has begun to write: whole names first, then beginnings of names, then of words."""
        own = prefix.strip()
        wanted = "".join(fold(prefix).split()) or own
        ranks = {own: 0} if own in self else {}
        for written, is_later, one in self._beginnings[bisect_left(self._beginnings, (wanted,)) :]:
            if not written.startswith(wanted):
                break
            rank = 3 if is_later else 2 if written != wanted else 1
            ranks[one] = min(rank, ranks.get(one, rank))
        return sorted(ranks, key=lambda one: (ranks[one], fold(self.name(one)), one))

    def shown(self, one: str, language: str) -> str:
        """An entity in a few lines of HTML, everything escaped."""
        if one in self._schemes:
            scheme = self._schemes[one]
            state = Translator(language)(STATUS[scheme.status.state])
            return (
                f"<h1>{html.escape(scheme.short)}</h1>"
                f"<p>{html.escape(scheme.name)} <small>({html.escape(state)})</small></p>"
                f"<p>{html.escape(scheme.summary[language])}</p>"
            )
        name, *others = self._names[one].items()
        others.sort(key=lambda other: other[1] != language)
        items = "".join(f"<li{_lang(own)}>{html.escape(other)}</li>" for other, own in others)
        return f"<h1{_lang(name[1])}>{html.escape(name[0])}</h1>" + (f"<ul>{items}</ul>" if items else "")


def _lang(language: str) -> str:
    return f' lang="{html.escape(language)}"' if language else ""


class _Service:
    """The endpoints, and the one thread behind them that answers."""

    def __init__(self, index: NameIndex, catalogue: Catalogue, unknown_share: float) -> None:
        self._index = index
        self._unknown_share = unknown_share
        self._entities = _Entities(index, catalogue)
        self._pool = ThreadPoolExecutor(1, "resolver")
        self._waiting = 0
        every = frozenset(self._entities.types)
        self._resolvers = {every: Resolver(index, unknown_share=unknown_share)}
        for types in (every, *(frozenset({one}) for one in every)):
            self._resolver(types).resolve(["a name that makes everything ready"])

    def application(self) -> Starlette:
        """The routes, with access from every origin and errors as JSON."""
        application = Starlette(
            routes=[
                Route("/", self.endpoint, methods=["GET", "POST"]),
                Route("/entity", self.entity),
                Route("/suggest/entity", self.suggest_entity),
                Route("/suggest/type", self.suggest_type),
                Route("/flyout/entity", self.flyout_entity),
            ],
            middleware=[
                Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
            ],
            exception_handlers={HTTPException: _refused, ClientDisconnect: _gone, Exception: _broken},
            lifespan=self._lifespan,
        )
        application.router.redirect_slashes = False
        return application

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def endpoint(self, request: Request) -> Response:
        """The manifest, or the answers to a batch."""
        is_post = request.method == "POST"
        fields = _fields(await _form(request) if is_post else request.scope["query_string"])
        asked = _one(fields, "queries")
        if asked is not None:
            return await self._answer(asked, request)
        if "extend" in fields:
            raise HTTPException(400, "data extension is not offered")
        if is_post:
            raise HTTPException(400, "queries is missing")
        return _json(self._manifest(_base(request)))

    async def _answer(self, asked: str, request: Request) -> Response:
        queries: dict[str, Query] = {}
        answers: dict[str, dict[str, Any]] = {}
        for key, raw in read_batch(asked).items():
            answers[key] = {"result": []}
            try:
                queries[key] = read_query(raw, self._entities.types)
            except BadQuery as fault:
                answers[key]["error"] = str(fault)
        if answers and not queries:
            faults = {key: answer["error"] for key, answer in answers.items()}
            return _json({"error": "no query of this batch can be answered", "queries": faults}, 400)
        if self._waiting >= MOST_WAITING:
            raise HTTPException(503, "too many batches are waiting: try again", {"Retry-After": "2"})
        language, loop = _language(request), asyncio.get_running_loop()
        self._waiting += 1
        try:
            for key, query in queries.items():
                answers[key]["result"] = await loop.run_in_executor(self._pool, self._candidates, query, language)
        finally:
            self._waiting -= 1
        return _json(answers, language=language)

    def _candidates(self, query: Query, language: str) -> list[dict[str, Any]]:
        if not query.text or not query.types:
            return []
        answer = self._resolve(query)
        likely = [one.probability for one in answer.candidates]
        found = []
        for rank, one in enumerate(answer.candidates[: query.limit]):
            lead = one.probability - max(likely[:rank] + likely[rank + 1 :], default=0.0)
            found.append({
                **self._entities.described(one.id, language, one.name),
                "type": self._entities.types_of(one.id),
                "score": round(100 * one.probability, 4),
                "match": rank == 0 and is_match(answer),
                "features": [
                    {"id": "exact", "value": answer.how is How.EXACT},
                    {"id": "accepted", "value": rank == 0 and answer.id is not None},
                    {"id": "probability", "value": round(one.probability, 6)},
                    {"id": "lead", "value": round(lead, 6)},
                ],
            })  # fmt: skip
        return found

    def _resolve(self, query: Query) -> Resolution:
        """The answer to a name; an id counts as a name of its own where nothing is called exactly that."""
        resolver, text = self._resolver(query.types), query.text.strip()
        exact = resolver.exact(text)
        if (exact is None or exact.id is None) and text in resolver.index.ids:
            return Resolution(text, How.EXACT, (Candidate(text, self._entities.name(text), 1.0),), 1.0)
        return exact or resolver.resolve([text])[0]

    def _resolver(self, types: frozenset[str]) -> Resolver:
        """The resolver for names of these types: to leave the others out beforehand keeps the shares right."""
        if types not in self._resolvers:
            ids = self._entities.of_types(types)
            names = [known for known in self._index.names if known.id in ids]
            index = NameIndex(names, self._index.embedder)
            self._resolvers[types] = Resolver(index, unknown_share=self._unknown_share)
        return self._resolvers[types]

    def _manifest(self, base: str) -> dict[str, Any]:
        page = f"{base}/entity?id={{{{id}}}}"
        return {
            "versions": ["0.2"],
            "name": "labelscope",
            "serviceVersion": VERSION,
            "identifierSpace": IDENTIFIER_SPACE if self._entities.are_ours() else f"{base}/entity?id=",
            "schemaSpace": SCHEMA_SPACE,
            "defaultTypes": _types(self._entities.types),
            "view": {"url": page},
            "preview": {"url": page, **_PREVIEW},
            "suggest": {
                "entity": {
                    "service_url": base,
                    "service_path": "/suggest/entity",
                    "flyout_service_url": base,
                    "flyout_service_path": "/flyout/entity?id=${id}",
                },
                "type": {"service_url": base, "service_path": "/suggest/type"},
            },
            "batchSize": BATCH_SIZE,
        }

    async def entity(self, request: Request) -> Response:
        """A page about one entity."""
        one, language = self._known(request), _language(request)
        page = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{html.escape(self._entities.name(one))}</title><style>{_STYLE}</style></head>"
            f"<body>{self._entities.shown(one, language)}</body></html>"
        )
        return HTMLResponse(page, headers={**_headers(language), "Content-Security-Policy": _POLICY})

    async def flyout_entity(self, request: Request) -> Response:
        """The content of that page as JSON."""
        one, language = self._known(request), _language(request)
        return _json({"id": one, "html": self._entities.shown(one, language)}, language=language)

    async def suggest_entity(self, request: Request) -> Response:
        """Entities for a beginning."""
        prefix, cursor = _suggestion(request)
        language = _language(request)
        found = self._entities.suggest(prefix)[cursor : cursor + SUGGESTIONS]
        shown = [{**self._entities.described(one, language), "notable": self._entities.types_of(one)} for one in found]
        return _json({"result": shown}, language=language)

    async def suggest_type(self, request: Request) -> Response:
        """Types for a beginning, of the id or of a word of the name."""
        prefix, cursor = _suggestion(request)
        wanted = fold(prefix) or prefix.strip()
        types = self._entities.types
        found = {one: name for one, name in types.items() if f" {wanted}" in f" {fold(one)} {fold(name)}"}
        return _json({"result": _types(found)[cursor : cursor + SUGGESTIONS]})

    def _known(self, request: Request) -> str:
        one = _one(_fields(request.scope["query_string"]), "id")
        if one is None:
            raise HTTPException(400, "id is missing")
        if one not in self._entities:
            raise HTTPException(404, "nothing here has this id")
        return one


def _types(types: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": one, "name": name} for one, name in types.items()]


def _fields(raw: bytes) -> dict[str, list[str]]:
    """The fields of a URL-encoded query string or form."""
    found: dict[str, list[str]] = defaultdict(list)
    try:
        for name, value in parse_qsl(
            raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        ):
            found[name].append(value)
    except ValueError as error:
        raise HTTPException(400, f"parameters must be URL-encoded UTF-8, at most {_MOST_FIELDS} of them") from error
    return found


def _one(fields: Mapping[str, list[str]], name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise HTTPException(400, f"{name} may stand once")
    return values[0] if values else None


async def _form(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415, f"the body must be {_FORM}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"the body may have {LARGEST_BODY} bytes")
    return bytes(body)


def _suggestion(request: Request) -> tuple[str, int]:
    """What was begun, and how many suggestions to pass over."""
    fields = _fields(request.scope["query_string"])
    prefix, cursor = _one(fields, "prefix"), _one(fields, "cursor") or "0"
    if prefix is None or len(prefix) > LONGEST_QUERY:
        raise HTTPException(400, f"prefix must be there, with at most {LONGEST_QUERY} characters")
    if not _CURSOR.fullmatch(cursor):
        raise HTTPException(400, "cursor must be a whole number of at least 0")
    return prefix, int(cursor)


def _base(request: Request) -> str:
    """The address under which the client sees this service."""
    if not _HOST.fullmatch(request.headers.get("host", "localhost")):
        raise HTTPException(400, "the Host header is no host")
    return str(request.base_url).rstrip("/")


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language", ""))


def _headers(language: str = "") -> dict[str, str]:
    spoken = {"Content-Language": language, "Vary": "Accept-Language"} if language else {}
    return {"X-Content-Type-Options": "nosniff", **spoken}


def _json(content: Mapping[str, Any], status: int = 200, language: str = "") -> JSONResponse:
    return JSONResponse(content, status, _headers(language))


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _json({"error": error.detail}, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)


async def _broken(_: Request, __: Exception) -> Response:
    return _json({"error": "something went wrong here"}, 500)
