//! Calls and windows.

use super::Renderer;
use crate::sql::{
    Call, Expr, Frame, FrameBound, FrameExclusion, FrameUnit, NamedWindow, Nulls, Order, OrderBy, Over,
    Syntax, Window,
};

impl Renderer {
    pub(super) fn call(&mut self, call: &Call) {
        let Call { schema, name, args, variadic, distinct, order_by, within_group, filter, over } = call;
        let bare = self.function_name(schema.as_deref(), name);
        if !(bare && args.is_empty()) {
            self.push(if *distinct { "(DISTINCT " } else { "(" });
            self.args(args, *variadic);
            self.order_by(" ORDER BY ", order_by);
            self.push(")");
        }
        if !within_group.is_empty() {
            self.order_by(" WITHIN GROUP (ORDER BY ", within_group);
            self.push(")");
        }
        if let Some(filter) = filter {
            self.push(" FILTER (WHERE ");
            self.any_expr(filter);
            self.push(")");
        }
        match over {
            None => {}
            Some(Over::Named(name)) => {
                self.push(" OVER ");
                self.name(name);
            }
            Some(Over::Window(window)) => {
                self.push(" OVER ");
                self.window(window);
            }
            Some(Over::Shared(shared)) => {
                self.push(" OVER ");
                if self.share_window(shared) {
                    self.name(&shared.name);
                } else {
                    self.window(&shared.window);
                }
            }
        }
    }

    fn args(&mut self, args: &[Expr], variadic: bool) {
        match args {
            [first @ .., last] if variadic => {
                self.exprs(first);
                self.push(if first.is_empty() { "VARIADIC " } else { ", VARIADIC " });
                self.any_expr(last);
            }
            args => self.exprs(args),
        }
    }

    /// Nothing if there is no order.
    pub(super) fn order_by(&mut self, keyword: &str, orders: &[OrderBy]) {
        if orders.is_empty() {
            return;
        }
        self.push(keyword);
        self.list(orders, |renderer, OrderBy { expr, order, nulls }| {
            renderer.any_expr(expr);
            renderer.push(match order {
                Order::Asc => "",
                Order::Desc => " DESC",
            });
            renderer.push(match nulls {
                None => "",
                Some(Nulls::First) => " NULLS FIRST",
                Some(Nulls::Last) => " NULLS LAST",
            });
        });
    }

    /// `"name" AS (..)`
    pub(super) fn named_window(&mut self, window: &NamedWindow) {
        let NamedWindow { name, window } = window;
        self.name(name);
        self.push(" AS ");
        self.window(window);
    }

    fn window(&mut self, window: &Window) {
        let Window { base, partition_by, order_by, frame } = window;
        self.push("(");
        let start = self.sql.len();
        if let Some(base) = base {
            self.name(base);
        }
        if !partition_by.is_empty() {
            self.space_after(start);
            self.push("PARTITION BY ");
            self.exprs(partition_by);
        }
        if !order_by.is_empty() {
            self.space_after(start);
            self.order_by("ORDER BY ", order_by);
        }
        if let Some(frame) = frame {
            self.space_after(start);
            self.frame(frame);
        }
        self.push(")");
    }

    fn space_after(&mut self, start: usize) {
        if self.sql.len() > start {
            self.push(" ");
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let Frame { unit, start, end, exclusion } = frame;
        self.push(match unit {
            FrameUnit::Rows => "ROWS BETWEEN ",
            FrameUnit::Range => "RANGE BETWEEN ",
            FrameUnit::Groups => "GROUPS BETWEEN ",
        });
        self.frame_bound(start);
        self.push(" AND ");
        self.frame_bound(end);
        self.push(match exclusion {
            None => "",
            Some(FrameExclusion::CurrentRow) => " EXCLUDE CURRENT ROW",
            Some(FrameExclusion::Group) => " EXCLUDE GROUP",
            Some(FrameExclusion::Ties) => " EXCLUDE TIES",
            Some(FrameExclusion::NoOthers) => " EXCLUDE NO OTHERS",
        });
    }

    fn frame_bound(&mut self, bound: &FrameBound) {
        match bound {
            FrameBound::UnboundedPreceding => self.push("UNBOUNDED PRECEDING"),
            FrameBound::Preceding(expr) => self.frame_distance(expr, " PRECEDING"),
            FrameBound::CurrentRow => self.push("CURRENT ROW"),
            FrameBound::Following(expr) => self.frame_distance(expr, " FOLLOWING"),
            FrameBound::UnboundedFollowing => self.push("UNBOUNDED FOLLOWING"),
        }
    }

    fn frame_distance(&mut self, expr: &Expr, keyword: &str) {
        // An AND inside would be taken for the one between the bounds.
        self.expr(expr, Syntax::Between.precedence() + 1);
        self.push(keyword);
    }

    /// An expression where the grammar takes only what is complete in itself.
    pub(super) fn primary(&mut self, expr: &Expr) {
        self.expr(expr, Syntax::Primary.precedence());
    }
}
