//! Figures from hand-made logs with known answers; order and repetition change nothing.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

mod catalogue;
mod dossiers;
mod mutations;
mod number_styles;
mod order;
mod printed_numbers;
mod proof;
mod report_texts;
mod report_words;
mod rules;
mod sample;
mod scan;
mod support;
mod tables;
