//! Projects and their tasks, and what must be true of them.

use std::error::Error;
use std::fmt;

use cormorant::prelude::*;
use cormorant::session::Hooks;
use serde::Serialize;

/// Something to be done, in tasks.
#[derive(Model, Clone, Debug, Serialize)]
#[model(schema = "tracker", table = "projects", serialize)]
#[model(has_many(tasks: Task, inverse = project, cascade(all, delete_orphan), order_by(id)))]
pub struct Project {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// What it is called.
    #[model(unique)]
    pub name: String,
    /// What it is about.
    pub about: Option<String>,
    /// Counts changes, so that a change of what is no longer so is noticed.
    #[model(version)]
    pub version: i32,
}

/// A step of a project.
#[derive(Model, Clone, Debug, Serialize)]
#[model(schema = "tracker", table = "tasks", serialize)]
pub struct Task {
    /// Made by the database.
    #[model(primary_key, generated)]
    pub id: i64,
    /// What to do.
    pub title: String,
    /// Whether it is done.
    #[model(default)]
    pub is_done: bool,
    /// The project that it is a step of.
    #[model(index, belongs_to(project: Project, inverse = tasks))]
    pub project_id: i64,
}

/// A value that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The field.
    pub field: &'static str,
    /// What it should be.
    pub expected: &'static str,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must be {}", self.field, self.expected)
    }
}

impl Error for Invalid {}

/// The rules, as hooks: they hold for every row that a session writes, whichever handler changed it.
#[must_use]
pub fn rules() -> Hooks {
    Hooks::new()
        .before_insert(|session, project| Ok(check(session.value(project, Project::name)?, "name")?))
        .before_update(|session, project| Ok(check(session.value(project, Project::name)?, "name")?))
        .before_insert(|session, task| Ok(check(session.value(task, Task::title)?, "title")?))
        .before_update(|session, task| Ok(check(session.value(task, Task::title)?, "title")?))
}

fn check(text: &str, field: &'static str) -> Result<(), Invalid> {
    match text.trim().chars().count() {
        1..=100 => Ok(()),
        _ => Err(Invalid { field, expected: "a text of 1 to 100 characters" }),
    }
}
