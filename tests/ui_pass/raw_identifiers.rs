//! Fields, relationships, tables and models may be named like keywords.

use cormorant::query::select;
use cormorant::schema::Model as _;
use cormorant::{Model, alias};

#[derive(Model, Clone)]
#[model(table = "select", schema = "order", unique(r#type, r#where), index(r#unique desc))]
#[model(has_many(r#for: r#Use, inverse = r#move))]
struct r#Loop {
    #[model(primary_key, generated)]
    r#fn: i64,
    r#type: String,
    r#where: Option<String>,
    r#unique: bool,
}

#[derive(Model, Clone)]
#[model(primary_key(r#if, r#in))]
struct r#Use {
    r#if: i32,
    r#in: i32,
    #[model(belongs_to(r#move: r#Loop, inverse = r#for))]
    r#loop: i64,
    #[model(references(r#Loop(r#fn)))]
    r#as: Option<i64>,
}

alias!(r#while: r#Loop);

fn main() {
    assert_eq!(r#Loop::TABLE.columns[1].name, "type");
    assert_eq!((r#Loop::TABLE.name, r#Use::TABLE.name), ("select", "use"));
    let _ = select((r#Loop, r#while.r#type)).left_join(r#Loop::r#for).cross_join(r#while);
    let _ = select(r#while).filter(r#while.r#where.is_null());
    let _ = r#Loop::create().r#type("a").r#unique(true).r#for([r#Use::create().r#if(1).r#in(2)]);
}
