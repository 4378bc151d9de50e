//! `motlan figures check` as a journalist uses it: a table in, verdicts out, an exit code for scripts.

use std::io::Write;
use std::process::Stdio;

use crate::support::{motlan, run, text};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/figures/sample/figures.csv");

const CONSISTENT: &str = "id,indicator,kind,numerator,denominator,value,printed\n\
    a,dossiers.online_rate,ratio,51,63,80.95,\"51/63 (80,95%)\"\n";

/// Checks a table that comes through standard input.
fn check(table: &str, options: &[&str]) -> (Option<i32>, String, String) {
    let mut command = motlan();
    command.args(["figures", "check", "-"]).args(options);
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = piped.spawn().unwrap();
    running.stdin.take().unwrap().write_all(table.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), text(&output), complained)
}

#[test]
fn json_names_each_row_and_its_verdict() {
    let output = run(&["figures", "check", SAMPLE, "--json"]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "the sample has figures that do not add up"
    );
    let checked: Vec<serde_json::Value> = serde_json::from_str(&text(&output)).unwrap();
    let table = std::fs::read_to_string(SAMPLE).unwrap();
    assert_eq!(checked.len(), table.lines().count() - 1);
    for (row, one) in table.lines().skip(1).zip(&checked) {
        let id = one["id"].as_str().unwrap();
        assert!(row.starts_with(&format!("{id},")), "{row}");
        let verdict = format!(",{},", one["verdict"].as_str().unwrap());
        assert!(row.contains(&verdict), "{row}: {verdict}");
    }
}

#[test]
fn a_table_without_findings_ends_with_0() {
    let (code, printed, complained) = check(CONSISTENT, &[]);
    assert_eq!((code, complained.as_str()), (Some(0), ""));
    assert!(
        printed.ends_with("1 figures: 0 nothing_to_check, 1 adds_up, 0 rounding, 0 ambiguous, 0 does_not_add_up\n")
    );
}

#[test]
fn a_wrong_figure_is_explained_in_both_languages() {
    let wrong = CONSISTENT.replace("80.95", "85.95").replace("80,95", "85,95");
    for (language, word) in [("en", "the parts make"), ("vi", "số in là 85,95%")] {
        let (code, printed, _) = check(&wrong, &["--language", language]);
        assert_eq!(code, Some(1));
        assert!(printed.contains("does_not_add_up"), "{printed}");
        assert!(
            printed.contains("51 ÷ 63") && printed.to_lowercase().contains(word),
            "{printed}"
        );
    }
}

#[test]
fn figures_of_a_report_are_found_and_checked() {
    let report =
        "Đến ngày 30/6/2024, đã làm sạch 512.345/560.000 thửa đất, đạt 95,6%. Có 806 Tổ công nghệ số cộng đồng.";
    let (code, printed, _) = check(report, &["--text", "--json"]);
    assert_eq!(code, Some(1), "one of them does not add up");
    let found: Vec<serde_json::Value> = serde_json::from_str(&printed).unwrap();
    let told = |field: &str| found.iter().map(|one| one[field].to_string()).collect::<Vec<_>>();
    assert_eq!(told("id"), [r#""P1""#, r#""P2""#]);
    assert_eq!(told("verdict"), [r#""does_not_add_up""#, r#""nothing_to_check""#]);
    assert_eq!(
        told("indicator"),
        [r#""cleansing.land.clean_rate""#, r#""community_groups.groups""#]
    );
    let (place, words) = (&found[0]["place"], "512.345/560.000 thửa đất");
    let start = usize::try_from(place["start"].as_u64().unwrap()).unwrap();
    assert!(report[start..].starts_with(words), "{place}");
}

#[test]
fn a_checked_table_can_be_checked_again() {
    let (_, once, _) = check(CONSISTENT, &["--csv"]);
    let (_, twice, _) = check(&once, &["--csv"]);
    assert_eq!(once, twice);
    assert!(once.contains(",adds_up,"), "{once}");
}

#[test]
fn a_bad_table_ends_with_3_and_says_where() {
    let bad = CONSISTENT.replace(",ratio,", ",rate,") + "b,x,ratio,1,2,50,\n";
    let (code, printed, complained) = check(&bad, &[]);
    assert_eq!((code, printed.as_str()), (Some(3), ""));
    for told in [
        "figures_table_kind: Line 2, column kind",
        "figures_table_indicator: Line 3, column indicator",
    ] {
        assert!(complained.contains(told), "{complained}");
    }
    assert_eq!(run(&["figures", "check", "/nowhere.csv"]).status.code(), Some(3));
}
