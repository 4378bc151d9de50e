//! The page of every state, in both languages.

use motlan_casework::model::inquiry::{ANSWER_WITHIN_S, Answer as Said};

use super::*;
use crate::citizen::sample;
use crate::language::Language;
use crate::packs;

fn seen(seconds: i64, consumer: &str) -> Seen {
    Seen {
        at: sample::NOW.plus_seconds(seconds),
        consumer: consumer.to_owned(),
        legal_basis: "ND-107-2021".to_owned(),
        dossier: Some("000.00.08.H45-261121-0001".to_owned()),
        fields: vec!["full_name".to_owned(), "valid_until".to_owned()],
        outcome: "found".to_owned(),
        has_officer: true,
        persons: None,
        is_delayed: false,
        is_mine: true,
    }
}

fn registry(system: &str, answer: Result<Answer, Code>) -> Registry {
    Registry {
        service: format!("{system}/usage"),
        system: system.to_owned(),
        pack: packs::built_in().get("driving-licence").cloned(),
        is_turned: false,
        answer,
    }
}

fn two_agencies() -> Answer {
    let mut silent = seen(-60, "VN/GOV/G24/insurance");
    (silent.dossier, silent.has_officer, silent.is_mine) = (None, false, false);
    "unheard-of".clone_into(&mut silent.legal_basis);
    Answer {
        seen: vec![
            seen(0, "VN/GOV/H45/onestop"),
            silent,
            seen(-3_600, "VN/GOV/H45/onestop"),
        ],
        next: None,
    }
}

/// A question to social insurance, asked so long ago.
fn inquiry(hours_ago: i64, answered_hours_ago: Option<i64>) -> Inquiry {
    let at = |hours: i64| sample::NOW.plus_seconds(-3_600 * hours);
    Inquiry {
        id: "0123456789abcdef".to_owned(),
        agency: "VN/GOV/G24".parse().unwrap(),
        looked_at: None,
        question: "Tôi không tham gia ở đó".to_owned(),
        asked_at: at(hours_ago),
        due_at: at(hours_ago).plus_seconds(ANSWER_WITHIN_S),
        answer: answered_hours_ago.map(|hours| Said {
            at: at(hours),
            by: "van-hanh".to_owned(),
            text: "Để cấp lại thẻ của bạn.".to_owned(),
        }),
    }
}

fn facts(registries: Vec<Registry>) -> UsageFacts {
    UsageFacts {
        frame: sample::frame(),
        registries,
        inquiries: Vec::new(),
        wrong: None,
        names: sample::names(),
    }
}

fn page(facts: &UsageFacts, language: Language) -> String {
    let html = render(facts, &sample::citizen(), sample::choice(language)).unwrap();
    sample::check(&html);
    html
}

fn html(registries: Vec<Registry>, language: Language) -> String {
    page(&facts(registries), language)
}

fn population(answer: Answer) -> Vec<Registry> {
    vec![registry("VN/GOV/G01/population", Ok(answer))]
}

/// Looks of the page; the registries at its end are list items of the same class with an id.
fn looks(html: &str) -> usize {
    html.matches("<li class=\"look\">").count()
}

#[test]
fn each_look_says_when_who_why_what_and_my_dossier_is_one_group() {
    for language in Language::ALL {
        let html = html(population(two_agencies()), language);
        assert_eq!(looks(&html), 3);
        assert_eq!(
            html.matches("href=\"/ho-so/000.00.08.H45-261121-0001?lang=").count(),
            1,
            "one for both looks"
        );
        assert_eq!(
            html.matches("<details class=\"why\">").count(),
            2,
            "each agency can be asked why"
        );
    }
}

#[test]
fn looks_at_several_registries_meet_under_their_agency() {
    let licences = Answer {
        seen: vec![seen(10, "VN/GOV/H45/onestop")],
        next: None,
    };
    let mut registries = population(two_agencies());
    registries.push(registry("VN/GOV/G04/driving-licence", Ok(licences)));
    let agencies = agencies::build(
        &facts(registries),
        &sample::citizen(),
        sample::choice(Language::English),
    );
    let shape: Vec<_> = agencies
        .iter()
        .map(|agency| {
            (
                agency.member.as_str(),
                agency.files.iter().map(|file| file.looks.len()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(shape, [("VN/GOV/H45", vec![3]), ("VN/GOV/G24", vec![1])]);
}

#[test]
fn a_dossier_of_somebody_else_is_not_named() {
    let mut foreign = seen(0, "VN/GOV/H19/onestop");
    foreign.is_mine = false;
    let answer = Answer {
        seen: vec![foreign],
        next: None,
    };
    let html = html(population(answer), Language::Vietnamese);
    assert!(!html.contains("261121-0001"), "{html}");
}

#[test]
fn the_first_look_of_an_agency_is_marked_once_every_list_is_known() {
    let marks = |registries: Vec<Registry>| html(registries, Language::Vietnamese).matches("Lần đầu thấy").count();
    assert_eq!(marks(population(two_agencies())), 2);
    let mut cut = two_agencies();
    cut.next = Some("0000000100000200".to_owned());
    assert_eq!(marks(population(cut)), 0, "an older one may follow");
    let mut registries = population(two_agencies());
    registries.push(registry("VN/GOV/G04/driving-licence", Err(Code::PeerUnreachable)));
    assert_eq!(marks(registries), 0, "an older one may be where nobody answers");
}

#[test]
fn what_was_held_back_says_so_once_it_is_shown() {
    let mut answer = two_agencies();
    answer.seen[1].is_delayed = true;
    answer.seen[1].persons = Some(1_500);
    let html = html(population(answer), Language::Vietnamese);
    assert_eq!(html.matches("Hiển thị muộn theo quy định").count(), 1);
    assert!(html.contains("1.500 người"), "{html}");
}

#[test]
fn a_registry_that_does_not_answer_is_shown_and_the_others_stay() {
    let registries = || {
        vec![
            registry("VN/GOV/G01/population", Err(Code::PeerUnreachable)),
            registry("VN/GOV/G04/driving-licence", Ok(two_agencies())),
        ]
    };
    for language in Language::ALL {
        let html = html(registries(), language);
        assert!(html.contains("<code>peer_unreachable</code>"));
        assert_eq!(looks(&html), 3);
    }
    let silent = vec![registry("VN/GOV/G01/population", Err(Code::PeerUnreachable))];
    assert_eq!(
        sample::title(&html(silent, Language::Vietnamese)),
        "Chưa đọc được nhật ký, hãy thử lại"
    );
}

#[test]
fn nobody_looked_is_an_answer_too() {
    assert_eq!(
        sample::title(&html(population(Answer::default()), Language::Vietnamese)),
        "Chưa ai xem dữ liệu của bạn"
    );
    assert!(html(Vec::new(), Language::English).contains("<h1>"));
}

#[test]
fn a_list_goes_on_where_it_ended_without_naming_the_person() {
    let mut answer = two_agencies();
    answer.next = Some("0000000100000200".to_owned());
    let mut registries = population(answer);
    registries[0].is_turned = true;
    let html = html(registries, Language::Vietnamese);
    let next = "/nhat-ky-du-lieu?nguon=VN/GOV/G01/population/usage&#38;truoc=0000000100000200&#38;lang=vi#co-so-0";
    assert!(html.contains(next), "{html}");
}

#[test]
fn a_question_shows_its_deadline_then_its_answer_and_can_be_asked_again() {
    let text = |inquiry: Inquiry| {
        let mut facts = facts(population(two_agencies()));
        facts.inquiries = vec![inquiry];
        (page(&facts, Language::Vietnamese), page(&facts, Language::English))
    };
    let (open, _) = text(inquiry(1, None));
    assert!(open.contains("Hạn trả lời: 13:05, 24/11/2026"), "{open}");
    assert_eq!(
        open.matches("<details class=\"why\">").count(),
        1,
        "the other agency alone"
    );
    let (overdue, _) = text(inquiry(73, None));
    assert!(overdue.contains("Quá hạn trả lời"));
    let (answered, english) = text(inquiry(60, Some(2)));
    assert!(answered.contains("Để cấp lại thẻ của bạn.") && english.contains("Answered at"));
    assert_eq!(answered.matches("<details class=\"why\">").count(), 2);
    assert!(
        !answered.contains("van-hanh"),
        "the account that answered is the agency's affair"
    );
}

#[test]
fn an_agency_that_was_asked_stays_where_no_look_is_left() {
    let mut facts = facts(population(Answer::default()));
    facts.inquiries = vec![inquiry(1, None)];
    for language in Language::ALL {
        assert!(page(&facts, language).contains("Tôi không tham gia ở đó"));
    }
}

#[test]
fn a_question_that_is_too_long_comes_back_with_its_words() {
    let mut facts = facts(population(two_agencies()));
    facts.wrong = Some(Wrong {
        agency: "VN/GOV/G24".to_owned(),
        text: "dài".repeat(400),
        code: Code::ReasonTooLong,
    });
    let html = page(&facts, Language::Vietnamese);
    assert!(html.contains("href=\"#noi-dung-1\"") && html.contains("id=\"noi-dung-1-loi\""));
    assert!(html.contains(&"dài".repeat(400)));
    facts.wrong = Some(Wrong {
        agency: "nobody".to_owned(),
        text: String::new(),
        code: Code::UnknownMember,
    });
    assert!(page(&facts, Language::English).contains("href=\"#noi-dung\""));
}
