//! Function calls, aggregates and windows.

use crate::sql::{Expr, Name, NamedWindow, OrderBy};

/// A call of a function, an aggregate or a window function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The schema, for functions outside the search path.
    pub schema: Option<Name>,
    /// The name. Quoted by the renderer unless it is a plain lower-case word that needs no quotes.
    pub name: Name,
    /// Arguments; `count(*)` has one [`Expr::Star`].
    pub args: Vec<Expr>,
    /// `VARIADIC` before the last argument.
    pub variadic: bool,
    /// `DISTINCT` before the arguments.
    pub distinct: bool,
    /// `ORDER BY` inside the parentheses.
    pub order_by: Vec<OrderBy>,
    /// `WITHIN GROUP (ORDER BY ..)`
    pub within_group: Vec<OrderBy>,
    /// `FILTER (WHERE ..)`
    pub filter: Option<Expr>,
    /// `OVER ..`
    pub over: Option<Over>,
}

impl Call {
    /// A plain call.
    #[must_use]
    pub fn new(name: impl Into<Name>, args: Vec<Expr>) -> Self {
        Call {
            schema: None,
            name: name.into(),
            args,
            variadic: false,
            distinct: false,
            order_by: Vec::new(),
            within_group: Vec::new(),
            filter: None,
            over: None,
        }
    }
}

/// What follows `OVER`.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// A window of the WINDOW clause.
    Named(Name),
    /// A window of its own.
    Window(Window),
    /// A named window that brings its definition: the renderer writes it into the WINDOW clause, once.
    Shared(Box<NamedWindow>),
}

/// `(PARTITION BY .. ORDER BY .. frame)`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// The named window that this one extends.
    pub base: Option<Name>,
    /// PARTITION BY
    pub partition_by: Vec<Expr>,
    /// ORDER BY
    pub order_by: Vec<OrderBy>,
    /// The frame.
    pub frame: Option<Frame>,
}

/// `ROWS BETWEEN start AND end EXCLUDE ..`
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// ROWS, RANGE or GROUPS.
    pub unit: FrameUnit,
    /// Where it starts.
    pub start: FrameBound,
    /// Where it ends.
    pub end: FrameBound,
    /// Rows left out.
    pub exclusion: Option<FrameExclusion>,
}

/// What a frame counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// Distance of the ordering value.
    Range,
    /// Groups of peers.
    Groups,
}

/// An end of a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameBound {
    /// The first row of the partition.
    UnboundedPreceding,
    /// So many before.
    Preceding(Box<Expr>),
    /// The current row.
    CurrentRow,
    /// So many after.
    Following(Box<Expr>),
    /// The last row of the partition.
    UnboundedFollowing,
}

/// Rows left out of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameExclusion {
    /// The current row.
    CurrentRow,
    /// The current row and its peers.
    Group,
    /// The peers of the current row.
    Ties,
    /// None.
    NoOthers,
}
