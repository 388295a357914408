//! Expansions, recorded as Rust files. After a deliberate change: `UPDATE_EXPECT=1 cargo test -p cormorant-macros`.

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
