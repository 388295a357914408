//! What a test function may return.

use std::fmt::Debug;

/// The return type of a test: `()`, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "a test cannot return `{Self}`",
    label = "return `()`, or `Result<(), E>` with an `E: Debug`"
)]
pub trait Outcome {
    /// Whether the test passed.
    #[doc(hidden)]
    fn passed(&self) -> bool;
}

impl Outcome for () {
    fn passed(&self) -> bool {
        true
    }
}

impl<E: Debug> Outcome for Result<(), E> {
    fn passed(&self) -> bool {
        self.is_ok()
    }
}
