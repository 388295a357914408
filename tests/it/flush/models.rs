//! Models of the flush tests.

use cormorant::Model;
use cormorant::types::Json;
use serde::{Deserialize, Serialize};

#[derive(Model, Clone, Debug)]
pub(super) struct Item {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
    pub(super) qty: i32,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(firms: Firm, inverse = country))]
pub(super) struct Country {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(staff: Person, inverse = firm), has_many(sites: Site, inverse = firm))]
#[model(has_one(charter: Charter, inverse = firm))]
pub(super) struct Firm {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
    #[model(belongs_to(country: Country, inverse = firms))]
    pub(super) country_id: i32,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Person {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
    #[model(belongs_to(firm: Firm, inverse = staff))]
    pub(super) firm_id: i32,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Site {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) town: String,
    #[model(belongs_to(firm: Firm, inverse = sites))]
    pub(super) firm_id: i32,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Charter {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) text: String,
    #[model(unique, belongs_to(firm: Firm, inverse = charter))]
    pub(super) firm_id: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) theme: String,
    pub(super) sizes: Vec<i32>,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Bag {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) words: Vec<String>,
    pub(super) gaps: Option<Vec<Option<i32>>>,
    pub(super) settings: Json<Settings>,
    pub(super) other: Option<serde_json::Value>,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Made {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
    #[model(default = "program".to_owned())]
    pub(super) source: String,
    #[model(generated, server_default = "7 * 6")]
    pub(super) rank: i32,
    #[model(stored = "upper(name)")]
    pub(super) loud: Option<String>,
    #[model(on_update = Some("touched".to_owned()))]
    pub(super) by: Option<String>,
    #[model(default = 0, on_update_sql = "rev + 1")]
    pub(super) rev: i32,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(seats: Seat, inverse = row))]
pub(super) struct Row {
    #[model(primary_key)]
    pub(super) hall: String,
    #[model(primary_key)]
    pub(super) number: i32,
    pub(super) note: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(belongs_to(row: Row, columns(hall, row_number), inverse = seats))]
pub(super) struct Seat {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) hall: Option<String>,
    pub(super) row_number: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(kids: Kid, inverse = parent))]
pub(super) struct Parent {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    pub(super) name: String,
}

#[derive(Model, Clone, Debug)]
pub(super) struct Kid {
    #[model(primary_key, generated)]
    pub(super) id: i32,
    #[model(unique)]
    pub(super) nick: String,
    #[model(belongs_to(parent: Parent, inverse = kids))]
    pub(super) parent_id: Option<i32>,
}
