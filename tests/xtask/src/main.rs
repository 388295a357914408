//! The two commands of README: finds or fetches PostgreSQL, then runs plain cargo. See `help.txt`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for people")]

#[cfg(unix)]
#[path = "../../../runtime/src/embedded/account.rs"]
mod account;
#[cfg(unix)]
#[path = "../../../runtime/src/embedded/binaries.rs"]
mod binaries;
mod cargo;
#[cfg(unix)]
mod fetch;
mod postgres;

use std::ffi::OsString;
use std::process::ExitCode;

const HELP: &str = include_str!("help.txt");

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Quickstart(Vec<OsString>),
    Test(Vec<OsString>),
    Postgres,
    Help,
}

fn main() -> ExitCode {
    let Some(task) = task(std::env::args_os().skip(1).collect()) else {
        eprint!("{HELP}");
        return ExitCode::from(2);
    };
    let outcome = match task {
        Task::Help => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Task::Quickstart(arguments) => postgres::ready(&["DATABASE_URL"])
            .and_then(|postgres| cargo::run(&cargo::quickstart(arguments), &postgres)),
        Task::Test(words) => postgres::ready(&["TEST_DATABASE_URL", "DATABASE_URL"])
            .and_then(|postgres| cargo::run(&cargo::test(words), &postgres)),
        Task::Postgres => postgres::ready(&[]).map(|postgres| {
            if let Some(bin) = postgres.bin() {
                println!("{}", bin.display());
            }
            ExitCode::SUCCESS
        }),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

fn task(mut arguments: Vec<OsString>) -> Option<Task> {
    if arguments.is_empty() {
        return None;
    }
    let command = arguments.remove(0);
    match command.to_str()? {
        "help" | "--help" | "-h" => Some(Task::Help),
        "quickstart" => Some(Task::Quickstart(arguments)),
        "test" if arguments.first().is_some_and(|first| first == "--help" || first == "-h") => {
            Some(Task::Help)
        }
        "test" => Some(Task::Test(arguments)),
        "postgres" if arguments.is_empty() => Some(Task::Postgres),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(line: &str) -> Option<Task> {
        task(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn arguments_of_the_program_are_passed_on_as_they_are() {
        let arguments = ["--help", "-x"].map(OsString::from).to_vec();
        assert_eq!(given("quickstart --help -x"), Some(Task::Quickstart(arguments)));
    }

    #[test]
    fn help_is_given_when_asked_for() {
        for line in ["help", "--help", "-h", "test --help"] {
            assert_eq!(given(line), Some(Task::Help), "{line}");
        }
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for line in ["", "tset", "postgres 15"] {
            assert_eq!(given(line), None, "{line}");
        }
    }
}
