//! What the derives call: enums, composite types, newtypes.

use cormorant::error::BoxError;
use cormorant::types::composite::{CompositeReader, CompositeWriter};
use cormorant::types::enum_::{decode_label, encode_label};
use cormorant::types::{ArrayBuilder, BytesMut, ColumnType, Element, Param, PgType};

use super::with_db;

#[derive(Clone, Debug, PartialEq)]
enum Mood {
    Happy,
    VerySad,
}

impl ColumnType for Mood {
    const TYPE: PgType = PgType::named(None, "mood");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let label = match self {
            Mood::Happy => "happy",
            Mood::VerySad => "very sad",
        };
        encode_label(label, out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        decode_label("Mood", bytes, &[("happy", Mood::Happy), ("very sad", Mood::VerySad)])
    }
}

impl Element for Mood {}

#[derive(Clone, Debug, PartialEq)]
struct Address {
    street: String,
    numbers: Vec<i32>,
    mood: Option<Mood>,
    moods: Vec<Mood>,
}

impl ColumnType for Address {
    const TYPE: PgType = PgType::composite(None, "address");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let mut fields = CompositeWriter::new(out);
        fields.field("street", &self.street)?;
        fields.field("numbers", &self.numbers)?;
        fields.field("mood", &self.mood)?;
        fields.field("moods", &self.moods)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut fields = CompositeReader::new(bytes, 4)?;
        let address = Address {
            street: fields.field("street")?,
            numbers: fields.field("numbers")?,
            mood: fields.field("mood")?,
            moods: fields.field("moods")?,
        };
        fields.finish()?;
        Ok(address)
    }
}

impl Element for Address {}

const MOOD: &str = "create type mood as enum ('happy', 'very sad', 'grumpy')";

#[test]
fn enums_round_trip_and_unknown_labels_are_named() {
    with_db(async |db| {
        db.run(MOOD).await;
        db.round_trips(&[(Mood::Happy, "happy"), (Mood::VerySad, "very sad")]).await;
        db.refuses::<Mood>("'grumpy'::mood", "`Mood` has no variant for the label `grumpy`").await;
    });
}

#[test]
fn composite_types_round_trip() {
    with_db(async |db| {
        db.run(MOOD).await;
        db.run("create type address as (street text, numbers int4[], mood mood, moods mood[])").await;
        let address = Address {
            street: "High \"St\"".into(),
            numbers: vec![1, 2],
            mood: Some(Mood::Happy),
            moods: vec![Mood::VerySad],
        };
        let empty = Address { street: String::new(), numbers: vec![], mood: None, moods: vec![] };
        db.round_trips(&[
            (address, r#"("High ""St""","{1,2}",happy,"{""very sad""}")"#),
            (empty, r#"("",{},,{})"#),
        ])
        .await;
        db.run("alter type address add attribute more int4").await;
        let reason = "the composite value has 5 fields, not 4";
        db.refuses::<Address>("row('a', '{}', null, '{}', 1)::address", reason).await;
        db.run("alter type address drop attribute more, alter attribute street type int8").await;
        let reason = "field `street`: expected text, found the type with number 20";
        db.refuses::<Address>("row(1, '{}', null, '{}')::address", reason).await;
    });
}

#[test]
fn a_column_of_composite_values_is_sent_with_their_numbers() {
    with_db(async |db| {
        db.run("create type pair as (a int4, b int4)").await;
        let (pairs, numbers) = ([Pair(1, 2), Pair(3, 4)].to_vec(), vec![1, 2]);
        let sql =
            "select ($1::pair[])[v.n] from unnest($2::int4[]) with ordinality as v(n, ord) order by ord";
        assert_eq!(db.values::<Pair>(sql, &[Param::new(&pairs), Param::new(&numbers)]).await, pairs);
    });
}

#[derive(Clone, Debug, PartialEq)]
struct Pair(i32, i32);

impl ColumnType for Pair {
    const TYPE: PgType = PgType::composite(None, "pair");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let mut fields = CompositeWriter::new(out);
        fields.field("a", &self.0)?;
        fields.field("b", &self.1)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut fields = CompositeReader::new(bytes, 2)?;
        let pair = Pair(fields.field("a")?, fields.field("b")?);
        fields.finish().map(|()| pair)
    }
}

impl Element for Pair {}

#[test]
fn the_number_of_a_named_element_type_can_be_filled_in() {
    with_db(async |db| {
        db.run(MOOD).await;
        let oid: i64 = db.value("select 'mood'::regtype::oid::int8", &[]).await;
        let mut builder = ArrayBuilder::new(Mood::TYPE);
        builder.push(Some(&Mood::Happy));
        let param = builder.finish().with_element_oid(u32::try_from(oid).unwrap());
        assert_ne!(param, Param::new(&vec![Mood::Happy]));
        assert_eq!(db.value::<Vec<Mood>>("select $1::mood[]", &[param]).await, [Mood::Happy]);
    });
}
