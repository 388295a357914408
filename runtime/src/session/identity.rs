//! From stores without a type to stores of a model: the only place that downcasts a store.

use crate::session::store::Store;
use crate::session::{Graph, Mapped};

impl Graph {
    /// The entities of a model, if there are any.
    pub(crate) fn get<M: Mapped>(&self) -> Option<&Store<M>> {
        let table = self.stores.get(M::meta().number as usize)?.as_deref()?;
        table.as_any().downcast_ref()
    }

    /// The entities of a model, if there are any.
    pub(crate) fn get_mut<M: Mapped>(&mut self) -> Option<&mut Store<M>> {
        let table = self.stores.get_mut(M::meta().number as usize)?.as_deref_mut()?;
        table.as_any_mut().downcast_mut()
    }

    /// The entities of a model.
    pub(crate) fn open<M: Mapped>(&mut self) -> &mut Store<M> {
        let number = M::meta().number as usize;
        if self.stores.len() <= number {
            self.stores.resize_with(number + 1, || None);
        }
        let table = self.stores[number].get_or_insert_with(|| Box::new(Store::<M>::new()));
        table.as_any_mut().downcast_mut().expect("the store under a model's number is that model's")
    }
}
