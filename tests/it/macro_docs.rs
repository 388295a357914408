//! The examples in the documentation of the derives, which cannot be compiled where they stand: they are here word for
//! word, and compile.

#![allow(dead_code, unreachable_pub, reason = "examples are read")]

mod model {
    use chrono::{DateTime, Utc};
    use cormorant::Model;

    /// A person with a login.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "users", has_many(posts: Post, inverse = author, cascade(delete_orphan)))]
    pub struct User {
        #[model(primary_key, generated)]
        pub id: i64,
        #[model(unique, length = 255)]
        pub email: String,
        #[model(default = true)]
        pub is_active: bool,
        #[model(generated, server_default = "now()")]
        pub created_at: DateTime<Utc>,
        pub last_login: Option<DateTime<Utc>>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "posts")]
    pub struct Post {
        #[model(primary_key, generated)]
        pub id: i64,
        pub title: String,
        #[model(belongs_to(author: User, inverse = posts, on_delete = cascade))]
        pub author_id: i64,
    }
}

mod projection {
    use cormorant::Result;
    use cormorant::prelude::*;
    use cormorant_examples::music::{Album, Artist};
    use serde::Serialize;

    #[derive(Projection, Debug, PartialEq, Serialize)]
    struct ArtistCard {
        name: Option<String>,
        albums: i64,
    }

    async fn example(conn: &mut Connection) -> Result<Vec<ArtistCard>> {
        let cards: Vec<ArtistCard> = conn
            .all(
                select(ArtistCardOf { name: Artist::name, albums: count(Album::album_id) })
                    .left_join(Artist::albums)
                    .group_by(Artist::name),
            )
            .await?;
        Ok(cards)
    }
}

mod db_enum {
    use cormorant::DbEnum;

    #[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[db_enum(name = "mood")]
    enum Mood {
        Happy,
        #[db_enum(label = "very sad")]
        VerySad,
    }
}

mod db_newtype {
    use cormorant::DbNewtype;

    #[derive(DbNewtype, Clone, Copy, Debug, PartialEq, Eq, Hash)]
    struct UserId(i64);

    #[derive(DbNewtype, Clone, Debug, PartialEq)]
    #[db_newtype(domain = "email", schema = "app")]
    struct Email(String);
}

mod of_a_test {
    use cormorant::testing::TestDb;

    #[cormorant::test(schema = "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE)")]
    async fn an_email_is_taken_once(db: TestDb) -> cormorant::Result<()> {
        let mut conn = db.engine().connection().await?; // to a database that holds nothing but the table
        conn.execute_raw("INSERT INTO users VALUES (1, 'a@example.com')", &[]).await?;
        let again = conn.execute_raw("INSERT INTO users VALUES (2, 'a@example.com')", &[]).await;
        assert!(again.is_err_and(|error| error.is_unique_violation()));
        Ok(())
    }
}

/// The words of a text, however its lines are broken.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<String>().replace(",)", ")")
}

#[test]
fn examples_of_the_derives_are_compiled_word_for_word() {
    let docs = [
        include_str!("../../macros/src/docs/model.md"),
        include_str!("../../macros/src/docs/projection.md"),
        include_str!("../../macros/src/docs/db_enum.md"),
        include_str!("../../macros/src/docs/db_newtype.md"),
        include_str!("../../macros/src/docs/test.md"),
    ];
    let compiled = words(include_str!("macro_docs.rs"));
    for text in docs {
        let blocks: Vec<&str> =
            text.split("```ignore\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(blocks.len(), 1, "one example in each");
        for part in blocks[0].split("\n\n") {
            assert!(compiled.contains(&words(part)), "not compiled:\n{part}");
        }
    }
}
