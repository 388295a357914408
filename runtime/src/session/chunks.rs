//! A list that never moves what is in it to a place twice as large.

use std::ops::{Index, IndexMut};

/// So many items are in one piece.
const CHUNK: usize = 256;

/// A growing list in pieces of one size: of 100,000 rows in a `Vec` a quarter may be room that nobody uses, and
/// each time it grows all of them are copied. Here at most one piece is not full.
#[derive(Debug)]
pub(crate) struct Chunks<T> {
    chunks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Chunks<T> {
    pub(crate) fn new() -> Self {
        Chunks { chunks: Vec::new(), len: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn push(&mut self, item: T) {
        if self.len.is_multiple_of(CHUNK) {
            // The first piece grows as a `Vec` does: most lists are short.
            let room = if self.len == 0 { 0 } else { CHUNK };
            self.chunks.push(Vec::with_capacity(room));
        }
        self.chunks[self.len / CHUNK].push(item);
        self.len += 1;
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)
    }

    /// Two items at once; `None` if they are the same, or if one of them is not there.
    pub(crate) fn pair_mut(&mut self, left: usize, right: usize) -> Option<(&mut T, &mut T)> {
        let (left_chunk, right_chunk) = (left / CHUNK, right / CHUNK);
        if left_chunk == right_chunk {
            let chunk = self.chunks.get_mut(left_chunk)?;
            let [left, right] = chunk.get_disjoint_mut([left % CHUNK, right % CHUNK]).ok()?;
            return Some((left, right));
        }
        let [first, second] = self.chunks.get_disjoint_mut([left_chunk, right_chunk]).ok()?;
        Some((first.get_mut(left % CHUNK)?, second.get_mut(right % CHUNK)?))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.chunks.iter_mut().flatten()
    }
}

impl<T> Index<usize> for Chunks<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.chunks[at / CHUNK][at % CHUNK]
    }
}

impl<T> IndexMut<usize> for Chunks<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.chunks[at / CHUNK][at % CHUNK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(n: usize) -> Chunks<usize> {
        let mut list = Chunks::new();
        (0..n).for_each(|item| list.push(item));
        list
    }

    #[test]
    fn items_stand_where_they_were_pushed() {
        for n in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let mut list = counted(n);
            assert_eq!((list.len(), list.is_empty()), (n, n == 0));
            assert!((0..n).all(|at| list[at] == at && list.get(at) == Some(&at)));
            assert_eq!(list.get(n), None);
            assert!(list.iter_mut().map(|item| *item).eq(0..n));
        }
    }

    #[test]
    fn two_items_can_be_changed_at_once_wherever_they_are() {
        let mut list = counted(2 * CHUNK);
        for (left, right) in [(1, 2), (3, CHUNK + 3), (CHUNK + 4, 4)] {
            let (a, b) = list.pair_mut(left, right).unwrap();
            std::mem::swap(a, b);
            assert_eq!((list[left], list[right]), (right, left));
        }
        assert!(list.pair_mut(5, 5).is_none() && list.pair_mut(5, 2 * CHUNK).is_none());
    }

    #[test]
    fn only_the_last_piece_may_have_room_left() {
        let list = counted(5 * CHUNK + 1);
        let room: Vec<usize> = list.chunks.iter().map(Vec::capacity).collect();
        assert!(room.iter().all(|room| *room == CHUNK), "{room:?}");
    }
}
