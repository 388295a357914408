//! What a user of a connection leaves behind, and how it is undone before the next one gets it.

use tokio::time::timeout;

use crate::engine::tap::Status;
use crate::engine::wire::{Flight, GRACE, Wire};

/// Undoes everything that SET, LISTEN and DECLARE leave behind, but not our prepared statements.
const RESET: &str = "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
                     SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";

impl Wire {
    /// Whether there is nothing to undo before the next user gets it.
    pub(crate) fn leaves_nothing(&self) -> bool {
        self.is_clean() && !self.takes_locks
    }

    /// Looks for locks that outlive their transaction in what is about to be prepared or run. Its answer does not
    /// tell, unlike those of SET and LISTEN.
    pub(crate) fn watch(&mut self, sql: &str) {
        // Not `pg_advisory_xact_lock`, whose locks end with the transaction, nor `pg_advisory_unlock`.
        let takes = |sql: &str| sql.contains("advisory_lock") || sql.contains("ADVISORY_LOCK");
        self.takes_locks |= takes(sql);
    }

    /// Makes a returned connection fit for the next user: cancels, rolls back, resets. False if it must go.
    pub(crate) async fn tidy(&mut self) -> bool {
        self.cancel_arrived().await;
        self.motor.forget_rider();
        if self.only_rollback {
            // If it fails, the connection is gone.
            let _ = self.barrier().await;
        } else if self.flight != Flight::Landed && timeout(GRACE, self.barrier()).await.is_err() {
            // So that the server is done with it when the connection closes. It is not used again: a pooler in between
            // might pass a request to cancel on late.
            let _ = self.cancel().await;
            return false;
        }
        self.flight = Flight::Landed;
        self.stream.close();
        if !self.is_usable() {
            return false;
        }
        self.undo = None;
        if self.tap.status() != Status::Idle && self.command("ROLLBACK").await.is_err() {
            return false;
        }
        if self.tap.is_altered() || self.takes_locks {
            if self.command(RESET).await.is_err() {
                return false;
            }
            self.tap.restored();
        }
        self.is_clean()
    }
}
