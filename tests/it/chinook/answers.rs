//! The recorded answers, and the rows that they are about.

use std::env;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use cormorant::engine::Engine;
use cormorant_examples::music::{create_tables, csv};
use rust_decimal::Decimal;
use serde_json::Value;

/// The folder with the rows and the questions: that of `CHINOOK_DIR`, else `../shared/chinook` beside the
/// workspace. `None` says why it is skipped.
#[expect(clippy::print_stdout, reason = "who runs the tests shall know what was not tested")]
pub(super) fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/chinook");
    let folder = env::var_os("CHINOOK_DIR").map_or(beside, PathBuf::from);
    if folder.join("questions.json").is_file() {
        return Some(folder);
    }
    println!("skipped: {} has no questions.json; CHINOOK_DIR names another folder", folder.display());
    None
}

/// Makes the tables and loads all rows.
pub(super) async fn load(engine: Engine) -> cormorant::Result<()> {
    let Some(folder) = folder() else { return Ok(()) };
    let music = csv::read(&folder).unwrap_or_else(|mistake| panic!("{mistake}"));
    assert_eq!(music.len(), 15_607);
    let mut conn = engine.connection().await?;
    create_tables(&mut conn).await?;
    music.load(&mut conn, |_| ()).await?;
    Ok(())
}

/// All questions with their rows.
pub(super) struct Questions(Vec<Value>);

impl Questions {
    pub(super) fn read() -> Option<Questions> {
        let file = folder()?.join("questions.json");
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        Some(Questions(serde_json::from_str(&text).expect("the questions are a list")))
    }

    /// Compares all rows, in order.
    pub(super) fn check<R: Answer>(&self, id: &str, rows: Vec<R>) {
        let asked = self.0.iter().find(|question| question["id"] == id).expect("the question is in the file");
        let given: Vec<Value> = rows.into_iter().map(|row| Value::Array(row.into_values())).collect();
        assert_eq!(Value::Array(given), asked["rows"], "{}\n{}", asked["question"], asked["sql"]);
    }
}

/// A row as the file has it: a list of values.
pub(super) trait Answer {
    /// How the server says the same of each column: `{}` is the column.
    fn columns() -> Vec<&'static str>;
    fn into_values(self) -> Vec<Value>;
}

/// A value as the file has it: decimals and times as texts.
pub(super) trait Cell {
    const SQL: &'static str = "to_jsonb({})";
    fn into_value(self) -> Value;
}

macro_rules! cells {
    ($($ty:ty: $value:ident => $json:expr $(, $sql:literal)?;)*) => {$(
        impl Cell for $ty {
            $(const SQL: &'static str = $sql;)?

            fn into_value(self) -> Value {
                let $value = self;
                $json
            }
        }
    )*};
}

cells! {
    i32: number => number.into();
    i64: number => number.into();
    f64: number => number.to_string().into(), "to_jsonb({}::text)";
    bool: truth => truth.into();
    String: text => text.into();
    Value: document => document;
    Vec<i32>: numbers => numbers.into();
    Vec<String>: texts => texts.into();
    Decimal: number => number.to_string().into(), "to_jsonb({}::text)";
    NaiveDateTime: time => time.format("%Y-%m-%dT%H:%M:%S").to_string().into();
}

impl<T: Cell> Cell for Option<T> {
    const SQL: &'static str = T::SQL;

    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

macro_rules! alone {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<$($generics)*> Answer for $ty {
            fn columns() -> Vec<&'static str> {
                vec![<$ty>::SQL]
            }

            fn into_values(self) -> Vec<Value> {
                vec![self.into_value()]
            }
        }
    )*};
}

alone! {
    [T: Cell] Option<T>;
    [] i64;
}

macro_rules! together {
    ($($name:ident $at:tt),*) => {
        impl<$($name: Cell),*> Answer for ($($name,)*) {
            fn columns() -> Vec<&'static str> {
                vec![$($name::SQL),*]
            }

            fn into_values(self) -> Vec<Value> {
                vec![$(self.$at.into_value()),*]
            }
        }
    };
}

together!(A 0, B 1);
together!(A 0, B 1, C 2);
together!(A 0, B 1, C 2, D 3);
