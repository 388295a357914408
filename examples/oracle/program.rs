//! Program files as they are written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A file of programs.
#[derive(Debug)]
pub struct File {
    /// Order of the columns in snapshots, by table.
    pub columns: BTreeMap<String, Vec<String>>,
    /// The programs; for one that cannot be read, its name and what is wrong.
    pub programs: Vec<Result<Program, String>>,
}

/// A file whose programs are all in the format.
#[derive(Deserialize)]
struct Whole {
    programs: Vec<Program>,
}

/// A file before its programs are read.
#[derive(Deserialize)]
struct Raw {
    columns: BTreeMap<String, Vec<String>>,
    programs: Vec<Value>,
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
    #[serde(default)]
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
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Value)>, D::Error> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, Value)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
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
    /// Whether there is a result for each operation.
    fn is_complete(&self) -> bool {
        self.ops.len() == self.expect.len()
    }

    /// Whether it needs inheritance.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        self.ops.iter().any(|op| op.model.as_deref().is_some_and(|model| INHERITANCE.contains(&model)))
    }
}

/// The files that a path names: itself, or all `.json` files of a folder.
///
/// # Errors
///
/// What is wrong with the path.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error: std::io::Error| format!("{}: cannot be read: {error}", path.display());
    if std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(unreadable)?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    if files.is_empty() {
        Err(format!("{}: there is no .json file in it", path.display()))
    } else {
        Ok(files)
    }
}

/// Reads a file. A program that is not in the format does not keep the others from being read.
///
/// # Errors
///
/// What is wrong with the file.
pub fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    let raw: Raw = serde_json::from_str(&text)
        .map_err(|error| format!("{}: is not a file of programs: {error}", path.display()))?;
    let whole = serde_json::from_str::<Whole>(&text).ok();
    let Some(whole) = whole.filter(|whole| whole.programs.iter().all(Program::is_complete)) else {
        return Ok(File { columns: raw.columns, programs: one_by_one(path, &text, raw.programs) });
    };
    Ok(File { columns: raw.columns, programs: whole.programs.into_iter().map(Ok).collect() })
}

/// Programs of a file in which some are not in the format: by lines, because there the order of keys is kept.
fn one_by_one(path: &Path, text: &str, programs: Vec<Value>) -> Vec<Result<Program, String>> {
    let ends = |line: &str| line.rfind('}').map_or(0, |at| at + 1);
    let program = |line: &str| {
        let whole = &line[..ends(line)];
        // The last line may have the ends of the list and of the file.
        [whole, whole.trim_end_matches('}').trim_end().trim_end_matches(']')]
            .into_iter()
            .find_map(|text| serde_json::from_str::<Program>(text).ok())
    };
    let mut lines: BTreeMap<String, Program> =
        text.lines().filter_map(program).map(|program| (program.id.clone(), program)).collect();
    let read = |(at, value): (usize, Value)| {
        let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
        let name = id.clone().unwrap_or_else(|| format!("{}, program {at}", path.display()));
        let program: Program =
            serde_json::from_value(value).map_err(|error| format!("{name}: is not a program: {error}"))?;
        if !program.is_complete() {
            let (ops, expect) = (program.ops.len(), program.expect.len());
            return Err(format!("{name}: is not a program: {ops} operations, but {expect} results"));
        }
        Ok(id.and_then(|id| lines.remove(&id)).unwrap_or(program))
    };
    programs.into_iter().enumerate().map(read).collect()
}
