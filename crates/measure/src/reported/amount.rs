//! Numbers of printed figures: exact decimals, as many digits as a report prints.
//!
//! 28 significant digits are kept; whoever computes with them uses the checked operations, and an overflow is a figure
//! that no rule can decide, never a panic.

pub use rust_decimal::Decimal as Amount;
