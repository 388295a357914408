//! Many rows as a table in FROM: one array per column, and the parameters that belong to it.
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

use crate::sql::{
    BinaryOp, Call, Constant, DerivedTable, Expr, From, FunctionTable, Item, Name, Qualifier, Select,
    SelectBody, SelectCore,
};
use crate::types::array::NestedArrayBuilder;
use crate::types::{ArrayBuilder, ColumnType, Param, ParamValue, PgType};

/// Fewer rows are not worth a block of their own.
const SMALL_BLOCK: usize = 32;

const BLOCKS: &str = "b";
const SPANS: &str = "s";
const IN_BLOCK: &str = "r";
/// The number of a row within its block, from 1.
const IN_BLOCK_ORD: &str = "n";

/// What the rows and their columns are called.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    /// The rows.
    pub(crate) alias: &'static str,
    /// What stands before a column's number.
    pub(crate) prefix: &'static str,
    /// The number of the row, from 1.
    pub(crate) ord: &'static str,
}

impl Names {
    fn name(self, place: usize) -> Name {
        format!("{}{place}", self.prefix).into()
    }

    /// A column.
    pub(crate) fn column(self, place: usize) -> Expr {
        of(self.alias, self.name(place))
    }
}

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
pub(crate) fn is_plain(ty: PgType) -> bool {
    form(ty) == Form::Plain
}

/// The rows as an entry of FROM, with a number for each if it is asked for.
///
/// `param` gives the parameters, one by one in the order of [`params`].
pub(crate) fn table(
    types: &[PgType],
    numbered: bool,
    names: Names,
    param: &mut dyn FnMut(PgType) -> Param,
) -> From {
    if types.iter().all(|ty| is_plain(*ty)) {
        let arrays = types.iter().map(|ty| Expr::Param(param(ty.array()))).collect();
        let columns = (0..types.len()).map(|place| names.name(place));
        return unnest(
            arrays,
            names.alias,
            columns.chain(numbered.then(|| names.ord.into())).collect(),
            numbered,
        );
    }
    let mut parts =
        Parts { param, cuts: Vec::new(), unnested: Vec::new(), spans: Vec::new(), rows: Vec::new() };
    for (place, &ty) in types.iter().enumerate() {
        parts.add(place, ty);
    }
    parts.finish(types.len(), names)
}

fn of(alias: &'static str, column: impl Into<Name>) -> Expr {
    Expr::column(Qualifier::Alias(alias.into()), column)
}

fn unnest(arrays: Vec<Expr>, alias: &'static str, columns: Vec<Name>, with_ordinality: bool) -> From {
    let (lateral, call) = (alias == IN_BLOCK, Call::new("unnest", arrays));
    From::Function(Box::new(FunctionTable { lateral, call, with_ordinality, alias: alias.into(), columns }))
}

/// The pieces of the nested form.
struct Parts<'a> {
    param: &'a mut dyn FnMut(PgType) -> Param,
    /// What is cut out for a block, and its name.
    cuts: Vec<(Expr, Name)>,
    /// Columns of a block that are unnested.
    unnested: Vec<Name>,
    /// Columns of arrays' places within the block.
    spans: Vec<Name>,
    rows: Vec<Expr>,
}

impl Parts<'_> {
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
                self.rows
                    .push(Expr::Subscript(Box::new(of(BLOCKS, name)), Box::new(of(IN_BLOCK, IN_BLOCK_ORD))));
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
        let all = Expr::cast(Expr::Param((self.param)(array)), array);
        self.cuts.push((Expr::Slice(Box::new(all), from, to), name.to_owned().into()));
    }

    fn finish(mut self, width: usize, names_of: Names) -> From {
        if self.unnested.is_empty() {
            // Something must say how many rows there are.
            self.cut(i32::TYPE.array(), "first", "last", IN_BLOCK_ORD);
            self.unnested.push(IN_BLOCK_ORD.into());
        }
        let names = ["before", "first", "last"].map(Name::from).into_iter().chain(self.spans);
        let names: Vec<Name> = names.collect();
        let numbers = names.iter().map(|_| Expr::Param((self.param)(i32::TYPE.array()))).collect();
        let spans = unnest(numbers, SPANS, names, false);
        let (mut cuts, mut cut_names): (Vec<Expr>, Vec<Name>) = self.cuts.into_iter().unzip();
        cuts.push(of(SPANS, "before"));
        cut_names.push("before".into());
        let blocks = derived(cuts, vec![spans], BLOCKS, cut_names);
        let arrays = self.unnested.iter().map(|name| of(BLOCKS, name.clone())).collect();
        let in_block: Vec<Name> = self
            .unnested
            .iter()
            .map(|name| if **name == *IN_BLOCK_ORD { "i".into() } else { name.clone() })
            .collect();
        let in_block = in_block.into_iter().chain([IN_BLOCK_ORD.into()]).collect();
        let in_block = unnest(arrays, IN_BLOCK, in_block, true);
        self.rows.push(Expr::binary(of(BLOCKS, "before"), BinaryOp::Add, of(IN_BLOCK, IN_BLOCK_ORD)));
        let names = (0..width).map(|place| names_of.name(place)).chain([names_of.ord.into()]).collect();
        derived(self.rows, vec![blocks, in_block], names_of.alias, names)
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

/// One column of the rows, on its way into parameters.
pub(crate) enum Column {
    /// An array of values.
    Plain(ArrayBuilder),
    /// The elements of all rows, and where each row's are.
    Array(Box<NestedArrayBuilder>),
}

impl Column {
    /// A column of this type, with room for so many values.
    pub(crate) fn new(ty: PgType, rows: usize) -> Self {
        match form(ty) {
            Form::Array => Column::Array(Box::new(NestedArrayBuilder::new(ty))),
            _ => Column::Plain(ArrayBuilder::with_capacity(ty, rows * 12)),
        }
    }

    /// Appends a value.
    pub(crate) fn push_param(&mut self, value: &Param) {
        match self {
            Column::Plain(array) => array.push_param(value),
            Column::Array(array) => array.push_param(value),
        }
    }

    /// The size of its parameters so far.
    pub(crate) fn byte_len(&self) -> usize {
        match self {
            Column::Plain(array) => array.byte_len(),
            Column::Array(array) => array.byte_len(),
        }
    }
}

/// The parameters of the [`table`] of so many rows, in their order.
pub(crate) fn params(types: &[PgType], columns: Vec<Column>, count: usize) -> Vec<Param> {
    let is_plain = types.iter().all(|ty| is_plain(*ty));
    if is_plain { columns.into_iter().map(plain).collect() } else { nested(columns, count) }
}

fn plain(column: Column) -> Param {
    match column {
        Column::Plain(array) => array.finish(),
        Column::Array(array) => array.finish().elements,
    }
}

/// The parameters of the nested form, in the order of its text.
fn nested(columns: Vec<Column>, count: usize) -> Vec<Param> {
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
            Column::Plain(array) => {
                let param = array.finish();
                says_how_many |= !param.ty.is_composite;
                params.push(param);
            }
            Column::Array(array) => {
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
