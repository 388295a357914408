//! Rows as a table in FROM: one array per column, and the parameters that belong to it.
//!
//! `unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n")` is all of it as long as columns hold plain values.
//! PostgreSQL has no arrays of arrays, and `unnest` in FROM takes composite values apart. So a column of arrays
//! travels as the elements of all rows and the place of each row's first and last element; composite values are
//! taken out of their array by number. Reaching into an array walks it from its start, so that the rows come in
//! blocks: each block's part is cut out once, and its rows are cut out of that.
//!
//! ```sql
//! (SELECT "b"."0"["r"."0f":"r"."0l"], "r"."1", "b"."before" + "r"."n"
//!  FROM (SELECT $1["s"."0f":"s"."0l"], $2["s"."first":"s"."last"], .., "s"."before"
//!        FROM unnest($5, $6, ..) AS "s"("before", "first", "last", "0f", "0l") OFFSET 0) AS "b"("0", "0f", "0l", "1", "before"),
//!       LATERAL unnest("b"."0f", "b"."0l", "b"."1") WITH ORDINALITY AS "r"("0f", "0l", "1", "n") OFFSET 0)
//! AS "v"("0", "1", "n")
//! ```

use crate::session::Cell;
use crate::sql::{
    BinaryOp, Call, Constant, DerivedTable, Expr, From, FunctionTable, Item, Name, Qualifier, Select,
    SelectBody, SelectCore,
};
use crate::types::array::NestedArrayBuilder;
use crate::types::{ArrayBuilder, ColumnType, Param, ParamValue, PgType};

/// Alias of the rows; their columns are numbers, which no column of a user's is called.
pub(super) const ROWS: &str = "v";
/// The number of the row, from 1.
pub(super) const ORD: &str = "n";

/// Arrays of this size are sent before more rows are added to them.
pub(super) const FULL: usize = 64 << 20;
/// Rows that are added between looks at the size.
const BATCH: usize = 256;
/// Fewer rows are not worth a block of their own.
const SMALL_BLOCK: usize = 32;

const BLOCKS: &str = "b";
const SPANS: &str = "s";
const IN_BLOCK: &str = "r";

/// How a column travels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Composite,
    Array,
}

fn form(ty: PgType) -> Form {
    match ty {
        PgType { is_array: true, .. } => Form::Array,
        PgType { is_composite: true, .. } => Form::Composite,
        _ => Form::Plain,
    }
}

/// Whether values of the type can be unnested as they are.
pub(super) fn is_plain(ty: PgType) -> bool {
    form(ty) == Form::Plain
}

/// The rows as an entry of FROM, with a number for each if it is asked for.
pub(super) fn table(types: &[PgType], numbered: bool) -> From {
    if types.iter().all(|ty| is_plain(*ty)) {
        let arrays = types.iter().map(|ty| Expr::Param(Param::null(ty.array()))).collect();
        let names = (0..types.len()).map(|place| Name::from(place.to_string()));
        return unnest(arrays, ROWS, names.chain(numbered.then(|| ORD.into())).collect(), numbered);
    }
    let mut parts = Parts::default();
    for (place, &ty) in types.iter().enumerate() {
        parts.add(place, ty);
    }
    parts.finish(types.len())
}

/// A column of [`ROWS`].
pub(super) fn column(place: usize) -> Expr {
    of(ROWS, place.to_string())
}

fn of(alias: &'static str, column: impl Into<Name>) -> Expr {
    Expr::column(Qualifier::Alias(alias.into()), column)
}

fn unnest(arrays: Vec<Expr>, alias: &'static str, columns: Vec<Name>, with_ordinality: bool) -> From {
    let (lateral, call) = (alias == IN_BLOCK, Call::new("unnest", arrays));
    From::Function(Box::new(FunctionTable { lateral, call, with_ordinality, alias: alias.into(), columns }))
}

/// The pieces of the nested form.
#[derive(Default)]
struct Parts {
    /// What is cut out for a block, and its name.
    cuts: Vec<(Expr, Name)>,
    /// Columns of a block that are unnested.
    unnested: Vec<Name>,
    /// Columns of arrays' places within the block.
    spans: Vec<Name>,
    rows: Vec<Expr>,
}

impl Parts {
    fn add(&mut self, place: usize, ty: PgType) {
        let name = place.to_string();
        match form(ty) {
            Form::Plain => {
                self.cut(ty.array(), "first", "last", &name);
                self.rows.push(of(IN_BLOCK, name.clone()));
                self.unnested.push(name.into());
            }
            Form::Composite => {
                self.cut(ty.array(), "first", "last", &name);
                self.rows.push(Expr::Subscript(Box::new(of(BLOCKS, name)), Box::new(of(IN_BLOCK, ORD))));
            }
            Form::Array => {
                let (first, last) = (format!("{name}f"), format!("{name}l"));
                self.cut(ty, &first, &last, &name);
                let numbers = i32::TYPE.array();
                self.cut(numbers, "first", "last", &first);
                self.cut(numbers, "first", "last", &last);
                let ends = [&first, &last].map(|end| Some(Box::new(of(IN_BLOCK, end.clone()))));
                let [from, to] = ends;
                self.rows.push(Expr::Slice(Box::new(of(BLOCKS, name)), from, to));
                for end in [first, last] {
                    self.unnested.push(end.clone().into());
                    self.spans.push(end.into());
                }
            }
        }
    }

    fn cut(&mut self, array: PgType, first: &str, last: &str, name: &str) {
        let ends = [first, last].map(|end| Some(Box::new(of(SPANS, end.to_owned()))));
        let [from, to] = ends;
        let all = Expr::cast(Expr::Param(Param::null(array)), array);
        self.cuts.push((Expr::Slice(Box::new(all), from, to), name.to_owned().into()));
    }

    fn finish(mut self, width: usize) -> From {
        if self.unnested.is_empty() {
            // Something must say how many rows there are.
            self.cut(i32::TYPE.array(), "first", "last", ORD);
            self.unnested.push(ORD.into());
        }
        let names = ["before", "first", "last"].map(Name::from).into_iter().chain(self.spans);
        let names: Vec<Name> = names.collect();
        let numbers = names.iter().map(|_| Expr::Param(Param::null(i32::TYPE.array()))).collect();
        let spans = unnest(numbers, SPANS, names, false);
        let (mut cuts, mut cut_names): (Vec<Expr>, Vec<Name>) = self.cuts.into_iter().unzip();
        cuts.push(of(SPANS, "before"));
        cut_names.push("before".into());
        let blocks = derived(cuts, vec![spans], BLOCKS, cut_names);
        let arrays = self.unnested.iter().map(|name| of(BLOCKS, name.clone())).collect();
        let in_block: Vec<Name> =
            self.unnested.iter().map(|name| if **name == *ORD { "i".into() } else { name.clone() }).collect();
        let in_block = in_block.into_iter().chain([ORD.into()]).collect();
        let in_block = unnest(arrays, IN_BLOCK, in_block, true);
        self.rows.push(Expr::binary(of(BLOCKS, "before"), BinaryOp::Add, of(IN_BLOCK, ORD)));
        let names = (0..width).map(|place| Name::from(place.to_string())).chain([ORD.into()]).collect();
        derived(self.rows, vec![blocks, in_block], ROWS, names)
    }
}

/// A subquery that is not merged into the statement around it: what it cuts out is cut out once.
fn derived(items: Vec<Expr>, from: Vec<From>, alias: &'static str, columns: Vec<Name>) -> From {
    let items = items.into_iter().map(|expr| Item { expr, alias: None }).collect();
    let core = SelectCore { items, from, ..SelectCore::default() };
    let offset = Some(Expr::Constant(Constant::Integer(0)));
    let query = Select { body: SelectBody::Core(Box::new(core)), offset, ..Select::default() };
    From::Derived(Box::new(DerivedTable { lateral: false, query, alias: alias.into(), columns }))
}

/// The values of rows, by place of the column. What is not known is sent as NULL.
pub(super) trait Cells {
    fn cell(&self, row: u32, place: usize) -> Option<&dyn Cell>;

    /// Appends a column of rows to an array.
    fn push(&self, rows: &[u32], place: usize, array: &mut ArrayBuilder) {
        push_each(self, rows, place, array);
    }
}

/// Appends a column of rows to an array, one by one.
pub(super) fn push_each(cells: &(impl Cells + ?Sized), rows: &[u32], place: usize, array: &mut ArrayBuilder) {
    rows.iter().for_each(|row| match cells.cell(*row, place) {
        Some(cell) => cell.push_onto(array),
        None => array.push_encoded(None),
    });
}

/// One column of the rows, on its way into parameters.
enum Builder {
    Plain(ArrayBuilder),
    Array(Box<NestedArrayBuilder>),
}

impl Builder {
    fn new(ty: PgType, rows: usize) -> Self {
        match form(ty) {
            Form::Array => Builder::Array(Box::new(NestedArrayBuilder::new(ty))),
            _ => Builder::Plain(ArrayBuilder::with_capacity(ty, rows * 12)),
        }
    }

    fn push(&mut self, cells: &dyn Cells, rows: &[u32], place: usize) {
        match self {
            Builder::Plain(array) => cells.push(rows, place, array),
            Builder::Array(array) => {
                rows.iter().for_each(|row| match cells.cell(*row, place) {
                    Some(cell) => array.push_param(&cell.param()),
                    None => array.push_encoded(None),
                });
            }
        }
    }

    fn byte_len(&self) -> usize {
        match self {
            Builder::Plain(array) => array.byte_len(),
            Builder::Array(array) => array.byte_len(),
        }
    }
}

/// Gathers as many as fit from the front of `rows`: how many these are, and the parameters of their [`table`].
pub(super) fn params(rows: &[u32], types: &[PgType], cells: &dyn Cells) -> (usize, Vec<Param>) {
    let mut columns: Vec<Builder> = types.iter().map(|ty| Builder::new(*ty, rows.len())).collect();
    let mut count = 0;
    for batch in rows.chunks(BATCH) {
        for (place, column) in columns.iter_mut().enumerate() {
            column.push(cells, batch, place);
        }
        count += batch.len();
        if columns.iter().any(|column| column.byte_len() >= FULL) {
            break;
        }
    }
    let is_plain = types.iter().all(|ty| is_plain(*ty));
    (count, if is_plain { columns.into_iter().map(plain).collect() } else { nested(columns, count) })
}

fn plain(column: Builder) -> Param {
    match column {
        Builder::Plain(array) => array.finish(),
        Builder::Array(array) => array.finish().elements,
    }
}

/// The parameters of the nested form, in the order of its text.
fn nested(columns: Vec<Builder>, count: usize) -> Vec<Param> {
    let size = count.isqrt().max(SMALL_BLOCK);
    let starts: Vec<usize> = (0..count).step_by(size).collect();
    let numbers = |number: &dyn Fn(usize) -> usize| {
        Param::new(&starts.iter().map(|&start| number(start) as i32).collect::<Vec<i32>>())
    };
    let ends = |start: usize| (start + size).min(count);
    let mut spans = vec![numbers(&|start| start), numbers(&|start| start + 1), numbers(&ends)];
    let mut params = Vec::new();
    let mut says_how_many = false;
    for column in columns {
        match column {
            Builder::Plain(array) => {
                let param = array.finish();
                says_how_many |= !param.ty.is_composite;
                params.push(param);
            }
            Builder::Array(array) => {
                says_how_many = true;
                let array = array.finish();
                let (first, last) = (positions(&array.first), positions(&array.last));
                let blocks = starts
                    .iter()
                    .map(|&start| Block::of(&first[start..ends(start)], &last[start..ends(start)]));
                let blocks: Vec<Block> = blocks.collect();
                let relative = |positions: &[Option<i32>]| {
                    let before = |row: usize| blocks[row / size].first - 1;
                    let shifted = positions.iter().enumerate().map(|(row, at)| at.map(|at| at - before(row)));
                    Param::new(&shifted.collect::<Vec<Option<i32>>>())
                };
                params.extend([array.elements, relative(&first), relative(&last)]);
                spans.push(Param::new(&blocks.iter().map(|block| block.first).collect::<Vec<i32>>()));
                spans.push(Param::new(&blocks.iter().map(|block| block.last).collect::<Vec<i32>>()));
            }
        }
    }
    if !says_how_many {
        params.push(Param::new(&(1..=count as i32).collect::<Vec<i32>>()));
    }
    params.extend(spans);
    params
}

/// The elements of a block's rows.
struct Block {
    first: i32,
    last: i32,
}

impl Block {
    fn of(first: &[Option<i32>], last: &[Option<i32>]) -> Self {
        let first = first.iter().flatten().min().copied().unwrap_or(1);
        Block { first, last: last.iter().flatten().max().copied().unwrap_or(first - 1) }
    }
}

fn positions(param: &Param) -> Vec<Option<i32>> {
    match &param.value {
        ParamValue::Binary(bytes) => ColumnType::decode(bytes).unwrap_or_default(),
        ParamValue::Null | ParamValue::Invalid(_) => Vec::new(),
    }
}
