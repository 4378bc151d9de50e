//! Parts of a printed total: together they make it, or they do not.
//!
//! Which parts make a total is said by `relations.csv`; where it says nothing, rows of the kind *part* belong together that
//! print the same total and stand under one name, or under one indicator in different scopes.

mod group;
mod judge;

use super::rule::{Rule, Words};
use super::world::{Out, World};

pub(super) const RULE: Rule = Rule {
    code: "parts_and_total",
    name: Words {
        vi: "Các phần và tổng",
        en: "Parts and their total",
    },
    explanation: Words {
        vi: "Cộng các phần rồi so với tổng được in. Bằng nhau: “khớp”. Lớn hơn tổng, hoặc đủ mọi phần mà không bằng: “không khớp”. Thiếu \
             một phần đã biết, hoặc từ hai phần trở lên cộng lại chưa đủ tổng: “chưa rõ”. Chỉ in một phần và không biết còn phần nào: \
             không kết luận.",
        en: "Adds the parts and holds the sum against the printed total. Equal: it adds up. More than the total, or every part is there \
             and the sum differs: it does not. A known part that is not printed, or two parts or more that do not reach the total: \
             “ambiguous”. A single part of unknown others decides nothing.",
    },
    reference: Words {
        vi: "Phép cộng; quan hệ phần – tổng trong packs/figures/relations.csv.",
        en: "Addition; which parts make which total stands in packs/figures/relations.csv.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for group in group::of_relations(world).into_iter().chain(group::of_rows(world)) {
        judge::judge(world, group, out);
    }
}
