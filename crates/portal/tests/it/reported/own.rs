//! Tables and texts of one's own: what is checked, what is refused, what never happens to a cell.

use axum::http::StatusCode;
use motlan_portal::language::Language;

use crate::markup;
use crate::world::World;
use crate::world::browser::{Answer, Browser, File};
use crate::world::people::LEADER;

const OWN: &str = "/doi-chieu/cua-toi";
const TABLE: &str = "/doi-chieu/cua-toi/bang";
const TEXT: &str = "/doi-chieu/cua-toi/van-ban";
const SAVE: &str = "/doi-chieu/cua-toi/tai-ve";

const HEAD: &str = "id,indicator,kind,numerator,denominator,value,unit,printed,period_end,scope";

async fn anybody() -> (World, Browser) {
    let world = World::open().await;
    let browser = world.stranger();
    (world, browser)
}

fn page(answer: &Answer) -> String {
    let html = String::from_utf8(answer.bytes.clone()).unwrap();
    markup::check(&answer.path, &html);
    html
}

fn table(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post_files(path, fields, &[]).await
}

async fn upload(browser: &mut Browser, path: &str, field: &str, content: &[u8]) -> Answer {
    let file = File {
        field,
        name: "so-lieu.csv",
        content,
    };
    browser.post_files(path, &[], &[file]).await
}

#[tokio::test]
async fn a_table_is_checked_whether_it_is_pasted_or_uploaded() {
    let (_world, mut browser) = anybody().await;
    let good = "A,own.rate,ratio,50,200,25,percent,\"50/200 (25%)\",2024-06-30,VN";
    let bad = "B,own.share,ratio,50,200,52,percent,\"50/200 (52%)\",2024-06-30,VN";
    let content = table(&[good, bad]);
    let pasted = send(&mut browser, TABLE, &[("bang", &content)]).await;
    assert_eq!(pasted.status, StatusCode::OK);
    let html = page(&pasted);
    assert!(html.contains("<h1>2 số liệu đã in: 1 không thể đúng</h1>"), "{html}");
    // The worst first, with its sum under the line.
    let rows = html.split_once("<tbody").unwrap().1;
    assert!(rows.find("id=\"dong-B\"").unwrap() < rows.find("id=\"dong-A\"").unwrap());
    assert!(
        rows.contains("id=\"dong-B-vi-sao\"") && rows.contains("50 ÷ 200"),
        "{rows}"
    );
    let uploaded = upload(&mut browser, TABLE, "bang-tep", content.as_bytes()).await;
    assert_eq!(page(&uploaded), html);
    for language in Language::ALL {
        page(&send(&mut browser.speaking(language), TABLE, &[("bang", &content)]).await);
    }
}

#[tokio::test]
async fn bad_rows_are_listed_and_the_others_are_checked() {
    let (_world, mut browser) = anybody().await;
    let good = "A,own.rate,ratio,50,200,25,percent,25%,2024-06-30,VN";
    let content = table(&[
        good,
        "B,own.rate,guess,1,2,50,percent,50%,,VN",
        "C,own.rate,ratio,1,x,50,percent,50%,,VN",
    ]);
    let answer = send(&mut browser, TABLE, &[("bang", &content)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let html = page(&answer);
    assert!(html.contains("<h1>1 số liệu đã in"));
    for told in [
        "Dòng 3, cột kind",
        "<code>figures_table_kind</code>",
        "Dòng 4, cột denominator",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let none = send(
        &mut browser,
        TABLE,
        &[("bang", &table(&["B,own.rate,guess,1,2,50,percent,50%,,VN"]))],
    )
    .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = page(&none);
    assert!(html.contains("figures_table_kind") && html.contains("autofocus") && html.contains("B,own.rate,guess"));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_what_was_typed_stays() {
    let (_world, mut browser) = anybody().await;
    let long = "x".repeat(3 * 1024 * 1024);
    let rows: Vec<_> = (0..5_001)
        .map(|row| format!("R{row},own.rate,stock,1,,1,person,1,2024-06-30,VN"))
        .collect();
    let many = table(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    for (path, field, content, words) in [
        (TABLE, "bang-tep", &b"\xff\xfe\x00"[..], "UTF-8"),
        (TABLE, "bang-tep", long.as_bytes(), "1.024 KB"),
        (TABLE, "bang-tep", &b""[..], "Hãy chọn một tệp bảng"),
        (TABLE, "bang", &b"  \n "[..], "Hãy chọn một tệp bảng"),
        (TABLE, "bang-tep", &b"id,indicator,kind,value\n"[..], "chưa có dòng nào"),
        (
            TABLE,
            "bang-tep",
            &b"ten,gia tri\nA,1\n"[..],
            "figures_table_column_missing",
        ),
        (TABLE, "bang-tep", many.as_bytes(), "5.000 dòng"),
        (TEXT, "van-ban-tep", &b"\xff\xfe\x00"[..], "UTF-8"),
        (TEXT, "van-ban-tep", &b""[..], "Hãy chọn một tệp văn bản"),
        (TEXT, "van-ban-tep", &long.as_bytes()[..500 * 1024], "384 KB"),
        (TEXT, "van-ban-tep", long.as_bytes(), "384 KB"),
    ] {
        let answer = upload(&mut browser, path, field, content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        let html = page(&answer);
        assert!(html.contains(words), "{words}: {html}");
        assert!(
            html.contains("<div class=\"alerts\" role=\"alert\" tabindex=\"-1\" autofocus"),
            "{words}"
        );
    }
    let kept = send(&mut browser, TABLE, &[("bang", "ten\n<b>"), ("bang-ben-mau", "1")]).await;
    let html = page(&kept);
    assert!(html.contains("ten\n&#60;b&#62;</textarea>"), "{html}");
    assert!(html.contains("name=\"bang-ben-mau\" value=\"1\" checked"));
}

#[tokio::test]
async fn no_cell_becomes_markup_or_a_formula() {
    let (_world, mut browser) = anybody().await;
    let evil = "<script>alert(1)</script>";
    let row = format!(
        "\"=cmd|' /C calc'!A0\",own.rate,ratio,-5,200,-2.5,\"@SUM(1)\",\"=HYPERLINK(\"\"{evil}\"\")\",2024-06-30,+VN"
    );
    let content = table(&[&row]);
    let html = page(&send(&mut browser, TABLE, &[("bang", &content)]).await);
    assert!(!html.contains("<script") && html.contains("&#60;script&#62;"), "{html}");
    let saved = send(&mut browser, SAVE, &[("bang", &content), ("dang", "csv")]).await;
    assert_eq!(saved.status, StatusCode::OK);
    let text = String::from_utf8(saved.bytes).unwrap();
    let cells = text.split_once("\r\n").unwrap().1;
    assert!(cells.starts_with("'=cmd|' /C calc'!A0,"), "{cells}");
    for harmless in ["\"'=HYPERLINK(", ",'@SUM(1),", ",'+VN,", ",-5,200,-2.5,"] {
        assert!(cells.contains(harmless), "{harmless}: {cells}");
    }
    let book = send(&mut browser, SAVE, &[("bang", &content), ("dang", "xlsx")]).await;
    assert!(book.header("content-type").contains("spreadsheetml") && book.bytes.starts_with(b"PK"));
    let bad = send(&mut browser, SAVE, &[("bang", &content), ("dang", "exe")]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn results_are_sent_on_by_their_page_and_say_the_same() {
    let (_world, mut browser) = anybody().await;
    let content = table(&["A,own.rate,ratio,50,200,25,percent,\"50/200, 25%\",2024-06-30,VN"]);
    let html = page(&send(&mut browser, TABLE, &[("bang", &content)]).await);
    let sent = html
        .split_once("name=\"bang\" value=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0;
    let sent = sent.replace("&#34;", "\"").replace("&#38;", "&");
    let again = page(&send(&mut browser, TABLE, &[("bang", &sent)]).await);
    assert_eq!(again, html);
    let saved = send(&mut browser, SAVE, &[("bang", &sent), ("dang", "csv")]).await;
    let text = String::from_utf8(saved.bytes).unwrap();
    assert!(text.contains(",adds_up,"), "{text}");
}

#[tokio::test]
async fn the_source_documents_are_held_against_a_table_if_that_is_asked() {
    let (_world, mut browser) = anybody().await;
    let content = "id,source,indicator,scope,period_start,period_end,kind,value,unit,printed\n\
                   F19,own.txt,dossiers.reuse_rate,provinces,2024-01-01,2024-06-30,ratio,44,percent,44%\n";
    let alone = page(&send(&mut browser, TABLE, &[("bang", content)]).await);
    assert!(!alone.contains("href=\"/doi-chieu/so-lieu/"));
    let beside = page(&send(&mut browser, TABLE, &[("bang", content), ("bang-ben-mau", "1")]).await);
    assert!(beside.contains("<h1>1 số liệu đã in"), "only their own are shown");
    assert!(beside.contains("href=\"/doi-chieu/so-lieu/"), "{beside}");
    let back = page(
        &send(
            &mut browser,
            TABLE,
            &[("bang", content), ("bang-ben-mau", "1"), ("cach", "rieng")],
        )
        .await,
    );
    assert_eq!(back, alone);
}

#[tokio::test]
async fn forms_of_others_and_addresses_of_answers_lead_nowhere() {
    let (world, mut browser) = anybody().await;
    let content = table(&["A,own.rate,stock,1,,1,person,1,2024-06-30,VN"]);
    for path in [TABLE, TEXT, SAVE, "/doi-chieu/cua-toi/xac-nhan"] {
        assert_eq!(browser.get(path).await.location(), OWN, "{path}");
        let mut foreign = browser.clone();
        foreign.origin = Some("https://evil.example");
        let refused = send(&mut foreign, path, &[("bang", &content), ("dang", "csv")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mut leader = world.visit(LEADER).await;
    leader.open(OWN).await;
    assert_eq!(
        send(&mut leader, TABLE, &[("bang", &content)]).await.status,
        StatusCode::OK
    );
    leader.csrf = "another".to_owned();
    assert_eq!(
        send(&mut leader, TABLE, &[("bang", &content)]).await.status,
        StatusCode::FORBIDDEN
    );
    page(&browser.open(OWN).await);
}

const REPORT: &str = "BÁO CÁO 6 tháng đầu năm 2024\nThực hiện Nghị định số 61/2018/NĐ-CP, tính đến ngày 30/6/2024, các bộ, \
                      ngành đã số hóa 46,36% hồ sơ (tăng 22,14%).\nCó 50/200 cơ sở (đạt 25%) dùng thẻ <b>căn cước</b>. Toàn tỉnh trồng 1.200 cây xanh.";

/// The names and values of the fields of the proposals' page, as its form would send them.
fn fields(html: &str) -> Vec<(String, String)> {
    let form = html.split_once("action=\"/doi-chieu/cua-toi/xac-nhan\"").unwrap().1;
    let form = form.split_once("</form>").unwrap().0;
    let unmask = |text: &str| {
        let masks = [
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#38;", "&"),
        ];
        masks
            .iter()
            .fold(text.to_owned(), |text, (mask, sign)| text.replace(mask, sign))
    };
    let attribute = |tag: &str, name: &str| {
        let after = tag.split_once(&format!(" {name}=\""))?.1;
        Some(unmask(after.split_once('"')?.0))
    };
    let mut fields = Vec::new();
    for part in form.split('<') {
        let tag = part.split_once('>').map_or(part, |(tag, _)| tag);
        match tag.split(' ').next() {
            Some("input") if !tag.contains("type=\"checkbox\"") || tag.ends_with(" checked") => {
                fields.push((attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap()));
            }
            Some("select") => fields.push((attribute(tag, "name").unwrap(), String::new())),
            Some("option") if tag.ends_with(" selected") => {
                fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
            }
            _ => {}
        }
    }
    fields
}

async fn confirm(browser: &mut Browser, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    send(browser, "/doi-chieu/cua-toi/xac-nhan", &fields).await
}

fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    value.clone_into(&mut fields.iter_mut().find(|(known, _)| known == name).unwrap().1);
}

#[tokio::test]
async fn figures_of_a_text_are_proposed_with_their_words_and_checked_when_confirmed() {
    let (_world, mut browser) = anybody().await;
    for language in Language::ALL {
        let mut browser = browser.speaking(language);
        let html = page(&send(&mut browser, TEXT, &[("van-ban", REPORT)]).await);
        for marked in ["<mark>46,36%</mark>", "<mark>50/200</mark>", "<mark>1.200</mark>"] {
            assert!(html.contains(marked), "{marked}: {html}");
        }
        assert!(!html.contains("<b>căn cước"), "the text is no markup");
        // The decree and the date are left out, with the reason.
        let left_out = html.split_once("class=\"left-out\"").unwrap().1;
        assert!(
            left_out.contains("61/2018/NĐ-CP") && left_out.contains("30/6/2024"),
            "{left_out}"
        );
        let sent = fields(&html);
        let checked = confirm(&mut browser, &sent).await;
        assert_eq!(checked.status, StatusCode::OK);
        let result = page(&checked);
        assert!(
            result.contains("id=\"dong-P1\"") && result.contains("46,36%"),
            "{result}"
        );
        assert!(result.contains("tone-due"), "points or percent is not said");
    }
    let none = page(&send(&mut browser, TEXT, &[("van-ban", "Không có số nào.")]).await);
    assert!(none.contains("<h1>Không tìm thấy số liệu nào"));
}

#[tokio::test]
async fn what_a_person_mends_is_what_is_checked() {
    let (_world, mut browser) = anybody().await;
    let html = page(&send(&mut browser, TEXT, &[("van-ban", REPORT)]).await);
    let mut sent = fields(&html);
    let fraction = (1..9).find(|number| {
        let name = format!("p{number}-tu-so");
        sent.iter().any(|(known, value)| *known == name && value == "50")
    });
    let fraction = fraction.unwrap();
    // A name that the catalogue does not have is an indicator of its own, a percent typed wrong is found.
    set(&mut sent, &format!("p{fraction}-chi-so"), "Cơ sở dùng thẻ");
    set(&mut sent, &format!("p{fraction}-gia-tri"), "52%");
    let result = page(&confirm(&mut browser, &sent).await);
    assert!(result.contains("khac.co_so_dung_the"), "{result}");
    let row = result.split_once(&format!("id=\"dong-P{fraction}\"")).unwrap().1;
    assert!(row.split_once("</tr>").unwrap().0.contains("tone-late"), "{row}");
    // What is unticked is left out.
    sent.retain(|(name, _)| *name != format!("p{fraction}-giu"));
    let result = page(&confirm(&mut browser, &sent).await);
    assert!(!result.contains(&format!("id=\"dong-P{fraction}\"")));
}

#[tokio::test]
async fn a_field_that_cannot_be_read_is_told_and_nothing_typed_is_lost() {
    let (_world, mut browser) = anybody().await;
    let html = page(&send(&mut browser, TEXT, &[("van-ban", REPORT)]).await);
    let mut sent = fields(&html);
    set(&mut sent, "p1-gia-tri", "nhiều");
    set(&mut sent, "p1-tu-ngay", "31/02/2024");
    set(&mut sent, "p1-chi-so", "Tên của tôi");
    let answer = confirm(&mut browser, &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = page(&answer);
    for told in [
        "<a href=\"#p1-gia-tri\">",
        "<a href=\"#p1-tu-ngay\">",
        "value=\"nhiều\"",
        "value=\"Tên của tôi\"",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let none: Vec<_> = sent
        .iter()
        .filter(|(name, _)| !name.ends_with("-giu"))
        .cloned()
        .collect();
    let answer = confirm(&mut browser, &none).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    page(&answer);
}
