//! COPY as text.

use super::{Rendered, Renderer, render};
use crate::sql::{CopyIn, CopyOut};

impl CopyIn {
    /// The statement as text.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.copy_in(self))
    }
}

impl CopyOut {
    /// The statement as text, with the parameters that the query has and PostgreSQL does not take.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.copy_out(self))
    }
}

impl Renderer {
    fn copy_in(&mut self, copy: &CopyIn) {
        let CopyIn { into, columns } = copy;
        self.push("COPY ");
        self.table_name(into);
        self.push(" ");
        self.names(columns);
        self.push(" FROM STDIN (FORMAT binary)");
    }

    fn copy_out(&mut self, copy: &CopyOut) {
        let CopyOut { query } = copy;
        self.push("COPY (");
        self.select(query);
        self.push(") TO STDOUT (FORMAT binary)");
    }
}
