//! An option that may be given once.

use syn::Ident;

/// An option that may be given once, with the word that gave it.
pub(crate) struct Once<T>(Option<(Ident, T)>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once(None)
    }
}

impl<T> Once<T> {
    /// Takes the value.
    ///
    /// # Errors
    ///
    /// The option was given before.
    pub(crate) fn set(&mut self, word: &Ident, value: T) -> syn::Result<()> {
        if self.0.is_some() {
            return Err(syn::Error::new_spanned(
                word,
                format!("`{word}` is given twice: take one of them away"),
            ));
        }
        self.0 = Some((word.clone(), value));
        Ok(())
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    /// The word that gave the option.
    pub(crate) fn word(&self) -> Option<&Ident> {
        self.0.as_ref().map(|(word, _)| word)
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }
}
