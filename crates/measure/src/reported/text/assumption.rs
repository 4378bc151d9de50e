//! What a proposal takes for granted, and why digits were left out, in words for a reader.

use motlan_core::Name;
use serde::Serialize;

use crate::reported::number::LeftOut;

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
    /// One comma before three digits is read as a decimal mark.
    CommaIsDecimal,
    /// Of a range the lower end was taken.
    LowerEndOfRange,
    /// The catalogue has a rate, but only a count is printed.
    WholeNotPrinted,
}

impl Assumption {
    /// Every assumption.
    pub const ALL: [Self; 15] = [
        Self::PeriodFromBefore,
        Self::PeriodOfDocument,
        Self::YearFromBefore,
        Self::ScopeOfDocument,
        Self::ScopeCountry,
        Self::SubjectFromBefore,
        Self::UnitOfCatalogue,
        Self::KindOfCatalogue,
        Self::KindStock,
        Self::WholeFromBefore,
        Self::PartsOfMean,
        Self::PercentFromHeading,
        Self::CommaIsDecimal,
        Self::LowerEndOfRange,
        Self::WholeNotPrinted,
    ];

    /// What is assumed, as a sentence.
    pub fn said(self) -> Name {
        let (vi, en) = match self {
            Self::PeriodFromBefore => (
                "Kỳ số liệu lấy từ câu trước hoặc tiêu đề.",
                "The period is taken from the sentence before or the heading.",
            ),
            Self::PeriodOfDocument => (
                "Kỳ số liệu lấy từ tên văn bản.",
                "The period is taken from the document's title.",
            ),
            Self::YearFromBefore => (
                "Năm không ghi: lấy theo ngày tháng gần nhất trong văn bản.",
                "No year is printed: that of the nearest date in the text.",
            ),
            Self::ScopeOfDocument => (
                "Phạm vi là cơ quan ban hành văn bản.",
                "The scope is the agency that issued the document.",
            ),
            Self::ScopeCountry => (
                "Không ghi phạm vi: coi là cả nước.",
                "No scope is printed: taken as the whole country.",
            ),
            Self::SubjectFromBefore => (
                "Đối tượng đếm được nêu ở câu trước hoặc tiêu đề.",
                "What is counted is said in the sentence before or the heading.",
            ),
            Self::UnitOfCatalogue => (
                "Đơn vị lấy theo danh mục chỉ tiêu.",
                "The unit is that of the catalogue.",
            ),
            Self::KindOfCatalogue => (
                "Không rõ lũy kế hay trong kỳ: theo danh mục chỉ tiêu.",
                "Level or sum is not said: as in the catalogue.",
            ),
            Self::KindStock => (
                "Không rõ lũy kế hay trong kỳ: coi là lũy kế.",
                "Level or sum is not said: taken as a level.",
            ),
            Self::WholeFromBefore => ("Tổng số là số nêu trước đó.", "The whole is the total printed before."),
            Self::PartsOfMean => (
                "Số bị chia là tổng nêu bên cạnh, số chia là số ngày của kỳ.",
                "The mean's parts are the sum printed beside it and the days of the period.",
            ),
            Self::PercentFromHeading => (
                "Đơn vị % lấy từ tiêu đề cột.",
                "The percent sign stands in the column's heading.",
            ),
            Self::CommaIsDecimal => (
                "Dấu phẩy trước ba chữ số được đọc là dấu thập phân.",
                "The comma before three digits is read as a decimal mark.",
            ),
            Self::LowerEndOfRange => ("Lấy đầu thấp của khoảng.", "Of the range the lower end is taken."),
            Self::WholeNotPrinted => (
                "Danh mục coi chỉ tiêu là tỷ lệ nhưng chỉ in một số đếm.",
                "The catalogue has a rate, but only a count is printed.",
            ),
        };
        name(vi, en)
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
