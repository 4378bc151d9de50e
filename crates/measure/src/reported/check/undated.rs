//! A figure without a date beside figures of its sort that have one.

use std::collections::HashSet;

use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::world::{Out, World};
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "no_date",
    name: Words {
        vi: "Không in ngày",
        en: "No date printed",
    },
    explanation: Words {
        vi: "Một số liệu không có ngày hay kỳ, trong khi các số liệu cùng loại của cùng văn bản có, thì không biết là của lúc nào: “chưa \
             rõ”. Nếu cả văn bản không in ngày cho loại đó thì chỉ ghi chú.",
        en: "A figure without day or period, beside figures of the same kind in the same document that have one, may be of any time: \
             “ambiguous”. Where the document prints no date for that kind at all, it is only noted.",
    },
    reference: Words {
        vi: "Luật Thống kê 2015, điều 3 khoản 3: chỉ tiêu thống kê gắn với không gian và thời gian cụ thể.",
        en: "Law on Statistics 2015, article 3(3): a statistical indicator belongs to a certain place and time.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    let mut dated = HashSet::new();
    for (_, reading) in world.each().filter(|(_, reading)| reading.is_dated()) {
        dated.insert((&reading.figure.source, reading.figure.kind));
    }
    for (place, reading) in world.each().filter(|(_, reading)| !reading.is_dated()) {
        let has_dated = dated.contains(&(&reading.figure.source, reading.figure.kind));
        let draft = if has_dated {
            Draft::new(
                &RULE,
                Weight::Doubt,
                said!(
                    "Không in ngày hay kỳ, trong khi các số liệu cùng loại của văn bản này có: hãy in “tính đến ngày …” hoặc “từ … đến …”.",
                    "Neither day nor period is printed, while figures of the same kind in this document have one: print “as of …” or “from … to …”."
                ),
            )
        } else {
            Draft::new(
                &RULE,
                Weight::Note,
                said!(
                    "Không in ngày hay kỳ, nên không so được với số liệu khác.",
                    "Neither day nor period is printed, so it cannot be held against other figures."
                ),
            )
        };
        out.add(place, draft);
    }
}
