//! Every template in every state and both languages; what the sentences and figures must say.

use motlan_core::{Code, Failure};
use motlan_evidence::proof::ProofError;
use motlan_evidence::tree::Hash;
use motlan_evidence::{Cause, Outcome, Role, verify_proof};
use motlan_portal::language::{Choice, Language};
use motlan_portal::proof::{self, ProofFacts, climb};
use motlan_portal::status::{self, GatewayState, Part, StatusFacts};
use motlan_portal::web::Visitor;

use crate::{markup, sample};

fn choice(language: Language) -> Choice {
    Choice {
        language,
        is_explicit: true,
    }
}

fn status(facts: &StatusFacts, language: Language) -> String {
    status::render(facts, &Visitor::default(), choice(language)).unwrap()
}

fn proof(facts: &ProofFacts, language: Language) -> String {
    proof::render(facts, &Visitor::default(), choice(language)).unwrap()
}

/// The page's text between `<title>` and the product's name.
fn title(html: &str) -> &str {
    html.split_once("<title>")
        .unwrap()
        .1
        .split_once(" · Một lần</title>")
        .unwrap()
        .0
}

/// The content of the main part.
fn main_part(html: &str) -> &str {
    html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0
}

fn titles(facts: &StatusFacts) -> [String; 2] {
    Language::ALL.map(|language| title(&status(facts, language)).to_owned())
}

#[test]
fn every_state_keeps_the_rules_of_markup_in_both_languages() {
    for language in Language::ALL {
        for (name, facts) in sample::states() {
            let html = status(&facts, language);
            markup::check(name, &html);
            assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())), "{name}");
        }
        for facts in [
            sample::proof(Role::Consumer),
            sample::proof(Role::Provider),
            sample::failing_proof(),
        ] {
            markup::check("proof", &proof(&facts, language));
        }
    }
}

#[test]
fn the_title_is_the_answer() {
    assert_eq!(
        titles(&sample::all_matched())[0],
        "Hôm nay 1.234 giao dịch, tất cả khớp hai bên"
    );
    assert_eq!(
        titles(&sample::all_matched())[1],
        "1,234 transactions today, all of them agree on both sides"
    );
    assert_eq!(
        titles(&sample::unmatched())[0],
        "Hôm nay 1.234 giao dịch khớp hai bên, 3 chưa khớp"
    );
    assert_eq!(titles(&sample::nothing_yet())[0], "Hôm nay chưa có giao dịch nào");
    assert_eq!(
        titles(&sample::reading())[1],
        "The centre is reading the gateways’ logs"
    );
    assert_eq!(titles(&sample::node())[0], "Trạm đang chạy, đã ghi 160.834 giao dịch");
    assert_eq!(
        titles(&sample::stopped_node())[1],
        "The gateway has stopped: it cannot write evidence"
    );
}

#[test]
fn the_page_never_says_all_while_a_log_is_not_read() {
    for language in Language::ALL {
        let problem = title(&status(&sample::log_problem(), language)).to_owned();
        assert!(
            !problem.contains("tất cả") && !problem.contains("all of them"),
            "{problem}"
        );
        assert!(problem.contains("2 nhật ký") || problem.contains("2 logs"), "{problem}");
    }
    let mut facts = sample::all_matched();
    if let Part::Centre(centre) = &mut facts.part {
        centre.gateways[1].state = GatewayState::NotYetRead;
    }
    assert_eq!(
        titles(&facts)[0],
        "Hôm nay 1.234 giao dịch khớp hai bên; 1 nhật ký chưa đọc được"
    );
}

#[test]
fn every_figure_has_its_seal() {
    let seals = |facts: &StatusFacts| {
        let html = status(facts, Language::Vietnamese);
        // The legend explains all four without being evidence itself.
        ["proven", "one-sided", "broken"].map(|kind| {
            main_part(&html)
                .matches(&format!("<svg class=\"shape {kind}\""))
                .count()
                - 1
        })
    };
    // The title, three lines and their total; four logs of one side each.
    assert_eq!(seals(&sample::all_matched()), [5, 4, 0]);
    // Two one-sided counts and their totals more, and the title is no longer proven.
    assert_eq!(seals(&sample::unmatched()), [4, 9, 0]);
    // With Phú Yên's log its line, the total and the title fall.
    assert_eq!(seals(&sample::log_problem()), [2, 3, 4]);
    let html = status(&sample::all_matched(), Language::Vietnamese);
    assert_eq!(html.matches("<span class=\"figure\">").count(), 8);
    assert!(html.contains("<span class=\"hidden\">Đã minh chứng: 2 nhật ký khớp</span>"));
}

#[test]
fn a_code_that_is_not_confirmed_carries_its_mark_and_the_foot_explains_it() {
    let marked = |html: &str| html.matches("class=\"mark\"").count();
    let centre = status(&sample::all_matched(), Language::Vietnamese);
    // The consumer of one line and one gateway.
    assert_eq!(marked(&centre), 2);
    assert!(centre.contains("VN/GOV/H45/onestop</code> <a class=\"mark\""));
    assert!(centre.contains("mã chưa được xác nhận"));
    assert!(centre.contains("id=\"ma-co-quan\""));
    let without = status(&sample::nothing_yet(), Language::Vietnamese);
    assert_eq!(marked(&without), 0);
    assert!(!without.contains("id=\"ma-co-quan\""));
    // Every place where the code stands as an identifier.
    let opened = proof(&sample::proof(Role::Consumer), Language::English);
    let identifiers = opened.matches("<code class=\"id\">VN/GOV/H45").count();
    assert_eq!(identifiers, 2);
    assert_eq!(marked(&opened), identifiers + 1, "and the origin of the log");
}

#[test]
fn failures_come_first_and_say_where() {
    let html = status(&sample::log_problem(), Language::Vietnamese);
    let place = |needle: &str| html.find(needle).unwrap_or_else(|| panic!("{needle}"));
    assert!(place("href=\"#VN/GOV/H45/gw1\"") < place("Giao dịch hôm nay theo dịch vụ"));
    assert!(place("id=\"VN/GOV/H45/gw1\"") < place("id=\"VN/GOV/G24/gw1\""));
    assert!(place("id=\"VN/GOV/G24/gw1\"") < place("id=\"VN/GOV/G14/gw1\""));
    assert!(html.contains("<code class=\"id\">invalid_signature</code>"));
    assert!(html.contains("<span class=\"owner\" lang=\"en\">the log has become shorter</span>"));
    let unmatched = status(&sample::unmatched(), Language::Vietnamese);
    assert!(unmatched.find("VN/GOV/H45/onestop").unwrap() < unmatched.find("VN/GOV/G24/insurance").unwrap());
}

#[test]
fn there_is_always_a_next_step_to_a_proof() {
    let html = |facts: &StatusFacts| status(facts, Language::English);
    let own = html(&sample::node());
    assert!(own.contains("class=\"action\" href=\"/trang-thai/minh-chung/exchange/160833?lang=en\""));
    let elsewhere = html(&sample::all_matched());
    assert!(elsewhere.contains("href=\"http://127.0.0.1:8100/trang-thai/minh-chung/exchange/1233?lang=en\""));
    for (facts, sentence) in [
        (sample::unmatched(), "this centre was not told the addresses"),
        (sample::nothing_yet(), "There is no entry to open yet"),
    ] {
        let html = html(&facts);
        assert!(html.contains(sentence));
        assert!(!html.contains("class=\"action\""));
    }
}

#[test]
fn names_from_the_directory_are_escaped() {
    let mut facts = sample::all_matched();
    let evil = "<script>alert('x')</script>\" onclick=\"";
    if let Part::Centre(centre) = &mut facts.part {
        centre.lines[0].service.name.vi = evil.to_owned();
        centre.gateways[0].gateway.id = evil.to_owned();
        centre.gateways[0].state = GatewayState::Broken(Failure::new(Code::InvalidSignature, evil));
    }
    let html = status(&facts, Language::Vietnamese);
    markup::check("evil", &html.replace(" onclick", ""));
    assert!(!html.contains("<script") && !html.contains("\" onclick=\""));
}

#[test]
fn a_long_table_says_what_it_leaves_out() {
    let mut facts = sample::all_matched();
    if let Part::Centre(centre) = &mut facts.part {
        centre.lines = vec![centre.lines[1].clone(); 1_203];
    }
    let html = status(&facts, Language::Vietnamese);
    assert!(html.contains("Còn 1.003 dòng không hiện ở đây"));
    assert_eq!(title(&html), "Hôm nay 1.243.902 giao dịch, tất cả khớp hai bên");
}

#[test]
fn the_frame_says_where_one_is_and_what_the_page_stands_on() {
    let html = status(&sample::node(), Language::Vietnamese);
    assert!(html.contains("<strong>Dữ liệu mẫu</strong>"));
    assert!(html.contains("<a href=\"/trang-thai?lang=en\" lang=\"en\" hreflang=\"en\">English</a>"));
    assert!(html.contains("Điểm kiểm tra bao gồm 160.834 bút toán"));
    assert!(html.contains("Lập lúc 14:05:09 ngày 21/11/2026, giờ Việt Nam"));
    assert!(html.contains("lúc 14:05:08 ngày 21/11/2026, 1 giây trước"));
    assert!(!status(&sample::stopped_node(), Language::Vietnamese).contains("Dữ liệu mẫu"));
}

#[test]
fn the_ladder_leads_from_every_entry_to_the_root() {
    for size in [1, 2, 3, 7, 8, 100] {
        for index in 0..size {
            let file = sample::proof_file(index, size, Role::Provider);
            let ladder = climb(&file, &sample::verifier()).unwrap();
            assert_eq!(
                ladder.leaf,
                Hash::leaf(&sample::entry(index, Role::Provider).to_bytes())
            );
            let end = ladder.rungs.last().map_or(ladder.leaf, |rung| rung.result);
            assert_eq!(end, ladder.root, "{index} of {size}");
            let path = file.split("\n\n").next().unwrap().lines().count() - 3;
            assert_eq!(ladder.rungs.len(), path);
        }
    }
}

#[test]
fn a_proof_is_shown_as_its_verifier_sees_it() {
    let facts = sample::proof(Role::Consumer);
    let html = proof(&facts, Language::Vietnamese);
    assert_eq!(title(&html), "Giao dịch số 41 nằm trong nhật ký của Tỉnh Phú Yên");
    assert!(html.contains("14:00–15:00 ngày 21/11/2026"));
    assert!(html.contains("Đã trả lời, thành công (2xx)"));
    assert!(html.contains("href=\"/minh-chung/exchange/41.tlog-proof\" download"));
    // Quotes are escaped in the page; the reader's clipboard has them again.
    let command = format!("motlan verify 41.tlog-proof --key &#39;{}&#39;", sample::verifier());
    assert!(html.contains(&command), "{command}");
    let ladder = &facts.opened.as_ref().unwrap().ladder;
    for rung in &ladder.rungs {
        assert!(html.contains(&rung.sibling.to_string()) && html.contains(&rung.result.to_string()));
    }
    // Known on the left, and the same commitment expected on the right.
    assert_eq!(html.matches(&hex::encode(ladder.entry.id.0)).count(), 2);
    let (left, right) = html.split_once("Bên trả lời</span>").unwrap();
    assert!(left.contains("Cam kết yêu cầu") && !right.contains("Cam kết yêu cầu"));
}

#[test]
fn a_proof_that_fails_is_shown_as_failing() {
    let facts = sample::failing_proof();
    assert_eq!(facts.opened, Err(ProofError::NotIncluded));
    assert!(verify_proof(&sample::proof_file(41, 100, Role::Consumer), &sample::verifier()).is_ok());
    for language in Language::ALL {
        let html = proof(&facts, language);
        assert!(html.contains("the entry is not in the log at this index"));
        assert!(html.contains("shape broken") && !html.contains("shape one-sided"));
    }
}

#[test]
fn unfinished_outcomes_have_words() {
    for (cause, words) in [
        (Cause::Crash, "a crash left no answer"),
        (Cause::PeerLost, "the connection to the other gateway was lost"),
        (Cause::CommitMissing, "its commit did not"),
        (Cause::ProviderSilent, "system was silent"),
    ] {
        let mut facts = sample::proof(Role::Provider);
        facts.opened.as_mut().unwrap().ladder.entry.outcome = Outcome::Unfinished(cause);
        let html = proof(&facts, Language::English);
        assert!(html.contains(words), "{words}");
        markup::check(words, &html);
    }
}
