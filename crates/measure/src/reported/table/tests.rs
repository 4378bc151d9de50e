//! Tables as people hand them in: separators, order of columns, every fault with its place.

use proptest::prelude::*;

use super::*;
use crate::reported::amount::Amount;
use crate::reported::figure::{Hedge, PrintedKind};

const HEAD: &str = "id,indicator,kind,value,printed";

fn read_text(text: &str) -> Result<Vec<Figure>, TableError> {
    first(text.as_bytes())
}

/// The figures, or the first fault.
fn first(bytes: &[u8]) -> Result<Vec<Figure>, TableError> {
    read(bytes).map_err(|mut faults| faults.remove(0))
}

fn fault(text: &str) -> (&'static str, u64, String) {
    let error = read_text(text).unwrap_err();
    let said = error.said();
    assert!(!said.vi.is_empty() && said.vi != said.en, "{error}");
    (error.code(), error.line, error.column)
}

#[test]
fn columns_are_found_by_name_in_any_order_with_any_separator() {
    let rows = [
        "printed,kind,note,Indicator,id,verdict\n\"81,05%\",ratio,x,a.rate,R1,adds_up\n",
        "\u{feff}id;indicator;kind;printed\nR1;a.rate;ratio;81,05%\n",
        "id\tindicator\tkind\tprinted\r\nR1\ta.rate\tratio\t81,05%\r\n\t\t\t\r\n",
    ];
    for text in rows {
        let figures = read_text(text).unwrap();
        assert_eq!(figures.len(), 1, "{text}");
        let figure = &figures[0];
        assert_eq!(
            (figure.id.0.as_str(), figure.kind, figure.unit.as_str()),
            ("R1", PrintedKind::Ratio, "percent")
        );
        assert_eq!(
            (figure.value, figure.hedge),
            (Some("81.05".parse().unwrap()), Hedge::Exact),
            "{text}"
        );
    }
}

#[test]
fn numbers_are_read_as_machines_and_as_vietnamese_write_them() {
    let value =
        |cell: &str| read_text(&format!("id;indicator;kind;value\nR1;a.b;stock;{cell}\n")).map(|all| all[0].value);
    for (cell, expected) in [
        ("1234567", "1234567"),
        ("81.05", "81.05"),
        ("81,05", "81.05"),
        ("-33", "-33"),
        ("1.234.567", "1234567"),
        ("1.234.567,5", "1234567.5"),
        ("1,234,567.5", "1234567.5"),
        ("1 234 567", "1234567"),
        ("0,125", "0.125"),
        ("81,05%", "81.05"),
    ] {
        let expected: Amount = expected.parse().unwrap();
        assert_eq!(value(cell), Ok(Some(expected)), "{cell}");
    }
    for (cell, code) in [
        ("1,234", "figures_table_number_unclear"),
        ("abc", "figures_table_number"),
        ("1e9", "figures_table_number"),
        ("12.34.56", "figures_table_number"),
        ("--3", "figures_table_number"),
        ("%", "figures_table_number"),
        ("99999999999999999999999999999999", "figures_table_number"),
    ] {
        let error = value(cell).unwrap_err();
        assert_eq!(
            (error.code(), error.line, error.column.as_str()),
            (code, 2, "value"),
            "{cell}"
        );
    }
}

#[test]
fn a_fault_has_a_code_a_line_and_a_column() {
    let row = |row: &str| fault(&format!("{HEAD}\n{row}\n"));
    assert_eq!(fault(""), ("figures_table_header", 0, String::new()));
    assert_eq!(
        fault("id,indicator,value\n"),
        ("figures_table_column_missing", 1, "kind".into())
    );
    assert_eq!(
        fault("id,indicator,kind\n"),
        ("figures_table_column_missing", 1, "printed".into())
    );
    assert_eq!(
        fault("id,indicator,kind,value,value\n"),
        ("figures_table_column_twice", 1, "value".into())
    );
    assert_eq!(row("R1,a.b,stock,1"), ("figures_table_cells", 2, String::new()));
    assert_eq!(row(",a.b,stock,1,"), ("figures_table_id_empty", 2, "id".into()));
    assert_eq!(
        row("R1,a.b,stock,1,\nR1,a.b,stock,2,"),
        ("figures_table_id_twice", 3, "id".into())
    );
    assert_eq!(
        row("R1,Tỷ lệ,stock,1,"),
        ("figures_table_indicator", 2, "indicator".into())
    );
    assert_eq!(row("R1,a.b,level,1,"), ("figures_table_kind", 2, "kind".into()));
    assert_eq!(
        row("R1,a.b,stock,,"),
        ("figures_table_nothing_printed", 2, "printed".into())
    );
    let long = "x".repeat(CELL_BYTES_MAX + 1);
    assert_eq!(
        row(&format!("R1,a.b,stock,1,{long}")),
        ("figures_table_cell_too_long", 2, "printed".into())
    );
    let other = |head: &str, row: &str| fault(&format!("id,indicator,kind,value,{head}\nR1,a.b,stock,1,{row}\n"));
    assert_eq!(other("hedge", "roughly"), ("figures_table_hedge", 2, "hedge".into()));
    assert_eq!(
        other("period_end", "31/02/2024"),
        ("figures_table_day", 2, "period_end".into())
    );
}

#[test]
fn bytes_that_are_no_text_and_tables_that_are_too_big_are_refused() {
    let mut bytes = format!("{HEAD}\nR1,a.b,stock,1,").into_bytes();
    bytes.extend([0xFF, 0xFE]);
    let error = first(&bytes).unwrap_err();
    assert_eq!((error.code(), error.line), ("figures_table_encoding", 2));
    assert_eq!(
        first(&vec![b' '; BYTES_MAX + 1]).unwrap_err().code(),
        "figures_table_too_big"
    );
    let rows: Vec<_> = (0..=ROWS_MAX).map(|row| format!("{row},a.b,stock,1,\n")).collect();
    let rows = rows.concat();
    assert_eq!(
        first(format!("{HEAD}\n{rows}").as_bytes()).unwrap_err().code(),
        "figures_table_rows"
    );
}

#[test]
fn every_fault_has_its_own_code_and_both_languages() {
    let mut codes: Vec<_> = Fault::ALL.iter().map(|(fault, ..)| fault.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Fault::ALL.len());
    assert!(
        Fault::ALL
            .iter()
            .all(|(_, code, vi, en)| code.starts_with("figures_table_") && !vi.is_ascii() && en.len() > 9)
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let mut table = format!("{HEAD},change,unit,period_end,hedge\n").into_bytes();
        table.extend(bytes);
        let _ = read(&table);
    }

    #[test]
    fn what_is_written_is_read_again(
        id in "[A-Z][0-9]{1,4}", scope in "[A-Za-z\",;/ ]{0,8}", printed in "\\PC{0,30}", value in -10_000_000..10_000_000_i64,
        scale in 0..4_u32, part in prop::option::of(0..1000_u32), day in 10_000..30_000_u32,
        hedge in prop::sample::select(Hedge::ALL.map(|(hedge, _)| hedge).to_vec()),
        kind in prop::sample::select(PrintedKind::ALL.map(|(kind, _)| kind).to_vec()),
    ) {
        let text = format!("id,indicator,kind,value,numerator,period_end\n{id},a.b,stock,1,,\n");
        let mut figure = read_text(&text).unwrap().remove(0);
        figure.scope = scope.trim().to_owned();
        figure.printed = printed.trim().to_owned();
        figure.value = Some(Amount::new(value, scale));
        figure.numerator = part.map(Amount::from);
        figure.period_end = Some(crate::Day::from_number(day));
        figure.hedge = hedge;
        figure.kind = kind;
        figure.unit = "percent".to_owned();
        let written = write(std::slice::from_ref(&figure), &[]);
        prop_assert_eq!(read_text(&written).unwrap(), vec![figure]);
    }
}

#[test]
fn what_the_words_say_in_one_way_only_is_taken_from_them() {
    let row = |kind: &str, printed: &str| {
        let text = format!("id;indicator;kind;printed\nR1;a.b;{kind};{printed}\n");
        let figure = read_text(&text).unwrap().remove(0);
        let shown = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        (
            shown(figure.numerator),
            shown(figure.denominator),
            shown(figure.value),
            figure.hedge,
        )
    };
    let taken = |numerator: &str, denominator: &str, value: &str, hedge| {
        (numerator.to_owned(), denominator.to_owned(), value.to_owned(), hedge)
    };
    assert_eq!(
        row("ratio", "12/250 TTHC (đạt 4,8%)"),
        taken("12", "250", "4.8", Hedge::Exact)
    );
    assert_eq!(row("ratio", "46/63 địa phương"), taken("46", "63", "", Hedge::Exact));
    assert_eq!(
        row("stock", "hơn 46 triệu thửa"),
        taken("", "", "46000000", Hedge::MoreThan)
    );
    assert_eq!(row("stock", "22 bộ và 13 tỉnh"), taken("", "", "", Hedge::Exact));
}

#[test]
fn one_bad_row_hides_neither_the_good_ones_nor_the_other_bad_ones() {
    let table = format!("{HEAD}\nR1,a.b,stock,1,\nR2,a,stock,1,\nR3,a.b,stick,1,\nR4,a.b,stock,2,\n");
    let rows = read_rows(table.as_bytes()).unwrap();
    let ids: Vec<_> = rows.figures.iter().map(|figure| figure.id.0.as_str()).collect();
    let lines: Vec<_> = rows.faults.iter().map(|fault| fault.line).collect();
    assert_eq!((ids, lines), (vec!["R1", "R4"], vec![3, 4]));
    assert_eq!(read(table.as_bytes()).unwrap_err(), rows.faults);
    let bad = format!("{HEAD}\nR1,a.b,stock,1,\n{}", "R2,a,stock,1,\n".repeat(FAULTS_MAX + 1));
    let rows = read_rows(bad.as_bytes()).unwrap();
    assert_eq!((rows.figures.len(), rows.faults.len()), (0, FAULTS_MAX));
}
