//! The demo's background: dossiers of the past weeks, and now and then a new one, so that queues and figures are alive.
//!
//! They go the same way as anybody's: drafts ask the registries through the gateways, officers check, sign and decide,
//! every step leaves its entry. Only the clock of the past ones is set back, which is why their look-ups stand in today's
//! exchange logs. Who reuses a paper, who is late and who withdraws is drawn from the seed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::reason::Reason;
use motlan_casework::service::attach::Upload;
use motlan_casework::{Casework, Officer};
use motlan_core::{Clock, Timestamp};
use motlan_identity::Level;
use motlan_sandbox::Person;

use super::papers;

/// The smallest picture: what the demo's people hand in.
const SCAN: &[u8] = include_bytes!("scan.png");

/// How far the past goes back.
const PAST_DAYS: i64 = 45;

/// Account numbers of people who have no account here begin there.
const ACCOUNT_MIN: i64 = 1_000_000;

/// The component that a person may have to hand in.
const HEALTH: u32 = 3;

/// A clock that stands where the story is.
#[derive(Debug)]
pub(super) struct StoryClock(AtomicI64);

impl StoryClock {
    pub(super) fn new(at: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(at.as_micros())))
    }

    fn set(&self, at: Timestamp) {
        self.0.store(at.as_micros(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// What happens to a dossier, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Submit,
    Withdraw,
    Receive,
    Refuse,
    Check,
    Start,
    AskSupplement,
    Supplement,
    Sign,
    Decide,
    HandOver,
}

/// Where a dossier's way ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Withdrawn,
    Refused,
    HandedOver,
}

/// How a dossier goes.
#[derive(Clone, Copy)]
struct Course {
    end: End,
    /// Whether the health certificate lies in the vault.
    has_certificate: bool,
    /// Whether the picture that was sent instead cannot be read.
    is_incomplete: bool,
    is_late: bool,
}

impl Course {
    /// Drawn from the person's number: the same seed tells the same story. Multiplication by an odd constant mixes the
    /// bits (Knuth, volume 3, section 6.4); two of its bytes are one draw of 0 to 99.
    fn of(number: u64) -> Self {
        let bytes = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
        let share = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]) % 100;
        let has_certificate = share(0) < 12;
        Self {
            end: match share(1) {
                0..4 => End::Withdrawn,
                4..7 => End::Refused,
                _ => End::HandedOver,
            },
            has_certificate,
            is_incomplete: !has_certificate && share(2) < 10,
            is_late: share(3) < 11,
        }
    }

    /// What comes after an act, and how many hours later.
    fn next(self, act: Act) -> Option<(Act, i64)> {
        let patience = if self.is_late { 190 } else { 20 };
        Some(match act {
            Act::Submit if self.end == End::Withdrawn => (Act::Withdraw, 5),
            Act::Submit if self.end == End::Refused => (Act::Refuse, 7),
            Act::Submit => (Act::Receive, 2),
            Act::Receive => (Act::Check, 1),
            Act::Check => (Act::Start, 1),
            Act::Start if self.is_incomplete => (Act::AskSupplement, 4),
            Act::AskSupplement => (Act::Supplement, 30),
            Act::Start | Act::Supplement => (Act::Sign, patience),
            Act::Sign => (Act::Decide, 1),
            Act::Decide => (Act::HandOver, 18),
            Act::Withdraw | Act::Refuse | Act::HandOver => return None,
        })
    }
}

/// One dossier of the story.
struct Case {
    owner: Owner,
    course: Course,
    code: Option<DossierCode>,
    /// Changes of status so far.
    number: u32,
}

/// A story in one province.
pub(super) struct Story {
    casework: Casework,
    clock: Arc<StoryClock>,
    officer: Officer,
    procedure: &'static str,
    cases: Vec<Case>,
    agenda: BinaryHeap<Reverse<(Timestamp, usize, Act)>>,
}

impl Story {
    /// These people hand in their dossiers one after the other, the first of them weeks before `now`.
    pub(super) fn new(
        casework: Casework,
        clock: Arc<StoryClock>,
        officer: Officer,
        people: impl Iterator<Item = Person>,
        count: u64,
        now: Timestamp,
    ) -> Self {
        let mut story = Self {
            casework,
            clock,
            officer,
            procedure: "driving-licence-renewal",
            cases: Vec::new(),
            agenda: BinaryHeap::new(),
        };
        let begin = now.plus_seconds(-PAST_DAYS * 86_400);
        let pause_s = PAST_DAYS * 86_400 / i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        for (number, person) in (0..count).zip(people) {
            let place = story.cases.len();
            let at = begin.plus_seconds(pause_s * i64::try_from(number).unwrap_or_default());
            story.cases.push(Case {
                owner: owner(&person),
                course: Course::of(person.index()),
                code: None,
                number: 0,
            });
            story.agenda.push(Reverse((at, place, Act::Submit)));
        }
        story
    }

    /// Plays everything up to `now`, in order of time.
    pub(super) async fn play(&mut self, now: Timestamp) -> Result<()> {
        while let Some(Reverse((at, place, act))) = self.agenda.peek().copied() {
            if at > now {
                break;
            }
            self.agenda.pop();
            self.clock.set(at);
            self.act(place, act).await.with_context(|| format!("{act:?}"))?;
            if let Some((next, hours)) = self.cases[place].course.next(act) {
                self.agenda.push(Reverse((at.plus_seconds(hours * 3600), place, next)));
            }
        }
        Ok(())
    }

    async fn act(&mut self, place: usize, act: Act) -> Result<()> {
        let case = &mut self.cases[place];
        if act == Act::Submit {
            let at = self.clock.now();
            if case.course.has_certificate {
                papers::health_certificate(&self.casework, &case.owner, at).await?;
            }
            let draft = self.casework.begin_draft(&case.owner, self.procedure).await?;
            if !case.course.has_certificate {
                self.casework.attach(&case.owner, &draft, HEALTH, scan()).await?;
            }
            case.code = Some(self.casework.submit(&case.owner, Level::Two, &draft).await?);
            case.number = 1;
            return Ok(());
        }
        let code = case.code.as_ref().context("a dossier without a code")?;
        let (casework, officer, number) = (&self.casework, &self.officer, case.number);
        let reasons = |text| Ok::<_, anyhow::Error>(vec![Reason::new(Some(HEALTH), text)?]);
        match act {
            Act::Submit => {}
            Act::Withdraw => casework.withdraw(&case.owner, code, number, None).await?,
            Act::Receive => casework.receive(officer, code, number).await?,
            Act::Refuse => {
                let reasons = reasons("Giấy khám sức khỏe không phải của người nộp hồ sơ.")?;
                casework.refuse(officer, code, number, &reasons).await?;
            }
            Act::Check => drop(casework.check(officer, code).await?),
            Act::Start => casework.start(officer, code, number).await?,
            Act::AskSupplement => {
                let reasons = reasons("Ảnh chụp giấy khám sức khỏe bị mờ, đề nghị chụp lại.")?;
                casework.ask_supplement(officer, code, number, &reasons).await?;
            }
            Act::Supplement => {
                let files = if case.course.has_certificate {
                    vec![]
                } else {
                    vec![(HEALTH, scan())]
                };
                casework.supplement(&case.owner, code, number, files).await?;
            }
            Act::Sign => drop(casework.sign_result(officer, code).await?),
            Act::Decide => casework.decide(officer, code, number, None).await?,
            Act::HandOver => casework.hand_over(officer, code, number).await?,
        }
        if !matches!(act, Act::Check | Act::Sign) {
            self.cases[place].number += 1;
        }
        Ok(())
    }
}

fn scan() -> Upload {
    Upload {
        name: "giay-kham-suc-khoe.png".to_owned(),
        media_type: "image/png".to_owned(),
        content: SCAN.to_vec(),
    }
}

/// The person as an applicant without an account here.
fn owner(person: &Person) -> Owner {
    Owner {
        account: ACCOUNT_MIN.saturating_add_unsigned(person.index()),
        personal_number: person.personal_number.clone(),
        full_name: person.full_name.clone(),
        birth_date: person.birth_date.to_string(),
    }
}
