//! What a portal's answer means, and how long a message waits before it is sent again. Pure.

use http::StatusCode;
use motlan_core::Code;
use motlan_exchange::service::call::Reply;
use serde_json::{Map, Value};

use crate::service::ask::code_of;

/// The longest pause between two attempts.
const PAUSE_S_MAX: i64 = 60;

/// What became of one message.
pub(super) enum Outcome {
    /// The portal holds it.
    Held,
    /// The portal lacks an earlier one.
    Gap { held: u32 },
    /// Not known, or not now.
    Later { code: String, is_line: bool },
    /// Refused for good.
    Refused { code: String },
}

/// 1 s after the first attempt, doubling.
pub(super) fn pause_s(attempts: u32) -> i64 {
    (1_i64 << attempts.min(6)).min(PAUSE_S_MAX)
}

/// What a portal's answer means for the message of this number.
pub(super) fn judge(reply: &Reply, number: u32) -> Outcome {
    let body: Map<String, Value> = serde_json::from_slice(&reply.body).unwrap_or_default();
    let held = body
        .get("held")
        .and_then(Value::as_u64)
        .and_then(|held| u32::try_from(held).ok());
    let code = code_of(&body);
    match (reply.status, held) {
        (StatusCode::OK, Some(held)) if held >= number => Outcome::Held,
        (StatusCode::CONFLICT, Some(held)) if code == Code::SyncGap.as_str() && held < number => Outcome::Gap { held },
        (
            StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN | StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY,
            _,
        ) => Outcome::Refused { code: code.to_owned() },
        _ => Outcome::Later {
            code: code.to_owned(),
            is_line: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        let pauses: Vec<i64> = (0..9).map(pause_s).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(pause_s(u32::MAX), 60);
    }
}
