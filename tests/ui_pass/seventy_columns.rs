//! A table may have more columns than a word has bits.

use cormorant::Model;
use cormorant::query::select;
use cormorant::schema::Model as _;
use cormorant::session::{Draft, Mapped};

#[derive(Model, Clone)]
struct Wide {
    #[model(primary_key, generated)]
    id: i64,
    c1: Option<String>,
    c2: bool,
    c3: f64,
    c4: i64,
    c5: Option<String>,
    c6: bool,
    c7: f64,
    c8: i64,
    c9: Option<String>,
    c10: bool,
    c11: f64,
    c12: i64,
    c13: Option<String>,
    c14: bool,
    c15: f64,
    c16: i64,
    c17: Option<String>,
    c18: bool,
    c19: f64,
    c20: i64,
    c21: Option<String>,
    c22: bool,
    c23: f64,
    c24: i64,
    c25: Option<String>,
    c26: bool,
    c27: f64,
    c28: i64,
    c29: Option<String>,
    c30: bool,
    c31: f64,
    c32: i64,
    c33: Option<String>,
    c34: bool,
    c35: f64,
    c36: i64,
    c37: Option<String>,
    c38: bool,
    c39: f64,
    c40: i64,
    c41: Option<String>,
    c42: bool,
    c43: f64,
    c44: i64,
    c45: Option<String>,
    c46: bool,
    c47: f64,
    c48: i64,
    c49: Option<String>,
    c50: bool,
    c51: f64,
    c52: i64,
    c53: Option<String>,
    c54: bool,
    c55: f64,
    c56: i64,
    c57: Option<String>,
    c58: bool,
    c59: f64,
    c60: i64,
    c61: Option<String>,
    c62: bool,
    c63: f64,
    c64: i64,
    c65: Option<String>,
    c66: bool,
    c67: f64,
    c68: i64,
    c69: Option<String>,
}

fn main() {
    assert_eq!(Wide::TABLE.columns.len(), 70);
    assert_eq!(Wide::c69.index(), 69);
    let draft = <Wide as Mapped>::Draft::default();
    assert!(draft.slot(69).cell().is_none());
    let _ = select(Wide).filter(Wide::c69.is_null()).filter(Wide::c1.is_not_null());
    let _ = Wide::create().c4(1).c66(true);
}
