//! How every call ends: `{ ok }`, `{ error }` or `{ cancelled }`. Errors are data here, because an error made by N-API has neither our
//! fields nor the caller's stack; `js/errors.js` makes the real ones.

use std::panic::{self, AssertUnwindSafe};

use napi::{
    Env, JsValue, Result,
    bindgen_prelude::{JsObjectValue as _, Object, ToNapiValue},
    sys,
};
use wa_bridge_core::Error;

use crate::{fault::Fault, runtime};

/// See the module.
pub enum Outcome<T> {
    Ok(T),
    Error(Error),
    /// The caller's signal ended it first.
    Cancelled,
}

impl<T> Outcome<T> {
    /// Runs a synchronous call; a panic becomes [`Error::Internal`].
    pub fn of(call: impl FnOnce() -> std::result::Result<T, Error>) -> Self {
        match panic::catch_unwind(AssertUnwindSafe(call)) {
            Ok(result) => result.into(),
            Err(payload) => Self::panicked(payload.as_ref()),
        }
    }

    pub fn panicked(payload: &(dyn std::any::Any + Send)) -> Self {
        Self::Error(Error::Internal { problem: format!("panic: {}", runtime::message(payload)) })
    }
}

impl<T> From<std::result::Result<T, Error>> for Outcome<T> {
    fn from(result: std::result::Result<T, Error>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Error(error),
        }
    }
}

impl<T: ToNapiValue> ToNapiValue for Outcome<T> {
    unsafe fn to_napi_value(raw: sys::napi_env, outcome: Self) -> Result<sys::napi_value> {
        let mut object = Object::new(&Env::from_raw(raw))?;
        match outcome {
            Self::Ok(value) => object.set_named_property("ok", value)?,
            Self::Error(error) => object.set_named_property("error", Fault::from(&error))?,
            Self::Cancelled => object.set_named_property("cancelled", true)?,
        }
        Ok(object.raw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error_with_its_text() {
        let outcome: Outcome<()> = Outcome::of(|| panic!("the {} is gone", "page"));
        let Outcome::Error(error) = outcome else { panic!("it should have failed") };
        assert_eq!(error.code(), "ERR_WA_INTERNAL");
        assert_eq!(error.to_string(), "an internal error: panic: the page is gone");
    }
}
