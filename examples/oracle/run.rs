//! Runs a program and compares.

use std::collections::{HashMap, HashSet};

use cormorant::engine::{Engine, Recorder};
use cormorant::error::{Constraint, Error, Result};
use cormorant::session::{Session, State};
use serde_json::{Map, Value, json};

use super::database::Outside;
use super::handle::{Act, Handle};
use super::program::{Op, Program};

/// What came of a program.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The first difference.
    pub difference: Option<String>,
    /// Statements that wrote: ours, SQLAlchemy's.
    pub statements: (usize, usize),
    /// Operations for which we sent more of them.
    pub more: Vec<String>,
}

/// Runs a program on empty tables.
///
/// # Errors
///
/// If the second connection fails.
pub async fn run(engine: &Engine, outside: &mut Outside, program: &Program) -> Result<Outcome> {
    outside.reset().await?;
    let mut runner = Runner {
        session: session(engine, program),
        engine,
        outside,
        program,
        names: HashMap::new(),
        objects: HashMap::new(),
        eager: HashMap::new(),
        still_deleted: HashSet::new(),
        sent: engine.record(),
    };
    let mut outcome = Outcome::default();
    for (at, (op, expected)) in program.ops.iter().zip(&program.expect).enumerate() {
        let found = runner.step(op).await;
        runner.count(at, op, expected, &mut outcome);
        let difference = compare(expected, &found?).or(runner.snapshot(at).await?);
        if let Some(difference) = difference {
            outcome.difference = Some(format!("at {at} ({}): {difference}", op.op));
            return Ok(outcome);
        }
    }
    runner.session.rollback().await?;
    let last = runner.outside.contents().await?;
    outcome.difference =
        compare_tables(&program.last, &last).map(|difference| format!("at the end: {difference}"));
    Ok(outcome)
}

fn session(engine: &Engine, program: &Program) -> Session {
    engine.session_builder().expire_on_commit(program.expire_on_commit).build()
}

struct Runner<'r> {
    session: Session,
    engine: &'r Engine,
    outside: &'r mut Outside,
    program: &'r Program,
    objects: HashMap<String, Handle>,
    names: HashMap<Handle, String>,
    /// Relationships that objects were loaded with when they came in: `refresh` loads them again, as SQLAlchemy's
    /// does.
    eager: HashMap<Handle, Vec<String>>,
    /// Objects that were deleted and committed, see `remember_deleted`.
    still_deleted: HashSet<Handle>,
    sent: Recorder,
}

impl Runner<'_> {
    /// What an operation gives, in the programs' form.
    async fn step(&mut self, op: &Op) -> Result<Value> {
        match self.operate(op).await {
            Ok(value) => Ok(value),
            Err(error) => match kind(&error, &op.op) {
                Some(kind) => Ok(json!({ "error": kind })),
                None => Ok(json!({ "error": error.to_string() })),
            },
        }
    }

    async fn operate(&mut self, op: &Op) -> Result<Value> {
        match op.op.as_str() {
            "query" | "get" | "load" | "refresh" => return self.read_rows(op).await,
            "external" => self.outside.run(&op.sql).await?,
            "bump_seq" => self.outside.bump(op.base).await?,
            "new_session" => {
                self.session.rollback().await?;
                self.session = session(self.engine, self.program);
                self.objects.clear();
                self.names.clear();
                self.eager.clear();
            }
            "flush" => self.session.flush().await?,
            "commit" => {
                let held = self.held()?;
                self.session.commit().await?;
                self.remember_deleted(held)?;
            }
            "rollback" => self.session.rollback().await?,
            "begin_nested" => self.session.begin_nested().await?,
            "release" => self.session.release().await?,
            "rollback_nested" => self.session.rollback_nested().await?,
            "read" => return self.read(op).await,
            "set" => self.filled(op).await?.set(&mut self.session, &op.col, &op.value)?,
            _ => return self.in_memory(op),
        }
        Ok(json!({}))
    }

    /// Objects that are not detached.
    fn held(&self) -> Result<Vec<Handle>> {
        let mut held = Vec::new();
        for object in self.objects.values() {
            if object.state(&self.session)? != State::Detached {
                held.push(*object);
            }
        }
        Ok(held)
    }

    /// Without `expire_on_commit`, SQLAlchemy's commit leaves deleted objects in the state "deleted". Ours
    /// detaches them as its documentation and the programs' format say.
    fn remember_deleted(&mut self, held: Vec<Handle>) -> Result<()> {
        for object in held {
            if !self.program.expire_on_commit && object.state(&self.session)? == State::Detached {
                self.still_deleted.insert(object);
            }
        }
        Ok(())
    }

    /// Columns in memory.
    async fn read(&mut self, op: &Op) -> Result<Value> {
        let object = self.filled(op).await?;
        Ok(json!({ "cols": object.read(&self.session)? }))
    }

    /// An object whose columns are loaded. SQLAlchemy's flush loads an expired row by the way if it needs its key;
    /// ours does not need it, so that it may be expired here.
    async fn filled(&mut self, op: &Op) -> Result<Handle> {
        let object = self.object(&op.h)?;
        if object.read(&self.session).is_err() && object.state(&self.session)? == State::Persistent {
            let autoflush = self.session.set_autoflush(false);
            let answer = object.fill(&mut self.session).await;
            self.session.set_autoflush(autoflush);
            answer?;
        }
        Ok(object)
    }

    /// Operations that need no server.
    fn in_memory(&mut self, op: &Op) -> Result<Value> {
        match op.op.as_str() {
            "new" => drop(self.construct(op)?),
            "add" => {
                let handle = if op.model.is_some() { self.construct(op)? } else { self.object(&op.h)? };
                handle.add(&mut self.session)?;
            }
            "set_rel" | "set_list" => self.relate(&op.h, &op.rel, Act::Replace, &op.to)?,
            "append" => self.relate(&op.h, &op.rel, Act::Add, &op.to)?,
            "remove" => self.relate(&op.h, &op.rel, Act::Remove, &op.to)?,
            "clear" => self.relate(&op.h, &op.rel, Act::Replace, &Value::Null)?,
            "delete" => self.object(&op.h)?.delete(&mut self.session)?,
            "expunge" => self.object(&op.h)?.expunge(&mut self.session)?,
            "expire" => self.object(&op.h)?.expire(&mut self.session)?,
            "peek" => return self.peek(op),
            "state" => {
                let object = self.object(&op.h)?;
                let state = match object.state(&self.session)? {
                    State::Detached if self.still_deleted.contains(&object) => State::Deleted,
                    state => state,
                };
                return Ok(json!({ "val": state_name(state) }));
            }
            other => return Err(unknown(other)),
        }
        Ok(json!({}))
    }

    fn construct(&mut self, op: &Op) -> Result<Handle> {
        let model = op.model.as_deref().unwrap_or_default();
        let columns = op.cols.iter().flatten();
        let handle = Handle::build(&mut self.session, model, columns)?;
        self.name(handle, || op.h.clone());
        for (relation, to) in &op.rels {
            self.relate(&op.h, relation, Act::Replace, to)?;
        }
        Ok(handle)
    }

    fn relate(&mut self, name: &str, relation: &str, act: Act, to: &Value) -> Result<()> {
        let members: Result<Vec<Handle>> = match to {
            Value::Null => Ok(Vec::new()),
            Value::Array(names) => {
                names.iter().filter_map(Value::as_str).map(|name| self.object(name)).collect()
            }
            name => self.object(name.as_str().unwrap_or_default()).map(|handle| vec![handle]),
        };
        self.object(name)?.relate(&mut self.session, relation, act, &members?)
    }

    async fn read_rows(&mut self, op: &Op) -> Result<Value> {
        match op.op.as_str() {
            "get" => {
                let model = op.model.as_deref().unwrap_or_default();
                // If there is anything to flush, SQLAlchemy had the object loaded: see `filled`.
                let autoflush = self.session.set_autoflush(false);
                let found = Handle::get(&mut self.session, model, &op.pk).await;
                self.session.set_autoflush(autoflush);
                let found = found?;
                Ok(json!({ "objs": self.describe(&found.into_iter().collect::<Vec<_>>(), &op.name)? }))
            }
            "load" => {
                let owner = self.object(&op.h)?;
                owner.load(&mut self.session, &op.rel).await?;
                let members = owner.related(&self.session, &op.rel)?;
                Ok(json!({ "objs": self.describe(&members, &op.name)? }))
            }
            "refresh" => {
                let object = self.object(&op.h)?;
                object.refresh(&mut self.session).await?;
                for relation in self.eager.get(&object).into_iter().flatten() {
                    object.load(&mut self.session, relation).await?;
                }
                Ok(json!({}))
            }
            _ => self.query(op).await,
        }
    }

    async fn query(&mut self, op: &Op) -> Result<Value> {
        let model = op.model.as_deref().unwrap_or_default();
        let found = Handle::query(&mut self.session, model, &op.filter, &op.with).await?;
        for object in found.iter().filter(|object| !op.with.is_empty() && !self.names.contains_key(object)) {
            self.eager.insert(*object, op.with.clone());
        }
        let objects = self.describe(&found, &op.name)?;
        if op.with.is_empty() {
            return Ok(json!({ "objs": objects }));
        }
        let mut with = Map::new();
        for relation in &op.with {
            let mut all = Vec::new();
            for (at, object) in found.iter().enumerate() {
                let members = object.related(&self.session, relation)?;
                all.push(self.describe(&members, &format!("{}_{at}_{relation}", op.name))?);
            }
            with.insert(relation.clone(), all.into());
        }
        Ok(json!({ "objs": objects, "with": with }))
    }

    /// `[[name, [key..]], ..]` in the order of keys; objects not met before get names.
    fn describe(&mut self, objects: &[Handle], prefix: &str) -> Result<Value> {
        let mut keyed = Vec::new();
        for &object in objects {
            keyed.push((object.key(&self.session)?, object));
        }
        keyed.sort_by(|(left, _), (right, _)| compare_keys(left, right));
        let mut described = Vec::new();
        for (at, (key, object)) in keyed.into_iter().enumerate() {
            let name = self.name(object, || format!("{prefix}_{at}"));
            described.push(json!([name, key]));
        }
        Ok(described.into())
    }

    fn name(&mut self, handle: Handle, make: impl FnOnce() -> String) -> String {
        let name = self.names.entry(handle).or_insert_with(make).clone();
        self.objects.insert(name.clone(), handle);
        name
    }

    fn object(&self, name: &str) -> Result<Handle> {
        self.objects.get(name).copied().ok_or_else(|| unknown(name))
    }

    fn peek(&mut self, op: &Op) -> Result<Value> {
        let members = self.object(&op.h)?.related(&self.session, &op.rel)?;
        let unnamed = || unknown("a member that no operation has named");
        let names = members.iter().map(|member| self.names.get(member).ok_or_else(unnamed));
        let mut names = names.collect::<Result<Vec<&String>>>()?;
        names.sort();
        let is_one = is_one(&op.rel);
        Ok(
            json!({ "val": if is_one { names.first().map_or(Value::Null, |name| json!(name)) } else { json!(names) } }),
        )
    }

    async fn snapshot(&mut self, at: usize) -> Result<Option<String>> {
        let Some(expected) = self.program.snapshots.get(&at.to_string()) else { return Ok(None) };
        let found = self.outside.contents().await?;
        Ok(compare_tables(expected, &found))
    }

    /// Counts statements that wrote. One after the other with the same text counts once: they are a pipeline.
    fn count(&self, at: usize, op: &Op, expected: &Value, outcome: &mut Outcome) {
        let mut sent = self.sent.take();
        sent.retain(|sql| ["INSERT ", "UPDATE ", "DELETE "].iter().any(|verb| sql.starts_with(verb)));
        sent.dedup();
        let theirs = expected.get("dml").and_then(Value::as_object);
        let theirs = theirs.map_or(0, |dml| dml.values().filter_map(|count| count[0].as_u64()).sum::<u64>());
        let theirs = usize::try_from(theirs).unwrap_or(usize::MAX);
        if expected.get("error").is_none() && op.op != "external" {
            outcome.statements.0 += sent.len();
            outcome.statements.1 += theirs;
            if sent.len() > theirs {
                outcome.more.push(format!(
                    "{} at {at}: {} > {theirs}: {}",
                    self.program.id,
                    sent.len(),
                    sent.join("; ")
                ));
            }
        }
    }
}

fn is_one(relation: &str) -> bool {
    matches!(
        relation,
        "owner"
            | "order"
            | "person"
            | "passport"
            | "profile"
            | "student"
            | "course"
            | "parent"
            | "country"
            | "shelf"
            | "album"
            | "captain"
            | "team"
    )
}

fn unknown(name: &str) -> Error {
    Error::Schema { message: format!("unknown: `{name}`") }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Transient => "transient",
        State::Pending => "pending",
        State::Persistent => "persistent",
        State::Deleted => "deleted",
        State::Detached => "detached",
    }
}

/// The programs' word for an error.
fn kind(error: &Error, op: &str) -> Option<&'static str> {
    match (error.integrity(), error) {
        (Some(Constraint::Unique), _) => Some("unique"),
        (Some(Constraint::NotNull), _) => Some("not_null"),
        (Some(Constraint::ForeignKey), _) => Some("fk"),
        (_, Error::Stale { .. }) => Some("stale"),
        (_, Error::Circular { .. }) => Some("circular"),
        (_, Error::RollbackNeeded { .. }) => Some("pending_rollback"),
        (_, Error::Invalid { .. }) if op == "add" => Some("invalid"),
        (_, Error::Invalid { message, .. }) if message.contains("part of its primary key") => {
            Some("pk_blank")
        }
        _ => None,
    }
}

fn compare(expected: &Value, found: &Value) -> Option<String> {
    let keys: &[&str] = if expected.get("error").is_some() || found.get("error").is_some() {
        &["error"]
    } else {
        &["objs", "with", "cols", "val"]
    };
    let differs = |key: &&&str| expected.get(**key) != found.get(**key);
    let key = keys.iter().find(differs)?;
    let (expected, found) = (&expected[*key], &found[*key]);
    Some(format!("{key}: expected {expected}, found {found}"))
}

fn compare_tables(expected: &Value, found: &Map<String, Value>) -> Option<String> {
    let empty = Map::new();
    let expected = expected.as_object().unwrap_or(&empty);
    let mut tables: Vec<&String> = expected.keys().chain(found.keys()).collect();
    tables.sort();
    let table = tables.into_iter().find(|table| expected.get(*table) != found.get(*table))?;
    let rows = |tables: &Map<String, Value>| tables.get(table).cloned().unwrap_or_default();
    Some(format!("table {table}: expected {}, found {}", rows(expected), rows(found)))
}

fn compare_keys(left: &[Value], right: &[Value]) -> std::cmp::Ordering {
    let part = |(left, right): (&Value, &Value)| match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.as_str().cmp(&right.as_str()),
    };
    left.iter().zip(right).map(part).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}
