"""Runs the operations of a program with SQLAlchemy and says what each of them gives."""
from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, event, exc, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, exc as orm_exc, selectinload

from models import Base, DUMP, MODELS

SCHEMA = Path(__file__).parents[2] / "examples" / "oracle" / "schema.sql"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # two tables depend on each other
    SORTED = [table.name for table in Base.metadata.sorted_tables]
COLUMNS = {table.name: [column.name for column in table.columns] for table in DUMP}
# The relationship whose rows wait for each other.
TREES = {"Node": "parent", "Folder": "parent", "Engineer": "manager"}
WARNINGS = (
    ("not in session", "not_in_session"),
    ("conflicts with persistent instance", "identity_conflict"),
    ("DELETE statement on table", "delete_rowcount"),
)
WRITES = re.compile(r'(INSERT) INTO "?(\w+)|(UPDATE) "?(\w+)|(DELETE) FROM "?(\w+)')
SQLSTATES = {"23505": "unique", "23502": "not_null", "23503": "fk"}


class Unexpected(Exception):
    """An operation failed in a way for which the format has no word."""


class Database:
    """A database of its own on the server of `DATABASE_URL`."""

    def __init__(self):
        url = make_url(os.environ["DATABASE_URL"]).set(drivername="postgresql+psycopg")
        self.name = f"oracle_{os.getpid()}"
        self.admin = self.connect(url)
        self.admin.execute(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
        url = url.set(database=self.name)
        self.engine = create_engine(url)
        self.outside = self.connect(url)
        self.outside.execute(SCHEMA.read_text())
        rows = self.outside.execute("SELECT sequencename::text FROM pg_sequences ORDER BY 1")
        self.sequences = [row[0] for row in rows]

    @staticmethod
    def connect(url):
        return psycopg.connect(url.set(drivername="postgresql").render_as_string(False), autocommit=True)

    def reset(self):
        """Empties all tables and restarts all sequences; much faster than TRUNCATE .. RESTART IDENTITY."""
        full = self.contents()
        if "team" in full:
            self.outside.execute("UPDATE team SET captain_id = NULL")
        for table in reversed(SORTED):
            if table in full:
                self.outside.execute(f"DELETE FROM {table}")
        self.bump(1)

    def bump(self, base):
        calls = ", ".join(f"setval('{name}', {base}, false)" for name in self.sequences)
        self.outside.execute(f"SELECT {calls}")

    def contents(self):
        """Rows of all tables that have any, in the order of their keys."""
        parts = []
        for table in DUMP:
            order = ", ".join(column.name for column in table.primary_key.columns)
            row = ", ".join(column.name for column in table.columns)
            parts.append(
                f"'{table.name}', (SELECT json_agg(json_build_array({row}) ORDER BY {order}) FROM {table.name})"
            )
        found = self.outside.execute(f"SELECT json_build_object({', '.join(parts)})").fetchone()[0]
        return {table: rows for table, rows in found.items() if rows}

    def close(self):
        self.outside.close()
        self.engine.dispose()
        self.admin.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        self.admin.close()


class Machine:
    """One run of one program."""

    def __init__(self, database, expire_on_commit):
        self.database = database
        self.expire_on_commit = expire_on_commit
        self.dml = {}
        self.is_order_open = False
        database.reset()
        event.listen(database.engine, "before_cursor_execute", self.count)
        self.open()

    def open(self):
        self.session = Session(self.database.engine, expire_on_commit=self.expire_on_commit)
        self.objects = {}
        self.names = {}
        # The identity map is weak; the format says that objects are held.
        self.held = []
        for name in ("loaded_as_persistent", "pending_to_persistent", "transient_to_pending"):
            event.listen(self.session, name, lambda _, instance: self.held.append(instance))
        self.entered = {}
        event.listen(self.session, "transient_to_pending",
                     lambda _, instance: self.entered.update({id(instance): len(self.held)}))

    def count(self, _connection, _cursor, statement, parameters, _context, executemany):
        found = WRITES.match(statement)
        if not found:
            return
        verb, table = [part for part in found.groups() if part]
        entry = self.dml.setdefault(f"{verb[0]} {table}", [0, 0])
        if executemany:
            rows = len(parameters)
        else:
            rows = 1 + max([int(number) for number in re.findall(r"__(\d+)\)s", statement)], default=0)
        entry[0] += 1
        entry[1] += rows

    def finish(self):
        """Closes the session and gives the contents of all tables."""
        self.session.close()
        event.remove(self.database.engine, "before_cursor_execute", self.count)
        return self.database.contents()

    def step(self, op):
        """What an operation gives, in the form of `expect`."""
        self.dml = {}
        fresh = list(self.session.new)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                result = self.operate(op)
            except (exc.SQLAlchemyError, AssertionError) as error:
                return {"error": self.kind(error, op)}
        self.check_order(fresh)
        told = []
        for warning in caught:
            for text, word in WARNINGS:
                if text in str(warning.message) and word not in told:
                    told.append(word)
        if told:
            result["warn"] = told
        if self.dml and op["op"] != "external":
            result["dml"] = dict(sorted(self.dml.items()))
        return result

    def check_order(self, fresh):
        """Notes if rows of a table were not inserted in the order in which they entered the session, parents first.

        SQLAlchemy inserts by the length that its list of new objects had at `add`: it is smaller after one left.
        """
        fresh = [one for one in fresh if inspect(one).persistent]
        for table in {inspect(one).mapper.base_mapper for one in fresh}:
            rows = [one for one in fresh if inspect(one).mapper.base_mapper is table]
            if len(rows) > 1:
                self.check_order_of(sorted(rows, key=lambda one: self.entered[id(one)]))

    def check_order_of(self, entered):
        numbers = [inspect(one).insert_order for one in entered]
        self.is_order_open |= numbers != sorted(set(numbers))
        tree = TREES.get(type(entered[0]).__name__)
        if not tree:
            return
        pulled, waiting = [], []
        for one in entered:
            chain = [one]
            while (parent := inspect(chain[-1]).dict.get(tree)) in entered and parent not in chain:
                chain.append(parent)
            pulled += [parent for parent in reversed(chain) if parent not in pulled]
        while len(waiting) < len(entered):
            waiting.append(next(one for one in entered if one not in waiting and not (
                (parent := inspect(one).dict.get(tree)) in entered and parent not in waiting)))
        inserted = sorted(entered, key=lambda one: inspect(one).identity[0])
        self.is_order_open |= inserted != pulled or inserted != waiting

    @staticmethod
    def kind(error, op):
        if isinstance(error, exc.IntegrityError) and error.orig.sqlstate in SQLSTATES:
            return SQLSTATES[error.orig.sqlstate]
        if isinstance(error, orm_exc.StaleDataError):
            return "stale"
        if isinstance(error, exc.CircularDependencyError):
            return "circular"
        if isinstance(error, exc.PendingRollbackError):
            return "pending_rollback"
        if isinstance(error, AssertionError) and "blank-out primary key" in str(error):
            return "pk_blank"
        if isinstance(error, exc.InvalidRequestError) and op["op"] == "add":
            return "invalid"
        raise Unexpected(f"{type(error).__name__}: {error}") from error

    def operate(self, op):
        session, verb = self.session, op["op"]
        if verb == "new" or verb == "add" and "model" in op:
            instance = self.construct(op)
        elif "h" in op:
            instance = self.objects[op["h"]]
            self.check_loaded(op, instance)
        match verb:
            case "new":
                pass
            case "add":
                session.add(instance)
            case "set":
                setattr(instance, op["col"], op["value"])
            case "set_rel" | "set_list":
                setattr(instance, op["rel"], self.resolve(op["to"]))
            case "append":
                getattr(instance, op["rel"]).append(self.resolve(op["to"]))
            case "remove":
                getattr(instance, op["rel"]).remove(self.resolve(op["to"]))
            case "clear":
                getattr(instance, op["rel"]).clear()
            case "delete":
                session.delete(instance)
            case "expunge":
                session.expunge(instance)
            case "expire":
                session.expire(instance)
            case "refresh":
                session.flush()
                session.refresh(instance)
            case "load":
                session.flush()
                return {"objs": self.describe(members(getattr(instance, op["rel"])), op["as"])}
            case "get":
                found = session.get(MODELS[op["model"]], tuple(op["pk"]))
                return {"objs": self.describe([found] if found is not None else [], op["as"])}
            case "query":
                return self.query(op)
            case "flush":
                session.flush()
            case "commit":
                session.commit()
            case "rollback":
                session.rollback()
            case "begin_nested":
                session.begin_nested()
            case "release":
                session.get_nested_transaction().commit()
            case "rollback_nested":
                session.get_nested_transaction().rollback()
            case "read":
                return {"cols": {name: getattr(instance, name) for name in columns(type(instance))}}
            case "peek":
                return {"val": self.peek(instance, op["rel"])}
            case "state":
                return {"val": state(instance)}
            case "external":
                self.database.outside.execute(op["sql"])
            case "bump_seq":
                self.database.bump(op["base"])
            case "new_session":
                session.close()
                self.open()
            case _:
                raise Unexpected(f"unknown operation {verb}")
        return {}

    @staticmethod
    def check_loaded(op, instance):
        """The format promises that nothing is loaded by the way."""
        about = inspect(instance)
        match op["op"]:
            case "set":
                needed = about.expired_attributes & {op["col"]}
            case "read":
                needed = about.expired_attributes & set(columns(type(instance)))
            case "set_rel" if about.mapper.relationships[op["rel"]].direction.name == "MANYTOONE":
                needed = []
            case "peek" | "append" | "remove" | "clear" | "set_list" | "set_rel":
                needed = [op["rel"]]
            case _:
                needed = []
        if not about.transient and not about.pending and any(name not in about.dict for name in needed):
            raise Unexpected(f"{op['op']} of what is not loaded")

    def construct(self, op):
        instance = MODELS[op["model"]](**op["cols"])
        self.objects[op["h"]] = instance
        self.names[id(instance)] = op["h"]
        for relation, to in op.get("rels", {}).items():
            setattr(instance, relation, self.resolve(to))
        return instance

    def resolve(self, to):
        if isinstance(to, list):
            return [self.objects[name] for name in to]
        return None if to is None else self.objects[to]

    def query(self, op):
        model = MODELS[op["model"]]
        statement = select(model).order_by(*inspect(model).primary_key)
        for column, value in op["filter"].items():
            statement = statement.where(getattr(model, column) == value)
        for relation in op.get("with", []):
            statement = statement.options(selectinload(getattr(model, relation)))
        found = self.session.scalars(statement).unique().all()
        result = {"objs": self.describe(found, op["as"])}
        if "with" in op:
            result["with"] = {
                relation: [
                    self.describe(members(inspect(one).dict[relation]), f"{op['as']}_{at}_{relation}")
                    for at, one in enumerate(found)
                ]
                for relation in op["with"]
            }
        return result

    def describe(self, found, prefix):
        keyed = sorted(((inspect(one).mapper.primary_key_from_instance(one), one) for one in found),
                       key=lambda pair: pair[0])
        described = []
        for at, (key, one) in enumerate(keyed):
            if id(one) not in self.names:
                self.names[id(one)] = f"{prefix}_{at}"
                self.objects[f"{prefix}_{at}"] = one
            described.append([self.names[id(one)], list(key)])
        return described

    def peek(self, instance, relation):
        is_list = inspect(type(instance)).relationships[relation].uselist
        found = inspect(instance).dict.get(relation)
        if is_list:
            return sorted(self.names[id(one)] for one in found or [])
        return None if found is None else self.names[id(found)]


def members(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def columns(model):
    return [attribute.key for attribute in inspect(model).column_attrs]


def state(instance):
    about = inspect(instance)
    names = ("transient", "pending", "persistent", "deleted", "detached")
    return next(name for name in names if getattr(about, name))
