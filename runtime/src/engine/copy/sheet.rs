//! Rows on their way into the bytes of COPY.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::engine::copy::raw::PIECE;
use crate::engine::errors;
use crate::error::{BoxError, Result};
use crate::sql::{self, Name, TableName};
use crate::types::copy::{CopyFields, CopyWriter};

/// What is to be done next.
pub(super) enum Piece {
    /// Begin a COPY with this text; the one before is at its end.
    Begin(String),
    /// Send these bytes.
    Send(Bytes),
}

/// Makes pieces of rows. Rows that have other columns than the ones before begin another COPY.
pub(super) struct Sheet {
    into: TableName,
    columns: Vec<Name>,
    writer: Option<CopyWriter>,
    rows: u64,
    pub(super) pieces: VecDeque<Piece>,
}

impl Sheet {
    pub(super) fn new(into: TableName) -> Self {
        Sheet { into, columns: Vec::new(), writer: None, rows: 0, pieces: VecDeque::new() }
    }

    /// Adds a row with these columns.
    pub(super) fn row(
        &mut self,
        columns: &[Name],
        fill: &mut dyn FnMut(&mut CopyFields<'_>) -> Result<(), BoxError>,
    ) -> Result<()> {
        self.rows += 1;
        let row = self.rows;
        let refuse = |into: &TableName, reason: &str| {
            errors::unsendable(&format!("COPY into {}", into.name), &format!("row {row}: {reason}"))
        };
        if self.writer.is_none() || self.columns != columns {
            self.begin(columns)?;
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let mut reason = None;
        let written = writer.row(|fields| fill(fields).inspect_err(|error| reason = Some(error.to_string())));
        if let Err(error) = written {
            return Err(refuse(&self.into, &reason.unwrap_or_else(|| error.to_string())));
        }
        if writer.byte_len() >= PIECE {
            let piece = writer.take();
            self.pieces.push_back(Piece::Send(piece));
        }
        Ok(())
    }

    /// Says that there are no more rows.
    pub(super) fn finish(&mut self) {
        if let Some(writer) = self.writer.take() {
            self.pieces.push_back(Piece::Send(writer.finish()));
        }
    }

    fn begin(&mut self, columns: &[Name]) -> Result<()> {
        self.finish();
        self.columns = columns.to_vec();
        let copy = sql::CopyIn { into: self.into.clone(), columns: self.columns.clone() }.render();
        copy.check()?;
        let writer = CopyWriter::new(columns.len());
        self.writer = Some(writer.map_err(|reason| errors::unsendable(&copy.sql, &reason.to_string()))?);
        self.pieces.push_back(Piece::Begin(copy.sql));
        Ok(())
    }
}
