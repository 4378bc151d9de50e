//! When the data of a registry are good, in the four words of the source documents: đúng, đủ, sạch, sống. Pure.

use motlan_registry::Pack;
use motlan_registry::model::quality::QualityRule;

use super::{path_of, words};
use crate::language::Choice;
use crate::parts::Link;
use crate::text::{Text, number};

/// One of the four words with the pack's rules.
pub(super) struct Word {
    pub(super) name: String,
    pub(super) meaning: String,
    /// Each rule with the way to the registry that it compares with.
    pub(super) rules: Vec<(String, Option<Link>)>,
}

/// All four, those without a rule too: that there is none is worth knowing.
pub(super) fn words(pack: &Pack, choice: Choice) -> Vec<Word> {
    let text = Text::of(choice.language);
    let word = |kind: &str, name: String, meaning: String| Word {
        name,
        meaning,
        rules: pack
            .quality
            .iter()
            .filter(|rule| rule.kind() == kind)
            .map(|rule| sentence(pack, rule, choice))
            .collect(),
    };
    vec![
        word("correct", text.say("db-correct"), text.say("db-correct-means")),
        word("complete", text.say("db-complete"), text.say("db-complete-means")),
        word("unique", text.say("db-clean"), text.say("db-clean-means")),
        word("fresh", text.say("db-live"), text.say("db-live-means")),
    ]
}

fn sentence(pack: &Pack, rule: &QualityRule, choice: Choice) -> (String, Option<Link>) {
    let text = Text::of(choice.language);
    let fields = ("fields", words::field_names(pack, rule.fields(), text).into());
    match rule {
        QualityRule::Correct { against, .. } => {
            let link = Link::new(against.registry.clone(), choice.link(&path_of(&against.registry)));
            (text.say_with("db-rule-correct", &[fields]), Some(link))
        }
        QualityRule::Complete { .. } => (text.say_with("db-rule-complete", &[fields]), None),
        QualityRule::Unique { .. } => (text.say_with("db-rule-unique", &[fields]), None),
        QualityRule::Fresh { days, .. } => {
            let days = ("days", number(u64::from(*days)));
            (text.say_with("db-rule-fresh", &[fields, days]), None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::language::Language;

    #[test]
    fn each_rule_of_a_pack_stands_under_its_word() {
        for registry in sample::registries() {
            let words = words(&registry.pack, sample::choice(Language::Vietnamese));
            assert_eq!(
                words.iter().map(|word| word.rules.len()).sum::<usize>(),
                registry.pack.quality.len()
            );
        }
        let licence = words(
            &sample::registry("driving-licence").pack,
            sample::choice(Language::English),
        );
        assert_eq!(
            licence.iter().map(|word| word.rules.len()).collect::<Vec<_>>(),
            [2, 1, 1, 1]
        );
        let (_, link) = &licence[0].rules[0];
        assert_eq!(link.as_ref().unwrap().href, "/co-so-du-lieu/population?lang=en");
    }
}
