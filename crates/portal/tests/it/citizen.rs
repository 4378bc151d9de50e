//! A citizen's way through the pages, as a browser goes it: forms, redirects, files, late forms, other people's things.

mod node;

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use motlan_casework::model::reason::Reason;
use motlan_identity::Level;

use self::node::{Browser, LICENCE, NUMBER, Node, Page, officer};

const PDF: &[u8] = b"%PDF-1.7\nscanned";

/// Begins a renewal; gives the review page's address.
async fn begin(browser: &Browser) -> String {
    let landing = browser.get("/ho-so").await;
    let begun = browser.post(&landing.form(&format!("/ho-so/moi/{LICENCE}")), "").await;
    begun.location()
}

/// Agrees and confirms; gives the receipt's address.
async fn submit(browser: &Browser, review: &str) -> String {
    let agreed = browser.post(&browser.get(review).await.form("/nop"), "").await;
    let confirmation = browser.get(&agreed.location()).await;
    let form = confirmation.form("/xac-nhan");
    browser.post(&form, &confirmation.reviewed()).await.location()
}

/// The dossier's address, without the mark of a new one.
async fn submitted(browser: &Browser) -> String {
    let receipt = submit(browser, &begin(browser).await).await;
    receipt.strip_suffix("?moi=1").unwrap().to_owned()
}

fn dossier_code(address: &str) -> motlan_casework::model::dossier_code::DossierCode {
    address.strip_prefix("/ho-so/").unwrap().parse().unwrap()
}

fn title(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<title>").unwrap();
    rest.split_once(" · Một lần").unwrap().0.to_owned()
}

#[tokio::test]
async fn everything_reused_takes_two_clicks_and_a_confirmation_and_nothing_is_typed() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let mut clicks = Vec::new();

    let landing = browser.get("/ho-so").await;
    clicks.push(landing.form(&format!("/ho-so/moi/{LICENCE}")));
    let review_path = browser.post(&clicks[0], "").await.location();
    let review = browser.get(&review_path).await;
    clicks.push(review.form("/nop"));
    let confirmation_path = browser.post(&clicks[1], "").await.location();
    let confirmation = browser.get(&confirmation_path).await;
    clicks.push(confirmation.form("/xac-nhan"));
    let receipt_path = browser.post(&clicks[2], &confirmation.reviewed()).await.location();
    let receipt = browser.get(&receipt_path).await;

    assert_eq!(clicks.len(), 3);
    for page in [&landing, &review, &confirmation] {
        assert_eq!(page.fields(), 0, "{}", page.body);
    }
    assert_eq!(review.status, StatusCode::OK);
    assert!(review.body.contains("Phường 1, Tuy Hòa") && review.body.contains("540123456789"));
    assert_eq!(title(&receipt), "Bạn đã nộp hồ sơ");
    assert!(receipt.body.contains("<p class=\"code\">000.00.08.H45-261121-0001</p>"));
    for path in [&review_path, &confirmation_path, &receipt_path] {
        assert!(!path.contains(NUMBER), "{path}");
    }
}

#[tokio::test]
async fn submitting_again_gives_the_same_dossier_and_the_draft_leads_to_it() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let first = submit(&browser, &review).await;
    let second = browser.post(&format!("{review}/xac-nhan"), "").await;
    assert_eq!(second.location(), first);
    for path in [review.clone(), format!("{review}/xac-nhan")] {
        let late = browser.get(&path).await;
        assert_eq!(
            (late.status, title(&late).as_str()),
            (StatusCode::OK, "Bạn đã nộp hồ sơ này rồi")
        );
        assert!(late.body.contains("href=\"/ho-so/000.00.08.H45-261121-0001\""));
    }
    assert_eq!(
        title(&browser.post(&format!("{review}/nop"), "").await),
        "Bạn đã nộp hồ sơ này rồi"
    );
    assert_eq!(browser.get("/ho-so").await.body.matches("class=\"dossier\"").count(), 1);
}

#[tokio::test]
async fn a_missing_paper_is_handed_in_as_a_file() {
    let node = Node::start(Level::Two).await;
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let page = browser.get(&review).await;
    assert_eq!(title(&page), "Hồ sơ còn thiếu giấy tờ");
    // It cannot be submitted, whatever form is sent, and every gap is named.
    let refused = browser.post(&format!("{review}/nop"), "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("<a href=\"#tep-3\">"));

    let form = page.form("/nop-tep/3");
    let secret = browser.csrf.clone();
    let csrf = ("csrf", "", secret.as_bytes());
    let page = browser.upload(&form, &[csrf, ("tep-3", "kham.txt", b"text")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Chỉ nhận tệp PDF, JPEG hoặc PNG"));
    let page = browser.upload(&form, &[csrf, ("tep-3", "", b"")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "no file was chosen");
    let sent = browser.upload(&form, &[csrf, ("tep-3", "kham.pdf", PDF)]).await;
    assert_eq!(sent.location(), format!("{review}#giay-3"));

    let page = browser.get(&review).await;
    let preview = page.body.split("href=\"").find(|rest| rest.contains("/tep/")).unwrap();
    let file = browser.get(preview.split_once('"').unwrap().0).await;
    assert_eq!((file.status, file.body.as_bytes()), (StatusCode::OK, PDF));
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(submit(&browser, &review).await.ends_with("?moi=1"));
}

#[tokio::test]
async fn a_file_form_without_its_secret_in_front_keeps_nothing() {
    let node = Node::start(Level::Two).await;
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let form = format!("{review}/nop-tep/3");
    let secret = browser.csrf.clone();
    let (csrf, file) = (("csrf", "", secret.as_bytes()), ("tep-3", "kham.pdf", PDF));
    for parts in [&[file][..], &[file, csrf], &[("csrf", "", b"stolen"), file]] {
        let page = browser.upload(&form, parts).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
    }
    assert_eq!(title(&browser.get(&review).await), "Hồ sơ còn thiếu giấy tờ");
    let forged = browser.post_as(&format!("{review}/nop"), "csrf=stolen").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_on_the_page() {
    let node = Node::start(Level::Two).await;
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let secret = browser.csrf.clone();
    let mut large = PDF.to_vec();
    large.resize(11 * 1024 * 1024, b'x');
    let parts = [("csrf", "", secret.as_bytes()), ("tep-3", "kham.pdf", &large)];
    let page = browser.upload(&format!("{review}/nop-tep/3"), &parts).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.body.contains("lớn hơn 10 MiB"));
}

#[tokio::test]
async fn a_registry_that_was_silent_is_asked_again() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    node.is_answering.store(false, Ordering::Relaxed);
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let page = browser.get(&review).await;
    assert_eq!(title(&page), "Có nơi chưa trả lời, hãy thử lại");
    node.is_answering.store(true, Ordering::Relaxed);
    let again = browser.post(&page.form("/thu-lai/2"), "").await;
    assert_eq!(again.location(), format!("{review}#giay-2"));
    assert_eq!(
        title(&browser.get(&review).await),
        "Hồ sơ đã đủ, bạn chỉ cần xem và đồng ý"
    );
}

#[tokio::test]
async fn level_one_is_led_to_level_two_and_keeps_the_draft() {
    let node = Node::start(Level::One).await.with_health_certificate().await;
    let browser = node.browser().await;
    let review = begin(&browser).await;
    let agreed = browser.post(&format!("{review}/nop"), "").await;
    for page in [
        browser.get(&agreed.location()).await,
        browser.post(&format!("{review}/xac-nhan"), "").await,
    ] {
        assert_eq!(
            (page.status, title(&page).as_str()),
            (StatusCode::FORBIDDEN, "Bạn cần tài khoản định danh mức 2 để nộp")
        );
        assert!(page.body.contains(&format!("href=\"{review}\"")));
    }
    assert_eq!(browser.get(&review).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_late_form_changes_nothing_and_says_where_things_stand() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let address = submitted(&browser).await;
    let page = browser.get(&address).await;
    let step = page.hidden("buoc");
    node.casework
        .receive(&officer(), &dossier_code(&address), 1)
        .await
        .unwrap();
    let late = browser
        .post(&format!("{address}/rut"), &format!("buoc={step}&ly-do="))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Được tiếp nhận"));
    assert_eq!(title(&browser.get(&address).await), "Hồ sơ đã được tiếp nhận");
}

#[tokio::test]
async fn a_dossier_is_taken_back_with_a_reason_that_is_long_enough() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let address = submitted(&browser).await;
    let form = format!("{address}/rut");
    let short = browser.post(&form, "buoc=1&ly-do=nh%E1%BA%A7m").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains(">nhầm</textarea>"));
    let taken = browser
        .post(
            &form,
            "buoc=1&ly-do=T%C3%B4i+n%E1%BB%99p+nh%E1%BA%A7m+th%E1%BB%A7+t%E1%BB%A5c",
        )
        .await;
    assert_eq!(taken.location(), address);
    let page = browser.get(&address).await;
    assert_eq!(title(&page), "Bạn đã rút hồ sơ này");
    assert!(page.body.contains("Tôi nộp nhầm thủ tục."));
}

#[tokio::test]
async fn what_the_desk_asks_for_is_sent_and_the_work_goes_on() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let address = submitted(&browser).await;
    let code = dossier_code(&address);
    let reason = Reason::new(Some(3), "Ảnh chụp bị mờ, không đọc được").unwrap();
    node.casework.receive(&officer(), &code, 1).await.unwrap();
    node.casework
        .ask_supplement(&officer(), &code, 2, &[reason])
        .await
        .unwrap();
    let page = browser.get(&address).await;
    assert_eq!(title(&page), "Bạn cần bổ sung giấy tờ");
    assert!(page.body.contains("Ảnh chụp bị mờ, không đọc được"));

    let (form, step, secret) = (page.form("/bo-sung"), page.hidden("buoc"), browser.csrf.clone());
    let (csrf, step) = (("csrf", "", secret.as_bytes()), ("buoc", "", step.as_bytes()));
    let nothing = browser.upload(&form, &[csrf, step, ("tep-3", "", b"")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = browser.upload(&form, &[csrf, step, ("tep-3", "kham.pdf", PDF)]).await;
    assert_eq!(sent.location(), address);
    assert_eq!(title(&browser.get(&address).await), "Hồ sơ đang được xử lý");
    let again = browser.upload(&form, &[csrf, step, ("tep-3", "kham.pdf", PDF)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the second click");
}

#[tokio::test]
async fn a_step_is_sealed_once_its_entry_is_in_the_log() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let address = submitted(&browser).await;
    let seal = "href=\"/trang-thai/minh-chung/casework/0\"";
    assert!(!browser.get(&address).await.body.contains(seal));
    assert!(node.casework.append_entries().await.unwrap() > 0);
    assert!(browser.get(&address).await.body.contains(seal));
}

#[tokio::test]
async fn the_vault_says_what_a_document_was_used_for_and_gives_its_file() {
    let node = Node::start(Level::Two).await;
    let browser = node.browser().await;
    assert_eq!(title(&browser.get("/kho").await), "Kho của bạn chưa có giấy tờ");
    let node = node.with_health_certificate().await;
    let dossier = submitted(&browser).await;
    let list = browser.get("/kho").await;
    let path = list
        .body
        .split("href=\"")
        .find(|rest| rest.starts_with("/kho/"))
        .unwrap();
    let path = path.split_once('"').unwrap().0;
    let page = browser.get(path).await;
    assert_eq!(title(&page), "Giấy khám sức khỏe còn giá trị đến 02/11/2027");
    assert!(
        page.body.contains(&format!("href=\"{dossier}\"")) && page.body.contains("bạn đồng ý lúc 14:05, 21/11/2026")
    );
    let file = browser.get(&format!("{path}/tep")).await;
    assert_eq!(file.body, "%PDF-1.7\nhealthy");
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    // A year later it does not hold any more.
    node.clock.advance_seconds(400 * 24 * 3600);
    let browser = node.browser().await;
    assert_eq!(title(&browser.get(path).await), "Giấy khám sức khỏe đã hết hạn");
}

#[tokio::test]
async fn other_people_see_nothing() {
    let node = Node::start(Level::Two).await.with_health_certificate().await;
    let browser = node.browser().await;
    let draft = begin(&browser).await;
    let dossier = submitted(&browser).await;
    let list = browser.get("/kho").await;
    let document = list
        .body
        .split("href=\"")
        .find(|rest| rest.starts_with("/kho/"))
        .unwrap();
    let document = document.split_once('"').unwrap().0.to_owned();
    let other = node.other_browser().await;
    let file = format!("{document}/tep");
    for path in [&draft, &format!("{draft}/xac-nhan"), &dossier, &document, &file] {
        let page = other.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.body.contains("Nguyễn Thị Mẫu</dd>") && !page.body.contains(NUMBER));
    }
    for path in ["/ho-so/nhap/x", "/ho-so/x", "/kho/x", "/thu-tuc/x"] {
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let taken = other.post(&format!("{dossier}/rut"), "buoc=1&ly-do=").await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_journal_that_cannot_be_asked_is_shown_as_silent() {
    let node = Node::start(Level::Two).await;
    let page = node.browser().await.get("/nhat-ky-du-lieu").await;
    assert_eq!(
        (page.status, title(&page).as_str()),
        (StatusCode::OK, "Chưa đọc được nhật ký, hãy thử lại")
    );
    assert!(page.body.contains("Cơ sở dữ liệu này chưa trả lời"));
    assert!(!page.body.contains(NUMBER));
}

#[tokio::test]
async fn procedures_are_for_everybody_and_the_rest_asks_to_log_in() {
    let node = Node::start(Level::Two).await;
    let mut browser = node.browser().await;
    assert_eq!(
        browser
            .get("/thu-tuc")
            .await
            .body
            .matches("action=\"/ho-so/moi/")
            .count(),
        2
    );
    browser.log_out();
    for path in [
        "/thu-tuc".to_owned(),
        format!("/thu-tuc/{LICENCE}"),
        format!("/thu-tuc/{LICENCE}?lang=en"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("/ho-so/moi/"));
    }
    for path in ["/ho-so", "/kho", "/nhat-ky-du-lieu", "/ho-so/000.00.08.H45-261121-0001"] {
        let page = browser.get(path).await;
        assert!(page.location().starts_with("/dang-nhap?tro-lai="), "{path}");
    }
}

#[tokio::test]
async fn a_node_without_a_one_stop_system_has_none_of_these_pages() {
    let mut node = Node::start(Level::Two).await;
    node.portal.casework = None;
    let browser = node.browser().await;
    for path in ["/thu-tuc", "/ho-so", "/kho", "/nhat-ky-du-lieu"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
