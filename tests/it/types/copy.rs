//! Rows of many columns in the binary format of COPY.

use cormorant::types::copy::{CopyReader, CopyWriter};

use super::with_db;

#[test]
fn many_rows_come_back_in_order_through_pieces_of_any_size() {
    with_db(async |db| {
        db.run("create temp table people (id int8, name text, tags text[], picture bytea)").await;
        let row = |id: i64| {
            let name = (id % 3 > 0).then(|| format!("name {id}"));
            (id, name, vec!["tag".to_owned(); usize::try_from(id % 4).unwrap()], vec![7_u8; 500])
        };
        let mut writer = CopyWriter::new(4).unwrap();
        for id in 0..5_000 {
            let (id, name, tags, picture) = row(id);
            writer
                .row(|fields| {
                    fields.value(&id)?;
                    fields.value(&name)?;
                    fields.value(&tags)?;
                    fields.value(&picture)
                })
                .unwrap();
        }
        assert_eq!(db.copy_in("copy people from stdin (format binary)", writer).await, 5_000);
        let stream = db.copy_out("copy (select * from people order by id) to stdout (format binary)").await;
        let (mut reader, mut next) = (CopyReader::new(), 0);
        for piece in stream.chunks(1_021) {
            reader.feed(piece);
            while let Some(read) = reader.next_row().unwrap() {
                let read = (
                    read.value::<i64>(0).unwrap(),
                    read.value::<Option<String>>(1).unwrap(),
                    read.value::<Vec<String>>(2).unwrap(),
                    read.value::<Vec<u8>>(3).unwrap(),
                );
                assert_eq!(read, row(next));
                next += 1;
            }
        }
        assert_eq!((next, reader.is_at_end()), (5_000, true));
    });
}
