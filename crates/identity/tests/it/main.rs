//! Accounts and sessions on both engines, by a clock that stands still.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::sync::Arc;

use motlan_core::time::TestClock;
use motlan_core::{Code, Timestamp};
use motlan_identity::{Assignment, Identity, IdentityError, Level, NewAccount, Person, Role, SessionToken};
use motlan_store::db::testing::on_both_engines;

const PASSPHRASE: &str = "một câu thật dài";

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::new(Timestamp::from_seconds(1_795_000_000)))
}

fn citizen() -> NewAccount {
    NewAccount {
        user_name: "cong-dan".to_owned(),
        display_name: "Công dân mẫu".to_owned(),
        level: Level::Two,
        person: Some(Person {
            personal_number: "003199000001".to_owned(),
            full_name: "Nguyễn Thị Mẫu".to_owned(),
            birth_date: "1999-01-02".to_owned(),
        }),
        roles: vec![Assignment {
            role: Role::Citizen,
            unit: None,
        }],
        passphrase: Some(PASSPHRASE.to_owned()),
    }
}

fn officer() -> NewAccount {
    let unit = Some("000.00.08.H45".to_owned());
    NewAccount {
        user_name: "can-bo".to_owned(),
        person: None,
        roles: vec![Assignment {
            role: Role::Officer,
            unit,
        }],
        ..citizen()
    }
}

async fn active(identity: &Identity, new: NewAccount) -> motlan_identity::AccountId {
    let id = identity.enrol(new).await.unwrap();
    identity.approve(id).await.unwrap();
    identity.activate(id).await.unwrap();
    id
}

#[tokio::test]
async fn an_account_is_enrolled_approved_activated_and_only_then_used() {
    on_both_engines(async |db| {
        let identity = Identity::open(db, clock()).await.unwrap();
        let id = identity.enrol(citizen()).await.unwrap();
        let refused = |error: IdentityError| error.failure().code;
        let log_in = || identity.log_in("cong-dan", PASSPHRASE);
        assert_eq!(refused(log_in().await.unwrap_err()), Code::AccountNotActive);
        assert!(matches!(identity.activate(id).await, Err(IdentityError::WrongState)));
        identity.approve(id).await.unwrap();
        assert!(matches!(identity.approve(id).await, Err(IdentityError::WrongState)));
        assert!(matches!(identity.open_session(id).await, Err(IdentityError::NotActive)));
        identity.activate(id).await.unwrap();
        let opened = log_in().await.unwrap();
        assert_eq!(opened.session.account.level, Level::Two);
        assert!(matches!(
            identity.enrol(citizen()).await,
            Err(IdentityError::AccountExists)
        ));
    })
    .await;
}

#[tokio::test]
async fn roles_are_bound_to_their_unit() {
    on_both_engines(async |db| {
        let identity = Identity::open(db, clock()).await.unwrap();
        active(&identity, officer()).await;
        let account = identity.find_by_user_name("can-bo").await.unwrap().unwrap();
        assert!(account.has_in(Role::Officer, "000.00.08.H45"));
        assert!(!account.has_in(Role::Officer, "000.00.09.H45"));
        assert!(!account.has_in(Role::Signer, "000.00.08.H45"));
        assert!(!account.has(Role::Citizen));
        assert_eq!(account.units_of(Role::Officer), ["000.00.08.H45"]);
    })
    .await;
}

#[tokio::test]
async fn malformed_accounts_are_refused() {
    on_both_engines(async |db| {
        let identity = Identity::open(db, clock()).await.unwrap();
        let broken: [fn(&mut NewAccount); 6] = [
            |account| account.user_name = "Công dân".to_owned(),
            |account| account.display_name.clear(),
            |account| account.person = None,
            |account| account.roles.clear(),
            |account| account.roles[0].role = Role::Officer,
            |account| account.passphrase = Some("ngắn".to_owned()),
        ];
        for breaks in broken {
            let mut account = citizen();
            breaks(&mut account);
            assert_eq!(
                identity.enrol(account).await.unwrap_err().failure().code,
                Code::InvalidBody
            );
        }
        assert_eq!(identity.find_by_user_name("cong-dan").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn guessing_locks_a_name_for_a_quarter_of_an_hour_whether_it_exists_or_not() {
    on_both_engines(async |db| {
        let clock = clock();
        let identity = Identity::open(db, clock.clone()).await.unwrap();
        active(&identity, citizen()).await;
        for name in ["cong-dan", "khong-co"] {
            for _ in 0..5 {
                let failed = identity.log_in(name, "sai mật khẩu rồi").await;
                assert!(matches!(failed, Err(IdentityError::LogInFailed)));
            }
            let locked = identity.log_in(name, PASSPHRASE).await;
            assert!(matches!(locked, Err(IdentityError::LogInLocked)));
        }
        clock.advance_seconds(15 * 60 + 1);
        identity.log_in("cong-dan", PASSPHRASE).await.unwrap();
    })
    .await;
}

/// Red where attempts are counted only after their passphrase was compared: all twelve are then tried.
#[tokio::test]
async fn guesses_side_by_side_are_counted_one_by_one() {
    on_both_engines(async |db| {
        let identity = Identity::open(db, clock()).await.unwrap().with_hashes_max(12);
        active(&identity, citizen()).await;
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let identity = identity.clone();
            guesses.spawn(async move { identity.log_in("cong-dan", "sai mật khẩu rồi").await.unwrap_err() });
        }
        let answers = guesses.join_all().await;
        let tried = answers.iter().filter(|it| matches!(it, IdentityError::LogInFailed));
        assert_eq!(tried.count(), 5);
        let locked = identity.log_in("cong-dan", PASSPHRASE).await;
        assert!(matches!(locked, Err(IdentityError::LogInLocked)));
    })
    .await;
}

#[tokio::test]
async fn no_more_passphrases_are_compared_at_once_than_allowed() {
    on_both_engines(async |db| {
        let identity = Identity::open(db, clock()).await.unwrap().with_hashes_max(1);
        active(&identity, citizen()).await;
        for _ in 0..6 {
            let log_in = || identity.log_in("cong-dan", PASSPHRASE);
            let (first, second) = tokio::join!(log_in(), log_in());
            assert!(first.is_ok(), "and what was refused did not count as a guess");
            assert_eq!(second.unwrap_err().failure().code, Code::Overloaded);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_idleness_by_age_and_by_log_out() {
    on_both_engines(async |db| {
        let clock = clock();
        let identity = Identity::open(db, clock.clone()).await.unwrap();
        let id = active(&identity, citizen()).await;
        let token = identity.open_session(id).await.unwrap().token;
        let cookie: SessionToken = token.to_cookie().parse().unwrap();
        clock.advance_seconds(29 * 60);
        assert!(identity.session(&cookie).await.unwrap().is_some());
        clock.advance_seconds(30 * 60);
        assert_eq!(identity.session(&cookie).await.unwrap(), None, "idle");
        let token = identity.open_session(id).await.unwrap().token;
        for minutes in (1..=25).map(|number| number * 29) {
            clock.advance_seconds(29 * 60);
            let is_open = identity.session(&token).await.unwrap().is_some();
            assert_eq!(is_open, minutes < 12 * 60, "after {minutes} minutes");
        }
        let token = identity.open_session(id).await.unwrap().token;
        identity.log_out(&token).await.unwrap();
        assert_eq!(identity.session(&token).await.unwrap(), None, "log-out");
    })
    .await;
}

#[tokio::test]
async fn only_a_demonstration_is_confirmed_by_a_button() {
    on_both_engines(async |db| {
        let clock = clock();
        let identity = Identity::open(db, clock.clone()).await.unwrap();
        let id = active(&identity, citizen()).await;
        let opened = identity.open_session(id).await.unwrap();
        let confirmed = async || identity.session(&opened.token).await.unwrap().unwrap().confirmed_until;
        assert!(identity.confirm(&opened.token, None).await.is_err());
        assert!(identity.confirm(&opened.token, Some("sai mật khẩu rồi")).await.is_err());
        assert_eq!(confirmed().await, None);
        identity.confirm(&opened.token, Some(PASSPHRASE)).await.unwrap();
        assert!(confirmed().await.is_some());
        clock.advance_seconds(5 * 60);
        assert_eq!(confirmed().await, None, "it counts for five minutes");
        let demo = identity.clone().with_demo_confirmation();
        demo.confirm(&opened.token, None).await.unwrap();
        assert!(confirmed().await.is_some());
    })
    .await;
}
