//! The handlers: what they do, they do to the session of their request. None of them commits.

use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cormorant::prelude::*;
use serde::{Deserialize, Serialize};

use crate::models::ProjectView;
use crate::{ApiError, Db, Project, Task};

/// Body of `POST /projects`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    name: String,
    about: Option<String>,
    #[serde(default)]
    tasks: Vec<NewTask>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTask {
    title: String,
}

/// A project with its tasks, all new.
pub(crate) async fn create(mut db: Db, Json(new): Json<NewProject>) -> Result<Response, ApiError> {
    let tasks = new.tasks.into_iter().map(|task| Task::create().title(task.title));
    let project = db.add(Project::create().name(new.name).about(new.about).tasks(tasks));
    // The answer shows keys that the database makes. It is saved once the answer is known.
    db.flush().await?;
    Ok((StatusCode::CREATED, Json(db.view(project)?)).into_response())
}

/// Parameters of `GET /projects`.
#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    after: Option<String>,
    limit: Option<i64>,
}

/// Its answer: `next` is the `after` of the next page.
#[derive(Serialize)]
struct Listed<'s> {
    projects: Vec<ProjectView<'s>>,
    next: Option<String>,
}

/// A page of projects by name, each with its tasks: two statements, however long the page is.
pub(crate) async fn list(mut db: Db, Query(page): Query<Page>) -> Result<Response, ApiError> {
    let by_name = keyset(Project::name.asc(), Project);
    let limit = page.limit.unwrap_or(20).clamp(1, 100);
    let projects = select(Project).load(Project::tasks.selectin());
    let projects = match page.after {
        None => projects.page(&by_name, limit),
        Some(token) => {
            let after = by_name.resume(&token).map_err(|_| ApiError::bad_parameter("after"))?;
            projects.page_after(&after, limit)
        }
    };
    let projects = db.all(projects).await?;
    let views = projects.iter().map(|&project| db.view(project)).collect::<Result<Vec<_>, _>>()?;
    let last = views.last().filter(|_| i64::try_from(views.len()) == Ok(limit));
    let next = last.map(|last| by_name.after(last.name.clone(), last.id).token());
    Ok(Json(Listed { projects: views, next }).into_response())
}

/// A project with its tasks.
pub(crate) async fn show(mut db: Db, Path(id): Path<i64>) -> Result<Response, ApiError> {
    let project = select(Project).filter(Project::id.eq(id)).load(Project::tasks.selectin());
    let project = db.one(project).await?;
    Ok(Json(db.view(project)?).into_response())
}

/// Body of `PATCH /projects/{id}`: what is left out stays. `version` is the one that the client has seen; an empty
/// `about` takes it away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    version: Option<i32>,
    name: Option<String>,
    about: Option<String>,
}

/// Changes a project. Only columns whose values differ are written; if none does, nothing is.
pub(crate) async fn change(
    mut db: Db,
    Path(id): Path<i64>,
    Json(changes): Json<Changes>,
) -> Result<Response, ApiError> {
    let project = db.get::<Project>(id).await?.ok_or_else(ApiError::not_found)?;
    if changes.version.is_some_and(|seen| seen != db[project].version) {
        return Err(ApiError::stale());
    }
    if let Some(name) = changes.name {
        db[project].name = name;
    }
    if let Some(about) = changes.about {
        db[project].about = Some(about).filter(|about| !about.is_empty());
    }
    db.flush().await?;
    Ok(Json(db.view(project)?).into_response())
}

/// Deletes a project and its tasks.
pub(crate) async fn remove(mut db: Db, Path(id): Path<i64>) -> Result<StatusCode, ApiError> {
    let project = db.get::<Project>(id).await?.ok_or_else(ApiError::not_found)?;
    db.delete(project)?;
    Ok(StatusCode::NO_CONTENT)
}
