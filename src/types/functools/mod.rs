//! The types behind `functools`: `partial`, the wrapper of `lru_cache`, the keys of `cmp_to_key`.

mod key_wrapper;
mod lru_cache;
mod partial;

pub use key_wrapper::{KEY_WRAPPER, KeyWrapper, new_key_function};
pub use lru_cache::{LRU_CACHE, LruCache};
pub use partial::{PARTIAL, Partial};
