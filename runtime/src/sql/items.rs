//! The select list.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use crate::sql::{Expr, Item, Name, Qualifier};

/// What is selected.
///
/// All columns of a model are the same list in each of its statements: made once, shared by all, and written into
/// the text in one piece. A list that is changed becomes one of its own.
#[derive(Clone, Default)]
pub struct Items {
    list: Cow<'static, [Item]>,
    /// The list as text, where that is known.
    text: Option<&'static str>,
}

/// All columns of a table: a list that statements share.
#[derive(Debug)]
pub struct Columns {
    items: Vec<Item>,
    /// The list as the renderer writes it; none if that finds something wrong with it.
    text: Option<String>,
}

impl Columns {
    /// The columns with these names.
    #[must_use]
    pub fn new(of: &Qualifier, names: impl IntoIterator<Item = Name>) -> Self {
        let item = |name| Item { expr: Expr::column(of.clone(), name), alias: None };
        let items: Vec<Item> = names.into_iter().map(item).collect();
        let text = super::render::columns(&items);
        Columns { items, text }
    }
}

impl Items {
    /// The list as text, if it is known.
    pub(super) fn text(&self) -> Option<&'static str> {
        self.text
    }

    /// The list, to be changed.
    pub fn to_mut(&mut self) -> &mut Vec<Item> {
        self.text = None;
        self.list.to_mut()
    }
}

impl Deref for Items {
    type Target = [Item];

    fn deref(&self) -> &[Item] {
        &self.list
    }
}

impl From<Vec<Item>> for Items {
    fn from(items: Vec<Item>) -> Self {
        Items { list: Cow::Owned(items), text: None }
    }
}

impl From<Expr> for Items {
    /// One item without a name of its own.
    fn from(expr: Expr) -> Self {
        vec![Item { expr, alias: None }].into()
    }
}

impl From<&'static Columns> for Items {
    fn from(columns: &'static Columns) -> Self {
        Items { list: Cow::Borrowed(&columns.items), text: columns.text.as_deref() }
    }
}

impl FromIterator<Item> for Items {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<'a> IntoIterator for &'a Items {
    type Item = &'a Item;
    type IntoIter = std::slice::Iter<'a, Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Items {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq::<[Item]>(&**self, &**other) || **self == **other
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{SelectBody, SelectCore, TableName};

    fn shared(names: &[&'static str]) -> Items {
        let of = Qualifier::Table(TableName::new("users"));
        let columns = Columns::new(&of, names.iter().map(|&name| name.into()));
        Items::from(&*Box::leak(Box::new(columns)))
    }

    fn text(items: &Items) -> String {
        let core = SelectCore { items: items.clone(), ..SelectCore::default() };
        let select =
            crate::sql::Select { body: SelectBody::Core(Box::new(core)), ..crate::sql::Select::default() };
        select.render().sql
    }

    #[test]
    fn a_shared_list_is_written_as_its_items_are() {
        let items = shared(&["id", "na\"me"]);
        let own = Items::from(items.to_vec());
        assert_eq!(text(&items), r#"SELECT "users"."id", "users"."na""me""#);
        assert_eq!(text(&items), text(&own));
        assert_eq!(items, own);
        assert_eq!(format!("{items:?}"), format!("{own:?}"));
    }

    #[test]
    fn a_list_that_is_changed_is_no_longer_the_shared_one() {
        let items = shared(&["id", "name"]);
        let mut changed = items.clone();
        changed.to_mut().pop();
        assert_eq!(text(&changed), r#"SELECT "users"."id""#);
        assert_eq!(text(&items), r#"SELECT "users"."id", "users"."name""#);
        assert_ne!(items, changed);
    }

    #[test]
    fn what_is_wrong_with_a_shared_list_is_told_by_each_statement() {
        let core = SelectCore { items: shared(&["id", ""]), ..SelectCore::default() };
        let select =
            crate::sql::Select { body: SelectBody::Core(Box::new(core)), ..crate::sql::Select::default() };
        let error = select.render().check().unwrap_err();
        assert!(error.to_string().contains("a name in the statement is empty"), "{error}");
    }
}
