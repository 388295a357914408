//! Columns of composite types are written as one statement, whatever the number of rows, and nothing of them is lost.

use cormorant::Result;
use cormorant::engine::Engine;
use cormorant::error::BoxError;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::types::composite::{CompositeReader, CompositeWriter};
use cormorant::types::{BytesMut, ColumnType, Element, PgType};

use super::writes;

/// A value of several fields, one of which may be NULL.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    street: String,
    floor: Option<i32>,
}

impl ColumnType for Place {
    const TYPE: PgType = PgType::composite(None, "place");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let mut fields = CompositeWriter::new(out);
        fields.field("street", &self.street)?;
        fields.field("floor", &self.floor)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut fields = CompositeReader::new(bytes, 2)?;
        let place = Place { street: fields.field("street")?, floor: fields.field("floor")? };
        fields.finish().map(|()| place)
    }
}

impl Element for Place {}

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "house")]
struct House {
    #[model(primary_key, generated)]
    id: i32,
    place: Place,
    old: Option<Place>,
    others: Vec<Place>,
}

fn place(n: i32) -> Place {
    Place {
        street: ["", "(a,b)", "\"q\"", "NULL"][n as usize % 4].repeat(n as usize % 3),
        floor: (n % 2 == 0).then_some(n),
    }
}

fn house(n: i32) -> House {
    let old = (n % 3 != 0).then(|| place(n + 1));
    House { id: 0, place: place(n), old, others: (0..n % 4).map(place).collect() }
}

async fn tables(engine: Engine) -> Result<()> {
    let mut conn = engine.connection().await?;
    conn.script("CREATE TYPE place AS (street text, floor int4)").await?;
    conn.create_all(&[House::TABLE], &cormorant::ddl::Options::new()).await
}

/// What is stored, in the order of the keys, without them.
async fn stored(session: &mut Session) -> Result<Vec<House>> {
    let houses = session.connection().await?.all(select(House).order_by(House::id)).await?;
    Ok(houses.into_iter().map(|house| House { id: 0, ..house }).collect())
}

#[cormorant::test(fixture = tables)]
async fn any_number_of_rows_with_composite_values_is_one_statement_and_comes_back_exactly(
    db: TestDb,
) -> Result<()> {
    let sent = db.engine().record();
    for number in [1, 2, 40, 1_500] {
        let mut session = db.engine().session();
        let expected: Vec<House> = (0..number).map(house).collect();
        sent.clear();
        let houses = session.add_all(expected.iter().map(|house| {
            let House { id: _, place, old, others } = house.clone();
            House::create().place(place).old(old).others(others)
        }));
        session.flush().await?;
        assert_eq!(writes(&sent).len(), 1, "{number} inserted rows");
        assert_eq!(stored(&mut session).await?, expected, "{number} inserted rows");

        sent.clear();
        for (n, &entity) in (0..).zip(&houses) {
            session[entity].place = Place { street: format!("moved {n}"), floor: None };
        }
        session.flush().await?;
        assert_eq!(writes(&sent).len(), 1, "{number} updated rows");
        let moved = stored(&mut session).await?;
        let streets = (0..).zip(&moved).all(|(n, house)| house.place.street == format!("moved {n}"));
        assert!(streets && moved.iter().zip(&expected).all(|(house, was)| house.old == was.old));

        sent.clear();
        for &entity in &houses {
            session.delete(entity)?;
        }
        session.flush().await?;
        assert_eq!(writes(&sent).len(), 1, "{number} deleted rows");
        session.rollback().await?;
    }
    Ok(())
}
