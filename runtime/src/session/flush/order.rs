//! Order of tables: parents before children. Knows no models.

use std::collections::{BTreeMap, BTreeSet};

/// Puts nodes in an order in which every edge `(before, after)` points onward. Nodes that depend on each other
/// in a circle come as one group, all others alone; where edges do not decide, lower numbers come first.
pub(crate) fn groups(nodes: &BTreeSet<u32>, edges: &BTreeSet<(u32, u32)>) -> Vec<Vec<u32>> {
    let reach: BTreeMap<u32, BTreeSet<u32>> =
        nodes.iter().map(|node| (*node, reachable(*node, nodes, edges))).collect();
    let in_circle = |a: u32, b: u32| a == b || reach[&a].contains(&b) && reach[&b].contains(&a);
    let mut rest = nodes.clone();
    let mut ordered = Vec::new();
    while let Some(&first) = rest.iter().find(|node| is_ready(**node, &rest, edges, &in_circle)) {
        let group: Vec<u32> = rest.iter().copied().filter(|node| in_circle(first, *node)).collect();
        for node in &group {
            rest.remove(node);
        }
        ordered.push(group);
    }
    ordered
}

/// Whether everything before the node's group is done.
fn is_ready(
    node: u32,
    rest: &BTreeSet<u32>,
    edges: &BTreeSet<(u32, u32)>,
    in_circle: &impl Fn(u32, u32) -> bool,
) -> bool {
    let waits = |&(before, after): &(u32, u32)| {
        rest.contains(&before) && rest.contains(&after) && in_circle(after, node) && !in_circle(before, node)
    };
    !edges.iter().any(waits)
}

fn reachable(from: u32, nodes: &BTreeSet<u32>, edges: &BTreeSet<(u32, u32)>) -> BTreeSet<u32> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for &(_, after) in edges.iter().filter(|(before, after)| *before == node && nodes.contains(after)) {
            if seen.insert(after) {
                open.push(after);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(nodes: &[u32], edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
        groups(&nodes.iter().copied().collect(), &edges.iter().copied().collect())
    }

    #[test]
    fn parents_come_before_children() {
        assert_eq!(ordered(&[1, 2, 3], &[(3, 2), (2, 1)]), [vec![3], vec![2], vec![1]]);
        assert_eq!(ordered(&[1, 2, 3], &[(3, 1)]), [vec![2], vec![3], vec![1]]);
    }

    #[test]
    fn a_circle_is_one_group_in_its_place() {
        let edges = [(4, 2), (2, 3), (3, 2), (3, 1), (5, 5)];
        assert_eq!(ordered(&[1, 2, 3, 4, 5], &edges), [vec![4], vec![2, 3], vec![1], vec![5]]);
    }

    #[test]
    fn tables_that_have_no_work_do_not_count() {
        assert_eq!(ordered(&[1, 3], &[(3, 2), (2, 1)]), [vec![1], vec![3]]);
    }
}
