//! The vault and a document of it as values, and their templates.

use askama::Template;
use motlan_casework::service::view::{Document, DocumentUse};
use motlan_core::Timestamp;

use crate::citizen::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::{Glyph, Link, SummaryRow, Tag, Tone};
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;

/// What the check of a file's signature found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// It covers the whole file.
    Holds { by: String, at: Timestamp },
    /// The file carries none.
    None,
    /// The file is not what was signed.
    Broken,
}

/// What is known of the vault.
pub(super) struct VaultFacts {
    pub(super) frame: FrameFacts,
    pub(super) documents: Vec<(Document, Signature)>,
    pub(super) names: Names,
}

/// What is known of one document.
pub(super) struct DocumentFacts {
    pub(super) frame: FrameFacts,
    pub(super) document: Document,
    pub(super) signature: Signature,
    pub(super) size_bytes: usize,
    /// Where the log has the decision that it is the result of.
    pub(super) decided_at_index: Option<u64>,
    pub(super) names: Names,
}

/// A document in the list.
struct Card {
    name: String,
    href: String,
    uri: String,
    issuer: String,
    validity: String,
    tag: Tag,
    signature: String,
    is_broken: bool,
}

/// One use of a document.
struct Use {
    link: Link,
    when: String,
}

#[derive(Template)]
#[template(path = "citizen/vault.html")]
struct VaultPage<'a> {
    text: &'a Text,
    frame: Frame,
    cards: Vec<Card>,
    begin: Link,
}

#[derive(Template)]
#[template(path = "citizen/document.html")]
struct DocumentPage<'a> {
    text: &'a Text,
    frame: Frame,
    uri: String,
    tag: Tag,
    seal: Option<Seal>,
    origin: Option<Link>,
    fields: Vec<SummaryRow>,
    about: Vec<SummaryRow>,
    signature: String,
    is_broken: bool,
    uses: Vec<Use>,
    download: Link,
    size: String,
    digest: String,
    back: Link,
}

/// The list.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_list(facts: &VaultFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let has_expired = facts.documents.iter().any(|(document, _)| !document.is_valid);
    let title = match (facts.documents.is_empty(), has_expired) {
        (true, _) => text.say("my-vault-title-empty"),
        (false, true) => text.say("my-vault-title-expired"),
        (false, false) => text.say("my-vault-title"),
    };
    let card = |(document, signature): &(Document, Signature)| Card {
        name: choice.language.name(&document.title).to_owned(),
        href: choice.link(&format!("/kho/{}", document.uri)),
        uri: document.uri.to_string(),
        issuer: facts.names.say(&document.issuer, choice.language),
        validity: validity(document, text),
        tag: tag(document, text),
        signature: signed(signature, text),
        is_broken: *signature == Signature::Broken,
    };
    let page = VaultPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, "/kho", title).composed(Composition::Citizen),
        cards: facts.documents.iter().map(card).collect(),
        begin: Link::new(text.say("my-vault-begin"), choice.link("/ho-so")),
    };
    page.render()
}

/// One document.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_one(facts: &DocumentFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let document = &facts.document;
    let path = format!("/kho/{}", document.uri);
    let name = choice.language.name(&document.title);
    let arguments = [("name", name.into())];
    let title = match (document.is_valid, document.valid_until) {
        (false, _) => text.say_with("my-document-title-expired", &arguments),
        (true, Some(until)) => {
            let arguments = [("name", name.into()), ("date", words::day(until).into())];
            text.say_with("my-document-title-until", &arguments)
        }
        (true, None) => text.say_with("my-document-title", &arguments),
    };
    let page = DocumentPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).composed(Composition::Citizen),
        uri: document.uri.to_string(),
        tag: tag(document, text),
        seal: facts.decided_at_index.map(|index| seal(index, choice)),
        origin: document
            .dossier
            .as_ref()
            .map(|code| Link::new(code.to_string(), choice.link(&format!("/ho-so/{code}")))),
        fields: fields(document, choice),
        about: about(facts, choice),
        signature: signed(&facts.signature, text),
        is_broken: facts.signature == Signature::Broken,
        uses: document.uses.iter().map(|it| used(it, choice)).collect(),
        download: Link::new(text.say("my-document-download"), choice.link(&format!("{path}/tep"))),
        size: text.say_with("my-document-size", &[("size", number(kibibytes(facts.size_bytes)))]),
        digest: document.sha256.clone(),
        back: Link::new(text.say("my-document-back"), choice.link("/kho")),
    };
    page.render()
}

fn kibibytes(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(1024)).unwrap_or(u64::MAX)
}

fn validity(document: &Document, text: &Text) -> String {
    match document.valid_until {
        Some(until) => text.say_with("my-valid-until", &[("date", words::day(until).into())]),
        None => text.say("my-valid-without-end"),
    }
}

fn tag(document: &Document, text: &Text) -> Tag {
    if document.is_valid {
        Tag::new(Glyph::Tick, Tone::Calm, text.say("my-tag-valid"))
    } else {
        Tag::new(Glyph::Barred, Tone::Late, text.say("my-tag-expired"))
    }
}

fn signed(signature: &Signature, text: &Text) -> String {
    match signature {
        Signature::Holds { by, at } => {
            let arguments = [("by", by.as_str().into()), ("date", words::day_of(*at).into())];
            text.say_with("my-signature-holds", &arguments)
        }
        Signature::None => text.say("my-signature-none"),
        Signature::Broken => text.say("my-signature-broken"),
    }
}

fn fields(document: &Document, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let fields = document.fields.iter();
    fields
        .map(|field| SummaryRow::new(choice.language.name(&field.name), words::value(field, text)))
        .collect()
}

fn about(facts: &DocumentFacts, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let document = &facts.document;
    vec![
        SummaryRow::new(
            text.say("my-document-issuer"),
            facts.names.say(&document.issuer, choice.language),
        ),
        SummaryRow::new(text.say("my-document-issued"), words::day(document.issued_on)),
        SummaryRow::new(text.say("my-document-validity"), validity(document, text)),
    ]
}

fn used(it: &DocumentUse, choice: Choice) -> Use {
    let text = Text::of(choice.language);
    Use {
        link: Link::new(it.dossier.to_string(), choice.link(&format!("/ho-so/{}", it.dossier))),
        when: text.say_with("my-document-consent", &[("time", words::moment(it.consent_at).into())]),
    }
}

/// The decision's entry in this node's log; the other side's log is not read here.
fn seal(index: u64, choice: Choice) -> Seal {
    Seal {
        kind: SealKind::OneSided,
        label: Text::of(choice.language).say("my-seal-result"),
        href: choice.link(&format!("/trang-thai/minh-chung/casework/{index}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn holds() -> Signature {
        Signature::Holds {
            by: "Sở Giao thông vận tải".to_owned(),
            at: sample::NOW,
        }
    }

    fn list(documents: Vec<(Document, Signature)>, language: Language) -> String {
        let facts = VaultFacts {
            frame: sample::frame(),
            documents,
            names: sample::names(),
        };
        let html = render_list(&facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    fn one(facts: &DocumentFacts, language: Language) -> String {
        let html = render_one(facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    fn licence() -> DocumentFacts {
        DocumentFacts {
            frame: sample::frame(),
            document: sample::document(true),
            signature: holds(),
            size_bytes: 60_001,
            decided_at_index: Some(47),
            names: sample::names(),
        }
    }

    #[test]
    fn an_empty_vault_says_what_comes_into_it_and_where_to_begin() {
        for language in Language::ALL {
            let html = list(Vec::new(), language);
            assert!(html.contains("href=\"/ho-so?lang="));
        }
    }

    #[test]
    fn every_document_says_issuer_validity_and_signature() {
        for language in Language::ALL {
            let signatures = [holds(), Signature::None, Signature::Broken];
            let documents = signatures
                .map(|it| (sample::document(it != Signature::None), it))
                .into();
            let html = list(documents, language);
            assert_eq!(html.matches("class=\"paper\"").count(), 3);
            assert_eq!(
                html.matches("class=\"bad\"").count(),
                1,
                "a broken signature stands out"
            );
        }
    }

    #[test]
    fn the_title_warns_of_what_has_run_out() {
        let html = list(vec![(sample::document(false), holds())], Language::Vietnamese);
        assert_eq!(sample::title(&html), "Có giấy tờ đã hết hạn");
    }

    #[test]
    fn a_document_says_what_it_was_used_for_and_when_its_owner_agreed() {
        for language in Language::ALL {
            let html = one(&licence(), language);
            assert!(html.contains("href=\"/ho-so/000.00.09.H45-261121-0004?lang="));
            assert!(html.contains("14:05, 21/11/2026"));
            assert!(html.contains("/kho/000.00.08.H45-GPLX-261126-0001/tep?lang="));
            assert!(html.contains("/trang-thai/minh-chung/casework/47?lang="));
        }
    }

    #[test]
    fn a_document_that_ran_out_says_so_in_its_title() {
        let mut facts = licence();
        facts.document = sample::document(false);
        facts.document.uses.clear();
        facts.decided_at_index = None;
        assert_eq!(
            sample::title(&one(&facts, Language::Vietnamese)),
            "Giấy phép lái xe đã hết hạn"
        );
        facts.document.valid_until = None;
        facts.document.is_valid = true;
        one(&facts, Language::English);
    }
}
