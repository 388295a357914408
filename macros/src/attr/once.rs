//! An option that may be given once.

use syn::Ident;

/// An option that may be given once, with the word that gave it.
pub(crate) struct Once<T>(Option<Given<T>>);

/// The word, and the value if that could be read.
struct Given<T> {
    word: Ident,
    value: Option<T>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once(None)
    }
}

impl<T> Once<T> {
    /// Takes the value. An option whose value could not be read counts as given, so that nobody misses it.
    ///
    /// # Errors
    ///
    /// The option was given before, or its value could not be read.
    pub(crate) fn set(&mut self, word: &Ident, value: syn::Result<T>) -> syn::Result<()> {
        if self.0.is_some() {
            return Err(syn::Error::new_spanned(
                word,
                format!("`{word}` is given twice: take one of them away"),
            ));
        }
        let (value, result) = match value {
            Ok(value) => (Some(value), Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.0 = Some(Given { word: word.clone(), value });
        result
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref()?.value.as_ref()
    }

    /// The word that gave the option.
    pub(crate) fn word(&self) -> Option<&Ident> {
        self.0.as_ref().map(|given| &given.word)
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }
}
