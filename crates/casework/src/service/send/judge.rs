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

/// What the inbox itself says of a message, and will say again. Every other refusal is somebody else's on the way, such as a
/// right that is missing today: it is tried again.
fn is_for_good(code: &str) -> bool {
    let own = [
        Code::SyncContradiction,
        Code::SyncGap,
        Code::SyncTransition,
        Code::SyncEntry,
        Code::SyncForeign,
        Code::InvalidBody,
    ];
    own.iter().any(|own| own.as_str() == code)
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
        _ if reply.status.is_client_error() && is_for_good(code) => Outcome::Refused { code: code.to_owned() },
        _ => Outcome::Later {
            code: code.to_owned(),
            is_line: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use motlan_evidence::{IdCommitment, LogName, Receipt};
    use motlan_store::journal::Position;

    use super::*;

    fn outcome(status: u16, body: &str) -> Outcome {
        let reply = Reply {
            status: StatusCode::from_u16(status).unwrap(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            transaction: IdCommitment([0; 32]),
            receipt: Receipt {
                log: LogName::Exchange,
                index: 0,
                position: Position { segment: 0, offset: 0 },
            },
        };
        judge(&reply, 2)
    }

    /// Red where a right that is missing for an hour parks every dossier of a province.
    #[test]
    fn only_the_inbox_itself_refuses_for_good() {
        for (status, code) in [(409, "sync_contradiction"), (422, "sync_entry"), (400, "invalid_body")] {
            let refused = outcome(status, &format!(r#"{{"code":"{code}"}}"#));
            assert!(
                matches!(refused, Outcome::Refused { code: told } if told == code),
                "{code}"
            );
        }
        for (status, code) in [
            (403, "caller_missing"),
            (400, "purpose_required"),
            (403, "access_denied"),
            (409, "overloaded"),
            (503, "sync_entry"),
            (422, "of somebody else"),
        ] {
            let later = outcome(status, &format!(r#"{{"code":"{code}"}}"#));
            assert!(
                matches!(later, Outcome::Later { is_line: false, .. }),
                "{status} {code}"
            );
        }
        assert!(matches!(outcome(200, r#"{"held":2}"#), Outcome::Held));
        assert!(matches!(outcome(200, r#"{"held":1}"#), Outcome::Later { .. }));
        assert!(matches!(
            outcome(409, r#"{"code":"sync_gap","held":0}"#),
            Outcome::Gap { held: 0 }
        ));
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        let pauses: Vec<i64> = (0..9).map(pause_s).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(pause_s(u32::MAX), 60);
    }
}
