"""What a generator can do next. An action emits operations that the format allows just now, or raises `NotNow`."""
from __future__ import annotations

from sqlalchemy import inspect

from machine import columns, state
from models import MODELS
from world import RELATIONS, NotNow

PREFIX = {
    "Account": "ac", "Album": "al", "Track": "tk", "Conf": "cf", "City": "ct", "Country": "cy", "Doc": "do",
    "Student": "su", "Course": "co", "Enrollment": "en", "Post": "po", "Plain": "pn", "Tag": "tg",
    "Vehicle": "ve", "Car": "ca", "Truck": "tr", "Player": "pl", "Owner": "ow", "Pet": "pt", "Node": "no",
    "Folder": "fo", "Order": "od", "Line": "li", "Shelf": "sh", "Box": "bo", "Team": "tm", "Staff": "sf",
    "Manager": "ma", "Engineer": "eg", "Person": "pe", "Profile": "pr", "Passport": "pp",
}
TEXTS = [None, "", "x", "y", "red", "green", "blue", "été", "quote's", "%s $1 \\ \"", "🦀"]
INTS = [None, -5, 0, 1, 2, 3, 7, 100000, 2147483647]
SPECIAL = {
    ("Plain", "qty"): [number for number in INTS if number is not None],
    ("Line", "qty"): [number for number in INTS if number is not None],
    ("Conf", "created_by"): [None, "me", "you"], ("Conf", "modified_by"): [None, "a", "b"],
    ("Conf", "active"): [None, True, False], ("Conf", "rank"): [None, 1, 2], ("Conf", "rev"): [None, 0, 5],
    ("Country", "pop"): [None, 2, 3, 7], ("Account", "email"): [None] + [f"e{n}@x" for n in range(1, 13)],
}
KEYS = {"Country": [(f"C{n}",) for n in range(1, 7)],
        "Shelf": [(room, num) for room in ("r1", "r2") for num in range(1, 5)]}
OUTSIDE = {"Plain": "note", "Doc": "body", "Account": "level", "Conf": "val", "Owner": "city", "Pet": "kind",
           "Player": "num", "Tag": "color", "Box": "weight", "Line": "qty", "Track": "secs"}


def value_columns(model):
    """Columns with a value of their own: no keys, no references, no version."""
    table = inspect(MODELS[model])
    kept = {"id", "label", "version_id", "kind"} if model != "Pet" else {"id", "label"}
    return [one.key for one in table.column_attrs
            if one.key not in kept and not one.columns[0].primary_key and not one.columns[0].foreign_keys]


def pool(model, column):
    kind = MODELS[model].__table__.columns.get(column)
    if kind is None:
        kind = inspect(MODELS[model]).column_attrs[column].columns[0]
    return SPECIAL.get((model, column)) or (INTS if kind.type.python_type is int else TEXTS)


def pick(world, names):
    if not names:
        raise NotNow
    return world.rng.choice(names)


def chance(world, share):
    return world.rng.random() < share


def relation_of(world, wanted):
    """A relationship of the models at hand."""
    return pick(world, [one for model in world.models for one in RELATIONS[model].values() if wanted(one)])


# new objects


def free_key(world, model):
    taken = {tuple(inspect(world.of(name)).dict.get(one.key) for one in inspect(MODELS[model]).primary_key)
             for name in world.all([model])}
    free = [key for key in KEYS[model] if key not in taken]
    return world.rng.choice(free if free and not chance(world, 0.04) else KEYS[model])


def values(world, model):
    cols = {}
    if "label" in columns(MODELS[model]):
        cols["label"] = f"{PREFIX[model]}{world.number}"
    for column in value_columns(model):
        if model == "Conf" and chance(world, 0.5) or chance(world, 0.15) and column not in ("qty",):
            continue
        cols[column] = world.rng.choice(pool(model, column))
        if column == "email":
            used = {inspect(world.of(one)).dict.get("email") for one in world.all(["Account"])}
            free = [one for one in pool(model, column) if one not in used]
            cols[column] = world.rng.choice(free or [None]) if chance(world, 0.9) else cols[column]
    if model in KEYS:
        key = free_key(world, model)
        cols |= dict(zip([one.key for one in inspect(MODELS[model]).primary_key], key))
    elif model != "Enrollment" and chance(world, 0.02):
        cols["id"] = 500000 + world.number
    return cols


def parent_for(world, relation, spare=0.25):
    """A parent for a new child; a new one if there is none."""
    names = world.all([relation.target])
    if relation.inverse_is_one and chance(world, 0.85):
        names = [name for name in names if not world.holds(name, RELATIONS[relation.target][relation.inverse])]
    if names and not chance(world, spare):
        return world.rng.choice(names)
    return create(world, relation.target)


def create(world, model, verb="add", rels=None, parents=True):
    """A new object; its required parents first."""
    rels = dict(rels or {})
    for relation in RELATIONS[model].values():
        if relation.to_parent and relation.name not in rels and parents:
            if relation.required and not chance(world, 0.02) or not relation.required and chance(world, 0.3):
                if not relation.inverse and not chance(world, 0.4):
                    continue
                rels[relation.name] = parent_for(world, relation)
    number = world.next()
    name = f"{PREFIX[model]}{number}"
    fields = {"h": name, "model": model, "cols": values(world, model)}
    if "label" in fields["cols"]:
        fields["cols"]["label"] = name
    if chance(world, 0.5):
        rels = dict(reversed(rels.items()))
    if rels:
        fields["rels"] = rels
    world.emit(verb, **fields)
    world.linked.update(one for to in rels.values() for one in (to if isinstance(to, list) else [to]))
    world.linked.add(name) if rels else None
    return name


def add(world):
    create(world, world.rng.choice(world.models))


def add_with_members(world):
    """New children, then a parent with them (or a new post with old and new tags)."""
    relation = relation_of(world, lambda one: not one.to_parent)
    if relation.secondary:
        names = world.all([relation.target])
        chosen = world.rng.sample(names, min(len(names), world.rng.randint(0, 4)))
    else:
        required = [one for one in RELATIONS[relation.target].values() if one.required]
        if any(one.name != relation.inverse for one in required):
            raise NotNow  # enrollments have two parents
        chosen = []
    for _ in range(world.rng.randint(1, 3) if relation.many else 1):
        if not relation.secondary or chance(world, 0.3):
            chosen.append(create(world, relation.target, "new", parents=False))
    to = chosen if relation.many else chosen[0]
    model = relation.model
    create(world, model, world.rng.choice(["add", "add", "new"]), {relation.name: to})


def add_row(world):
    """Several new objects of one model, one after the other."""
    model = world.rng.choice(world.models)
    for _ in range(world.rng.randint(2, 6)):
        create(world, model)


def forget_to_add(world):
    """`child.parent = p` does not add the child; perhaps somebody does later."""
    relation = relation_of(world, lambda one: one.to_parent and one.inverse)
    parent = pick(world, world.all([relation.target]))
    if relation.inverse_is_one or relation.model == "Enrollment":
        raise NotNow
    name = create(world, relation.model, "new", parents=False)
    link(world, name, relation, parent)
    if chance(world, 0.5):
        world.emit("state", h=name)
    if chance(world, 0.6):
        world.emit("add", h=name)
    elif chance(world, 0.5):
        world.emit("flush")
        if chance(world, 0.5):
            world.emit("add", h=name)


# columns


def set_column(world):
    models = [model for model in world.models]
    states = ("pending", "persistent", "persistent", "transient", "detached")
    names = [name for name in world.all(models, states) if value_columns(world.model(name))]
    name = pick(world, names)
    if state(world.of(name)) == "detached" and any(
            column not in inspect(world.of(name)).dict for column in columns(type(world.of(name)))):
        raise NotNow
    world.loaded(name)
    for _ in range(world.rng.choice([1, 1, 1, 2, 3])):
        model = world.model(name)
        column = world.rng.choice(value_columns(model))
        world.emit("set", h=name, col=column, value=world.rng.choice(pool(model, column)))


def set_and_back(world):
    name = pick(world, [one for one in world.all(world.models) if value_columns(world.model(one))])
    world.loaded(name)
    model = world.model(name)
    column = world.rng.choice(value_columns(model))
    before = inspect(world.of(name)).dict.get(column)
    if before is None and column not in inspect(world.of(name)).dict:
        raise NotNow
    world.emit("set", h=name, col=column, value=world.rng.choice(pool(model, column)))
    world.emit("set", h=name, col=column, value=before)


def set_key(world):
    """Another natural key; the old one may be free for a new object then."""
    model = pick(world, [one for one in world.models if one in KEYS])
    name = pick(world, world.all([model], ("persistent",)))
    world.loaded(name)
    about = inspect(world.of(name))
    key = [one.key for one in inspect(MODELS[model]).primary_key]
    for column, value in zip(key, free_key(world, model)):
        if about.dict[column] != value:
            world.emit("set", h=name, col=column, value=value)
    if chance(world, 0.5):
        world.emit("flush")


def set_reference(world):
    """A foreign key itself, where the relationship is not loaded."""
    relation = relation_of(world, lambda one: one.to_parent and len(one.columns) == 1 and one.name != "parent"
                           and one.model not in ("Enrollment", "Engineer"))
    name = pick(world, world.all([relation.model], ("persistent",)))
    if relation.name in inspect(world.of(name)).dict or not world.is_loaded(name):
        world.emit("refresh", h=name)
    if relation.name in inspect(world.of(name)).dict or name not in world.all([relation.model]):
        raise NotNow
    parents = world.all([relation.target], ("persistent",))
    if relation.inverse_is_one or not parents or chance(world, 0.3):
        value = None if chance(world, 0.4) and not relation.required else "NOPE" if relation.target == "Country" else 987654
    else:
        parent = world.rng.choice(parents)
        value = inspect(world.of(parent)).identity[0]
    world.emit("set", h=name, col=relation.columns[0], value=value)
    if chance(world, 0.7):
        world.emit("flush")


def unique_values(world):
    """A chain `a := value of b, b := new`, or a swap, or a value that a delete will free."""
    if "Account" not in world.models:
        raise NotNow
    names = [one for one in world.all(["Account"], ("persistent",))]
    if len(names) < 2:
        raise NotNow
    one, other = world.rng.sample(names, 2)
    world.loaded(one)
    world.loaded(other)
    first, second = (inspect(world.of(name)).dict.get("email") for name in (one, other))
    what = world.rng.choice(["chain", "chain", "swap", "delete", "reuse", "reuse"])
    if what == "delete":
        world.emit("delete", h=other)
    else:
        world.emit("set", h=other, col="email", value=first if what == "swap" else f"n{world.next()}@x")
    if what == "reuse" or what == "delete" and chance(world, 0.5):
        name = f"ac{world.next()}"
        world.emit("add", h=name, model="Account", cols={"label": name, "email": second, "level": 1})
    else:
        world.emit("set", h=one, col="email", value=second)
    world.emit("flush")


# relationships


def link(world, name, relation, to):
    """child.parent = parent"""
    world.emit("set_rel", h=name, rel=relation.name, to=to)
    world.linked.update([name, to] if to else [name])


def may_move(world, name, relation, parent):
    """Whether a child may get this parent now; see "known accidents" in the format."""
    instance = world.of(name)
    if relation.orphan:
        now = inspect(instance).dict.get(relation.name)
        if state(instance) == "pending" and now is not None or name in world.moved:
            return False
    if relation.name == "parent" and relation.model == relation.target:
        if parent == name or name in world.above(parent, relation):
            return False
        if world.above(name, relation) and world.is_dirty() and relation.orphan:
            return not any(one in world.moved for one in world.above(parent, relation))
    return True


def set_parent(world):
    relation = relation_of(world, lambda one: one.to_parent)
    name = pick(world, world.all([relation.model]))
    if relation.model == "Enrollment" and not chance(world, 0.1):
        raise NotNow
    if chance(world, 0.7):
        world.related(name, relation)
    elif chance(world, 0.8):
        world.loaded(name)  # the relationship itself need not be: nothing is loaded to set it
    parents = world.all([relation.target])
    if chance(world, 0.25) or not parents:
        if name in world.moved or state(world.of(name)) == "pending" and relation.required and chance(world, 0.9):
            raise NotNow
        to = None
    else:
        to = world.rng.choice(parents)
        if relation.name == "parent" and relation.model == relation.target and world.is_dirty():
            world.emit("flush")
        if not may_move(world, name, relation, to):
            raise NotNow
        if relation.inverse_is_one and chance(world, 0.7):
            world.related(to, RELATIONS[relation.target][relation.inverse])
    if name not in world.all([relation.model]) or to and to not in world.all([relation.target]):
        raise NotNow
    link(world, name, relation, to)
    world.moved.add(name)
    if chance(world, 0.3):
        world.emit("peek", h=name, rel=relation.name)


def set_one(world):
    """parent.child = child, where there can be only one."""
    relation = relation_of(world, lambda one: not one.to_parent and not one.many)
    name = pick(world, world.all([relation.model]))
    held = world.related(name, relation)
    back = RELATIONS[relation.target][relation.inverse]
    if chance(world, 0.25):
        to = None
    elif chance(world, 0.5):
        to = create(world, relation.target, "new", parents=False)
    else:
        to = pick(world, [one for one in world.all([relation.target]) if may_move(world, one, back, name)])
        world.related(to, back)
    if any(one in world.moved for one in held + [to]) or name not in world.all([relation.model]):
        raise NotNow
    if to and state(world.of(to)) != "transient" and to not in world.all([relation.target]):
        raise NotNow
    world.emit("set_rel", h=name, rel=relation.name, to=to)
    world.linked.update([name] + held + ([to] if to else []))
    world.moved.update(held + ([to] if to else []))


def members_for(world, name, relation, count):
    """Old objects and new ones that may become members."""
    if relation.secondary:
        found = world.all([relation.target])
    else:
        back = RELATIONS[relation.target][relation.inverse]
        found = world.all([relation.target])
        if relation.target == "Enrollment":
            found = []
    chosen = []
    for _ in range(count):
        old = [one for one in found if one not in chosen]
        if old and chance(world, 0.5):
            one = world.rng.choice(old)
            if not relation.secondary:
                if back.name == "parent" and world.is_dirty():
                    world.emit("flush")
                if chance(world, 0.7) or state(world.of(one)) == "pending":
                    world.related(one, back)
                if one not in world.all([relation.target]) or not may_move(world, one, back, name):
                    continue
            chosen.append(one)
        elif relation.target != "Enrollment":
            chosen.append(create(world, relation.target, "new", parents=False))
    if name not in world.all([relation.model]):
        raise NotNow
    usable = world.all([relation.target], ("pending", "persistent", "transient"))
    return [one for one in dict.fromkeys(chosen) if one in usable]


def append(world):
    relation = relation_of(world, lambda one: not one.to_parent and one.many)
    name = pick(world, world.all([relation.model]))
    world.related(name, relation)
    for one in members_for(world, name, relation, world.rng.choice([1, 1, 2, 3])):
        held = world.holds(name, relation)
        if held is None or world.of(one) in held:
            continue
        world.emit("append", h=name, rel=relation.name, to=one)
        world.linked.update([name, one])
        world.moved.add(one)
    if chance(world, 0.4):
        peek_at(world, name, relation)


def remove(world):
    relation = relation_of(world, lambda one: not one.to_parent and one.many)
    name = pick(world, world.all([relation.model]))
    held = world.related(name, relation)
    one = pick(world, [one for one in held if one not in world.dead and (relation.secondary or one not in world.moved)])
    world.emit("remove", h=name, rel=relation.name, to=one)
    world.linked.update([name, one])
    if not relation.orphan and chance(world, 0.2) and one in world.all([relation.target]):
        world.emit("append", h=name, rel=relation.name, to=one)
    world.moved.add(one)
    if chance(world, 0.3):
        world.emit("state", h=one)


def replace(world):
    relation = relation_of(world, lambda one: not one.to_parent and one.many)
    name = pick(world, world.all([relation.model]))
    held = world.related(name, relation)
    kept = [one for one in held if chance(world, 0.5)]
    added = [one for one in members_for(world, name, relation, world.rng.randint(0, 3)) if one not in kept]
    now = world.holds(name, relation)
    if now is None or sorted(map(world.name, now)) != sorted(held) or any(one in world.moved for one in held):
        raise NotNow
    usable = world.all([relation.target], ("pending", "persistent", "transient"))
    kept = [one for one in kept if one in usable]
    if not kept and not added and chance(world, 0.7):
        world.emit("clear", h=name, rel=relation.name)
    else:
        to = kept + added
        world.rng.shuffle(to)
        world.emit("set_list", h=name, rel=relation.name, to=to)
    world.linked.update([name] + held + added)
    world.moved.update([one for one in held if one not in kept] + added)


def make_circle(world):
    """A real circle in a tree."""
    model = pick(world, [one for one in world.models if one in ("Node", "Folder")])
    relation = RELATIONS[model]["parent"]
    if not chance(world, 0.3):
        raise NotNow
    world.flushed()
    name = pick(world, world.all([model]))
    above = [one for one in world.above(name, relation) if one in world.all([model])]
    one = pick(world, above)
    world.related(one, relation)
    if one not in world.all([model]) or name not in world.all([model]):
        raise NotNow
    world.emit("set_rel", h=one, rel="parent", to=name)
    world.emit("flush")


# whole objects


def unloaded(world, name):
    """Whether a relationship to children is not loaded."""
    return any(world.holds(name, one) is None for one in RELATIONS[world.model(name)].values() if not one.to_parent)


def delete(world):
    name = pick(world, world.all(world.models, ("persistent",)))
    delete_one(world, name)


def delete_one(world, name):
    world.loaded(name)
    for relation in RELATIONS[world.model(name)].values():
        if not relation.to_parent and chance(world, 0.4):
            world.related(name, relation)
    careful = unloaded(world, name) or name in world.linked
    held = [world.name(one) for relation in RELATIONS[world.model(name)].values() if not relation.to_parent
            for one in world.holds(name, relation) or []]
    careful = careful or any(one in world.linked or unloaded(world, one) for one in held)
    if careful:
        world.flushed()
        if name not in world.all(world.models, ("persistent",)):
            raise NotNow
    world.emit("delete", h=name)
    if careful:
        world.emit("flush")
    elif chance(world, 0.1):
        world.emit("add", h=name)


def delete_several(world):
    for _ in range(world.rng.randint(2, 4)):
        delete(world)


def row_switch(world):
    """A new object with the key of one that is deleted in the same flush."""
    model = pick(world, [one for one in world.models if one in KEYS])
    name = pick(world, world.all([model], ("persistent",)))
    (relation,) = RELATIONS[model].values()
    held = world.related(name, relation)
    world.flushed()
    if name not in world.all([model]) or world.holds(name, relation) is None:
        raise NotNow
    about = inspect(world.of(name))
    key = {one.key: about.dict[one.key] for one in inspect(MODELS[model]).primary_key}
    world.emit("delete", h=name)
    new = f"{PREFIX[model]}{world.next()}"
    cols = {column: world.rng.choice(pool(model, column)) for column in value_columns(model) if chance(world, 0.5)}
    fields = {}
    if chance(world, 0.3):
        fields["rels"] = {relation.name: [create(world, relation.target, "new", parents=False)]}
    world.emit("add", h=new, model=model, cols={**cols, **key}, **fields)
    world.emit("flush")
    if chance(world, 0.5):
        world.emit("read", h=new) if world.is_loaded(new) else None


def enroll_again(world):
    """The same for a key that consists of parents."""
    if "Enrollment" not in world.models:
        raise NotNow
    name = pick(world, world.all(["Enrollment"], ("persistent",)))
    world.flushed()
    parents = {one.name: world.related(name, one) for one in RELATIONS["Enrollment"].values()}
    if not all(parents.values()):
        raise NotNow
    parents = {relation: names[0] for relation, names in parents.items()}
    if not all(one in world.all(["Student", "Course"]) for one in parents.values()):
        raise NotNow
    if chance(world, 0.5):
        world.emit("delete", h=name)
    else:
        relation = RELATIONS["Student"]["enrollments"]
        if name not in world.related(parents["student"], relation):
            raise NotNow
        world.emit("remove", h=parents["student"], rel="enrollments", to=name)
    cols = {one: world.rng.choice(pool("Enrollment", one)) for one in ("grade", "remark") if chance(world, 0.5)}
    world.emit("add", h=f"en{world.next()}", model="Enrollment", cols=cols, rels=parents)
    world.emit("flush")


def move_key(world):
    """An enrollment gets another course: its key changes."""
    if "Enrollment" not in world.models or not chance(world, 0.5):
        raise NotNow
    name = pick(world, world.all(["Enrollment"], ("persistent",)))
    relation = RELATIONS["Enrollment"][world.rng.choice(["student", "course"])]
    world.flushed()
    world.related(name, relation)
    to = pick(world, world.all([relation.target], ("pending", "persistent")))
    if name in world.moved:
        raise NotNow
    link(world, name, relation, to)
    world.moved.add(name)
    world.emit("flush")


def expunge(world):
    name = pick(world, world.all(world.models))
    if world.is_linked(name) or world.is_held(name) or name in world.linked:
        if state(world.of(name)) == "pending" or chance(world, 0.7):
            raise NotNow
        world.flushed()
        if name not in world.all(world.models) or world.is_held(name):
            raise NotNow
    world.emit("expunge", h=name)
    if chance(world, 0.3):
        world.emit("state", h=name)
    if chance(world, 0.4) and world.is_loaded(name) and value_columns(world.model(name)):
        model = world.model(name)
        column = world.rng.choice(value_columns(model))
        if column in inspect(world.of(name)).dict:
            world.emit("set", h=name, col=column, value=world.rng.choice(pool(model, column)))
    if chance(world, 0.5):
        world.emit("add", h=name)


def add_again(world):
    """Objects that are out of the session: rolled back, expunged, deleted."""
    states = ("transient", "detached", "deleted")
    names = [name for name in world.all(world.models, states)
             if not world.is_linked(name) and not world.is_held(name)]
    name = pick(world, names)
    about = inspect(world.of(name))
    if about.detached and about.expired or about.transient and about._deleted:
        raise NotNow  # SQLAlchemy takes the latter for deleted even after it was inserted again
    if any(one.required for one in RELATIONS[world.model(name)].values()):
        raise NotNow
    world.emit("add", h=name)


def expire(world):
    name = pick(world, world.all(world.models, ("persistent",)))
    if inspect(world.of(name)).modified and not chance(world, 0.3) or name in world.linked:
        raise NotNow
    world.emit("expire", h=name)


def refresh(world):
    world.emit("refresh", h=pick(world, world.all(world.models, ("persistent",))))


def load(world):
    relation = relation_of(world, lambda one: True)
    name = pick(world, world.all([relation.model], ("persistent",)))
    world.related(name, relation)
    if chance(world, 0.4):
        peek_at(world, name, relation)


# what is read


def get(world):
    model = world.rng.choice(world.models)
    if model == "Enrollment":
        names = world.all(["Student"], ("persistent",)), world.all(["Course"], ("persistent",))
        pk = [inspect(world.of(pick(world, one))).identity[0] for one in names]
    elif model in KEYS:
        pk = list(world.rng.choice(KEYS[model]))
    else:
        stored = [inspect(world.of(one)).identity[0]
                  for one in world.all([model], ("persistent", "deleted", "detached"))]
        pk = [world.rng.choice(stored + [world.rng.randint(1, 12), 999999])]
    found = world.session.identity_map.get(inspect(MODELS[model]).identity_key_from_primary_key(tuple(pk)))
    if found is not None and world.is_gone(found):
        raise NotNow
    if found is None or inspect(found).expired_attributes:
        world.flushed()
    world.emit("get", model=model, pk=pk, **{"as": f"g{world.next()}"})


def query(world):
    model = world.rng.choice(world.models)
    filter = {}
    if chance(world, 0.5):
        names = value_columns(model) + [one for relation in RELATIONS[model].values() for one in relation.columns]
        for column in world.rng.sample(names, min(len(names), world.rng.choice([1, 1, 1, 2]))):
            known = [inspect(world.of(one)).dict.get(column) for one in world.all([model], ("persistent",))]
            filter[column] = world.rng.choice(known + pool(model, column)[:3])
    fields = {}
    if chance(world, 0.3) and RELATIONS[model]:
        names = sorted(RELATIONS[model])
        fields["with"] = world.rng.sample(names, world.rng.randint(1, len(names)))
    world.emit("query", model=model, filter=filter, **fields, **{"as": f"q{world.next()}"})


def read(world):
    name = pick(world, world.all(world.models, ("persistent",)))
    if inspect(world.of(name)).modified:
        world.emit("flush")
    world.loaded(name)
    if not inspect(world.of(name)).modified:
        world.emit("read", h=name)


def peek_at(world, name, relation):
    held = world.holds(name, relation)
    if held is not None:
        world.emit("peek", h=name, rel=relation.name)


def peek(world):
    relation = relation_of(world, lambda one: True)
    names = world.all([relation.model])
    name = pick(world, [one for one in names if world.holds(one, relation) is not None])
    peek_at(world, name, relation)


def ask_state(world):
    names = [one for one in world.machine.objects if one not in world.dead]
    world.emit("state", h=pick(world, names))


# the session


def flush(world):
    world.emit("flush")


def commit(world):
    world.emit("commit")


def rollback(world):
    world.emit("rollback")


def savepoint(world):
    if world.session.get_nested_transaction() is None or chance(world, 0.35):
        world.emit("begin_nested")
    else:
        world.emit(world.rng.choice(["release", "rollback_nested"]))


def new_session(world):
    if chance(world, 0.8):
        world.emit("commit")
    world.emit("new_session")
    world.dead.clear()
    model = world.rng.choice(world.models)
    world.emit("query", model=model, filter={}, **{"as": f"q{world.next()}"})


def outside(world):
    """Another connection changes or deletes a row."""
    model = pick(world, [one for one in world.models if one in OUTSIDE])
    names = [one for one in world.all([model], ("persistent",)) if one not in world.linked]
    name = pick(world, names)
    if world.wrote or world.is_dirty():
        world.emit("commit")
    if name not in world.all([model], ("persistent",)):
        raise NotNow
    world.loaded(name)
    label = inspect(world.of(name)).dict["label"]
    where = f"WHERE label = '{label}'"
    column = OUTSIDE[model]
    if chance(world, 0.5):
        value = "'out'" if isinstance(pool(model, column)[-1], str) else str(world.rng.randint(20, 90))
        version = ", version_id = version_id + 1" if model == "Doc" and chance(world, 0.8) else ""
        world.emit("external", sql=f"UPDATE {table(model)} SET {column} = {value}{version} {where}")
    else:
        if world.is_held(name) or model in ("Owner", "Player", "Tag"):
            raise NotNow
        world.emit("external", sql=f"DELETE FROM {table(model)} {where}")
        world.dead.add(name)
    what = world.rng.choice(["set", "set", "delete", "query", "nothing"])
    if what == "nothing" or what == "query" and name in world.dead:
        what = "set" if name in world.dead else what
    if what == "set":
        value = world.rng.choice(pool(model, column))
        world.emit("set", h=name, col=column, value=value)
        world.emit("flush")
    elif what == "delete" and not any(not one.to_parent for one in RELATIONS[model].values()):
        world.emit("delete", h=name)
        world.emit("flush")
    elif what == "query":
        world.emit("query", model=model, filter={}, **{"as": f"q{world.next()}"})
        world.emit("read", h=name)


def table(model):
    return MODELS[model].__tablename__


def bad_value(world):
    """NULL where the database refuses it."""
    model = pick(world, [one for one in world.models if one in ("Plain", "Line")])
    name = pick(world, world.all([model]))
    world.loaded(name)
    world.emit("set", h=name, col="qty", value=None)
    world.emit("flush")


ACTIONS = {
    add: 22, add_with_members: 9, add_row: 4, forget_to_add: 2, set_column: 16, set_and_back: 2, set_key: 4,
    set_reference: 3, unique_values: 3, set_parent: 12, set_one: 7, append: 10, remove: 8, replace: 7,
    make_circle: 0.5, delete: 9, delete_several: 2, row_switch: 3, enroll_again: 3, move_key: 1, expunge: 2,
    add_again: 3, expire: 4, refresh: 5, load: 7, get: 6, query: 8, read: 7, peek: 7, ask_state: 4, flush: 12,
    commit: 8, rollback: 4, savepoint: 9, new_session: 1.5, outside: 2, bad_value: 1,
}
