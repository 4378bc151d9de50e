//! Counting per day, service, consumer and provider what stands in both logs, and what in one alone. Pure.
//!
//! The rule is that of `motlan audit` (`docs/evidence-format.md` section 7), in whatever order entries come: an id counts
//! once, and all beyond its one pair is one-sided.
//!
//! Memory: an id takes 16 bytes of key, 24 of value and 1 of the hash table, which is between 7/16 and 7/8 full: 47
//! to 94 bytes. 30 million ids a day are 1.4 to 2.8 GB, and yesterday and today are kept. Older days are closed once every log
//! is read; while one log is not, nothing is forgotten.

use std::collections::{BTreeMap, HashMap};

use motlan_core::{Day, Hour};
use motlan_evidence::audit::fingerprint;
use motlan_evidence::{Entry, IdCommitment, Role};

/// Who took part, as directory indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parties {
    /// What was asked.
    pub service: u32,
    /// Who asked.
    pub consumer: u32,
    /// Who answered.
    pub provider: u32,
}

/// The counts of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The day.
    pub day: Day,
    /// Who took part.
    pub parties: Parties,
    /// Transactions that stand in both logs and agree.
    pub matched: u64,
    /// Entries that only the consumer's log has, that differ, or that are repeated.
    pub consumer_only: u64,
    /// Entries that only the provider's log has, that differ, or that are repeated.
    pub provider_only: u64,
}

/// When, and who took part.
type Group = (Day, Parties);

struct Counts {
    group: Group,
    matched: u64,
    consumer_only: u64,
    provider_only: u64,
}

/// What of an entry counts.
pub(super) struct Half {
    id: [u64; 2],
    fingerprint: Fingerprint,
    hour: Hour,
    parties: Parties,
    role: Role,
}

impl Half {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            id: key(&entry.id),
            fingerprint: fingerprint(entry),
            hour: entry.hour,
            parties: Parties {
                service: entry.service.0,
                consumer: entry.consumer.0,
                provider: entry.provider.0,
            },
            role: entry.role,
        }
    }
}

/// Half of the commitment: 128 bits tell any two apart.
fn key(id: &IdCommitment) -> [u64; 2] {
    let long = |at: usize| {
        id.0[at..at + 8]
            .iter()
            .fold(0, |long, byte| long << 8 | u64::from(*byte))
    };
    [long(0), long(8)]
}

type Fingerprint = [u64; 2];

/// Entries of one id that agree with each other: which sides have written them.
#[derive(Clone, Copy)]
struct Agreeing {
    fingerprint: Fingerprint,
    /// Place of its counts.
    place: u32,
    by_consumer: bool,
    by_provider: bool,
}

impl Agreeing {
    fn of(half: &Half, place: u32) -> Self {
        Self {
            fingerprint: half.fingerprint,
            place,
            by_consumer: half.role == Role::Consumer,
            by_provider: half.role == Role::Provider,
        }
    }

    fn is_pair(&self) -> bool {
        self.by_consumer && self.by_provider
    }

    fn join(&mut self, new: &Self) {
        self.by_consumer |= new.by_consumer;
        self.by_provider |= new.by_provider;
    }
}

/// What is known of one id.
enum Seen {
    /// All its entries agree.
    One(Agreeing),
    /// Some contradict others.
    Several(Box<Several>),
}

/// A tree, for one log may contradict itself a million times.
struct Several {
    all: BTreeMap<Fingerprint, Agreeing>,
    /// Of the pairs, the one of the least fingerprint.
    pair: Option<Agreeing>,
}

impl Seen {
    /// The place of the pair that counts.
    fn matched(&self) -> Option<u32> {
        match self {
            Self::One(one) => one.is_pair().then_some(one.place),
            Self::Several(several) => several.pair.map(|pair| pair.place),
        }
    }

    fn add(&mut self, new: &Agreeing) {
        match self {
            Self::One(one) if one.fingerprint == new.fingerprint => one.join(new),
            Self::One(one) => {
                let all = [*one, *new].map(|one| (one.fingerprint, one)).into();
                let pair = one.is_pair().then_some(*one);
                *self = Self::Several(Box::new(Several { all, pair }));
            }
            Self::Several(several) => {
                let found = several.all.entry(new.fingerprint).or_insert(*new);
                found.join(new);
                if found.is_pair() && several.pair.is_none_or(|pair| found.fingerprint < pair.fingerprint) {
                    several.pair = Some(*found);
                }
            }
        }
    }

    fn has(&self, is_wanted: impl Fn(&Agreeing) -> bool) -> bool {
        match self {
            Self::One(one) => is_wanted(one),
            Self::Several(several) => several.all.values().any(is_wanted),
        }
    }
}

/// All entries read so far.
#[derive(Default)]
pub(super) struct Book {
    seen: HashMap<[u64; 2], Seen>,
    counts: Vec<Counts>,
    places: HashMap<Group, u32>,
    /// Days before this one are closed.
    open_from: Option<Day>,
}

impl Book {
    /// Enters one verified entry. One of a closed day is counted one-sided.
    pub(super) fn enter(&mut self, half: &Half) {
        let place = self.place(half);
        let counts = &mut self.counts[place as usize];
        match half.role {
            Role::Consumer => counts.consumer_only += 1,
            Role::Provider => counts.provider_only += 1,
        }
        if Some(counts.group.0) < self.open_from {
            return;
        }
        let new = Agreeing::of(half, place);
        let seen = self.seen.entry(half.id).or_insert(Seen::One(new));
        let before = seen.matched();
        seen.add(&new);
        let after = seen.matched();
        if before != after {
            if let Some(place) = before {
                self.counts[place as usize].part();
            }
            if let Some(place) = after {
                self.counts[place as usize].pair();
            }
        }
    }

    /// Whether a pair of this id counts; false once its day is closed.
    pub(super) fn is_matched(&self, id: &IdCommitment) -> bool {
        self.seen.get(&key(id)).is_some_and(|seen| seen.matched().is_some())
    }

    /// Forgets the ids of all days before yesterday: what comes late stays one-sided.
    pub(super) fn close_before_yesterday(&mut self, now: Hour) {
        let yesterday = Day::from_number(now.day().number().saturating_sub(1));
        if Some(yesterday) > self.open_from {
            self.open_from = Some(yesterday);
            let counts = &self.counts;
            let is_open = |one: &Agreeing| counts[one.place as usize].group.0 >= yesterday;
            self.seen.retain(|_, seen| seen.has(is_open));
        }
    }

    fn place(&mut self, half: &Half) -> u32 {
        let group = (half.hour.day(), half.parties);
        *self.places.entry(group).or_insert_with(|| {
            self.counts.push(Counts {
                group,
                matched: 0,
                consumer_only: 0,
                provider_only: 0,
            });
            // 2^32 groups would take 200 GB.
            u32::try_from(self.counts.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// The counts, newest day first.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_unstable_by_key(|counts| std::cmp::Reverse(counts.group));
        let line = |counts: &Counts| Line {
            day: counts.group.0,
            parties: counts.group.1,
            matched: counts.matched,
            consumer_only: counts.consumer_only,
            provider_only: counts.provider_only,
        };
        counts.into_iter().map(line).collect()
    }
}

impl Counts {
    /// Two one-sided entries become a pair.
    fn pair(&mut self) {
        self.matched += 1;
        self.consumer_only -= 1;
        self.provider_only -= 1;
    }

    /// A pair becomes two one-sided entries, as another pair of its id counts.
    fn part(&mut self) {
        self.matched -= 1;
        self.consumer_only += 1;
        self.provider_only += 1;
    }
}

#[cfg(test)]
mod tests {
    use motlan_evidence::{
        ConsumerIndex, Outcome, ProviderIndex, RequestCommitment, ResponseCommitment, ServiceIndex, StatusClass, audit,
    };
    use proptest::prelude::*;

    use super::*;

    /// Noon of a day in Vietnam: 490_000 is 23:00.
    const HOUR: u32 = 490_000 - 11;

    fn entry(role: Role, id: u8, service: u32, request: u8, days: u32) -> Entry {
        Entry {
            role,
            hour: Hour(HOUR + 24 * days),
            service: ServiceIndex(service),
            consumer: ConsumerIndex(8),
            provider: ProviderIndex(9),
            id: IdCommitment([id; 32]),
            request: RequestCommitment([request; 32]),
            outcome: Outcome::Answered {
                class: StatusClass::Success,
                response: ResponseCommitment([1; 32]),
            },
        }
    }

    fn counted(book: &Book) -> Vec<String> {
        let mut lines: Vec<_> = book
            .lines()
            .into_iter()
            .map(|line| {
                let Parties {
                    service,
                    consumer,
                    provider,
                } = line.parties;
                let (matched, left, right) = (line.matched, line.consumer_only, line.provider_only);
                format!("{},{service},{consumer},{provider},{matched},{left},{right}", line.day)
            })
            .collect();
        lines.reverse();
        lines
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let role = prop_oneof![Just(Role::Consumer), Just(Role::Provider)];
        (role, 0..4_u8, 0..2_u32, 0..2_u8, 0..2_u32)
            .prop_map(|(role, id, service, request, days)| entry(role, id, service, request, days))
    }

    proptest! {
        /// Few ids, so that most are repeated, contradicted, or both.
        #[test]
        fn the_book_counts_what_an_audit_counts(entries in prop::collection::vec(any_entry(), 0..24)) {
            let mut book = Book::default();
            for entry in &entries {
                book.enter(&Half::of(entry));
            }
            let audited: Vec<_> = audit::rows(&entries).iter().map(ToString::to_string).collect();
            prop_assert_eq!(counted(&book), audited);
        }
    }

    /// The arithmetic of the header.
    #[test]
    fn an_id_takes_forty_bytes() {
        assert_eq!(size_of::<([u64; 2], Seen)>(), 40);
    }

    #[test]
    fn an_id_counts_once() {
        let mut book = Book::default();
        for role in [Role::Consumer, Role::Provider, Role::Provider, Role::Consumer] {
            book.enter(&Half::of(&entry(role, 1, 7, 1, 0)));
        }
        assert_eq!(counted(&book), ["2025-11-24,7,8,9,1,1,1"]);
    }

    /// A pair that another contradicts is still a pair; half of one is none; a closed day is forgotten.
    #[test]
    fn it_says_of_an_id_whether_it_is_matched_until_its_day_is_closed() {
        let mut book = Book::default();
        let is_matched = |book: &Book, id| book.is_matched(&IdCommitment([id; 32]));
        book.enter(&Half::of(&entry(Role::Consumer, 1, 7, 1, 0)));
        assert!(!is_matched(&book, 1));
        book.enter(&Half::of(&entry(Role::Provider, 1, 7, 2, 0)));
        assert!(!is_matched(&book, 1), "they contradict each other");
        book.enter(&Half::of(&entry(Role::Provider, 1, 7, 1, 0)));
        assert!(is_matched(&book, 1));
        assert!(!is_matched(&book, 2));
        for role in [Role::Consumer, Role::Provider] {
            book.enter(&Half::of(&entry(role, 2, 7, 1, 1)));
        }
        book.close_before_yesterday(Hour(HOUR + 48));
        assert_eq!((is_matched(&book, 1), is_matched(&book, 2)), (false, true));
    }

    #[test]
    fn what_comes_after_its_day_was_closed_is_one_sided() {
        let mut book = Book::default();
        for days in 0..2 {
            let id = u8::try_from(days).unwrap();
            book.enter(&Half::of(&entry(Role::Consumer, id, 7, 1, days)));
        }
        book.close_before_yesterday(Hour(HOUR + 48));
        assert_eq!(book.seen.len(), 1);
        for days in 0..2 {
            let id = u8::try_from(days).unwrap();
            book.enter(&Half::of(&entry(Role::Provider, id, 7, 1, days)));
        }
        assert_eq!(counted(&book), ["2025-11-24,7,8,9,0,1,1", "2025-11-25,7,8,9,1,0,0"]);
    }
}
