//! What the parts of one query share: named windows, and equal values of a grouped query.

use super::Renderer;
use crate::sql::{Distinct, NamedWindow, SelectBody};
use crate::types::Param;

/// A query that is being written.
#[derive(Default)]
pub(super) struct Query {
    /// Windows that were named so far, and are still to be defined.
    windows: Vec<NamedWindow>,
    /// The WINDOW clause is behind us.
    windows_are_written: bool,
    /// Whether PostgreSQL compares expressions of different clauses.
    compares: bool,
    /// Whether the clause at hand is one of those.
    sharing: bool,
    /// Places of the parameters in those clauses.
    params: Vec<usize>,
}

impl Query {
    /// GROUP BY, and DISTINCT with ORDER BY, demand that the same expression is written in several clauses; two
    /// parameters are never the same to the server, even with the same value.
    pub(super) fn of(body: &SelectBody) -> Self {
        let compares = match body {
            SelectBody::Core(core) => !core.group_by.is_empty() || core.distinct != Distinct::All,
            SelectBody::Set { .. } | SelectBody::Values(_) | SelectBody::Raw(_) => false,
        };
        Query { compares, ..Query::default() }
    }
}

impl Renderer {
    /// Begins or ends a clause in which equal values become one parameter, if the query compares expressions.
    pub(super) fn sharing(&mut self, on: bool) {
        if let Some(query) = &mut self.query {
            query.sharing = on && query.compares;
        }
    }

    /// The number of a parameter, counted from 1.
    pub(super) fn number(&mut self, param: &Param) -> usize {
        let sharing = self.query.as_mut().filter(|query| query.sharing);
        if let Some(query) = &sharing
            && let Some(place) = query.params.iter().find(|place| self.params[**place] == *param)
        {
            return place + 1;
        }
        if let Some(query) = sharing {
            query.params.push(self.params.len());
        }
        self.params.push(param.clone());
        self.params.len()
    }

    /// Whether this window can be called by its name: if so, it will be in the WINDOW clause.
    pub(super) fn share_window(&mut self, window: &NamedWindow) -> bool {
        let Some(query) = &mut self.query else { return false };
        match query.windows.iter().find(|other| other.name == window.name) {
            Some(other) => other == window,
            None if query.windows_are_written => false,
            None => {
                query.windows.push(window.clone());
                true
            }
        }
    }

    /// The windows that the WINDOW clause must define.
    pub(super) fn shared_windows(&mut self) -> Vec<NamedWindow> {
        let Some(query) = &mut self.query else { return Vec::new() };
        query.windows_are_written = true;
        query.windows.clone()
    }
}
