//! Statements have types that functions can name, and can be sent to other tasks.

use cormorant::Model;
use cormorant::engine::Engine;
use cormorant::loading::KeyParams;
use cormorant::query::{Of, Predicate, Select, all_of, any_of, select};
use cormorant::session::{Entity, Mapped, Session};

#[derive(Model, Clone, Debug)]
#[model(has_many(posts: Post, inverse = author))]
struct User {
    #[model(primary_key, generated)]
    id: i64,
    name: String,
    age: i32,
}

#[derive(Model, Clone, Debug)]
struct Post {
    #[model(primary_key, generated)]
    id: i64,
    #[model(belongs_to(author: User, inverse = posts))]
    author_id: i64,
}

fn grown_ups() -> Select<User> {
    select(User).filter(User::age.ge(18))
}

fn named(names: &[&str]) -> Select<User> {
    let any: Vec<Predicate<Of<User>>> =
        names.iter().map(|name| User::name.like(*name).over_tables::<Of<User>, _>()).collect();
    grown_ups().filter(any_of(any))
}

fn folded(ages: &[i32]) -> Select<User> {
    let none: Predicate<Of<User>> = all_of([]);
    let all = ages.iter().fold(none, |all, age| all.and(User::age.ne(*age)).over_tables());
    select(User).filter(all)
}

async fn by_id<M>(session: &mut Session, key: M::Key) -> cormorant::Result<Option<Entity<M>>>
where
    M: Mapped<Key: KeyParams>,
{
    session.get::<M>(key).await
}

fn table_of<M: cormorant::schema::Model>() -> &'static str {
    M::TABLE.name
}

fn keys<M: cormorant::schema::Model + Clone>(rows: &[M]) -> Vec<M::Key> {
    rows.iter().map(M::key).collect()
}

fn spawned(engine: Engine) {
    tokio::spawn(async move {
        let mut conn = engine.connection().await?;
        let users = conn.all(grown_ups()).await?;
        let mut session = engine.session();
        let user = by_id::<User>(&mut session, users[0].id).await?;
        session.all(named(&["a%"])).await?;
        Ok::<_, cormorant::Error>(user)
    });
}

fn main() {
    let _: fn(Engine) = spawned;
    assert_eq!((table_of::<User>(), table_of::<Post>()), ("user", "post"));
    assert_eq!(keys(&[User { id: 1, name: String::new(), age: 2 }]), [1]);
    assert!(folded(&[1, 2]).to_sql().contains("AND"), "{}", folded(&[1, 2]).to_sql());
}
