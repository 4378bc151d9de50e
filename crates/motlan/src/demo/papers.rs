//! Documents that the demo's people hold beforehand: a health certificate, as a clinic would have issued it.

use std::sync::LazyLock;

use anyhow::Result;
use motlan_casework::Casework;
use motlan_casework::document::pdf::{PaperField, ResultPaper, render};
use motlan_casework::document::signature::{ResultSigner, SignerName};
use motlan_casework::model::day::day_of;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::satisfied::FieldValue;
use motlan_casework::service::vault::NewDocument;
use motlan_core::Name;
use motlan_core::Timestamp;

/// The clinic: an example, like its code.
const ISSUER: &str = "000.00.20.H45";
const CLINIC: &str = "Bệnh viện Đa khoa tỉnh (ví dụ)";

/// Twelve months from the day of issue (Joint Circular 24/2015/TTLT-BYT-BGTVT; from memory, not confirmed).
const VALID_DAYS: i64 = 365;

/// The clinic's key is of this process: nobody but the demo vouches for it.
static SIGNER: LazyLock<Option<ResultSigner>> = LazyLock::new(|| {
    let name = SignerName {
        organisation: "Sở Y tế (ví dụ)",
        unit: CLINIC,
        unit_code: ISSUER,
    };
    // 2026-01-01: before every day of the demo's story.
    ResultSigner::generate(&name, Timestamp::from_seconds(1_767_225_600)).ok()
});

/// Puts a health certificate, issued three weeks before `at`, into a person's vault.
pub(super) async fn health_certificate(casework: &Casework, owner: &Owner, at: Timestamp) -> Result<()> {
    let issued_at = at.plus_seconds(-21 * 86_400);
    let issued_on = day_of(issued_at);
    let valid_until = day_of(issued_at.plus_seconds(VALID_DAYS * 86_400));
    let field = |code: &str, vi: &str, en: &str, value: String| FieldValue {
        code: code.to_owned(),
        name: Name {
            vi: vi.to_owned(),
            en: en.to_owned(),
        },
        value,
    };
    let fields = vec![
        field("full_name", "Họ và tên", "Full name", owner.full_name.clone()),
        field("birth_date", "Ngày sinh", "Date of birth", owner.birth_date.clone()),
        field(
            "conclusion",
            "Kết luận",
            "Conclusion",
            "Đủ sức khỏe lái xe hạng B2".to_owned(),
        ),
        field(
            "valid_until",
            "Có giá trị đến ngày",
            "Valid until",
            valid_until.to_string(),
        ),
    ];
    let paper = ResultPaper {
        member_name: "Sở Y tế (ví dụ)".to_owned(),
        unit_name: CLINIC.to_owned(),
        place: "Phú Yên".to_owned(),
        title: "Giấy khám sức khỏe của người lái xe".to_owned(),
        title_en: "Driver's health certificate".to_owned(),
        document_uri: String::new(),
        dossier_code: String::new(),
        fields: fields.iter().map(paper_field).collect(),
        issued_on,
        valid_until: Some(valid_until),
        signed_by: CLINIC.to_owned(),
        is_sample: true,
    };
    let mut content = render(&paper)?;
    if let Some(signer) = SIGNER.as_ref() {
        content = signer.sign(content, issued_at, "Kết luận khám sức khỏe")?;
    }
    let document = NewDocument {
        type_code: "GKSK".to_owned(),
        title: Name {
            vi: paper.title,
            en: paper.title_en,
        },
        issuer: ISSUER.to_owned(),
        issued_on,
        valid_until: Some(valid_until),
        fields,
        content,
    };
    casework.issue_document(&owner.personal_number, document).await?;
    Ok(())
}

fn paper_field(field: &FieldValue) -> PaperField {
    PaperField {
        label: field.name.vi.clone(),
        label_en: field.name.en.clone(),
        value: field.value.clone(),
    }
}
