//! A person asks an agency why it looked, and is answered.

use motlan_core::{Clock, MemberId};

use crate::support::{World, code_of, hoa, lan, on_both_engines};

const HOURS_S: i64 = 3_600;

fn agency(code: &str) -> MemberId {
    format!("VN/GOV/{code}").parse().unwrap()
}

#[tokio::test]
async fn a_question_is_kept_with_its_deadline_and_its_owner_alone_sees_it() {
    on_both_engines(async |world: World| {
        let (casework, now) = (&world.casework, world.clock.now());
        let looked_at = now.plus_seconds(-60);
        let asked = casework.inquire(
            lan().account,
            agency("G24"),
            Some(looked_at),
            "  Tôi không\nlàm gì  ở đó ",
        );
        asked.await.unwrap();
        let [inquiry] = &casework.inquiries_of(lan().account).await.unwrap()[..] else {
            panic!("one question")
        };
        assert_eq!(inquiry.question, "Tôi không làm gì ở đó");
        assert_eq!(
            (inquiry.asked_at, inquiry.due_at),
            (now, now.plus_seconds(72 * HOURS_S))
        );
        assert_eq!((inquiry.looked_at, &inquiry.agency), (Some(looked_at), &agency("G24")));
        assert_eq!(casework.inquiries_of(hoa().account).await.unwrap(), []);
        assert!(!inquiry.is_late(inquiry.due_at) && inquiry.is_late(inquiry.due_at.plus_seconds(1)));
    })
    .await;
}

#[tokio::test]
async fn the_same_agency_is_asked_once_until_it_has_answered() {
    on_both_engines(async |world: World| {
        let casework = &world.casework;
        for _ in 0..2 {
            casework.inquire(lan().account, agency("G24"), None, "").await.unwrap();
        }
        casework.inquire(hoa().account, agency("G24"), None, "").await.unwrap();
        casework.inquire(lan().account, agency("G01"), None, "").await.unwrap();
        let all = casework.inquiries().await.unwrap();
        assert_eq!((all.open_count, all.open.len(), all.answered.len()), (3, 3, 0));
        let first = casework.inquiries_of(lan().account).await.unwrap();
        let first = first.iter().find(|it| it.agency == agency("G24")).unwrap();
        assert!(
            casework
                .answer_inquiry(&first.id, "van-hanh", "Để cấp lại thẻ của bạn.")
                .await
                .unwrap()
        );
        world.clock.advance_seconds(1);
        casework.inquire(lan().account, agency("G24"), None, "").await.unwrap();
        assert_eq!(casework.inquiries_of(lan().account).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_stands_and_reaches_whoever_asked() {
    on_both_engines(async |world: World| {
        let casework = &world.casework;
        casework.inquire(lan().account, agency("G24"), None, "").await.unwrap();
        let id = casework.inquiries().await.unwrap().open[0].id.clone();
        assert_eq!(
            code_of(casework.answer_inquiry(&id, "van-hanh", " ").await),
            "reason_required"
        );
        assert_eq!(
            code_of(casework.answer_inquiry(&id, "van-hanh", "Ngắn").await),
            "reason_too_short"
        );
        world.clock.advance_seconds(73 * HOURS_S);
        assert!(
            casework
                .answer_inquiry(&id, "van-hanh", "Để cấp lại thẻ của bạn.")
                .await
                .unwrap()
        );
        assert!(
            !casework
                .answer_inquiry(&id, "van-hanh", "Một câu khác hẳn.")
                .await
                .unwrap()
        );
        assert!(
            !casework
                .answer_inquiry("khong-co", "van-hanh", "Một câu khác hẳn.")
                .await
                .unwrap()
        );
        let mine = casework.inquiries_of(lan().account).await.unwrap();
        assert_eq!(mine[0].answer.as_ref().unwrap().text, "Để cấp lại thẻ của bạn.");
        assert!(mine[0].is_late(world.clock.now()), "answered after the deadline");
        let all = casework.inquiries().await.unwrap();
        assert_eq!((all.open_count, all.answered.len()), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_a_letter_is_refused() {
    on_both_engines(async |world: World| {
        let long = "a".repeat(1_001);
        let asked = world.casework.inquire(lan().account, agency("G24"), None, &long);
        assert_eq!(code_of(asked.await), "reason_too_long");
        assert_eq!(world.casework.inquiries().await.unwrap().open_count, 0);
    })
    .await;
}
