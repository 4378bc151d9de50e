//! Why a table cannot be read: a stable code, where, and a sentence in both languages that says what to mend.

use motlan_core::Name;
/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// More bytes than [`super::BYTES_MAX`].
    TooBig,
    /// More rows than [`super::ROWS_MAX`].
    TooManyRows,
    /// A cell of more bytes than [`super::CELL_BYTES_MAX`].
    CellTooLong,
    /// Not UTF-8.
    Encoding,
    /// No line of column names.
    Header,
    /// A column that must be there is not.
    ColumnMissing,
    /// A column is there twice.
    ColumnTwice,
    /// A row has fewer or more cells than the header.
    Cells,
    /// No `id`.
    IdEmpty,
    /// An `id` that another row has too.
    IdTwice,
    /// No indicator code.
    Indicator,
    /// No word of the column `kind`.
    Kind,
    /// No word of the column `hedge` or `change_hedge`.
    Hedge,
    /// No number.
    Number,
    /// A number that can be read in two ways.
    NumberUnclear,
    /// No day of the calendar.
    Day,
    /// Neither printed words nor a number.
    NothingPrinted,
}

impl Fault {
    /// Every fault, with its code and its sentence in Vietnamese and English.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 17] = [
        (
            Self::TooBig,
            "figures_table_too_big",
            "Bảng lớn quá 64 MB: hãy chia thành nhiều tệp.",
            "The table has more than 64 MB: split it into several files.",
        ),
        (
            Self::TooManyRows,
            "figures_table_rows",
            "Bảng có quá 200.000 dòng: hãy chia thành nhiều tệp.",
            "The table has more than 200,000 rows: split it into several files.",
        ),
        (
            Self::CellTooLong,
            "figures_table_cell_too_long",
            "Ô này dài quá 4.096 byte: chỉ chép đoạn chữ có số liệu.",
            "The cell has more than 4,096 bytes: quote only the words with the figure.",
        ),
        (
            Self::Encoding,
            "figures_table_encoding",
            "Tệp không ở dạng UTF-8: hãy lưu lại dạng “CSV UTF-8”.",
            "The file is not UTF-8: save it as “CSV UTF-8”.",
        ),
        (
            Self::Header,
            "figures_table_header",
            "Tệp không có dòng tên cột.",
            "The file has no line of column names.",
        ),
        (
            Self::ColumnMissing,
            "figures_table_column_missing",
            "Thiếu cột này.",
            "This column is missing.",
        ),
        (
            Self::ColumnTwice,
            "figures_table_column_twice",
            "Cột này có hai lần.",
            "This column is there twice.",
        ),
        (
            Self::Cells,
            "figures_table_cells",
            "Số ô của dòng khác số cột: xem lại dấu ngăn cách và dấu nháy.",
            "The row has another number of cells than the header: look at separators and quotes.",
        ),
        (
            Self::IdEmpty,
            "figures_table_id_empty",
            "Dòng không có mã.",
            "The row has no id.",
        ),
        (
            Self::IdTwice,
            "figures_table_id_twice",
            "Mã này đã có ở một dòng trước.",
            "An earlier row has the same id.",
        ),
        (
            Self::Indicator,
            "figures_table_indicator",
            "Mã chỉ số phải là 2 đến 6 từ a–z, 0–9, _ cách nhau bằng dấu chấm, ví dụ dossiers.online_rate.",
            "An indicator code is 2 to 6 words of a–z, 0–9, _ parted by dots, as in dossiers.online_rate.",
        ),
        (
            Self::Kind,
            "figures_table_kind",
            "Loại phải là một trong: stock, flow, ratio, average, delta_percent, multiple, part, target.",
            "The kind must be one of: stock, flow, ratio, average, delta_percent, multiple, part, target.",
        ),
        (
            Self::Hedge,
            "figures_table_hedge",
            "Từ rào đón phải là một trong: exact, about, nearly, more_than.",
            "The hedge must be one of: exact, about, nearly, more_than.",
        ),
        (
            Self::Number,
            "figures_table_number",
            "Ô này không phải một số: ví dụ đúng là 1234567 hoặc 81.05.",
            "The cell is no number: right would be 1234567 or 81.05.",
        ),
        (
            Self::NumberUnclear,
            "figures_table_number_unclear",
            "Số này đọc được hai cách: hãy ghi không có dấu ngăn hàng nghìn.",
            "The number can be read in two ways: write it without marks between thousands.",
        ),
        (
            Self::Day,
            "figures_table_day",
            "Ô này không phải một ngày: ví dụ đúng là 2024-06-30 hoặc 30/06/2024.",
            "The cell is no day: right would be 2024-06-30 or 30/06/2024.",
        ),
        (
            Self::NothingPrinted,
            "figures_table_nothing_printed",
            "Dòng không có chữ in ra, giá trị hay tử số.",
            "The row has neither printed words nor a value nor a numerator.",
        ),
    ];

    fn row(self) -> (&'static str, &'static str, &'static str) {
        let found = Self::ALL.into_iter().find(|(fault, ..)| *fault == self);
        found.map_or(("figures_table", "", ""), |(_, code, vi, en)| (code, vi, en))
    }

    /// The stable code; never reused.
    pub fn code(self) -> &'static str {
        self.row().0
    }
}

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}, line {line}, column {column}", fault.code())]
pub struct TableError {
    /// What is wrong.
    pub fault: Fault,
    /// The line on which the row begins, from 1; 0: the whole file.
    pub line: u64,
    /// The column's name; empty: the whole row.
    pub column: String,
}

impl TableError {
    pub(super) fn of(fault: Fault) -> Self {
        Self::at(fault, 0)
    }

    pub(super) fn at(fault: Fault, line: u64) -> Self {
        Self {
            fault,
            line,
            column: String::new(),
        }
    }

    pub(super) fn column(mut self, name: &str) -> Self {
        name.clone_into(&mut self.column);
        self
    }

    /// The stable code, as in `figures_table_kind`.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// What is wrong and what to mend, with line and column.
    pub fn said(&self) -> Name {
        let (_, vi, en) = self.fault.row();
        let mut said = Name {
            vi: String::new(),
            en: String::new(),
        };
        if self.line > 0 {
            said.vi = format!("Dòng {}", self.line);
            said.en = format!("Line {}", self.line);
        }
        if !self.column.is_empty() {
            let (vi, en) = if self.line > 0 {
                (", cột", ", column")
            } else {
                ("Cột", "Column")
            };
            said.vi = format!("{}{vi} {}", said.vi, self.column);
            said.en = format!("{}{en} {}", said.en, self.column);
        }
        let mark = if said.vi.is_empty() { "" } else { ": " };
        Name {
            vi: format!("{}{mark}{vi}", said.vi),
            en: format!("{}{mark}{en}", said.en),
        }
    }
}
