//! The example `worker` as a program of this package, so that tests can look at its memory.

#[allow(unreachable_pub, reason = "it is an example")]
#[path = "../../../examples/worker.rs"]
mod worker;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    worker::main()
}
