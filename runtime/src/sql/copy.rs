//! COPY.

use crate::sql::{Name, Select, TableName};

/// `COPY .. FROM STDIN (FORMAT binary)`
#[derive(Clone, Debug, PartialEq)]
pub struct CopyIn {
    /// The table.
    pub into: TableName,
    /// The columns that each row has, in order.
    pub columns: Vec<Name>,
}

/// `COPY (..) TO STDOUT (FORMAT binary)`
#[derive(Clone, Debug, PartialEq)]
pub struct CopyOut {
    /// The rows. PostgreSQL takes no parameters here.
    pub query: Select,
}
