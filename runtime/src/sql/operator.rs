//! The table of operators: token and precedence on one line.
//!
//! Precedences are those of PostgreSQL's manual, section 4.1.6, and of its grammar where the manual is silent; a
//! higher number binds tighter. The renderer decides parentheses from this table alone.

macro_rules! operators {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $token:literal, $precedence:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// The operator's text.
            #[must_use]
            pub const fn token(self) -> &'static str {
                match self { $($name::$variant => $token,)* }
            }

            /// How tightly it binds.
            #[must_use]
            pub const fn precedence(self) -> u8 {
                match self { $($name::$variant => $precedence,)* }
            }
        }
    };
}

operators! {
    /// An operator between two expressions.
    BinaryOp {
        /// Either side holds.
        Or => "OR", 1;
        /// Both sides hold.
        And => "AND", 2;
        /// The sides are equal.
        Eq => "=", 5;
        /// The sides differ.
        Ne => "<>", 5;
        /// Left is smaller.
        Lt => "<", 5;
        /// Left is smaller or equal.
        Le => "<=", 5;
        /// Left is greater.
        Gt => ">", 5;
        /// Left is greater or equal.
        Ge => ">=", 5;
        /// Not equal, NULL being a value.
        IsDistinctFrom => "IS DISTINCT FROM", 4;
        /// Equal, NULL being a value.
        IsNotDistinctFrom => "IS NOT DISTINCT FROM", 4;
        /// Matches a pattern of `%` and `_`.
        Like => "LIKE", 6;
        /// Does not match.
        NotLike => "NOT LIKE", 6;
        /// Matches in any letter case.
        ILike => "ILIKE", 6;
        /// Does not match in any letter case.
        NotILike => "NOT ILIKE", 6;
        /// Matches an SQL regular expression.
        SimilarTo => "SIMILAR TO", 6;
        /// Matches a regular expression.
        Matches => "~", 7;
        /// Matches a regular expression in any letter case.
        IMatches => "~*", 7;
        /// Does not match a regular expression.
        NotMatches => "!~", 7;
        /// Does not match a regular expression in any letter case.
        NotIMatches => "!~*", 7;
        /// Starts with.
        StartsWith => "^@", 7;
        /// Joins texts, arrays, documents.
        Concat => "||", 7;
        /// The left array, range or document holds the right one.
        Contains => "@>", 7;
        /// The left array, range or document is held by the right one.
        ContainedBy => "<@", 7;
        /// Arrays or ranges have something in common.
        Overlaps => "&&", 7;
        /// Field or element of a document, as a document.
        JsonGet => "->", 7;
        /// Field or element of a document, as text.
        JsonGetText => "->>", 7;
        /// What a path leads to, as a document.
        JsonPath => "#>", 7;
        /// What a path leads to, as text.
        JsonPathText => "#>>", 7;
        /// Has the key.
        HasKey => "?", 7;
        /// Has any of the keys.
        HasAnyKey => "?|", 7;
        /// Has all of the keys.
        HasAllKeys => "?&", 7;
        /// Without what the path leads to.
        JsonDeletePath => "#-", 7;
        /// A JSON path finds something; full-text match as well.
        Match => "@@", 7;
        /// A JSON path finds something.
        JsonPathExists => "@?", 7;
        /// The left range is wholly left of the right one; shift left of integers.
        ShiftLeft => "<<", 7;
        /// The left range is wholly right of the right one; shift right of integers.
        ShiftRight => ">>", 7;
        /// The left network lies in the right one, or is it.
        SubnetOrEqual => "<<=", 7;
        /// The right network lies in the left one, or is it.
        SupernetOrEqual => ">>=", 7;
        /// The left range does not extend right of the right one.
        NotRightOf => "&<", 7;
        /// The left range does not extend left of the right one.
        NotLeftOf => "&>", 7;
        /// The ranges touch.
        Adjacent => "-|-", 7;
        /// Bits of both.
        BitAnd => "&", 7;
        /// Bits of either.
        BitOr => "|", 7;
        /// Bits of one only.
        BitXor => "#", 7;
        /// Distance.
        Distance => "<->", 7;
        /// Sum.
        Add => "+", 8;
        /// Difference; a document without a key.
        Sub => "-", 8;
        /// Product.
        Mul => "*", 9;
        /// Quotient.
        Div => "/", 9;
        /// Remainder.
        Rem => "%", 9;
        /// Power.
        Pow => "^", 10;
    }
}

operators! {
    /// An operator before its expression.
    UnaryOp {
        /// Does not hold.
        Not => "NOT", 3;
        /// Negative.
        Neg => "-", 13;
        /// Inverted bits.
        BitNot => "~", 7;
        /// Not, in full-text queries.
        TextNot => "!!", 7;
    }
}

operators! {
    /// A test after its expression.
    PostfixOp {
        /// Is NULL.
        IsNull => "IS NULL", 4;
        /// Is not NULL.
        IsNotNull => "IS NOT NULL", 4;
        /// Holds, and is not NULL.
        IsTrue => "IS TRUE", 4;
        /// Does not hold, or is NULL.
        IsNotTrue => "IS NOT TRUE", 4;
        /// Does not hold, and is not NULL.
        IsFalse => "IS FALSE", 4;
        /// Holds, or is NULL.
        IsNotFalse => "IS NOT FALSE", 4;
        /// A condition that is NULL.
        IsUnknown => "IS UNKNOWN", 4;
        /// A condition that is not NULL.
        IsNotUnknown => "IS NOT UNKNOWN", 4;
    }
}

operators! {
    /// How many elements must fulfil a comparison.
    Quantifier {
        /// One at least.
        Any => "ANY", 0;
        /// All of them.
        All => "ALL", 0;
    }
}

operators! {
    /// What binds like an operator and is written in its own way.
    Syntax {
        /// SQL text of the user's: nobody knows how tightly it binds.
        Raw => "", 0;
        /// `x BETWEEN low AND high`
        Between => "BETWEEN", 6;
        /// `x IN (..)`
        In => "IN", 6;
        /// `x AT TIME ZONE y`
        AtTimeZone => "AT TIME ZONE", 11;
        /// `x COLLATE "name"`
        Collate => "COLLATE", 12;
        /// `x::type`
        Cast => "::", 15;
        /// Constants, calls, CASE, subqueries, rows: complete in themselves.
        Primary => "", 16;
        /// Columns, parameters and what was subscripted already: only these can be subscripted as they stand.
        Subscript => "[", 17;
    }
}

operators! {
    /// UNION and its kin. Their precedences are a world of their own.
    SetOperator {
        /// Rows of either.
        Union => "UNION", 1;
        /// Rows of the left that are not in the right.
        Except => "EXCEPT", 1;
        /// Rows of both.
        Intersect => "INTERSECT", 2;
    }
}

impl BinaryOp {
    /// Whether `a op b op c` can be written without parentheses: it means `(a op b) op c`.
    ///
    /// Comparisons, pattern matches and IS DISTINCT FROM do not chain: PostgreSQL's grammar refuses it.
    #[must_use]
    pub const fn chains(self) -> bool {
        !matches!(self.precedence(), 4..=6)
    }

    /// Whether this is LIKE or one of its kin, which may have an ESCAPE.
    #[must_use]
    pub const fn is_pattern(self) -> bool {
        self.precedence() == BinaryOp::Like.precedence()
    }
}
