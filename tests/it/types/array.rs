//! Arrays that a `Vec` cannot hold, and columns of arrays in one statement.

use cormorant::types::array::NestedArrayBuilder;
use cormorant::types::{ColumnType, Param};

use super::with_db;

#[test]
fn what_a_vec_cannot_say_is_refused() {
    with_db(async |db| {
        let dimensions = "the array has 2 dimensions: a `Vec` holds one";
        db.refuses::<Vec<i32>>("array[[1, 2], [3, 4]]", dimensions).await;
        let first = "the array's first index is 5, not 1: a `Vec` cannot say so";
        db.refuses::<Vec<i32>>("'[5:6]={1,2}'::int4[]", first).await;
        let null = "the array has a NULL element: `Vec<Option<_>>` can hold it";
        db.refuses::<Vec<i32>>("array[1, null]", null).await;
        db.refuses::<Vec<i32>>("array['a']", "the array's elements are of type number 25, not int4").await;
    });
}

#[test]
fn a_column_of_arrays_is_sent_as_slices_of_one_array() {
    with_db(async |db| {
        let text =
            |values: &[&str]| Some(values.iter().map(|value| Some((*value).to_owned())).collect::<Vec<_>>());
        let rows =
            [text(&["a", "b"]), None, text(&[]), text(&["c"]), Some(vec![None]), text(&["d", "", "f"])];
        let mut builder = NestedArrayBuilder::new(Vec::<String>::TYPE);
        rows.iter().for_each(|row| builder.push_param(&Param::from_value(row)));
        let array = builder.finish();
        let sql = "select ($1::text[])[r.first:r.last] \
                   from unnest($2::int4[], $3::int4[]) with ordinality as r(first, last, n) order by n";
        let read: Vec<Option<Vec<Option<String>>>> =
            db.values(sql, &[array.elements, array.first, array.last]).await;
        assert_eq!(read, rows);
    });
}

#[test]
fn a_column_of_empty_arrays_is_sent_too() {
    with_db(async |db| {
        let mut builder = NestedArrayBuilder::new(Vec::<i64>::TYPE);
        builder.push_param(&Param::new(&Vec::<i64>::new()));
        let array = builder.finish();
        let sql = "select ($1::int8[])[r.first:r.last] from unnest($2::int4[], $3::int4[]) as r(first, last)";
        let read: Vec<Vec<i64>> = db.values(sql, &[array.elements, array.first, array.last]).await;
        assert_eq!(read, [Vec::<i64>::new()]);
    });
}
