//! Serializing a graph: the model's own `Serialize`, with its loaded relationships appended.
//!
//! The user's `Serialize` runs through a serializer that passes everything on and adds fields before the struct
//! ends, so that `rename`, `skip` and the like hold. What is not loaded is left out, never written as null.

use std::fmt::Display;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::query::{Many, One, Relation};
use crate::session::view::View;
use crate::session::{Mapped, Raw};

/// A model whose views can be serialized. Written by the derive for `#[model(serialize)]`.
pub trait SerializeRelations: Mapped + Serialize {
    /// Hands every relationship to `out`: one line for each.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize_relations<O: RelationsOut>(walk: &Walk<'_, Self>, out: &mut O) -> Result<(), O::Error>;
}

/// Where relationships are written to.
pub trait RelationsOut {
    /// The serializer's error.
    type Error;

    /// Writes a relationship to many, if it is loaded.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn many<M, T>(&mut self, walk: &Walk<'_, M>, relation: Relation<M, T, Many>) -> Result<(), Self::Error>
    where
        M: Mapped,
        T: SerializeRelations;

    /// Writes a relationship to one, if it is loaded.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn one<M, T>(&mut self, walk: &Walk<'_, M>, relation: Relation<M, T, One>) -> Result<(), Self::Error>
    where
        M: Mapped,
        T: SerializeRelations;
}

/// A view on the way through the graph.
///
/// The opposite of the relationship that led here is left out, and so are entities that the way came through:
/// cycles end.
pub struct Walk<'w, M> {
    view: View<'w, M>,
    /// The relationship that leads back.
    back: Option<usize>,
    before: Option<&'w Step<'w>>,
}

/// An entity that the way came through.
struct Step<'w> {
    at: Raw,
    before: Option<&'w Step<'w>>,
}

impl Step<'_> {
    fn passed(&self, raw: Raw) -> bool {
        self.at == raw || self.before.is_some_and(|before| before.passed(raw))
    }
}

impl<M> std::fmt::Debug for Walk<'_, M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Walk")
    }
}

impl<M: SerializeRelations> Serialize for View<'_, M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Walk { view: *self, back: None, before: None }.serialize(serializer)
    }
}

impl<M: SerializeRelations> Serialize for Walk<'_, M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view.row().serialize(Appending { inner: serializer, walk: self })
    }
}

impl<M: Mapped> Walk<'_, M> {
    fn raw(&self) -> Option<Raw> {
        self.view.session.graph.raw(self.view.entity).ok()
    }

    /// Calls `write` with the members of a relationship that are to be written, each as a walk. A relationship to
    /// one whose member the way came through is left out: to write null would say that there is none.
    fn members<T: SerializeRelations, K, E: serde::ser::Error>(
        &self,
        relation: Relation<M, T, K>,
        write: impl FnOnce(&[Walk<'_, T>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(at) = self.raw().filter(|_| self.back != Some(relation.index())) else { return Ok(()) };
        let Some(views) = self.view.loaded(relation) else { return Ok(()) };
        let views = views.map_err(custom)?;
        let here = Step { at, before: self.before };
        let back = M::meta().relations()[relation.index()].inverse;
        let graph = &self.view.session.graph;
        let new = |view: &View<'_, T>| graph.raw(view.entity).is_ok_and(|raw| !here.passed(raw));
        let walks: Vec<Walk<'_, T>> = views
            .iter()
            .filter(|view| new(view))
            .map(|view| Walk { view: *view, back, before: Some(&here) })
            .collect();
        let is_many = M::meta().relations()[relation.index()].is_many();
        if is_many || walks.len() == views.len() { write(&walks) } else { Ok(()) }
    }
}

fn custom<E: serde::ser::Error>(error: impl Display) -> E {
    E::custom(error)
}

/// A serializer that appends relationships to the struct or map that it is given.
struct Appending<'a, 'w, M, S> {
    inner: S,
    walk: &'a Walk<'w, M>,
}

/// A struct or map under way.
struct Fields<'a, 'w, M, S> {
    inner: S,
    walk: &'a Walk<'w, M>,
}

struct StructOut<'o, S>(&'o mut S);
struct MapOut<'o, S>(&'o mut S);

macro_rules! relations_out {
    ($out:ident, $trait:ident, $write:ident) => {
        impl<S: $trait> RelationsOut for $out<'_, S> {
            type Error = S::Error;

            fn many<M, T>(
                &mut self,
                walk: &Walk<'_, M>,
                relation: Relation<M, T, Many>,
            ) -> Result<(), S::Error>
            where
                M: Mapped,
                T: SerializeRelations,
            {
                walk.members(relation, |members| self.0.$write(relation.name(), members))
            }

            fn one<M, T>(&mut self, walk: &Walk<'_, M>, relation: Relation<M, T, One>) -> Result<(), S::Error>
            where
                M: Mapped,
                T: SerializeRelations,
            {
                walk.members(relation, |members| self.0.$write(relation.name(), &members.first()))
            }
        }
    };
}

relations_out!(StructOut, SerializeStruct, serialize_field);
relations_out!(MapOut, SerializeMap, serialize_entry);

impl<M: SerializeRelations, S: SerializeStruct> SerializeStruct for Fields<'_, '_, M, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.inner.serialize_field(key, value)
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.inner.skip_field(key)
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        M::serialize_relations(self.walk, &mut StructOut(&mut self.inner))?;
        self.inner.end()
    }
}

impl<M: SerializeRelations, S: SerializeMap> SerializeMap for Fields<'_, '_, M, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.inner.serialize_value(value)
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        M::serialize_relations(self.walk, &mut MapOut(&mut self.inner))?;
        self.inner.end()
    }
}

/// Passes values of one type on.
macro_rules! pass {
    ($($name:ident($ty:ty);)*) => {$(
        fn $name(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.inner.$name(value)
        }
    )*};
}

impl<'a, 'w, M: SerializeRelations, S: Serializer> Serializer for Appending<'a, 'w, M, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = Fields<'a, 'w, M, S::SerializeMap>;
    type SerializeStruct = Fields<'a, 'w, M, S::SerializeStruct>;
    type SerializeStructVariant = S::SerializeStructVariant;

    pass! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(value)
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, at, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, at, variant, value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<S::SerializeSeq, S::Error> {
        self.inner.serialize_seq(len)
    }

    fn serialize_tuple(self, len: usize) -> Result<S::SerializeTuple, S::Error> {
        self.inner.serialize_tuple(len)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleStruct, S::Error> {
        self.inner.serialize_tuple_struct(name, len)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleVariant, S::Error> {
        self.inner.serialize_tuple_variant(name, at, variant, len)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        // How many relationships will follow is not known here.
        Ok(Fields { inner: self.inner.serialize_map(None)?, walk: self.walk })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        let relations = M::TABLE.relations.len();
        Ok(Fields { inner: self.inner.serialize_struct(name, len + relations)?, walk: self.walk })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeStructVariant, S::Error> {
        self.inner.serialize_struct_variant(name, at, variant, len)
    }
}
