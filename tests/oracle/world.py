"""What a generator knows about the run so far: the session itself, and a few sets beside it."""
from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import PassiveFlag, attributes

from machine import Unexpected, columns, state
from models import MODELS



class Abort(Exception):
    """An operation failed, and what follows a failure is done."""


class NotNow(Exception):
    """An action finds nothing to act on."""


GROUPS = {
    "plain": ["Plain"], "owner_pet": ["Owner", "Pet"], "order_line": ["Order", "Line"],
    "person": ["Person", "Passport", "Profile"], "post_tag": ["Post", "Tag"],
    "enrollment": ["Student", "Course", "Enrollment"], "node": ["Node"], "folder": ["Folder"],
    "country_city": ["Country", "City"], "shelf_box": ["Shelf", "Box"], "doc": ["Doc"],
    "album_track": ["Album", "Track"], "conf": ["Conf"], "team_player": ["Team", "Player"],
    "account": ["Account"], "vehicle": ["Vehicle", "Car", "Truck"], "staff": ["Staff", "Manager", "Engineer"],
}
INHERITANCE = ("vehicle", "staff")
FLUSH_ERRORS = ("unique", "not_null", "fk", "stale", "pk_blank", "circular")
FLUSHES = ("flush", "commit", "begin_nested", "release", "query", "load", "refresh", "get")
ENDS = ("commit", "rollback", "rollback_nested", "new_session")


class Relation:
    """A relationship, with what the generator asks about it."""

    def __init__(self, prop):
        self.name, self.model, self.target = prop.key, prop.parent.class_.__name__, prop.mapper.class_.__name__
        self.many = prop.uselist
        self.to_parent = prop.direction.name == "MANYTOONE"
        self.secondary = prop.secondary is not None
        self.inverse = prop.back_populates
        back = prop.mapper.relationships[self.inverse] if self.inverse else None
        self.orphan = prop.cascade.delete_orphan or bool(back and back.cascade.delete_orphan)
        self.inverse_is_one = bool(back) and not back.uselist
        self.columns = [column.key for column in prop.local_columns] if self.to_parent else []
        self.required = self.to_parent and any(not column.nullable for column in prop.local_columns)


RELATIONS = {name: {one.key: Relation(one) for one in inspect(model).relationships}
             for name, model in MODELS.items()}


class World:
    def __init__(self, machine, rng, models):
        self.machine, self.rng, self.models = machine, rng, models
        self.ops, self.expect, self.snapshots = [], [], {}
        self.number = self.base = 0
        self.dead = set()  # never used again
        self.linked = set()  # linked since the last flush
        self.moved = set()  # given another parent since the last flush
        self.wrote = False  # sent changes in this transaction

    @property
    def session(self):
        return self.machine.session

    def next(self):
        self.number += 1
        return self.number

    def emit(self, verb, **fields):
        """Runs an operation. After one that failed, what must follow, and then `Abort`."""
        op = {"op": verb, **fields}
        fresh = [name for name, one in self.machine.objects.items() if one in self.session.new]
        result = self.machine.step(op)
        self.ops.append(op)
        self.expect.append(result)
        if verb == "commit" and "error" not in result:
            self.snapshots[str(len(self.ops) - 1)] = self.machine.database.contents()
        if verb in FLUSHES and (verb != "get" or "dml" in result):
            self.linked.clear()
            self.moved.clear()
            self.wrote |= "dml" in result
        if verb in ENDS:
            self.linked.clear()
            self.moved.clear()
            if verb != "rollback_nested":
                self.wrote = False
        error = result.get("error")
        if error in FLUSH_ERRORS:
            self.dead.update(fresh)
            self.recover()
        if error and error != "pending_rollback":
            raise Abort
        return result

    def recover(self):
        self.linked.clear()
        self.moved.clear()
        if self.rng.random() < 0.2:
            self.emit("query", model=self.rng.choice(self.models), filter={}, **{"as": f"q{self.next()}"})
        nested = self.session.get_nested_transaction() is not None
        self.emit("rollback_nested" if nested and self.rng.random() < 0.6 else "rollback")
        self.base += 1000
        self.emit("bump_seq", base=self.base)

    # what there is

    def of(self, name):
        return self.machine.objects[name]

    def name(self, instance):
        try:
            return self.machine.names[id(instance)]
        except KeyError:
            raise Unexpected("an object without a name") from None

    def model(self, name):
        return type(self.of(name)).__name__

    def is_gone(self, instance):
        """Deleted, or about to be."""
        about = inspect(instance)
        return about.deleted or about.detached or instance in self.session.deleted

    def is_doomed(self, instance, deep=0):
        """Deleted by the next flush, although nobody said so: an orphan, or below one."""
        about = inspect(instance)
        if instance in self.session.deleted or about.persistent and about.mapper._is_orphan(about):
            return True
        for relation in RELATIONS[type(instance).__name__].values():
            if relation.to_parent and relation.orphan and deep < 30:
                parent = about.dict.get(relation.name)
                if parent is not None and self.is_doomed(parent, deep + 1):
                    return True
        return False

    def all(self, models, states=("pending", "persistent")):
        """Names of the objects that may be used."""
        found = []
        for name, one in self.machine.objects.items():
            if name in self.dead or type(one).__name__ not in models or state(one) not in states:
                continue
            if not self.is_doomed(one):
                found.append(name)
        return found

    def is_dirty(self):
        return not self.session._is_clean()

    def is_loaded(self, name):
        about = inspect(self.of(name))
        return all(column in about.dict for column in columns(about.class_)) or not about.persistent

    def holds(self, name, relation):
        """Members of a relationship in memory; None if it is not loaded."""
        value = inspect(self.of(name)).dict.get(relation.name, Ellipsis)
        if value is Ellipsis:
            about = inspect(self.of(name))
            return None if about.persistent or relation.name in about.expired_attributes else []
        return value if isinstance(value, list) else [] if value is None else [value]

    def is_held(self, name):
        """Whether a loaded relationship of another object has it as a member."""
        instance = self.of(name)
        for other in self.machine.objects:
            for relation in RELATIONS[self.model(other)].values():
                if any(one is instance for one in self.holds(other, relation) or []):
                    return True
        return False

    def is_linked(self, name):
        """Whether it has members, parents or keys of parents in memory."""
        about = inspect(self.of(name))
        for relation in RELATIONS[self.model(name)].values():
            if about.dict.get(relation.name) or any(about.dict.get(column) for column in relation.columns):
                return True
        return False

    # what operations need first

    def flushed(self):
        if self.is_dirty():
            self.emit("flush")

    def loaded(self, name):
        """Has its columns in memory."""
        if not self.is_loaded(name):
            self.emit("refresh", h=name)
            if name not in self.all([self.model(name)]):
                raise Abort

    def related(self, name, relation):
        """Has a relationship in memory, without objects that are deleted."""
        self.loaded(name)
        held = self.holds(name, relation)
        if held and any(self.is_gone(one) and one not in self.session.deleted for one in held):
            self.emit("refresh", h=name)
            held = None if inspect(self.of(name)).persistent else held
        if held is None:
            self.emit("load", h=name, rel=relation.name, **{"as": f"l{self.next()}"})
        if name not in self.all([self.model(name)]):
            raise Abort
        return [self.name(one) for one in self.holds(name, relation) or []]

    def above(self, name, relation):
        """All objects that are, were or become parents of a member of a tree, directly or not."""
        table = MODELS[self.model(name)].__tablename__
        rows = self.session.connection().exec_driver_sql(f"SELECT id, parent_id FROM {table}")
        stored = dict(rows.all())
        ids = {(inspect(one).identity or [None])[0] or inspect(one).dict.get("id"): one
               for one in self.machine.objects.values() if type(one).__name__ == self.model(name)}
        found, todo = [], [self.of(name)]
        while todo:
            one = todo.pop()
            about = inspect(one)
            history = attributes.get_history(one, relation.name, PassiveFlag.PASSIVE_NO_INITIALIZE)
            parents = [parent for parent in history.sum() if parent is not None]
            at = about.dict.get("id") or (about.identity or [None])[0]
            while stored.get(at) is not None:
                at = stored[at]
                if at in ids:
                    parents.append(ids[at])
                    break
            for parent in parents:
                if not any(parent is known for known in found):
                    found.append(parent)
                    todo.append(parent)
        return [self.name(one) for one in found]
