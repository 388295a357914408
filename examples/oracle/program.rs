//! Program files as they are written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use cormorant::{Error, Result};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A file of programs.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Order of the columns in snapshots, by table.
    pub columns: BTreeMap<String, Vec<String>>,
    /// The programs.
    pub programs: Vec<Program>,
}

/// One program and what it must do.
#[derive(Debug, Deserialize)]
pub struct Program {
    /// Its name.
    pub id: String,
    /// An option of the session.
    pub expire_on_commit: bool,
    /// What is done.
    pub ops: Vec<Op>,
    /// What each operation gives.
    pub expect: Vec<Value>,
    /// Contents of all tables after an operation, by its number.
    pub snapshots: BTreeMap<String, Value>,
    /// Contents of all tables at the end.
    #[serde(rename = "final")]
    pub last: Value,
}

/// One operation; most fields belong to few operations.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Op {
    /// Which operation.
    pub op: String,
    /// The object.
    pub h: String,
    /// Its model.
    pub model: Option<String>,
    /// Column values of a new object.
    pub cols: Option<BTreeMap<String, Value>>,
    /// Relationships of a new object, in their order.
    #[serde(deserialize_with = "in_order")]
    pub rels: Vec<(String, Value)>,
    /// A column.
    pub col: String,
    /// Its value.
    pub value: Value,
    /// A relationship.
    pub rel: String,
    /// Its members: a name, null, or names.
    pub to: Value,
    /// Prefix of the names of new objects.
    #[serde(rename = "as")]
    pub name: String,
    /// A primary key.
    pub pk: Vec<Value>,
    /// Conditions of a query.
    pub filter: BTreeMap<String, Value>,
    /// Relationships that a query loads.
    pub with: Vec<String>,
    /// A statement of the other connection.
    pub sql: String,
    /// A number for all sequences.
    pub base: i64,
}

/// A JSON object whose order counts.
fn in_order<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Vec<(String, Value)>, D::Error> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, Value)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    deserializer.deserialize_map(Pairs)
}

/// The two hierarchies; programs that use them are skipped.
const INHERITANCE: [&str; 6] = ["Vehicle", "Car", "Truck", "Staff", "Manager", "Engineer"];

impl Program {
    /// Whether it needs inheritance.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        self.ops.iter().any(|op| op.model.as_deref().is_some_and(|model| INHERITANCE.contains(&model)))
    }
}

/// Reads a file, or all `.json` files of a folder.
///
/// # Errors
///
/// [`Error::Io`] and [`Error::Configuration`] name the file.
pub fn read(path: &Path) -> Result<Vec<File>> {
    if !path.is_dir() {
        return Ok(vec![read_file(path)?]);
    }
    let entries = std::fs::read_dir(path).map_err(|source| io(path, source))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files.iter().map(|file| read_file(file)).collect()
}

fn read_file(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path).map_err(|source| io(path, source))?;
    serde_json::from_str(&text).map_err(|error| Error::Configuration {
        option: path.display().to_string().into(),
        message: error.to_string(),
    })
}

fn io(path: &Path, source: std::io::Error) -> Error {
    Error::Io { doing: format!("reading {}", path.display()), source }
}
