"""Where reviews are kept: a SQL database in which nothing is ever changed or removed.

A file of SQLite in the user's data folder, or any PostgreSQL by its URL. Every table is insert-only: the code below has
no other statement, and the database refuses them besides. A store may be used by several threads and processes.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from labelscope.errors import ReviewRefused
from labelscope.i18n import mark
from labelscope.matching import SimilarClause
from labelscope.model import Obligation, Reach
from labelscope.review.new_scheme import NewScheme
from labelscope.review.records import (
    Answer,
    Batch,
    BatchKind,
    Candidate,
    Clause,
    DocumentOrigin,
    Event,
    EventKind,
    Judgement,
    Loaded,
    NewClause,
    NewOwnerAnswer,
    OwnerAnswer,
    OwnWords,
    Published,
    Summary,
)
from labelscope.review.reference import standing_decisions
from labelscope.review.state import ClauseState, Status, fold, state_of

SCHEMA = 1
#: Characters.
LONGEST_NAME, LONGEST_NOTE = 80, 4_000
#: Seconds that a writer waits for others before it gives up.
PATIENCE = 30
#: A day: whoever was away longer was not thinking about the clause.
LONGEST_LOOK = 86_400.0
_LOCK = 0x6C61626C

_metadata = sql.MetaData()


def _table(name: str, *columns: sql.Column[Any]) -> sql.Table:
    """A table with a number of its own, a time in UTC and the person who wrote the row."""
    return sql.Table(
        name, _metadata, sql.Column("id", sql.BigInteger().with_variant(sql.Integer, "sqlite"), primary_key=True),
        sql.Column("at", sql.DateTime(timezone=True), nullable=False), _text("who"), *columns,
    )  # fmt: skip


def _text(name: str, nullable: bool = False) -> sql.Column[Any]:
    return sql.Column(name, sql.Text, nullable=nullable)


def _json(name: str, nullable: bool = False) -> sql.Column[Any]:
    return sql.Column(name, sql.JSON(none_as_null=True), nullable=nullable)


def _ref(name: str, to: str) -> sql.Column[Any]:
    return sql.Column(name, sql.ForeignKey(to), nullable=False, index=True)


_schema = _table("labelscope_review", sql.Column("version", sql.Integer, nullable=False))
_batches = _table(
    "batches", _text("title"), _text("kind"), _text("scheme_id"), _text("matcher"), _json("document", True),
    _json("new_scheme", True),
)  # fmt: skip
_clauses = _table(
    "clauses", _ref("batch_id", "batches.id"), sql.Column("position", sql.Integer, nullable=False),
    _text("requirement_id", True), _text("text"), _text("lead_in"), _text("language"), _text("number"),
    _json("headings"), _json("locator"), _text("level"), sql.Column("fits_nothing", sql.Float), _json("hesitations"),
    _text("key"),
)  # fmt: skip
_candidates = _table(
    "candidates", _ref("clause_id", "clauses.id"), sql.Column("rank", sql.Integer, nullable=False),
    _text("criterion_id"), sql.Column("probability", sql.Float), _text("reach"),
    sql.Column("together", sql.Boolean, nullable=False), _text("term"), _json("similar"), _json("evidence"),
)  # fmt: skip
_events = _table(
    "events", _ref("clause_id", "clauses.id"), _text("kind"), _json("judgements"), _json("words", True), _text("why"),
    sql.Column("seconds", sql.Float, nullable=False), _json("about"),
    sql.Column("carried", sql.Boolean, nullable=False),
    sql.Column("left_out", sql.Boolean, nullable=False),
)  # fmt: skip
_publications = _table(
    "publications", _ref("batch_id", "batches.id"), _text("checksum_before"), _text("checksum_after"),
)  # fmt: skip
_published = _table(
    "published", _ref("publication_id", "publications.id"), _ref("clause_id", "clauses.id"),
    _ref("event_id", "events.id"), _text("requirement_id"),
)  # fmt: skip
_owner_rounds = _table(
    "owner_rounds", _text("scheme_id"), _text("origin"), sql.Column("answered_on", sql.Date, nullable=False),
    sql.Column("checksum", sql.Text, nullable=False, unique=True),
)  # fmt: skip
_owner_answers = _table(
    "owner_answers", _ref("round_id", "owner_rounds.id"), _text("requirement_id"), _text("of"), _text("answer"),
    _text("text"), _text("source"), _text("comment"),
)  # fmt: skip


def default_url() -> str:
    """LABELSCOPE_STORE, else a file in LABELSCOPE_WORK or the user's data folder."""
    given = os.environ.get("LABELSCOPE_STORE")
    if given:
        return given
    work = os.environ.get("LABELSCOPE_WORK")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(work) if work else Path(home) / "labelscope"
    return f"sqlite:///{folder.absolute() / 'review.sqlite'}"


def open_store(url: str | None = None) -> ReviewStore:
    """The store at a URL, or the default one.

    Raises
    ------
    ReviewRefused
        If the database cannot be reached, is another program's, or was written by a newer version.
    """
    return ReviewStore(url or default_url())


class ReviewStore:
    """Batches, clauses, candidates, events, publications and owners' answers, all insert-only.

    Parameters
    ----------
    url : str
        `sqlite:///file` or `postgresql://user@host/database`. A missing file is made, for its owner alone.

    Raises
    ------
    ReviewRefused
        As `open_store`.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.place = self._engine.url.render_as_string(hide_password=True)
        with self._connect(writing=True) as connection:
            _prepare(connection)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    # --- reading ---

    def batches(self) -> tuple[Summary, ...]:
        """Every batch, the newest first, with how far its reviewers are."""
        with self._connect() as connection:
            rows = connection.execute(sql.select(_batches).order_by(_batches.c.id.desc())).all()
            counted = sql.select(_clauses.c.batch_id, sql.func.count()).group_by(_clauses.c.batch_id)
            counts: dict[int, int] = {row[0]: row[1] for row in connection.execute(counted)}
            joined = sql.select(_events, _clauses.c.batch_id).join_from(_events, _clauses)
            events: dict[int, list[Event]] = defaultdict(list)
            for row in connection.execute(joined):
                events[row.batch_id].append(_event(row))
        decided = {batch_id: _decided_by(of_batch) for batch_id, of_batch in events.items()}
        return tuple(Summary(_batch(row), counts.get(row.id, 0), decided.get(row.id, {})) for row in rows)

    def load(self, batch_id: int) -> Loaded:
        """One batch with its clauses, what was proposed for them, and every event.

        Raises
        ------
        ReviewRefused
            If there is no such batch.
        """
        with self._connect() as connection:
            return self._load(connection, batch_id)

    def published(self, batch_id: int) -> Mapping[int, Published]:
        """Clause id -> the last decision of it that went into the catalogue, and as which row."""
        asked = (
            sql.select(_published.c.clause_id, _published.c.event_id, _published.c.requirement_id)
            .join_from(_published, _publications)
            .where(_publications.c.batch_id == batch_id)
            .order_by(_published.c.id)
        )
        with self._connect() as connection:
            return {row.clause_id: Published(*row) for row in connection.execute(asked)}

    def published_ids(self) -> frozenset[str]:
        """Every row that was ever published from this store; none of these ids is given twice."""
        with self._connect() as connection:
            return frozenset(connection.scalars(sql.select(_published.c.requirement_id)))

    def owner_answers(self, scheme_id: str) -> Mapping[str, tuple[OwnerAnswer, ...]]:
        """Requirement id -> what the scheme's owner has said of it, oldest first."""
        rounds = _owner_rounds
        asked = (
            sql.select(_owner_answers, rounds.c.origin, rounds.c.answered_on, rounds.c.checksum)
            .join_from(_owner_answers, rounds)
            .where(rounds.c.scheme_id == scheme_id)
            .order_by(_owner_answers.c.id)
        )
        found: dict[str, list[OwnerAnswer]] = defaultdict(list)
        with self._connect() as connection:
            for row in connection.execute(asked):
                found[row.requirement_id].append(_owner_answer(row))
        return {requirement_id: tuple(answers) for requirement_id, answers in found.items()}

    def load_all(self) -> tuple[Loaded, ...]:
        """Every batch in full, oldest first."""
        with self._connect() as connection:
            ids = connection.scalars(sql.select(_batches.c.id).order_by(_batches.c.id)).all()
            return tuple(self._load(connection, batch_id) for batch_id in ids)

    # --- deciding ---

    def decide(
        self, clause_id: int, who: str, judgements: Sequence[Judgement] = (), *, words: OwnWords | None = None,
        why: str = "", seconds: float = 0.0,
    ) -> Event:  # fmt: skip
        """Keep what a person judged; without a judgement, that no criterion fits.

        Own words may be given for clauses of documents. An earlier decision of the same person gives way to this one;
        those of others stand beside it.

        Raises
        ------
        ReviewRefused
            If the clause is not there, or a value cannot be kept.
        """
        return self._act(clause_id, who, EventKind.DECIDE, judgements, words, why, seconds)

    def leave_out(self, clause_id: int, who: str, *, why: str = "", seconds: float = 0.0) -> Event:
        """Keep that this passage of a document asks for nothing."""
        return self._act(clause_id, who, EventKind.DECIDE, (), None, why, seconds, left_out=True)

    def skip(self, clause_id: int, who: str, *, why: str = "", seconds: float = 0.0) -> Event:
        """Keep that a person looked at a clause and put it off."""
        return self._act(clause_id, who, EventKind.SKIP, (), None, why, seconds)

    def withdraw(self, event_id: int, who: str, *, why: str = "", seconds: float = 0.0) -> Event:
        """Undo an event of one's own. What stood before it stands again; both events are kept.

        Raises
        ------
        ReviewRefused
            If the event is another person's, not there, or withdrawn already.
        """
        who = _name(who)
        with self._connect(writing=True) as connection:
            clause_id = connection.scalar(sql.select(_events.c.clause_id).where(_events.c.id == event_id))
            state = self._state(connection, clause_id) if clause_id is not None else ClauseState()
            own = next((event for event in state.standing if event.id == event_id), None)
            if own is None:
                raise ReviewRefused(mark("There is nothing here to undo, or it has been undone already."))
            if own.who != who:
                raise ReviewRefused(mark("Only the person who decided can undo the decision."))
            return self._insert(connection, own.clause_id, who, EventKind.WITHDRAW, why=why, seconds=seconds,
                                about=(event_id,))  # fmt: skip

    def settle(
        self, clause_id: int, who: str, judgements: Sequence[Judgement] = (), *, why: str,
        words: OwnWords | None = None, seconds: float = 0.0, left_out: bool = False,
    ) -> Event:  # fmt: skip
        """Say what holds where opinions differ. It holds as long as no opinion is added, changed or withdrawn.

        Raises
        ------
        ReviewRefused
            If there is no conflict, the person has no opinion that stands, or gives no reason.
        """
        who = _name(who)
        if not why.strip():
            raise ReviewRefused(mark("A settlement needs a reason: write why this holds."))
        with self._connect(writing=True) as connection:
            state = self._state(connection, clause_id)
            if who not in state.opinions:
                raise ReviewRefused(mark("Decide on the clause yourself before you settle what others decided."))
            if state.status is not Status.CONFLICT:
                raise ReviewRefused(mark("There is nothing to settle here: the opinions agree, or have been settled."))
            about = tuple(sorted(event.id for event in state.opinions.values()))
            return self._insert(
                connection, clause_id, who, EventKind.SETTLE, judgements, words, why, seconds, about,
                left_out=left_out,
            )  # fmt: skip

    # --- adding ---

    def add_batch(
        self, *, title: str, kind: BatchKind, scheme_id: str, matcher: str, who: str, clauses: Sequence[NewClause],
        document: DocumentOrigin | None = None, new_scheme: NewScheme | None = None,
    ) -> Batch:  # fmt: skip
        """Keep a batch with its clauses and what was proposed for them, all or nothing.

        Clauses on which people have decided before, in any batch, without conflict, get those decisions at once.
        """
        who, clauses = _name(who), [_printable(clause) for clause in clauses]
        if not clauses:
            raise ReviewRefused(mark("There is no clause to review. Choose at least one."))
        with self._connect(writing=True) as connection:
            origin = None if document is None else asdict(document)
            form = None if new_scheme is None else new_scheme.model_dump(mode="json")
            values = {
                "title": _note(title) or scheme_id, "kind": str(kind), "scheme_id": scheme_id,
                "matcher": _note(matcher), "document": origin, "new_scheme": form,
            }  # fmt: skip
            known = standing_decisions(self._asked_before(connection, {clause.key for clause in clauses}))
            batch_id = _add(connection, _batches, who, [values])[0]
            ids = _add(connection, _clauses, who, [_clause_row(batch_id, n, c) for n, c in enumerate(clauses, 1)])
            proposed = [(i, c) for i, clause in zip(ids, clauses, strict=True) for c in clause.candidates]
            _add(connection, _candidates, who, [_candidate_row(i, candidate) for i, candidate in proposed])
            loaded = self._load(connection, batch_id)
            for clause in loaded.clauses:
                for event in known.get((kind, clause.key), ()):
                    self._carry(connection, clause, event)
            return loaded.batch

    def add_publication(self, batch_id: int, who: str, before: str, after: str, rows: Sequence[Published]) -> None:
        """Keep which decisions went into the catalogue, as which rows; checksums are those of the catalogue."""
        with self._connect(writing=True) as connection:
            values = {"batch_id": batch_id, "checksum_before": before, "checksum_after": after}
            publication = _add(connection, _publications, _name(who), [values])[0]
            _add(connection, _published, _name(who), [{"publication_id": publication} | asdict(row) for row in rows])

    def add_owner_answers(
        self, scheme_id: str, origin: str, answered_on: date, checksum: str, who: str,
        answers: Sequence[NewOwnerAnswer],
    ) -> None:  # fmt: skip
        """Keep what a scheme's owner said; a file (by its checksum) is taken once.

        Raises
        ------
        ReviewRefused
            If this file has been taken already.
        """
        with self._connect(writing=True) as connection:
            taken = sql.select(sql.func.count()).where(_owner_rounds.c.checksum == checksum)
            if connection.scalar(taken):
                raise ReviewRefused(mark("The answers of this file have been taken in already."))
            values = {"scheme_id": scheme_id, "origin": _name(origin), "answered_on": answered_on, "checksum": checksum}
            round_id = _add(connection, _owner_rounds, _name(who), [values])[0]
            _add(connection, _owner_answers, _name(who), [{"round_id": round_id} | asdict(one) for one in answers])

    # --- within ---

    @contextmanager
    def _connect(self, writing: bool = False) -> Iterator[sql.Connection]:
        """A transaction; one that writes on SQLite takes its turn before it reads."""
        try:
            with self._engine.connect().execution_options(writing=writing) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
            remedy = mark("The store of reviews ({place}) cannot be used: {reason}")
            raise ReviewRefused(remedy, place=self.place, reason=reason) from None

    def _act(
        self, clause_id: int, who: str, kind: EventKind, judgements: Sequence[Judgement], words: OwnWords | None,
        why: str, seconds: float, left_out: bool = False,
    ) -> Event:  # fmt: skip
        with self._connect(writing=True) as connection:
            return self._insert(connection, clause_id, _name(who), kind, judgements, words, why, seconds,
                                left_out=left_out)  # fmt: skip

    def _insert(
        self, connection: sql.Connection, clause_id: int, who: str, kind: EventKind,
        judgements: Sequence[Judgement] = (), words: OwnWords | None = None, why: str = "", seconds: float = 0.0,
        about: tuple[int, ...] = (), carried: bool = False, left_out: bool = False,
    ) -> Event:  # fmt: skip
        asked = sql.select(_batches.c.kind).join_from(_clauses, _batches).where(_clauses.c.id == clause_id)
        of_batch = connection.scalar(asked)
        if of_batch is None:
            raise ReviewRefused(mark("There is no such clause. Open the batch again."))
        if left_out and (judgements or words):
            raise ReviewRefused(mark("A passage that is left out has no judgement and no words."))
        if of_batch != BatchKind.DOCUMENT and (left_out or words is not None):
            raise ReviewRefused(
                mark("A row of the catalogue keeps its words and its place: only judge what it reaches.")
            )
        criteria = [judgement.criterion_id for judgement in judgements]
        if len(set(criteria)) < len(criteria):
            raise ReviewRefused(mark("A criterion stands twice in this decision. Remove one of them."))
        values = {
            "clause_id": clause_id, "kind": str(kind), "why": _note(why),
            "judgements": [[j.criterion_id, str(Reach(j.reach)), _note(j.rationale)] for j in judgements],
            "words": None if words is None else _words_values(words),
            "seconds": min(max(float(seconds), 0.0), LONGEST_LOOK), "about": list(about), "carried": carried,
            "left_out": left_out,
        }  # fmt: skip
        event_id = _add(connection, _events, who, [values])[0]
        return _event(connection.execute(sql.select(_events).where(_events.c.id == event_id)).one())

    def _carry(self, connection: sql.Connection, clause: Clause, event: Event) -> None:
        """Put a decision of an earlier batch on the same clause, in the name of the person who made it."""
        words = event.words
        if words is not None:
            words = OwnWords(words.topic, words.text, words.obligation, clause.number or words.clause, words.confirmed)
        asked = sql.select(_clauses.c.batch_id).where(_clauses.c.id == event.clause_id)
        why = f"decided before in batch {connection.scalar(asked)}"
        self._insert(connection, clause.id, event.who, EventKind.DECIDE, event.judgements, words, why,
                     about=(event.id,), carried=True, left_out=event.left_out)  # fmt: skip

    def _state(self, connection: sql.Connection, clause_id: int) -> ClauseState:
        rows = connection.execute(sql.select(_events).where(_events.c.clause_id == clause_id))
        return state_of(fold(map(_event, rows)), clause_id)

    def _load(self, connection: sql.Connection, batch_id: int) -> Loaded:
        row = connection.execute(sql.select(_batches).where(_batches.c.id == batch_id)).one_or_none()
        if row is None:
            raise ReviewRefused(mark("There is no batch with the number {number}."), number=str(batch_id))
        mine = _clauses.c.batch_id == batch_id
        candidates: dict[int, list[Candidate]] = defaultdict(list)
        asked = sql.select(_candidates).join_from(_candidates, _clauses).where(mine)
        for found in connection.execute(asked.order_by(_candidates.c.clause_id, _candidates.c.rank)):
            candidates[found.clause_id].append(_candidate(found))
        clauses = connection.execute(sql.select(_clauses).where(mine).order_by(_clauses.c.position))
        events = connection.execute(sql.select(_events).join_from(_events, _clauses).where(mine).order_by(_events.c.id))
        return Loaded(
            _batch(row), tuple(_clause(found, tuple(candidates[found.id])) for found in clauses),
            tuple(map(_event, events)),
        )  # fmt: skip

    def _asked_before(self, connection: sql.Connection, keys: Collection[str]) -> list[Loaded]:
        """Every batch that holds one of these questions, oldest first."""
        asked = connection.execute(sql.select(_clauses.c.batch_id, _clauses.c.key))
        batches = sorted({batch_id for batch_id, key in asked if key in keys})
        return [self._load(connection, batch_id) for batch_id in batches]


# --- the database ---


def _engine(url: str) -> sql.Engine:
    try:
        parsed = sql.make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.drivername == "postgresql+psycopg":
            return sql.create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        if parsed.get_backend_name() == "sqlite" and parsed.database and not parsed.database.startswith((":", "file:")):
            return _sqlite(parsed)
    except ModuleNotFoundError as error:
        remedy = mark(
            "PostgreSQL needs the package psycopg: install it beside labelscope (pip install 'psycopg[binary]')."
        )
        raise ReviewRefused(remedy) from error
    except (ArgumentError, NoSuchModuleError, ValueError):
        pass
    remedy = mark("The store of reviews is named by a URL such as sqlite:////folder/review.sqlite or "
                  "postgresql://user@host/database.")  # fmt: skip
    raise ReviewRefused(remedy)


def _sqlite(url: sql.URL) -> sql.Engine:
    """An engine on a file that only its owner may read; transactions begin when they are told to, writers in turn."""
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        remedy = mark("The store of reviews ({place}) cannot be used: {reason}")
        raise ReviewRefused(remedy, place=str(path), reason=error.strerror or type(error).__name__) from error
    engine = sql.create_engine(url, connect_args={"timeout": PATIENCE}, hide_parameters=True)

    def connected(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        for setting in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            raw.execute(f"PRAGMA {setting}")

    def begun(connection: sql.Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    sql.event.listen(engine, "connect", connected)
    sql.event.listen(engine, "begin", begun)
    return engine


def _prepare(connection: sql.Connection) -> None:
    """Make the tables where there are none; refuse those of others and of newer versions."""
    on_postgres = connection.dialect.name == "postgresql"
    if on_postgres:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    present = set(sql.inspect(connection).get_table_names())
    if _schema.name in present:
        version = connection.scalar(sql.select(sql.func.max(_schema.c.version)))
        if version != SCHEMA:
            remedy = mark("This store of reviews has version {found}, this program knows version {known}. "
                          "Use the newer program, or another store.")  # fmt: skip
            raise ReviewRefused(remedy, found=str(version), known=str(SCHEMA))
        return
    if present:
        raise ReviewRefused(mark("This database holds other tables. Give reviews an empty database of their own."))
    _metadata.create_all(connection, checkfirst=False)
    if on_postgres:
        connection.exec_driver_sql(_REFUSE)
    for name in _metadata.tables:
        for statement in (_KEEP_POSTGRES,) if on_postgres else _KEEP_SQLITE:
            connection.exec_driver_sql(statement.format(table=name))
    _add(connection, _schema, "labelscope", [{"version": SCHEMA}])


_REFUSE = """CREATE FUNCTION labelscope_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'reviews are append-only'; END $$"""
_KEEP_POSTGRES = """CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION labelscope_refuse()"""
_KEEP_SQLITE = tuple(
    f"CREATE TRIGGER {{table}}_no_{act} BEFORE {act} ON {{table}} "
    "BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END"
    for act in ("update", "delete")
)


def _add(connection: sql.Connection, table: sql.Table, who: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows; returns their ids in the same order."""
    if not rows:
        return []
    stamp = {"at": datetime.now(UTC), "who": who}
    inserted = sql.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(inserted, [stamp | dict(row) for row in rows]))


# --- values to rows ---


def _name(text: str) -> str:
    """The name of a person or body: one line of printable characters."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= LONGEST_NAME or any(unicodedata.category(c)[0] == "C" for c in name):
        remedy = mark("A name has 1 to {limit} printable characters. Write who decides.")
        raise ReviewRefused(remedy, limit=str(LONGEST_NAME))
    return name


def _note(text: str) -> str:
    """What a person wrote, without characters that cannot be seen."""
    return _kept(text, LONGEST_NOTE).strip()


def _kept(text: str, limit: int | None = None) -> str:
    """Text without control characters, lone surrogates and the like, of bounded length."""
    clean = "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    if limit is not None and len(clean) > limit:
        raise ReviewRefused(mark("At most {limit} characters are allowed."), limit=str(limit))
    return clean


def _printable(clause: NewClause) -> NewClause:
    """The clause without characters that cannot be seen or stored."""
    locator = {key: _kept(value) if isinstance(value, str) else value for key, value in clause.locator.items()}
    return replace(
        clause, text=_kept(clause.text), lead_in=_kept(clause.lead_in), number=_kept(clause.number),
        headings=tuple(map(_kept, clause.headings)), locator=locator,
    )  # fmt: skip


def _clause_row(batch_id: int, position: int, clause: NewClause) -> dict[str, Any]:
    return {
        "batch_id": batch_id, "position": position, "requirement_id": clause.requirement_id,
        "text": clause.text, "lead_in": clause.lead_in, "language": clause.language,
        "number": clause.number, "headings": list(clause.headings), "locator": dict(clause.locator),
        "level": clause.level, "fits_nothing": clause.nothing, "hesitations": list(clause.hesitations),
        "key": clause.key,
    }  # fmt: skip


def _candidate_row(clause_id: int, candidate: Candidate) -> dict[str, Any]:
    similar = [[one.requirement_id, one.similarity, str(one.reach)] for one in candidate.similar]
    return {
        "clause_id": clause_id, "rank": candidate.rank, "criterion_id": candidate.criterion_id,
        "probability": candidate.probability, "reach": str(candidate.reach), "together": candidate.together,
        "term": candidate.term, "similar": similar, "evidence": dict(candidate.evidence),
    }  # fmt: skip


def _words_values(words: OwnWords) -> dict[str, Any]:
    """Own words as they are to stand in a table: each in one line."""
    lines = {name: " ".join(_note(getattr(words, name)).split()) for name in ("topic", "text", "clause")}
    return lines | {"obligation": str(words.obligation), "confirmed": words.confirmed}


# --- rows to values ---


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _batch(row: sql.Row[Any]) -> Batch:
    origin = None if row.document is None else DocumentOrigin(**row.document)
    form = None if row.new_scheme is None else NewScheme.model_validate(row.new_scheme)
    return Batch(
        row.id, row.title, BatchKind(row.kind), row.scheme_id, row.matcher, _utc(row.at), row.who, origin, form
    )


def _clause(row: sql.Row[Any], candidates: tuple[Candidate, ...]) -> Clause:
    return Clause(
        row.text, row.language, row.lead_in, row.number, tuple(row.headings), row.requirement_id, row.locator,
        row.level, row.fits_nothing, tuple(row.hesitations), candidates, id=row.id, batch_id=row.batch_id,
        position=row.position,
    )  # fmt: skip


def _candidate(row: sql.Row[Any]) -> Candidate:
    similar = tuple(SimilarClause(name, similarity, Reach(reach)) for name, similarity, reach in row.similar)
    return Candidate(
        row.rank, row.criterion_id, row.probability, Reach(row.reach), row.together, row.term, similar, row.evidence
    )


def _event(row: sql.Row[Any]) -> Event:
    judgements = tuple(Judgement(criterion, Reach(reach), rationale) for criterion, reach, rationale in row.judgements)
    words = None
    if row.words is not None:
        words = OwnWords(**{**row.words, "obligation": Obligation(row.words["obligation"])})
    return Event(
        row.id, _utc(row.at), row.who, row.clause_id, EventKind(row.kind), judgements, words, row.why, row.seconds,
        tuple(row.about), row.carried, row.left_out,
    )  # fmt: skip


def _owner_answer(row: sql.Row[Any]) -> OwnerAnswer:
    return OwnerAnswer(
        row.requirement_id, row.of, Answer(row.answer), row.text, row.source, row.comment, origin=row.origin,
        answered_on=row.answered_on, checksum=row.checksum, at=_utc(row.at), who=row.who,
    )  # fmt: skip


def _decided_by(events: Sequence[Event]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for state in fold(events).values():
        for who in state.reviewers:
            counts[who] += 1
    return dict(counts)
