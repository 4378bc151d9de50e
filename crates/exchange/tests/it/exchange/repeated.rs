//! One signed message, shown several times at the same moment: it is carried out once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use motlan_core::Code;
use motlan_evidence::LogName;
use motlan_exchange::wire::Verdict;

use crate::support::Pair;

/// Messages, each of which is shown by [`COPIES`] connections.
const MESSAGES: u8 = 20;

/// More than the machine has cores, so that some really meet.
const COPIES: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_copies_at_the_same_moment_one_is_carried_out() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let router = Router::new().fallback(async move || {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let pair = Pair::builder().changing().router(router).start().await;
    for message in 1..=MESSAGES {
        let mut tasks = Vec::new();
        let barrier = Arc::new(tokio::sync::Barrier::new(COPIES));
        let headers = pair.peer(message).headers();
        for _ in 0..COPIES {
            let (peer, headers, barrier) = (pair.peer(message), headers.clone(), Arc::clone(&barrier));
            let mut line = peer.line().await;
            tasks.push(tokio::spawn(async move {
                barrier.wait().await;
                peer.send_with_on(headers, &mut line).await.verdict
            }));
        }
        let mut answers = 0;
        for task in tasks {
            match task.await.unwrap() {
                Verdict::Answer(_) => answers += 1,
                Verdict::Refusal(failure) => assert_eq!(failure.code, Code::TransactionRepeated),
            }
        }
        assert_eq!(answers, 1, "message {message}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), usize::from(MESSAGES));
    assert_eq!(pair.provider.size(LogName::Exchange), u64::from(MESSAGES));
}
