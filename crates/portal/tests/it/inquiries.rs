//! A person asks an agency why it looked; an operator answers without learning who asked; the person reads it.

use axum::http::StatusCode;

use crate::markup;
use crate::world::World;
use crate::world::people::{OPERATOR, OTHER_CITIZEN, OWNER, OWNER_NAME, OWNER_NUMBER, OWNER_NUMBER_MASKED};

const JOURNAL: &str = "/nhat-ky-du-lieu";
const ASK: &str = "/nhat-ky-du-lieu/hoi";
const DESK: &str = "/van-hanh/hoi-ly-do";

#[tokio::test]
async fn a_question_reaches_the_operator_and_the_answer_the_person() {
    let world = World::open().await;
    let (mut citizen, mut operator) = (world.visit(OWNER).await, world.visit(OPERATOR).await);
    let fields = [("co-quan", "VN/GOV/G22"), ("noi-dung", "Tôi không nộp gì ở đó.")];
    for _ in 0..2 {
        assert_eq!(citizen.post(ASK, &fields).await.leads_on(), JOURNAL);
    }
    let journal = citizen.open(JOURNAL).await.text();
    markup::check("journal", &journal);
    // Asked on Monday the 30th at nine.
    assert!(journal.contains("Hạn trả lời: 09:00, 03/12/2026"), "{journal}");
    let list = operator.open(DESK).await.text();
    markup::check("questions", &list);
    assert!(
        list.contains("<h1>1 câu hỏi chờ trả lời</h1>"),
        "sent twice, asked once: {list}"
    );
    for marker in [OWNER, OWNER_NAME, OWNER_NUMBER, OWNER_NUMBER_MASKED] {
        assert!(!list.contains(marker), "{marker}");
    }
    let id = list
        .split_once("name=\"ma\" value=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0
        .to_owned();
    let short = operator.post(DESK, &[("ma", &id), ("tra-loi", "Ngắn")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    markup::check("short answer", &short.text());
    let answer = [("ma", id.as_str()), ("tra-loi", "Để đồng bộ hồ sơ của bạn.")];
    assert_eq!(operator.post(DESK, &answer).await.leads_on(), DESK);
    let again = operator.post(DESK, &answer).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the first answer stands"
    );
    assert!(citizen.open(JOURNAL).await.text().contains("Để đồng bộ hồ sơ của bạn."));
    let other = world.visit(OTHER_CITIZEN).await.open(JOURNAL).await.text();
    assert!(!other.contains("Để đồng bộ hồ sơ của bạn."));
}

#[tokio::test]
async fn nobody_can_ask_what_is_no_agency_or_write_a_letter() {
    let world = World::open().await;
    let mut citizen = world.visit(OWNER).await;
    let letter = "a".repeat(1_001);
    for fields in [
        [("co-quan", "VN/GOV/X99"), ("noi-dung", "")],
        [("co-quan", "no agency"), ("noi-dung", "")],
        [("co-quan", "VN/GOV/G22"), ("noi-dung", &letter)],
    ] {
        let refused = citizen.post(ASK, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        markup::check("refused", &refused.text());
    }
    let list = world.visit(OPERATOR).await.open(DESK).await.text();
    assert!(list.contains("Không câu hỏi nào chờ trả lời"));
}
