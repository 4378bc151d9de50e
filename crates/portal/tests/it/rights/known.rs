//! The owner's things, which stand for another person's in everybody else's addresses, and how routes are filled with
//! them.

use jiff::civil::date;
use motlan_casework::Officer;
use motlan_casework::model::owner::Owner;
use motlan_portal::web::Route;
use motlan_registry::Registry;
use tempfile::TempDir;

use crate::world::browser::File;
use crate::world::people::{ADDRESS, OFFICER, OWNER, OWNER_NAME, OWNER_NUMBER, OWNER_NUMBER_MASKED};
use crate::world::registry;
use crate::world::story::{self, PDF, act, begin, do_all, hand_in};
use crate::world::{LICENCE, UNIT, World};

/// What the owner called the files that she handed in.
const FILE_NAME: &str = "suc-khoe-cua-lan.pdf";

/// The figure whose pages are opened.
const INDICATOR: &str = "dossiers.reuse_rate";

/// Whose things a route names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owned {
    /// One person's.
    Person,
    /// Those of the unit that handles the dossier.
    Unit,
    /// Those of a registry of this node, which its operators see to.
    Registry,
}

impl Owned {
    /// None for a route that names nobody's things.
    pub(super) fn by(route: &Route) -> Option<Self> {
        if route.path.contains("{correction}") {
            return Some(Self::Registry);
        }
        let names_one = ["{dossier}", "{draft}", "{uri}"]
            .iter()
            .any(|parameter| route.path.contains(parameter));
        names_one.then(|| {
            if route.path.starts_with("/mot-cua/") {
                Self::Unit
            } else {
                Self::Person
            }
        })
    }
}

/// The owner's things.
pub(super) struct Known {
    pub(super) owner: Owner,
    pub(super) draft: String,
    draft_file: String,
    pub(super) dossier: String,
    dossier_file: String,
    document: String,
    /// The number of the dossier's last change.
    pub(super) number: u32,
    pub(super) registry: Registry,
    correction: String,
    /// The registry's database.
    _folder: TempDir,
}

impl Known {
    /// A draft with a file, and a dossier that used a document of the vault, got a file when the desk asked for one, and
    /// waits for another: in this status almost every form of both sides would do something.
    pub(super) async fn make(world: &mut World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let registry = registry::host(world, folder.path()).await;
        let correction = registry::ask_to_correct(&registry).await;
        let document = world.issue_certificate(OWNER_NUMBER, date(2027, 5, 31), PDF).await;
        let (mut citizen, mut officer) = (world.visit(OWNER).await, world.visit(OFFICER).await);
        let draft = begin(&mut citizen, LICENCE).await;
        let dossier = story::submit(&mut citizen, &draft).await;
        do_all(&mut officer, &dossier, &[("tiep-nhan", "1")]).await;
        ask(&mut officer, &dossier, "2").await;
        let file = File {
            field: "tep-3",
            name: FILE_NAME,
            content: PDF,
        };
        citizen.open(&format!("/ho-so/{dossier}")).await;
        let added = citizen
            .post_files(&format!("/ho-so/{dossier}/bo-sung"), &[("buoc", "3")], &[file])
            .await;
        added.leads_on();
        ask(&mut officer, &dossier, "4").await;
        let draft = begin(&mut citizen, LICENCE).await;
        hand_in(&mut citizen, &draft, FILE_NAME).await;
        let draft = draft.rsplit('/').next().unwrap().to_owned();
        world.settle().await;
        let account = world.identity.find_by_user_name(OWNER).await.unwrap().unwrap();
        let person = account.person.unwrap();
        let casework = &world.casework;
        let view = casework
            .dossier_of(account.id.0, &dossier.parse().unwrap())
            .await
            .unwrap();
        let begun = casework.draft(account.id.0, &draft.parse().unwrap()).await.unwrap();
        let files = [&begun.components, &view.components];
        let [draft_file, dossier_file] = files.map(|components| components[2].upload.clone().unwrap());
        Self {
            owner: Owner {
                account: account.id.0,
                personal_number: person.personal_number,
                full_name: person.full_name,
                birth_date: person.birth_date,
            },
            draft,
            draft_file,
            dossier,
            dossier_file,
            document,
            number: view.number,
            registry,
            correction,
            _folder: folder,
        }
    }

    /// The address of a route with the owner's things in it.
    pub(super) fn fill(&self, route: &Route) -> String {
        let parts = route.path.split('/').map(|part| match part.strip_prefix('{') {
            None => part,
            Some(_) => self.value(route, part),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    fn value(&self, route: &Route, parameter: &str) -> &str {
        match parameter {
            "{draft}" => &self.draft,
            "{dossier}" => &self.dossier,
            "{uri}" => &self.document,
            "{file}" if route.path.starts_with("/ho-so/nhap/") => &self.draft_file,
            "{file}" | "{upload}" => &self.dossier_file,
            "{component}" => "3",
            "{code}" => LICENCE,
            // Open in the dossier's status, needs no signature.
            "{viec}" => "dung",
            "{indicator}" => INDICATOR,
            "{registry}" => "population",
            "{correction}" => &self.correction,
            "{figure}" => "F19",
            "{scope}" => "H45",
            "{log}" => "casework",
            "{index}" => "0",
            unknown => panic!("{}: say in rights/known.rs what stands for {unknown}", route.path),
        }
    }

    /// What only the owner and her unit may read.
    pub(super) fn markers(&self) -> [(&'static str, String); 9] {
        [
            ("name", OWNER_NAME),
            ("number", OWNER_NUMBER),
            ("masked number", OWNER_NUMBER_MASKED),
            ("address", ADDRESS),
            ("document", &self.document),
            ("dossier", &self.dossier),
            ("draft", &self.draft),
            ("file", FILE_NAME),
            ("file's content", "%made up"),
        ]
        .map(|(what, marker)| (what, marker.to_owned()))
    }
}

/// An officer of the unit, for looking at the dossier past the pages.
pub(super) fn officer() -> Officer {
    Officer {
        account: 0,
        user_name: OFFICER.to_owned(),
        units: vec![UNIT.to_owned()],
        signing_units: Vec::new(),
    }
}

async fn ask(officer: &mut crate::world::browser::Browser, dossier: &str, number: &str) {
    let path = story::step(dossier, "yeu-cau-bo-sung");
    let fields = [("so", number), ("yeu-cau-bo-sung-ly-do", story::REASON)];
    officer.post(&path, &fields).await.leads_on();
    // The same form again is late; a test that builds on it must not have moved the dossier twice.
    assert_eq!(
        act(officer, dossier, "yeu-cau-bo-sung", number).await.status.as_u16(),
        409
    );
}
