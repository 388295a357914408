//! Expansions, recorded as Rust files. After a deliberate change: `UPDATE_EXPECT=1 cargo test -p cormorant-macros`.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use expect_test::expect_file;
use syn::DeriveInput;

fn expanded(source: &str) -> String {
    let input: DeriveInput = syn::parse_str(source).expect("the source is Rust");
    let file = syn::parse2(crate::expand_model(&input)).expect("the expansion is Rust");
    prettyplease::unparse(&file)
}

const USER: &str = include_str!("../tests/expand/user.in.rs");

#[test]
fn a_model_expands_to_facts() {
    expect_file!["../tests/expand/user.out.rs"].assert_eq(&expanded(USER));
}

/// A model of some columns of some types; the last ones are keys of other models.
fn model(columns: usize, relations: usize) -> String {
    let types = ["String", "Option<String>", "i32", "f64", "bool", "DateTime<Utc>"];
    let mut text = String::from("#[derive(Model, Clone)] ");
    for other in 0..relations {
        write!(text, "#[model(has_many(below{other}: Below{other}, inverse = model))] ").expect("a text");
    }
    text.push_str("pub struct Thing { #[model(primary_key, generated)] pub id: i64, ");
    for column in 1..columns {
        let ty = types[column % types.len()];
        if column < columns - relations {
            write!(text, "pub column{column}: {ty}, ").expect("a text");
        } else {
            write!(text, "#[model(belongs_to(above{column}: Above{column}))] pub column{column}: i64, ")
                .expect("a text");
        }
    }
    text + "}"
}

/// Letters without spaces: the compiler's time grows with them.
fn letters(source: &str) -> usize {
    expanded(source).chars().filter(|letter| !letter.is_whitespace()).count()
}

/// What may change without a word, in percent.
const UNSEEN: usize = 3;

#[test]
fn text_per_model_does_not_grow_unseen() {
    let models = [
        ("1 column", model(1, 0)),
        ("12 columns", model(12, 0)),
        ("30 columns", model(30, 0)),
        ("12 columns, 2 of them keys, and 2 collections", model(12, 2)),
    ];
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand/sizes.txt");
    let sizes = models.map(|(name, source)| (name, letters(&source)));
    if env::var_os("UPDATE_EXPECT").is_some() {
        let lines: Vec<String> = sizes.iter().map(|(name, size)| format!("{name}: {size}\n")).collect();
        fs::write(&file, lines.concat()).expect("the record can be written");
    }
    let recorded = fs::read_to_string(&file).expect("the record can be read");
    for (name, size) in sizes {
        let line = recorded.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let before: usize = line.and_then(|size| size.parse().ok()).unwrap_or_default();
        assert!(
            size.abs_diff(before) * 100 <= before * UNSEEN,
            "a model of {name} is {size} letters of code, {before} are recorded. The compiler reads them for each model \
             in each build; if that is worth it: UPDATE_EXPECT=1 cargo test -p cormorant-macros"
        );
    }
}

#[test]
fn every_mistake_is_told_in_one_build() {
    let source = "#[model(tabel = \"a\", unique(b))] struct User {
        #[model(primary_key, uniq)] id: u64, #[model(scale = 2)] c: i32
    }";
    let input: DeriveInput = syn::parse_str(source).expect("the source is Rust");
    let (_, error) = crate::model::Model::from_syn(&input);
    let messages: Vec<String> = error.into_iter().flatten().map(|error| error.to_string()).collect();
    let begins: Vec<&str> =
        messages.iter().map(|message| message.split([':', ';']).next().unwrap_or_default()).collect();
    let expected = [
        "unknown option `tabel`",
        "unknown option `uniq`",
        "there is no field `b`",
        "PostgreSQL has no type for `u64`",
        "`scale` needs a `precision`",
    ];
    assert_eq!(begins, expected);
}
