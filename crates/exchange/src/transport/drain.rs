//! Reading on after a refusal: a connection that closes with bytes unread is reset, and a reset overtakes the refusal.
//!
//! Without it the sender of a large body would see a broken connection where it was told a code, and a consumer's gateway
//! would have to call the outcome unknown. Source: RFC 9112, section 9.6.

use std::time::Duration;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt;
use motlan_core::limits::BODY_BYTES_MAX;

/// Patience for the rest: 16 MiB at 1.6 MiB/s. Who is slower may see a reset.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Reads what is left of a body and forgets it: at most as many bytes as a body may have, for at most 10 s.
pub async fn drain<B>(body: &mut B)
where
    B: Body<Data = Bytes> + Unpin,
{
    if body.is_end_stream() || body.size_hint().lower() > BODY_BYTES_MAX {
        return;
    }
    let reading = async {
        let mut size_bytes = 0;
        while let Some(Ok(frame)) = body.frame().await {
            size_bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
            if size_bytes > BODY_BYTES_MAX {
                break;
            }
        }
    };
    // Too slow or not, the refusal leaves now.
    let _ = tokio::time::timeout(TIMEOUT, reading).await;
}
