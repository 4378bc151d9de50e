//! Numbers as reports print them, against the sample table and against a second reading written by other means.

use motlan_measure::reported::Amount;
use motlan_measure::reported::number::numbers;

/// The columns of the sample that hold a printed number, as they would stand in its words.
const COLUMNS: [&str; 4] = ["numerator", "denominator", "value", "change"];

/// Numbers of the sample that its words do not print: known from elsewhere, summed, or printed with a wrong unit word.
const NOT_PRINTED: [&str; 7] = [
    "F21 denominator",
    "F44 denominator",
    "F47 denominator",
    "F65 numerator",
    "F65 denominator",
    "F75 numerator",
    "F75 value",
];

/// The rows whose words print no number of theirs beside them: a mean's parts stand elsewhere, a part's whole too.
fn is_printed(kind: &str, column: &str) -> bool {
    match kind {
        "average" | "part" => column == "value" || (kind == "part" && column == "numerator"),
        "delta_percent" => column != "numerator",
        _ => true,
    }
}

#[test]
fn every_printed_passage_of_the_sample_has_its_numbers() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/figures/sample/figures.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let (mut found, mut missed) = (0, Vec::new());
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |name: &str| &row[headers.iter().position(|header| header == name).unwrap()];
        let printed: Vec<Amount> = numbers(cell("printed"))
            .into_iter()
            .map(|number| number.value)
            .collect();
        for column in COLUMNS.into_iter().filter(|column| is_printed(cell("kind"), column)) {
            let Ok(amount) = cell(column).parse::<Amount>() else {
                continue;
            };
            if printed.contains(&amount) || printed.contains(&-amount) {
                found += 1;
            } else {
                missed.push(format!("{} {column}", cell("id")));
            }
        }
    }
    eprintln!("{found} numbers found, not in the words:\n{}", missed.join("\n"));
    assert_eq!(missed, NOT_PRINTED);
    assert!(found > 150, "{found}");
}
