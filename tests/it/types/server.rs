//! One connection, values as bytes, and the questions that each type is asked.

use std::error::Error;
use std::fmt::Debug;

use cormorant::embedded::Server;
use cormorant::types::copy::{CopyReader, CopyWriter};
use cormorant::types::{ArrayBuilder, ColumnType, Element, Param, ParamValue, PgType, Value};
use futures_util::{SinkExt, StreamExt, pin_mut};
use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::{Builder, Handle};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, NoTls};

type BoxError = Box<dyn Error + Send + Sync>;

/// A connection in a transaction that is never committed.
pub(super) struct Db {
    client: Client,
}

/// Runs a test with a connection.
pub(super) fn with_db(test: impl AsyncFnOnce(&Db)) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::throw_away().await.unwrap();
        let (client, connection) = tokio_postgres::connect(&server.url(), NoTls).await.unwrap();
        tokio::spawn(connection);
        let db = Db { client };
        db.run("begin; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601'").await;
        // A test's own types are temporary, so that tests do not wait for one another.
        db.run("set local search_path = pg_temp, public").await;
        test(&db).await;
    });
}

/// Arbitrary values survive the way to the server and back.
pub(super) fn property<T: Element + Debug>(values: impl Strategy<Value = T>) {
    with_db(async |db| {
        let mut runner =
            TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
        let result = runner.run(&vec(values, 0..40), |values| {
            let stored: Vec<T> = values.iter().cloned().map(T::stored).collect();
            let read: Vec<T> = tokio::task::block_in_place(|| {
                Handle::current().block_on(db.value(&cast(&format!("{}[]", T::TYPE)), &[Param::new(&values)]))
            });
            if Param::new(&read) == Param::new(&stored) && read.same(&values) {
                return Ok(());
            }
            Err(TestCaseError::fail(format!("read {read:?}")))
        });
        result.unwrap();
    });
}

fn cast(ty: &str) -> String {
    format!("select $1::{ty}")
}

impl Db {
    /// Runs statements without parameters.
    pub(super) async fn run(&self, sql: &str) {
        self.client.batch_execute(sql).await.unwrap();
    }

    /// All rows of a query's one column.
    pub(super) async fn values<V: Value>(&self, sql: &str, params: &[Param]) -> Vec<V> {
        let rows = self.query(sql, params).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        rows.iter().map(|bytes| decode(bytes.as_deref()).unwrap()).collect()
    }

    /// The one value of a query.
    pub(super) async fn value<V: Value>(&self, sql: &str, params: &[Param]) -> V {
        self.values(sql, params).await.pop().unwrap()
    }

    async fn query(
        &self,
        sql: &str,
        params: &[Param],
    ) -> Result<Vec<Option<Vec<u8>>>, tokio_postgres::Error> {
        let raw: Vec<RawParam<'_>> = params.iter().map(RawParam).collect();
        let raw: Vec<&(dyn ToSql + Sync)> = raw.iter().map(|param| param as _).collect();
        let rows = self.client.query(sql, &raw).await?;
        Ok(rows.iter().map(|row| row.get::<_, Option<RawValue>>(0).map(|value| value.0)).collect())
    }

    /// Values and their texts: what is sent shows as the text, the text is read as the value; NULL, arrays,
    /// `unnest`, and `COPY` in both directions keep them.
    pub(super) async fn round_trips<T: Element + Debug>(&self, values: &[(T, &str)]) {
        let ty = T::TYPE;
        for (value, text) in values {
            let sent: String = self.value(&format!("select $1::{ty}::text"), &[Param::new(value)]).await;
            assert_eq!(sent, *text, "{value:?} shows as this");
            let read: T =
                self.value(&format!("select $1::text::{ty}"), &[Param::new(&(*text).to_owned())]).await;
            assert_stored(&read, value);
        }
        assert!(self.value::<Option<T>>(&cast(&ty.to_string()), &[Param::null(ty)]).await.is_none());
        self.check_numbers(ty).await;
        let all: Vec<T> = values.iter().map(|(value, _)| value.clone()).collect();
        self.round_trips_in_arrays(&all).await;
        self.round_trips_in_copy(&all).await;
    }

    /// The numbers of a built-in type and its array are those of the server.
    async fn check_numbers(&self, ty: PgType) {
        if ty.is_named() {
            return;
        }
        let sql =
            format!("select array[t.oid, t.typarray]::int8[] from pg_type t where oid = '{ty}'::regtype");
        let numbers: Vec<i64> = self.value(&sql, &[]).await;
        assert_eq!(numbers, [i64::from(ty.oid), i64::from(ty.array_oid)]);
        assert_eq!(ty.array().oid, ty.array_oid);
        assert_eq!(ty.array().element(), ty);
    }

    async fn round_trips_in_arrays<T: Element + Debug>(&self, values: &[T]) {
        let sql = format!("select $1::{}[]", T::TYPE);
        let whole: Vec<T> = self.value(&sql, &[Param::new(&values.to_vec())]).await;
        assert_eq!(whole.len(), values.len());
        whole.iter().zip(values).for_each(|(read, value)| assert_stored(read, value));
        assert!(self.value::<Vec<T>>(&sql, &[Param::new(&Vec::<T>::new())]).await.is_empty());

        let nulls: Vec<Option<T>> = values.iter().cloned().map(Some).chain([None]).collect();
        let read: Vec<Option<T>> = self.value(&sql, &[Param::new(&nulls)]).await;
        assert!(read.same(&nulls));

        let mut builder = ArrayBuilder::new(T::TYPE);
        nulls.iter().for_each(|value| builder.push(value.as_ref()));
        // In the select list, as `from unnest(..)` makes a column of each field of a composite type.
        let sql = format!("select unnest($1::{}[])", T::TYPE);
        let unnested: Vec<Option<T>> = self.values(&sql, &[builder.finish()]).await;
        assert!(unnested.same(&nulls));
    }

    async fn round_trips_in_copy<T: Element + Debug>(&self, values: &[T]) {
        self.run(&format!("create temp table copied (n int4, v {})", T::TYPE)).await;
        let mut writer = CopyWriter::new(2).unwrap();
        for (n, value) in (1_i32..).zip(values) {
            writer.row(|row| row.value(&n).and_then(|()| row.value(value))).unwrap();
        }
        writer.row(|row| row.value(&0_i32).and_then(|()| row.value(&None::<T>))).unwrap();
        let copied = self.copy_in("copy copied from stdin (format binary)", writer).await;
        assert_eq!(copied, values.len() as u64 + 1);

        let stream =
            self.copy_out("copy (select n, v from copied order by n) to stdout (format binary)").await;
        let mut reader = CopyReader::new();
        reader.feed(&stream);
        let null = reader.next_row().unwrap().unwrap();
        assert_eq!(null.value::<i32>(0).unwrap(), 0);
        assert!(null.value::<Option<T>>(1).unwrap().is_none());
        for (n, value) in (1_i32..).zip(values) {
            let row = reader.next_row().unwrap().unwrap();
            assert_eq!(row.value::<i32>(0).unwrap(), n);
            assert_stored(&row.value::<T>(1).unwrap(), value);
        }
        assert!(reader.next_row().unwrap().is_none() && reader.is_at_end());
        self.run("drop table copied").await;
    }

    /// Sends rows; gives their number.
    pub(super) async fn copy_in(&self, sql: &str, writer: CopyWriter) -> u64 {
        let sink = self.client.copy_in(sql).await.unwrap();
        pin_mut!(sink);
        sink.send(writer.finish()).await.unwrap();
        sink.finish().await.unwrap()
    }

    /// Receives a stream of rows.
    pub(super) async fn copy_out(&self, sql: &str) -> Vec<u8> {
        let stream = self.client.copy_out(sql).await.unwrap();
        let pieces: Vec<_> = stream.collect().await;
        pieces.into_iter().flat_map(|piece| piece.unwrap().to_vec()).collect()
    }

    /// A value of the server that the Rust type cannot hold is this error.
    pub(super) async fn refuses<T: ColumnType + Debug>(&self, expression: &str, reason: &str) {
        let rows = self.query(&format!("select {expression}"), &[]).await.unwrap();
        let error = decode::<T>(rows[0].as_deref()).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
}

/// What was read is what PostgreSQL was said to store.
#[track_caller]
fn assert_stored<T: ColumnType + Debug>(read: &T, sent: &T) {
    let stored = sent.clone().stored();
    assert_eq!(Param::new(read), Param::new(&stored), "read {read:?}, sent {sent:?}");
    assert!(read.same(sent) && read.same(&stored) && read.clone().stored().same(read));
}

fn decode<V: Value>(bytes: Option<&[u8]>) -> Result<V, BoxError> {
    let base = bytes.map(V::Base::decode).transpose()?;
    V::from_base(base).ok_or_else(|| "NULL".into())
}

/// Sends a parameter's bytes as they are.
#[derive(Debug)]
struct RawParam<'a>(&'a Param);

impl ToSql for RawParam<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        match &self.0.value {
            ParamValue::Null => Ok(IsNull::Yes),
            ParamValue::Binary(bytes) => {
                out.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
            ParamValue::Invalid(reason) => Err(reason.as_ref().into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Reads a value's bytes as they are.
struct RawValue(Vec<u8>);

impl<'a> FromSql<'a> for RawValue {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
        Ok(RawValue(raw.to_vec()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
