//! The order in which tables are made. Knows numbers only.

use std::collections::BTreeSet;

/// Puts each number after those it points to, otherwise in their order. Where that is impossible, in a circle, as
/// few as can be stand before one that they point to.
pub(super) fn parents_first(points_to: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(points_to.len());
    let mut waiting: BTreeSet<usize> = (0..points_to.len()).collect();
    while !waiting.is_empty() {
        let ready: Vec<usize> =
            waiting.iter().copied().filter(|&it| unmet(points_to, &waiting, it) == 0).collect();
        let next = if ready.is_empty() { circle(points_to, &waiting).into_iter().collect() } else { ready };
        for it in next {
            waiting.remove(&it);
            order.push(it);
        }
    }
    order
}

/// How many others a number still waits for.
fn unmet(points_to: &[Vec<usize>], waiting: &BTreeSet<usize>, it: usize) -> usize {
    let others: BTreeSet<usize> = points_to[it].iter().copied().filter(|&other| other != it).collect();
    others.intersection(waiting).count()
}

/// Where to break a circle: in one from which no other circle is reached, at the number that waits for the fewest.
fn circle(points_to: &[Vec<usize>], waiting: &BTreeSet<usize>) -> Option<usize> {
    waiting
        .iter()
        .copied()
        .min_by_key(|&it| (reached(points_to, waiting, it), unmet(points_to, waiting, it), it))
}

/// How many of those that wait can be reached. A number from which another circle is reached reaches more than
/// the numbers of that circle do.
fn reached(points_to: &[Vec<usize>], waiting: &BTreeSet<usize>, from: usize) -> usize {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(it) = open.pop() {
        for &next in &points_to[it] {
            if waiting.contains(&next) && seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen.len()
}

#[cfg(test)]
mod tests {
    use super::parents_first;

    #[test]
    fn what_is_pointed_to_comes_first() {
        assert_eq!(parents_first(&[vec![2], vec![], vec![1]]), [1, 2, 0]);
        assert_eq!(parents_first(&[vec![], vec![0], vec![0]]), [0, 1, 2]);
    }

    #[test]
    fn pointing_to_itself_does_not_matter() {
        assert_eq!(parents_first(&[vec![0, 1], vec![1]]), [1, 0]);
    }

    #[test]
    fn a_circle_is_broken_in_itself_and_not_where_it_is_pointed_to() {
        assert_eq!(parents_first(&[vec![1], vec![2], vec![1]]), [1, 0, 2]);
        assert_eq!(parents_first(&[vec![1, 2], vec![2, 3], vec![1], vec![]]), [3, 1, 2, 0]);
    }

    #[test]
    fn two_circles_are_broken_once_each() {
        assert_eq!(parents_first(&[vec![1], vec![0, 2], vec![3], vec![2]]), [2, 3, 0, 1]);
    }

    #[test]
    fn many_tables_are_ordered_in_no_time() {
        let chain: Vec<Vec<usize>> =
            (0..300).map(|it| if it < 299 { vec![it + 1] } else { vec![0] }).collect();
        let order = parents_first(&chain);
        assert_eq!(order.len(), 300);
        assert_eq!(order[0], 0);
    }
}
