//! EXPLAIN.

use std::fmt;

/// What to ask of [`Connection::explain`](crate::engine::Connection::explain). By itself: the plan, as text.
///
/// # Example
///
/// ```
/// use cormorant::engine::Explain;
///
/// assert_eq!(Explain::new().to_string(), "EXPLAIN ");
/// assert_eq!(Explain::new().analyze().buffers().json().to_string(), "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explain {
    analyze: bool,
    buffers: bool,
    verbose: bool,
    json: bool,
}

impl Explain {
    /// The plan, as text.
    #[must_use]
    pub const fn new() -> Self {
        Explain { analyze: false, buffers: false, verbose: false, json: false }
    }

    /// Runs the statement, with all its effects, and tells times and numbers of rows.
    #[must_use]
    pub const fn analyze(mut self) -> Self {
        self.analyze = true;
        self
    }

    /// Tells how many pages were read and written.
    #[must_use]
    pub const fn buffers(mut self) -> Self {
        self.buffers = true;
        self
    }

    /// Tells the output of each step.
    #[must_use]
    pub const fn verbose(mut self) -> Self {
        self.verbose = true;
        self
    }

    /// Answers as JSON.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
    }
}

/// The words before the statement.
impl fmt::Display for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = [
            (self.analyze, "ANALYZE"),
            (self.verbose, "VERBOSE"),
            (self.buffers, "BUFFERS"),
            (self.json, "FORMAT JSON"),
        ];
        let options: Vec<&str> =
            options.into_iter().filter_map(|(wanted, word)| wanted.then_some(word)).collect();
        match &options[..] {
            [] => f.write_str("EXPLAIN "),
            options => write!(f, "EXPLAIN ({}) ", options.join(", ")),
        }
    }
}
