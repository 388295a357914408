//! A set of columns.

use std::fmt;
use std::hash::{Hash, Hasher};

const BITS: usize = u64::BITS as usize;

/// A set of columns of one table, by position. One word for up to 64 columns, more words for wider tables.
#[derive(Clone, Default)]
pub struct Mask {
    low: u64,
    // No trailing zero words, so that equal sets are equal.
    high: Vec<u64>,
}

impl Mask {
    /// No columns.
    pub const EMPTY: Mask = Mask { low: 0, high: Vec::new() };

    /// The first `count` columns.
    #[must_use]
    pub fn first(count: usize) -> Self {
        (0..count).collect()
    }

    /// Adds a column.
    pub fn insert(&mut self, column: usize) {
        if column < BITS {
            self.low |= 1 << column;
            return;
        }
        let word = column / BITS - 1;
        if self.high.len() <= word {
            self.high.resize(word + 1, 0);
        }
        self.high[word] |= 1 << (column % BITS);
    }

    /// Takes a column out.
    pub fn remove(&mut self, column: usize) {
        if column < BITS {
            self.low &= !(1 << column);
            return;
        }
        if let Some(word) = self.high.get_mut(column / BITS - 1) {
            *word &= !(1 << (column % BITS));
        }
        while self.high.last() == Some(&0) {
            self.high.pop();
        }
    }

    /// Whether a column is in it.
    #[must_use]
    pub fn contains(&self, column: usize) -> bool {
        let word = if column < BITS { Some(&self.low) } else { self.high.get(column / BITS - 1) };
        word.is_some_and(|word| word & (1 << (column % BITS)) != 0)
    }

    /// Whether no column is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.low == 0 && self.high.is_empty()
    }

    /// Number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.low.count_ones() + self.high.iter().map(|word| word.count_ones()).sum::<u32>()) as usize
    }

    /// The columns, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(&self.low).chain(&self.high).enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * BITS + bit)
            })
        })
    }

    /// Takes all columns of another set out.
    pub fn subtract(&mut self, other: &Mask) {
        self.low &= !other.low;
        self.high.iter_mut().zip(&other.high).for_each(|(word, less)| *word &= !less);
        while self.high.last() == Some(&0) {
            self.high.pop();
        }
    }

    /// Whether no column is in both.
    #[must_use]
    pub fn is_disjoint(&self, other: &Mask) -> bool {
        self.low & other.low == 0 && self.high.iter().zip(&other.high).all(|(left, right)| left & right == 0)
    }

    /// Adds all columns of another set.
    pub fn extend_from(&mut self, other: &Mask) {
        self.low |= other.low;
        if self.high.len() < other.high.len() {
            self.high.resize(other.high.len(), 0);
        }
        self.high.iter_mut().zip(&other.high).for_each(|(word, more)| *word |= more);
    }
}

impl PartialEq for Mask {
    // Masks are compared for each row of a flush. Of two empty lists the derived comparison compares no bytes at no
    // address, and newer processors take longer for that than for all the rest of the comparison.
    fn eq(&self, other: &Self) -> bool {
        self.low == other.low
            && self.high.len() == other.high.len()
            && self.high.iter().zip(&other.high).all(|(left, right)| left == right)
    }
}

impl Eq for Mask {}

impl Hash for Mask {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.low.hash(state);
        self.high.hash(state);
    }
}

impl FromIterator<usize> for Mask {
    fn from_iter<I: IntoIterator<Item = usize>>(columns: I) -> Self {
        let mut mask = Mask::EMPTY;
        columns.into_iter().for_each(|column| mask.insert(column));
        mask
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_holds_more_than_64_columns() {
        let columns = [0, 1, 63, 64, 65, 127, 128, 1599];
        let mask: Mask = columns.into_iter().collect();
        assert_eq!(mask.iter().collect::<Vec<_>>(), columns);
        assert_eq!(mask.len(), columns.len());
        assert!(mask.contains(1599) && !mask.contains(1598) && !mask.contains(5000));
    }

    #[test]
    fn equal_sets_are_equal_however_they_came_about() {
        let mut mask: Mask = [3, 200].into_iter().collect();
        mask.remove(200);
        mask.remove(300);
        assert_eq!(mask, [3].into_iter().collect());
        mask.remove(3);
        assert_eq!(mask, Mask::EMPTY);
        assert!(mask.is_empty());
    }

    #[test]
    fn a_union_holds_the_columns_of_both() {
        let mut mask: Mask = [1].into_iter().collect();
        mask.extend_from(&[1, 70].into_iter().collect());
        assert_eq!(format!("{mask:?}"), "{1, 70}");
        assert_eq!(Mask::first(65).iter().last(), Some(64));
    }

    #[test]
    fn a_difference_holds_the_columns_of_the_first_alone() {
        let both: Mask = [2, 70].into_iter().collect();
        let mut mask: Mask = [1, 2, 70].into_iter().collect();
        assert!(!mask.is_disjoint(&both) && !both.is_disjoint(&[70].into_iter().collect()));
        mask.subtract(&both);
        assert_eq!(mask, [1].into_iter().collect());
        assert!(mask.is_disjoint(&both));
    }
}
