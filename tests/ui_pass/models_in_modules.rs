//! Models of different modules refer to each other; a model may be private to its module.

use cormorant::query::select;

mod people {
    use cormorant::Model;

    #[derive(Model, Clone, Debug)]
    #[model(has_many(texts: crate::texts::Text, inverse = author))]
    pub struct Person {
        #[model(primary_key, generated)]
        pub id: i64,
        pub(crate) name: String,
        pub(super) age: i32,
        secret: String,
    }

    #[derive(Model, Clone)]
    struct Hidden {
        #[model(primary_key)]
        id: i64,
        #[model(references(Person))]
        person_id: i64,
    }

    pub fn secrets() -> String {
        let _ = Hidden::create().id(1).person_id(2);
        select(Person).filter(Person::secret.eq("a")).to_sql() + &select(Hidden).to_sql()
    }

    use super::select;
}

mod texts {
    pub mod inner {
        #[derive(cormorant::Model, Clone, Debug)]
        pub(in crate::texts) struct Note {
            #[model(primary_key, generated)]
            pub(super) id: i64,
            #[model(belongs_to(text: super::Text))]
            pub(in crate::texts) text_id: i64,
        }
    }

    #[derive(cormorant::Model, Clone, Debug)]
    pub struct Text {
        #[model(primary_key, generated)]
        pub id: i64,
        #[model(belongs_to(author: super::people::Person, inverse = texts))]
        pub author_id: i64,
    }

    pub fn notes() -> String {
        use inner::Note;
        super::select((Note::id, Note::text_id)).join(Note::text).to_sql()
    }
}

fn main() {
    use people::Person;
    use texts::Text;

    let _ = select((Person, Text::id)).join(Person::texts).filter(Person::age.gt(3)).to_sql();
    let _ = select(Text).join(Text::author).filter(Person::name.like("a%")).to_sql();
    let _ = (people::secrets(), texts::notes());
}
