//! A nullable `DOUBLE PRECISION` parameter.
//!
//! sqlx 0.9's `Any` driver hands a NULL `f64` to PostgreSQL as a NULL of type REAL, and the statement is then kept as
//! prepared for REAL: the next value, eight bytes long, is refused. A NULL `f32` goes as DOUBLE PRECISION instead. This
//! type hides the exchange; results are read as `Option<f64>` as usual.

use sqlx::any::AnyTypeInfo;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Any, Database, Encode, Type};

/// A `DOUBLE PRECISION` that may be NULL, for binding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Double(pub Option<f64>);

impl Type<Any> for Double {
    fn type_info() -> AnyTypeInfo {
        <f64 as Type<Any>>::type_info()
    }
}

impl Encode<'_, Any> for Double {
    fn encode_by_ref(&self, buffer: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self.0 {
            Some(value) => Encode::<Any>::encode_by_ref(&value, buffer),
            None => Encode::<Any>::encode_by_ref(&None::<f32>, buffer),
        }
    }
}
