//! COPY.

use super::{Rendered, Renderer, render};
use crate::sql::CopyIn;

impl CopyIn {
    /// The statement as text; it has no parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.copy_in(self))
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
}
