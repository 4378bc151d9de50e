//! Limits that several crates share. Each comment shows the arithmetic behind the number.

/// Bodies up to 1 MiB stay in memory: 64 of them fill [`IN_FLIGHT_BYTES_MAX`].
pub const BODY_IN_MEMORY_BYTES_MAX: u64 = 1024 * 1024;

/// The largest body of a request or response: 16 MiB, above X-Road's own 13 MiB test body.
pub const BODY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Body bytes that one gateway holds in memory at one time: 64 MiB, under half of its 150 MiB goal.
pub const IN_FLIGHT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The request line and headers of one message: 32 KiB, twice what nginx accepts by default (4 × 8 KiB is its most).
pub const HEAD_BYTES_MAX: usize = 32 * 1024;

/// How far `created` may lie from the receiver's clock: 60 s covers an hour of drift at 1.6 % and slow links.
pub const CREATED_WINDOW_S: i64 = 60;

/// After a restart `created` must lie this far after the start, so that a message seen before the restart cannot be
/// replayed: the replay memory is lost with the process.
pub const CREATED_AFTER_START_S: i64 = 5;

/// How long a provider's system may take to answer: 30 s, after which a person at a counter has given up.
pub const SERVICE_TIMEOUT_MS_MAX: u32 = 30_000;
