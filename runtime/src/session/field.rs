//! What may be given for a column: its value, or something that plainly stands for it.

/// A value given directly.
#[derive(Debug)]
pub struct Whole;

/// A value given for a nullable column without `Some`.
#[derive(Debug)]
pub struct Wrapped;

/// Text given by reference.
#[derive(Debug)]
pub struct Text;

/// What may be given for a column of type `V`: a `V`; for `Option<T>` a `T`, too; for text a `&str`, too.
///
/// `How` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given for a column of type `{V}`",
    label = "expected `{V}`"
)]
pub trait IntoField<V, How> {
    /// The column's value.
    fn into_field(self) -> V;
}

#[diagnostic::do_not_recommend]
impl<V> IntoField<V, Whole> for V {
    fn into_field(self) -> V {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoField<Option<T>, Wrapped> for T {
    fn into_field(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoField<String, Text> for &str {
    fn into_field(self) -> String {
        self.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl IntoField<Option<String>, Text> for &str {
    fn into_field(self) -> Option<String> {
        Some(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl IntoField<String, Text> for &String {
    fn into_field(self) -> String {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl IntoField<Option<String>, Text> for &String {
    fn into_field(self) -> Option<String> {
        Some(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given<V, How>(value: impl IntoField<V, How>) -> V {
        value.into_field()
    }

    #[test]
    fn literals_take_the_type_of_the_column() {
        assert_eq!(given::<i16, _>(1), 1_i16);
        assert_eq!(given::<Option<i64>, _>(1), Some(1_i64));
        assert_eq!(given::<Option<i64>, _>(None), None);
        assert_eq!(given::<f32, _>(1.5), 1.5_f32);
    }

    #[test]
    fn text_may_be_given_by_reference() {
        assert_eq!(given::<String, _>("a"), "a");
        assert_eq!(given::<String, _>(&"a".to_owned()), "a");
        assert_eq!(given::<Option<String>, _>("a").as_deref(), Some("a"));
        assert_eq!(given::<Option<String>, _>("a".to_owned()).as_deref(), Some("a"));
    }
}
