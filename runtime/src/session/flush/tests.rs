//! Plans and stages of rows that are in the database, without one: what a server would answer is made up.

use crate::session::core::State;
use crate::session::flush::collect::Need;
use crate::session::flush::finish::Found;
use crate::session::flush::plan::Plan;
use crate::session::flush::stage::{About, Stage};
use crate::session::flush::statements::Verb;
use crate::session::models::{Post, User};
use crate::session::{Create, Entity, Graph, Raw};

/// Does what a flush does, with keys that count from 1. Returns how many statements went together each time.
fn flush(graph: &mut Graph) -> Vec<usize> {
    let plan = Plan::make(graph).unwrap();
    assert_eq!(plan.needs, []);
    let (mut next, mut sizes) = (0, Vec::new());
    while next < plan.steps.len() {
        let stage = Stage::next(graph, &plan, next).unwrap();
        for sent in &stage.statements {
            let About::Rows { table, verb, rows, .. } = &sent.about else { continue };
            for &slot in rows.iter().filter(|_| matches!(verb, Verb::InsertOne | Verb::InsertMany)) {
                let id = i64::from(slot) + 1;
                let raw = Raw { table: *table, slot };
                graph.table_mut(raw).put_encoded(slot, 0, Some(&id.to_be_bytes())).unwrap();
            }
            graph.done(&plan, sent, rows.len() as u64, &Found::default()).unwrap();
        }
        sizes.push(stage.statements.len());
        next = stage.end;
    }
    graph.finish(&plan).unwrap();
    sizes
}

fn add<C: Create>(graph: &mut Graph, new: C) -> Raw {
    let raw = graph.build(new.into_new()).unwrap();
    graph.add(raw).unwrap();
    raw
}

fn user(graph: &mut Graph, raw: Raw) -> &mut User {
    graph.get_mut::<User>().unwrap().write(raw.slot)
}

fn print(graph: &Graph) -> String {
    Plan::make(graph).unwrap().print(graph)
}

/// Three users, the first with two posts.
fn stored() -> (Graph, Vec<Raw>, Vec<Raw>) {
    let mut graph = Graph::new();
    let posts = ["x", "y"].map(|title| Post::create().title(title));
    let first = add(&mut graph, User::create().email("a").posts(posts));
    let users =
        vec![first, add(&mut graph, User::create().email("b")), add(&mut graph, User::create().email("c"))];
    let posts = graph.members(first, 0).unwrap();
    assert_eq!(flush(&mut graph), [1, 1], "posts wait for the key of their author");
    (graph, users, posts)
}

#[test]
fn rows_are_grouped_by_the_columns_that_changed_and_unchanged_ones_are_left_out() {
    let (mut graph, users, posts) = stored();
    user(&mut graph, users[0]).nick = Some("n".to_owned());
    user(&mut graph, users[1]).is_active = false;
    user(&mut graph, users[2]).nick = Some("m".to_owned());
    user(&mut graph, users[2]).email = "c".to_owned();
    let post = graph.get_mut::<Post>().unwrap().write(posts[0].slot);
    post.title = "x".to_owned();
    assert_eq!(print(&graph), "UPDATE users (nick): 0 2\nUPDATE users (is_active): 1\n");
    assert_eq!(flush(&mut graph), [2], "both in one round trip");
    assert_eq!(print(&graph), "");
}

#[test]
fn columns_under_a_unique_constraint_are_updated_row_by_row_in_the_order_of_keys() {
    let (mut graph, users, _) = stored();
    user(&mut graph, users[2]).email = "z".to_owned();
    user(&mut graph, users[0]).email = "y".to_owned();
    user(&mut graph, users[1]).nick = Some("n".to_owned());
    assert_eq!(
        print(&graph),
        "UPDATE users (nick): 1\nUPDATE EACH users (email): 0\nUPDATE EACH users (email): 2\n"
    );
    assert_eq!(flush(&mut graph), [3]);
}

#[test]
fn children_are_deleted_before_parents_and_with_them() {
    let (mut graph, users, posts) = stored();
    graph.delete(users[0]).unwrap();
    assert_eq!(print(&graph), "DELETE posts: 0 1\nDELETE users: 0\n");
    assert_eq!(flush(&mut graph), [2]);
    assert_eq!((graph.state(posts[0]), graph.state(users[0])), (State::Deleted, State::Deleted));
}

#[test]
fn members_that_are_not_known_are_loaded_before_their_owner_is_deleted() {
    let (mut graph, users, _) = stored();
    graph.delete(users[1]).unwrap();
    let plan = Plan::make(&graph).unwrap();
    assert_eq!((plan.needs.as_slice(), plan.steps.len()), ([Need::Members(users[1], 0)].as_slice(), 0));
}

#[test]
fn a_child_that_moves_takes_the_key_of_its_new_parent_new_or_not() {
    let (mut graph, users, posts) = stored();
    graph.link(users[2], 0, posts[1]).unwrap();
    assert_eq!(print(&graph), "UPDATE posts (author_id): 1\n  posts 1 author_id <- users 2 id\n");
    let new = add(&mut graph, User::create().email("d"));
    graph.link(new, 0, posts[0]).unwrap();
    assert_eq!(
        print(&graph),
        "INSERT users (email, is_active, nick): 3\nUPDATE posts (author_id): 0 1\n  posts 0 author_id <- users 3 id\n  \
         posts 1 author_id <- users 2 id\n"
    );
    assert_eq!(flush(&mut graph), [1, 1]);
    let authors = posts.iter().map(|post| graph.get::<Post>().unwrap().row(post.slot).cell(2).unwrap());
    let authors: Vec<i64> = authors.map(|id| *id.as_any().downcast_ref().unwrap()).collect();
    assert_eq!(authors, [4, 3]);
}

#[test]
fn a_rollback_restores_values_and_a_new_row_is_inserted_with_its_key_when_added_again() {
    let (mut graph, users, _) = stored();
    graph.commit(false);
    user(&mut graph, users[0]).email = "changed".to_owned();
    let new = add(&mut graph, User::create().email("d"));
    flush(&mut graph);
    user(&mut graph, users[1]).email = "not flushed".to_owned();
    graph.rollback();
    assert_eq!(graph.state(new), State::Transient);
    assert_eq!(print(&graph), "", "nothing is left of it");
    graph.add(new).unwrap();
    assert_eq!(print(&graph), "INSERT users (id, email, is_active, nick): 3\n");
}

#[test]
fn a_savepoint_restores_the_values_that_were_flushed_before_it() {
    let (mut graph, users, posts) = stored();
    user(&mut graph, users[0]).email = "before".to_owned();
    flush(&mut graph);
    graph.begin_nested();
    user(&mut graph, users[0]).email = "within".to_owned();
    graph.link(users[1], 0, posts[0]).unwrap();
    flush(&mut graph);
    graph.rollback_nested();
    let entity: Entity<User> = graph.entity(users[0]);
    assert_eq!(graph.row(entity).unwrap().email, "before");
    assert_eq!(graph.members(users[0], 0).unwrap(), posts);
    assert_eq!(print(&graph), "");
}

#[test]
fn values_from_before_a_flush_of_many_rows_are_freed_with_the_transaction_at_the_latest() {
    let mut graph = Graph::new();
    let users: Vec<Raw> =
        (0..100).map(|n| add(&mut graph, User::create().email(format!("{n}@example.com")))).collect();
    flush(&mut graph);
    graph.commit(false);
    for &raw in &users {
        user(&mut graph, raw).nick = Some("n".to_owned());
    }
    assert_eq!(flush(&mut graph), [1]);
    let table = graph.table(users[0]);
    assert!(
        users.iter().all(|raw| !table.is_kept(raw.slot)),
        "the new values count as those of the last flush"
    );
    assert_eq!(table.core().spent.len(), 1);
    graph.commit(false);
    assert_eq!(graph.take_spent().len(), 0);
}
