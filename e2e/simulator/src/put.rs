//! Adding keys to JSON that is built by hand. It never changes what is not an object.

use serde_json::Value;

pub(crate) trait Put {
    /// Sets a key of an object.
    fn put(&mut self, key: &str, value: impl Into<Value>);
}

impl Put for Value {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        if let Some(object) = self.as_object_mut() {
            object.insert(key.to_owned(), value.into());
        }
    }
}
