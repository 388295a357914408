//! Objects of a program, whatever their model: from names and JSON to the typed interface.

use cormorant::error::{Error, Result};
use cormorant::loading::Loads;
use cormorant::query::{Column, NoLoad, Only, Select, select};
use cormorant::session::{Entity, Mapped, New, Session, State};
use cormorant::types::Value;
use serde_json::Value as Json;

use super::models::{
    Account, Album, Boxed, City, Conf, Country, Course, Doc, Enrollment, Folder, Line, Node, Order, Owner,
    Passport, Person, Pet, Plain, Player, Post, Profile, Shelf, Student, Tag, Team, Track,
};

/// A value from a program.
trait FromJson: Sized {
    /// The value; `None` if it has no place in the type (NULL for a column that is not nullable).
    fn from_json(json: &Json) -> Option<Self>;
    /// The value for a comparison.
    fn to_json(&self) -> Json;
}

impl FromJson for i32 {
    fn from_json(json: &Json) -> Option<Self> {
        json.as_i64().and_then(|number| i32::try_from(number).ok())
    }

    fn to_json(&self) -> Json {
        (*self).into()
    }
}

impl FromJson for bool {
    fn from_json(json: &Json) -> Option<Self> {
        json.as_bool()
    }

    fn to_json(&self) -> Json {
        (*self).into()
    }
}

impl FromJson for String {
    fn from_json(json: &Json) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }

    fn to_json(&self) -> Json {
        self.clone().into()
    }
}

impl<T: FromJson> FromJson for Option<T> {
    #[allow(clippy::option_option, reason = "the outer one says whether the type has a place for the value")]
    fn from_json(json: &Json) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::from_json(json).map(Some) }
    }

    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, FromJson::to_json)
    }
}

/// What is done to a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// `append`
    Add,
    /// `remove`
    Remove,
    /// `set_rel`, `set_list`, `clear`
    Replace,
}

/// A query that may still get conditions and loaders.
type Open<M> = Select<M, Only<M>, NoLoad>;
/// The same with loaders.
type Loaded<M> = Select<M, Only<M>, Loads>;

/// What a program can do with objects of one model.
trait Object: Mapped + cormorant::query::Shape {
    fn fill(new: &mut New<Self>, column: &str, value: &Json) -> Result<()>;
    fn set(session: &mut Session, entity: Entity<Self>, column: &str, value: &Json) -> Result<()>;
    fn read(session: &Session, entity: Entity<Self>) -> Result<Json>;
    fn key(session: &Session, entity: Entity<Self>) -> Result<Vec<Json>>;
    fn relate(
        session: &mut Session,
        entity: Entity<Self>,
        relation: &str,
        act: Act,
        to: &[Handle],
    ) -> Result<()>;
    fn related(session: &Session, entity: Entity<Self>, relation: &str) -> Result<Vec<Handle>>;
    fn filter(query: Open<Self>, column: &str, value: &Json) -> Result<Open<Self>>;
    fn loading(query: Open<Self>, relation: &str) -> Result<Loaded<Self>>;
    fn loading_more(query: Loaded<Self>, relation: &str) -> Result<Loaded<Self>>;
}

/// The value that a column is compared with; `None` for NULL.
fn wanted<M, V: Value>(_: Column<M, V>, json: &Json) -> Option<V::Base>
where
    V::Base: FromJson,
{
    V::Base::from_json(json)
}

fn unknown(model: &'static str, name: &str) -> Error {
    Error::Schema { message: format!("{model} has no `{name}`") }
}

fn no_place(model: &'static str, column: &str) -> Error {
    Error::Schema { message: format!("{model}::{column} has no place for this value") }
}

/// A condition on a column: `= value`, or `IS NULL`.
macro_rules! equals {
    ($model:ident $column:ident $value:ident) => {
        $model::$column.is_not_distinct_from(wanted($model::$column, $value))
    };
}

/// Methods that do the same for each model.
macro_rules! each {
    ($models:tt $($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*) -> $out:ty = |$entity:ident, $alias:ident| $body:expr;)+) => {
        $(each_one! { $models $(#[$doc])* $name($($arg: $ty),*) -> $out = |$entity, $alias| $body; })+
    };
}

macro_rules! each_one {
    ([$($model:ident)+] $(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*) -> $out:ty = |$entity:ident, $alias:ident| $body:expr;) => {
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// What the session says.
        #[allow(clippy::should_implement_trait, reason = "`add` is the session's word")]
        pub fn $name(self, $($arg: $ty),*) -> $out {
            match self {
                $(Handle::$model($entity) => {
                    #[allow(unused)]
                    type $alias = super::models::$model;
                    $body
                })+
            }
        }
    };
}

macro_rules! objects {
    ($($model:ident [$($key:ident)+] [$($column:ident)+] [$($one:ident $one_model:ident)*] [$($many:ident $many_model:ident)*];)+) => {
        /// An object, by its key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Handle {
            $(#[doc = stringify!($model)] $model(Entity<$model>),)+
        }

        $(impl From<Entity<$model>> for Handle {
            fn from(entity: Entity<$model>) -> Self {
                Handle::$model(entity)
            }
        }

        impl TryFrom<Handle> for Entity<$model> {
            type Error = Error;

            fn try_from(handle: Handle) -> Result<Self> {
                match handle {
                    Handle::$model(entity) => Ok(entity),
                    #[allow(unreachable_patterns)]
                    _ => Err(unknown(stringify!($model), "this object")),
                }
            }
        }

        impl Object for $model {
            fn fill(new: &mut New<Self>, column: &str, value: &Json) -> Result<()> {
                match column {
                    $(stringify!($column) => new.draft.$column = FromJson::from_json(value),)+
                    _ => return Err(unknown(stringify!($model), column)),
                }
                Ok(())
            }

            fn set(session: &mut Session, entity: Entity<Self>, column: &str, value: &Json) -> Result<()> {
                match column {
                    $(stringify!($column) => {
                        let value = FromJson::from_json(value);
                        let value = value.ok_or_else(|| no_place(stringify!($model), column))?;
                        // Where the row can be read, in the way users write.
                        match session.try_get_mut(entity) {
                            Ok(row) => row.$column = value,
                            Err(_) => session.set(entity, $model::$column, value)?,
                        }
                        Ok(())
                    })+
                    _ => Err(unknown(stringify!($model), column)),
                }
            }

            fn read(session: &Session, entity: Entity<Self>) -> Result<Json> {
                let mut columns = serde_json::Map::new();
                $(columns.insert(
                    stringify!($column).to_owned(),
                    session.value(entity, $model::$column).map_or(Json::Null, FromJson::to_json),
                );)+
                if session.state(entity)? == State::Persistent {
                    session.try_get(entity)?;
                }
                Ok(columns.into())
            }

            fn key(session: &Session, entity: Entity<Self>) -> Result<Vec<Json>> {
                Ok(vec![$(session.value(entity, $model::$key).map_or(Json::Null, FromJson::to_json)),+])
            }

            #[allow(unused_variables)]
            fn relate(session: &mut Session, entity: Entity<Self>, relation: &str, act: Act, to: &[Handle]) -> Result<()> {
                match relation {
                    $(stringify!($one) => {
                        let member = to.first().map(|to| Entity::<$one_model>::try_from(*to)).transpose()?;
                        session.set_one(entity, $model::$one, member)
                    })*
                    $(stringify!($many) => {
                        let members: Result<Vec<Entity<$many_model>>> = to.iter().map(|to| (*to).try_into()).collect();
                        let mut handle = session.relation(entity, $model::$many)?;
                        for member in members.iter().flatten() {
                            match act {
                                Act::Add => drop(handle.add(*member)?),
                                Act::Remove => drop(handle.remove(*member)?),
                                Act::Replace => {}
                            }
                        }
                        if act == Act::Replace {
                            handle.replace(members?)?;
                        }
                        Ok(())
                    })*
                    _ => Err(unknown(stringify!($model), relation)),
                }
            }

            #[allow(unused_variables)]
            fn related(session: &Session, entity: Entity<Self>, relation: &str) -> Result<Vec<Handle>> {
                match relation {
                    $(stringify!($one) => Ok(session.one_of(entity, $model::$one)?.into_iter().map(Into::into).collect()),)*
                    $(stringify!($many) => Ok(session.many(entity, $model::$many)?.into_iter().map(Into::into).collect()),)*
                    _ => Err(unknown(stringify!($model), relation)),
                }
            }

            fn filter(query: Open<Self>, column: &str, value: &Json) -> Result<Open<Self>> {
                match column {
                    $(stringify!($column) => Ok(query.filter(equals!($model $column value)),),)+
                    _ => Err(unknown(stringify!($model), column)),
                }
            }

            #[allow(unused_variables)]
            fn loading(query: Open<Self>, relation: &str) -> Result<Loaded<Self>> {
                match relation {
                    $(stringify!($one) => Ok(query.load($model::$one.selectin())),)*
                    $(stringify!($many) => Ok(query.load($model::$many.selectin())),)*
                    _ => Err(unknown(stringify!($model), relation)),
                }
            }

            #[allow(unused_variables)]
            fn loading_more(query: Loaded<Self>, relation: &str) -> Result<Loaded<Self>> {
                match relation {
                    $(stringify!($one) => Ok(query.load($model::$one.selectin())),)*
                    $(stringify!($many) => Ok(query.load($model::$many.selectin())),)*
                    _ => Err(unknown(stringify!($model), relation)),
                }
            }
        })+

        impl Handle {
            /// Constructs an object that is not in the session.
            ///
            /// # Errors
            ///
            /// A column is not known.
            pub fn build<'c>(session: &mut Session, model: &str, columns: impl Iterator<Item = (&'c String, &'c Json)>) -> Result<Self> {
                match model_name(model) {
                    $(stringify!($model) => {
                        let mut new = New::<$model>::new();
                        for (column, value) in columns {
                            $model::fill(&mut new, column, value)?;
                        }
                        Ok(session.build(new).into())
                    })+
                    _ => Err(unknown("the oracle", model)),
                }
            }

            /// The objects of a query, ordered by primary key.
            ///
            /// # Errors
            ///
            /// What the session says.
            pub async fn query(
                session: &mut Session,
                model: &str,
                filter: &std::collections::BTreeMap<String, Json>,
                with: &[String],
            ) -> Result<Vec<Handle>> {
                match model_name(model) {
                    $(stringify!($model) => {
                        let mut query: Open<$model> = select($model).order_by(($($model::$key,)+));
                        for (column, value) in filter {
                            query = $model::filter(query, column, value)?;
                        }
                        let Some((first, more)) = with.split_first() else {
                            return Ok(session.all(query).await?.into_iter().map(Into::into).collect());
                        };
                        let mut query = $model::loading(query, first)?;
                        for relation in more {
                            query = $model::loading_more(query, relation)?;
                        }
                        Ok(session.all(query).await?.into_iter().map(Into::into).collect())
                    })+
                    _ => Err(unknown("the oracle", model)),
                }
            }

            /// The object of a primary key.
            ///
            /// # Errors
            ///
            /// What the session says.
            pub async fn get(session: &mut Session, model: &str, key: &[Json]) -> Result<Option<Handle>> {
                match model_name(model) {
                    $(stringify!($model) => {
                        let mut parts = key.iter();
                        let key = ($({
                            let _ = stringify!($key);
                            parts.next().and_then(FromJson::from_json).ok_or_else(|| no_place(stringify!($model), "key"))?
                        }),+);
                        Ok(session.get::<$model>(key).await?.map(Into::into))
                    })+
                    _ => Err(unknown("the oracle", model)),
                }
            }

            /// Loads a relationship.
            ///
            /// # Errors
            ///
            /// What the session says.
            pub async fn load(self, session: &mut Session, relation: &str) -> Result<()> {
                match self {
                    $(Handle::$model(_entity) => match relation {
                        $(stringify!($one) => session.load(_entity, $model::$one).await,)*
                        $(stringify!($many) => session.load(_entity, $model::$many).await,)*
                        _ => { let _ = session; Err(unknown(stringify!($model), relation)) }
                    },)+
                }
            }

            /// Reads the columns of an expired object; nothing is flushed.
            ///
            /// # Errors
            ///
            /// What the session says.
            pub async fn fill(self, session: &mut Session) -> Result<()> {
                match self {
                    $(Handle::$model(entity) => {
                        let key = session.key(entity)?;
                        session.get::<$model>(key).await.map(drop)
                    })+
                }
            }

            /// Reads all columns again.
            ///
            /// # Errors
            ///
            /// What the session says.
            pub async fn refresh(self, session: &mut Session) -> Result<()> {
                match self {
                    $(Handle::$model(entity) => session.refresh(entity).await,)+
                }
            }

            each! { [$($model)+]
                /// Sets a column.
                set(session: &mut Session, column: &str, value: &Json) -> Result<()> =
                    |entity, Model| Model::set(session, entity, column, value);
                /// All columns.
                read(session: &Session) -> Result<Json> = |entity, Model| Model::read(session, entity);
                /// The primary key.
                key(session: &Session) -> Result<Vec<Json>> = |entity, Model| Model::key(session, entity);
                /// Changes a relationship.
                relate(session: &mut Session, relation: &str, act: Act, to: &[Handle]) -> Result<()> =
                    |entity, Model| Model::relate(session, entity, relation, act, to);
                /// The members of a relationship.
                related(session: &Session, relation: &str) -> Result<Vec<Handle>> =
                    |entity, Model| Model::related(session, entity, relation);
                /// Adds the object to the session.
                add(session: &mut Session) -> Result<()> = |entity, Model| session.add(entity).map(drop);
                /// Marks it for deletion.
                delete(session: &mut Session) -> Result<()> = |entity, Model| session.delete(entity);
                /// Takes it out of the session.
                expunge(session: &mut Session) -> Result<()> = |entity, Model| session.expunge(entity);
                /// Forgets what is loaded of it.
                expire(session: &mut Session) -> Result<()> = |entity, Model| session.expire(entity);
                /// Its state.
                state(session: &Session) -> Result<State> = |entity, Model| session.state(entity);
            }
        }
    };
}

/// `Box` is called otherwise here.
fn model_name(model: &str) -> &str {
    if model == "Box" { "Boxed" } else { model }
}

objects! {
    Plain [id] [id label qty note] [] [];
    Owner [id] [id label city] [] [pets Pet];
    Pet [id] [id label kind owner_id] [owner Owner] [];
    Order [id] [id label status] [] [lines Line];
    Line [id] [id label qty order_id] [order Order] [];
    Person [id] [id label nick] [passport Passport profile Profile] [];
    Passport [id] [id label country person_id] [person Person] [];
    Profile [id] [id label bio person_id] [person Person] [];
    Post [id] [id label title] [] [tags Tag];
    Tag [id] [id label color] [] [posts Post];
    Student [id] [id label year] [] [enrollments Enrollment];
    Course [id] [id label room] [] [enrollments Enrollment];
    Enrollment [student_id course_id] [student_id course_id grade remark] [student Student course Course] [];
    Node [id] [id label val parent_id] [parent Node] [children Node];
    Folder [id] [id label size parent_id] [parent Folder] [children Folder];
    Country [code] [code name pop] [] [cities City];
    City [id] [id label size country_code] [country Country] [];
    Shelf [room num] [room num note cap] [] [boxes Boxed];
    Boxed [id] [id label weight shelf_room shelf_num] [shelf Shelf] [];
    Doc [id] [id label body stars version_id] [] [];
    Album [id] [id label genre] [] [tracks Track];
    Track [id] [id label secs album_id] [album Album] [];
    Conf [id] [id label val created_by active rank modified_by rev] [] [];
    Team [id] [id label town captain_id] [captain Player] [players Player];
    Player [id] [id label num team_id] [team Team] [];
    Account [id] [id label email level] [] [];
}
