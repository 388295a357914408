//! Texts of statements that were used before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::session::Mask;
use crate::session::flush::statements::Verb;

/// More sets of columns than a program has; should there be more, the texts are made anew.
const LIMIT: usize = 512;

/// The texts of one model's statements.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<HashMap<(Verb, Mask), Arc<str>>>);

impl Texts {
    /// The text for a statement over these columns; made if it was not used before.
    pub(crate) fn get(
        &self,
        verb: Verb,
        mask: &Mask,
        make: impl FnOnce() -> Result<Arc<str>>,
    ) -> Result<Arc<str>> {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (verb, mask.clone());
        if let Some(text) = texts.get(&key) {
            return Ok(Arc::clone(text));
        }
        let text = make()?;
        if texts.len() >= LIMIT {
            texts.clear();
        }
        texts.insert(key, Arc::clone(&text));
        Ok(text)
    }
}
