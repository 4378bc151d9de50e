//! What a proposal takes for granted, and why digits were left out, in words for a reader.

use motlan_core::Name;
use serde::Serialize;

use crate::reported::number::LeftOut;

/// Every assumption as a sentence in both languages.
const SAID: [(Assumption, &str, &str); 16] = [
    (
        Assumption::PeriodFromBefore,
        "Kỳ số liệu lấy từ câu trước hoặc tiêu đề.",
        "The period is taken from the sentence before or the heading.",
    ),
    (
        Assumption::PeriodOfDocument,
        "Kỳ số liệu lấy từ tên văn bản.",
        "The period is taken from the document's title.",
    ),
    (
        Assumption::YearFromBefore,
        "Năm không ghi: lấy theo ngày tháng gần nhất trong văn bản.",
        "No year is printed: that of the nearest date in the text.",
    ),
    (
        Assumption::ScopeOfDocument,
        "Phạm vi là cơ quan ban hành văn bản.",
        "The scope is the agency that issued the document.",
    ),
    (
        Assumption::ScopeCountry,
        "Không ghi phạm vi: coi là cả nước.",
        "No scope is printed: taken as the whole country.",
    ),
    (
        Assumption::SubjectFromBefore,
        "Đối tượng đếm được nêu ở câu trước hoặc tiêu đề.",
        "What is counted is said in the sentence before or the heading.",
    ),
    (
        Assumption::UnitOfCatalogue,
        "Đơn vị lấy theo danh mục chỉ tiêu.",
        "The unit is that of the catalogue.",
    ),
    (
        Assumption::KindOfCatalogue,
        "Không rõ lũy kế hay trong kỳ: theo danh mục chỉ tiêu.",
        "Level or sum is not said: as in the catalogue.",
    ),
    (
        Assumption::KindStock,
        "Không rõ lũy kế hay trong kỳ: coi là lũy kế.",
        "Level or sum is not said: taken as a level.",
    ),
    (
        Assumption::WholeFromBefore,
        "Tổng số là số nêu trước đó.",
        "The whole is the total printed before.",
    ),
    (
        Assumption::PartsOfMean,
        "Số bị chia là tổng nêu bên cạnh, số chia là số ngày của kỳ.",
        "The mean's parts are the sum printed beside it and the days of the period.",
    ),
    (
        Assumption::PercentFromHeading,
        "Đơn vị % lấy từ tiêu đề cột.",
        "The percent sign stands in the column's heading.",
    ),
    (
        Assumption::UnitWordFromHeading,
        "Từ chỉ đơn vị (nghìn, triệu, tỷ) lấy từ tiêu đề và đã được nhân vào.",
        "The unit word stands in the heading and was multiplied in.",
    ),
    (
        Assumption::CommaIsDecimal,
        "Dấu phẩy trước ba chữ số được đọc là dấu thập phân.",
        "The comma before three digits is read as a decimal mark.",
    ),
    (
        Assumption::LowerEndOfRange,
        "Lấy đầu thấp của khoảng.",
        "Of the range the lower end is taken.",
    ),
    (
        Assumption::WholeNotPrinted,
        "Danh mục coi chỉ tiêu là tỷ lệ nhưng chỉ in một số đếm.",
        "The catalogue has a rate, but only a count is printed.",
    ),
];

/// Something that the words do not say and that was taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// The period stands in the sentence before, in the lead or in the heading.
    PeriodFromBefore,
    /// The period is that of the document's title.
    PeriodOfDocument,
    /// A year or month that is not printed is that of the nearest date.
    YearFromBefore,
    /// The scope is that of the document's issuer.
    ScopeOfDocument,
    /// No scope is printed: the whole country.
    ScopeCountry,
    /// What is counted is said in the sentence before, in the lead or in the heading.
    SubjectFromBefore,
    /// The unit is that of the catalogue, for no counted noun stands behind the number.
    UnitOfCatalogue,
    /// Level or sum is not said: as the catalogue has it.
    KindOfCatalogue,
    /// Level or sum is not said, and the catalogue does not know: a level.
    KindStock,
    /// The whole of this part is the total printed before it.
    WholeFromBefore,
    /// The mean's parts are the sum printed beside it and the days of its period.
    PartsOfMean,
    /// The number is in percent because its table's heading says so.
    PercentFromHeading,
    /// The unit word stands in the table's heading, and was multiplied in.
    UnitWordFromHeading,
    /// One comma before three digits is read as a decimal mark.
    CommaIsDecimal,
    /// Of a range the lower end was taken.
    LowerEndOfRange,
    /// The catalogue has a rate, but only a count is printed.
    WholeNotPrinted,
}

impl Assumption {
    /// What is assumed, as a sentence.
    pub fn said(self) -> Name {
        let said = SAID.iter().find(|(assumption, ..)| *assumption == self);
        said.map_or_else(|| name("", ""), |(_, vi, en)| name(vi, en))
    }
}

/// Why digits are no figure, as words for a reader.
pub fn said_of_left_out(reason: LeftOut) -> Name {
    let (vi, en) = match reason {
        LeftOut::Document => ("số hiệu văn bản", "document number"),
        LeftOut::Article => ("điều, khoản, bảng, phụ lục", "article, clause, table, annex"),
        LeftOut::ListMark => ("số thứ tự", "list mark"),
        LeftOut::Page => ("số trang", "page number"),
        LeftOut::Name => ("một phần của tên gọi", "part of a name"),
        LeftOut::Code => ("mã hoặc địa chỉ", "code or address"),
        LeftOut::Telephone => ("số điện thoại", "telephone number"),
        LeftOut::Time => ("giờ trong ngày", "time of day"),
        LeftOut::Duration => ("khoảng thời gian", "length of time"),
        LeftOut::Age => ("độ tuổi", "age"),
        LeftOut::Unreadable => ("dấu chấm, phẩy không tạo thành một số", "the marks make no number"),
        LeftOut::TooLong => ("quá 28 chữ số", "more than 28 digits"),
    };
    name(vi, en)
}

fn name(vi: &str, en: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assumption_speaks_both_languages() {
        for (assumption, ..) in SAID {
            let said = assumption.said();
            assert!(
                !said.vi.is_ascii() && said.en.is_ascii() && said.en.ends_with('.'),
                "{assumption:?}"
            );
        }
        // The last of the list: one more would be missing in the table.
        assert_eq!(SAID.len(), Assumption::WholeNotPrinted as usize + 1);
    }
}
