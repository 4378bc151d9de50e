//! The list of rules.

use super::world::{Out, World};
use super::{
    arithmetic, average, daily, later, magnitude, missing, not_above, parts, period, points, population, repeated,
    share, sources, stock_flow, undated, words,
};

/// A text in both languages that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

/// What a rule is called, what it looks at, and on what it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code, as in findings.
    pub code: &'static str,
    /// Its name.
    pub name: Words,
    /// What it looks at, when it doubts and when it cannot decide.
    pub explanation: Words,
    /// The law, decree, decision, standard or rule of arithmetic that it rests on.
    pub reference: Words,
}

/// What holds every figure of the set against a rule.
pub(super) type Apply = fn(&World<'_>, &mut Out);

/// Every rule and what applies it.
pub(super) const ALL: [(Rule, Apply); 17] = [
    (arithmetic::RULE, arithmetic::apply),
    (average::RULE, average::apply),
    (parts::RULE, parts::apply),
    (share::RULE, share::apply),
    (population::RULE, population::apply),
    (missing::RULE, missing::apply),
    (words::RULE, words::apply),
    (magnitude::RULE, magnitude::apply),
    (points::RULE, points::apply),
    (repeated::RULE, repeated::apply),
    (later::RULE, later::apply),
    (stock_flow::RULE, stock_flow::apply),
    (period::RULE, period::apply),
    (undated::RULE, undated::apply),
    (sources::RULE, sources::apply),
    (not_above::RULE, not_above::apply),
    (daily::RULE, daily::apply),
];

/// Every rule.
pub(super) static RULES: [Rule; ALL.len()] = {
    let mut rules = [ALL[0].0; ALL.len()];
    let mut place = 0;
    while place < ALL.len() {
        rules[place] = ALL[place].0;
        place += 1;
    }
    rules
};
