//! The catalogue of public error codes: one list, from which `docs/errors.md` is generated.
//!
//! A code is a stable string that says what went wrong and never changes its meaning; it is never reused. Each has an
//! HTTP status, the name it goes by on X-Road's face, a log level and a sentence in Vietnamese and English.

mod page;

use std::fmt;

pub use self::page::errors_markdown;

/// How loudly a code is logged. `Error` means that a person must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Somebody else's mistake, or business as usual.
    Info,
    /// Worth a look when it repeats.
    Warn,
    /// A person must act.
    Error,
}

/// What the catalogue says about one code.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// The stable code.
    pub code: &'static str,
    /// The last part of the error type on X-Road's face, in the 7.8 spelling.
    pub xroad: &'static str,
    /// The HTTP status on every face.
    pub status: u16,
    /// How loudly it is logged.
    pub level: Level,
    /// One sentence in Vietnamese.
    pub vi: &'static str,
    /// One sentence in English.
    pub en: &'static str,
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, xroad $xroad:literal, $status:literal, $level:ident, $vi:literal, $en:literal;)*) => {
        /// A public error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// What the catalogue says about this code.
            pub const fn description(self) -> Description {
                match self {
                    $(Code::$variant => Description {
                        code: $code, xroad: $xroad, status: $status, level: Level::$level, vi: $vi, en: $en,
                    },)*
                }
            }
        }
    };
}

catalogue! {
    // Words of a request that cannot be read.
    InvalidClient = "invalid_client_identifier", xroad "invalid_client_identifier", 500, Info,
        "Thiếu hoặc sai tiêu đề X-Road-Client.", "The header X-Road-Client is missing or malformed.";
    InvalidRequest = "invalid_request", xroad "internal_error", 500, Info,
        "Đường dẫn, phiên bản hoặc tiêu đề của yêu cầu không đúng dạng.", "The path, version or a header of the request is malformed.";
    InvalidSecurityServer = "invalid_security_server", xroad "invalid_security_server", 500, Info,
        "Trạm kết nối được chỉ định không tồn tại hoặc không phục vụ bên cung cấp.", "The gateway named in X-Road-Security-Server is unknown or does not serve the provider.";
    HeadersTooLarge = "headers_too_large", xroad "headers_too_large", 431, Info,
        "Phần tiêu đề vượt quá giới hạn.", "The headers exceed their limit.";
    BodyTooLarge = "body_too_large", xroad "body_too_large", 413, Info,
        "Nội dung vượt quá giới hạn.", "The body exceeds its limit.";
    BodyIncomplete = "body_incomplete", xroad "io_error", 400, Info,
        "Nội dung bị ngắt trước khi đủ độ dài.", "The body ended before its length.";
    // Who asks whom.
    UnknownMember = "unknown_member", xroad "unknown_member", 500, Info,
        "Thành viên hoặc hệ thống không có trong danh bạ.", "The member or system is not in the directory, or not on this gateway.";
    SslAuthenticationFailed = "ssl_authentication_failed", xroad "ssl_authentication_failed", 500, Warn,
        "Kết nối của hệ thống không đúng kiểu đã đăng ký (HTTP, HTTPS, chứng thư).", "The system's connection is not of its registered type (HTTP, HTTPS, HTTPS with certificate).";
    UnknownService = "unknown_service", xroad "unknown_service", 500, Info,
        "Dịch vụ không tồn tại.", "The service does not exist.";
    ServiceDisabled = "service_disabled", xroad "service_disabled", 500, Info,
        "Dịch vụ đang tạm ngừng.", "The service is disabled.";
    // Rights.
    AccessDenied = "access_denied", xroad "access_denied", 500, Info,
        "Không có quyền khai thác cho hệ thống, phương thức, đường dẫn hoặc mục đích này.", "No grant covers this system, method, path or purpose.";
    PurposeRequired = "purpose_required", xroad "purpose_required", 400, Info,
        "Quyền khai thác có nhiều mục đích: cần nêu Motlan-Purpose.", "The grant has several purposes: name one in Motlan-Purpose.";
    InvalidPurpose = "invalid_purpose", xroad "invalid_purpose", 400, Info,
        "Mục đích không đúng dạng.", "The purpose is malformed.";
    QuotaExceeded = "quota_exceeded", xroad "quota_exceeded", 429, Info,
        "Vượt quá hạn mức của quyền khai thác.", "The grant's quota is used up.";
    // Between gateways.
    DirectoryOutdated = "global_conf_outdated", xroad "global_conf_outdated", 500, Error,
        "Danh bạ đã quá hạn đối với dịch vụ này.", "The directory is older than this service allows.";
    UnknownPeer = "unknown_peer", xroad "ssl_authentication_failed", 500, Warn,
        "Chứng thư của trạm kết nối không có trong danh bạ.", "The peer gateway's certificate is not in the directory.";
    InvalidKey = "invalid_key", xroad "invalid_key", 400, Info,
        "Khóa không đúng dạng hoặc quá yếu.", "The key is malformed or weak.";
    InvalidDirectory = "invalid_directory", xroad "malformed_global_conf", 500, Error,
        "Danh bạ không đúng dạng hoặc sai chữ ký.", "The directory is malformed, or a signature in it does not verify.";
    DirectoryRequestRefused = "directory_request_refused", xroad "directory_request_refused", 400, Info,
        "Yêu cầu thay đổi danh bạ không hợp lệ.", "The request to change the directory breaks one of its rules.";
    DirectoryRolledBack = "directory_rolled_back", xroad "malformed_global_conf", 500, Error,
        "Danh bạ nhận được cũ hơn hoặc khác với danh bạ đã biết.", "The directory offered is older than the known one, or contradicts it.";
    WireVersion = "wire_version", xroad "client_proxy_version_not_supported", 500, Warn,
        "Phiên bản giao thức giữa hai trạm không được hỗ trợ.", "The wire version is not supported.";
    MalformedMessage = "malformed_message", xroad "invalid_message", 500, Warn,
        "Thông điệp giữa hai trạm không đúng dạng.", "A message between gateways is malformed.";
    CreatedOutsideWindow = "created_outside_window", xroad "created_outside_window", 500, Warn,
        "Thời điểm ký lệch quá 60 giây so với đồng hồ của trạm nhận.", "The time of signing lies more than 60 s from the receiver's clock.";
    Starting = "starting", xroad "starting", 503, Info,
        "Trạm vừa khởi động lại, hãy thử lại sau 5 giây.", "The gateway has just started; try again after 5 s.";
    InvalidSignature = "invalid_signature", xroad "invalid_signature_value", 500, Warn,
        "Chữ ký không đúng.", "The signature does not verify.";
    DigestMismatch = "digest_mismatch", xroad "invalid_signature_value", 500, Warn,
        "Nội dung không khớp với Content-Digest đã ký.", "The body does not match the signed Content-Digest.";
    TransactionRepeated = "transaction_repeated", xroad "transaction_repeated", 500, Warn,
        "Mã giao dịch đã được dùng.", "The transaction id has been used before.";
    InconsistentResponse = "inconsistent_response", xroad "inconsistent_response", 500, Warn,
        "Trả lời không khớp với yêu cầu của nó.", "The response does not match its request.";
    PeerUnreachable = "peer_unreachable", xroad "network_error", 500, Warn,
        "Không kết nối được với trạm của bên cung cấp.", "The provider's gateway cannot be reached.";
    // The provider's own system.
    ProviderUnreachable = "provider_unreachable", xroad "network_error", 500, Warn,
        "Không kết nối được với hệ thống của bên cung cấp.", "The provider's system cannot be reached.";
    ProviderTimeout = "provider_timeout", xroad "io_error", 500, Warn,
        "Hệ thống của bên cung cấp trả lời quá chậm.", "The provider's system did not answer in time.";
    // Evidence and load.
    EvidenceUnavailable = "evidence_unavailable", xroad "logging_failed", 500, Error,
        "Không ghi được minh chứng, trạm ngừng phục vụ.", "Evidence cannot be written; the gateway serves nothing.";
    OutcomeUnknown = "outcome_unknown", xroad "outcome_unknown", 504, Warn,
        "Không biết yêu cầu đã được thực hiện hay chưa; không tự gửi lại.", "It is not known whether the request was carried out; do not send it again blindly.";
    Overloaded = "overloaded", xroad "overloaded", 503, Warn,
        "Trạm đang quá tải, hãy thử lại.", "The gateway is overloaded; try again later.";
    InternalError = "internal_error", xroad "internal_error", 500, Error,
        "Lỗi bên trong.", "Something failed inside.";
    NotFound = "not_found", xroad "not_found", 404, Info,
        "Không có tài nguyên này.", "There is no such resource.";
    MethodNotAllowed = "method_not_allowed", xroad "invalid_http_method", 405, Info,
        "Tài nguyên này không nhận phương thức HTTP đã dùng.", "The resource does not take this HTTP method.";
    ProofPending = "proof_pending", xroad "proof_pending", 503, Info,
        "Điểm kiểm tra tiếp theo chưa được công bố, hãy thử lại sau 1 giây.", "The next checkpoint does not cover this entry yet; try again after 1 s.";
    // Registry.
    InvalidBody = "invalid_body", xroad "invalid_body", 400, Info,
        "Nội dung yêu cầu không đúng dạng.", "The body of the request is malformed.";
    InvalidQuery = "invalid_query", xroad "invalid_body", 400, Info,
        "Tham số trên đường dẫn không đúng dạng.", "A parameter of the request's query is malformed.";
    PackNotServed = "pack_not_served", xroad "not_found", 404, Info,
        "Phiên bản này của gói không còn hoặc chưa được phục vụ.", "This version of the pack is not served, any more or yet.";
    PositionUnknown = "position_unknown", xroad "invalid_body", 409, Warn,
        "Vị trí nằm sau thay đổi cuối cùng: cơ sở dữ liệu đã được khôi phục, hãy nhận lại từ đầu.", "The position lies behind the last change: the registry was restored from a backup; read its changes again from 0.";
    CallerMissing = "caller_missing", xroad "access_denied", 403, Error,
        "Yêu cầu không đi qua trạm kết nối.", "The request did not come through a gateway.";
    FieldNotGranted = "field_not_granted", xroad "access_denied", 403, Info,
        "Trường dữ liệu không nằm trong quyền khai thác.", "A field asked for is not in the grant.";
    UnknownField = "unknown_field", xroad "invalid_body", 400, Info,
        "Cơ sở dữ liệu không có trường này.", "The registry has no such field.";
    RecordNotFound = "record_not_found", xroad "not_found", 404, Info,
        "Không có bản ghi khớp với các khóa đã cho.", "No record matches the given keys.";
    PersonsLimit = "persons_limit", xroad "quota_exceeded", 429, Warn,
        "Đã hỏi về quá nhiều người trong ngày cho căn cứ pháp lý này; câu hỏi về những người đã hỏi vẫn được trả lời.", "Too many persons were asked about today for this legal basis; questions about those already asked are still answered.";
    JournalUnavailable = "journal_unavailable", xroad "logging_failed", 500, Error,
        "Không ghi được nhật ký khai thác, không trả lời về người dân.", "The usage journal cannot be written; no answer about a person leaves.";
    CorrectionsFull = "corrections_full", xroad "quota_exceeded", 409, Info,
        "Đã có 20 đề nghị chỉnh sửa bản ghi này đang chờ; hãy chờ cơ quan chủ quản quyết định.", "Twenty requests to correct this record wait already; wait until its owner has decided.";
    // Casework: procedures, drafts, dossiers.
    ProcedureNotFound = "procedure_not_found", xroad "not_found", 404, Info,
        "Không có thủ tục này ở đây; hãy chọn trong danh sách thủ tục.", "There is no such procedure here; choose one from the list of procedures.";
    DraftNotFound = "draft_not_found", xroad "not_found", 404, Info,
        "Không có hồ sơ nháp này; hãy bắt đầu lại từ thủ tục.", "There is no such draft; begin again from the procedure.";
    DraftSubmitted = "draft_submitted", xroad "invalid_body", 409, Info,
        "Hồ sơ nháp này đã được nộp; hãy xem trong danh sách hồ sơ của bạn.", "This draft has been submitted; look for it among your dossiers.";
    DraftChanged = "draft_changed", xroad "invalid_body", 409, Info,
        "Hồ sơ nháp đã thay đổi từ lúc bạn xem lại: hãy xem lần nữa rồi xác nhận.", "The draft has changed since you reviewed it: look at it again, then confirm.";
    DraftsFull = "drafts_full", xroad "quota_exceeded", 409, Info,
        "Bạn có quá nhiều hồ sơ nháp đã kèm tệp mà chưa nộp: hãy nộp bớt; hồ sơ nháp quá 30 ngày sẽ tự xóa.", "You have too many drafts with files that were never submitted: submit one of them; a draft is forgotten after 30 days.";
    ComponentMissing = "component_missing", xroad "invalid_body", 422, Info,
        "Hồ sơ còn thiếu thành phần bắt buộc; hãy bổ sung thành phần đó rồi nộp lại.", "A required component is missing; add it, then submit again.";
    ComponentNotAsked = "component_not_asked", xroad "invalid_body", 422, Info,
        "Cán bộ không yêu cầu bổ sung giấy tờ này; hãy gửi đúng giấy tờ được nêu.", "The desk did not ask for this component; send what it named.";
    ComponentUnknown = "component_unknown", xroad "invalid_body", 422, Info,
        "Thủ tục không có thành phần này, hoặc thành phần này không nhận tệp tải lên.", "The procedure has no such component, or this component takes no upload.";
    UploadType = "upload_type", xroad "invalid_body", 415, Info,
        "Chỉ nhận tệp PDF, JPEG hoặc PNG; hãy chọn tệp khác.", "Only PDF, JPEG and PNG files are taken; choose another file.";
    UploadSize = "upload_size", xroad "body_too_large", 413, Info,
        "Tệp trống hoặc lớn hơn 10 MiB; hãy chọn tệp khác.", "The file is empty or larger than 10 MiB; choose another file.";
    DossierNotFound = "dossier_not_found", xroad "not_found", 404, Info,
        "Không có hồ sơ này trong phạm vi của bạn; hãy kiểm tra lại mã hồ sơ.", "There is no such dossier for you; check the dossier code.";
    DossierChanged = "dossier_changed", xroad "invalid_body", 409, Info,
        "Hồ sơ đã thay đổi sau khi trang này được mở; hãy tải lại trang rồi làm lại.", "The dossier has changed since this page was opened; reload the page and try again.";
    StatusNotAllowed = "status_not_allowed", xroad "invalid_body", 409, Info,
        "Hồ sơ ở trạng thái này không làm được bước đó; hãy xem các bước đang mở.", "This step is not open in the dossier's present status; see which steps are.";
    ReasonRequired = "reason_required", xroad "invalid_body", 422, Info,
        "Bước này cần nêu lý do; hãy viết lý do để người dân biết phải làm gì.", "This step needs a reason; write one that tells the person what to do.";
    ReasonTooShort = "reason_too_short", xroad "invalid_body", 422, Info,
        "Mỗi lý do cần ít nhất 10 ký tự; hãy viết rõ hơn.", "A reason has at least 10 characters; say it more clearly.";
    ReasonTooLong = "reason_too_long", xroad "invalid_body", 422, Info,
        "Mỗi lý do có nhiều nhất 1.000 ký tự; hãy viết ngắn lại.", "A reason has at most 1,000 characters; make it shorter.";
    SigningNotAllowed = "signing_not_allowed", xroad "access_denied", 403, Info,
        "Tài khoản này không có quyền ký kết quả của đơn vị; hãy chuyển cho người ký.", "This account may not sign results of the unit; hand the dossier to a signer.";
    ResultUnsigned = "result_unsigned", xroad "invalid_body", 409, Info,
        "Kết quả chưa được ký số hợp lệ; hãy ký kết quả trước khi kết thúc xử lý.", "The result has no valid signature yet; sign it before the dossier is decided.";
    DocumentNotFound = "document_not_found", xroad "not_found", 404, Info,
        "Không có giấy tờ này trong kho của bạn; hãy kiểm tra lại mã giấy tờ.", "There is no such document for you; check its identifier.";
    DocumentExpired = "document_expired", xroad "invalid_body", 409, Info,
        "Một giấy tờ được dùng lại đã hết hạn; hãy thay bằng giấy tờ còn hạn.", "A reused document has expired; put a valid one in its place.";
    CaseLogContradiction = "case_log_contradiction", xroad "logging_failed", 500, Error,
        "Nhật ký minh chứng hồ sơ không khớp cơ sở dữ liệu; cần người quản trị kiểm tra bản sao lưu.", "The casework log contradicts the database; the operator must check which backup was restored.";
    CalendarNotCovered = "calendar_not_covered", xroad "internal_error", 503, Error,
        "Lịch làm việc chưa có năm này; cần người quản trị cài gói lịch mới.", "The working calendar does not cover this year; the operator must install a newer calendar pack.";
    DossierCodeForm = "dossier_code_form", xroad "invalid_body", 400, Info,
        "Mã hồ sơ không đúng dạng; hãy chép lại mã trên giấy tiếp nhận.", "The dossier code is malformed; copy it from the receipt.";
    DocumentUriForm = "document_uri_form", xroad "invalid_body", 400, Info,
        "Mã giấy tờ không đúng dạng.", "The document's identifier is malformed.";
    // Status sync between a one-stop system and the national portal.
    SyncContradiction = "sync_contradiction", xroad "invalid_body", 409, Warn,
        "Bước này đã được nhận với nội dung khác; hãy đối chiếu hai bên trước khi gửi lại.", "This step is held with other content; compare both sides before sending again.";
    SyncGap = "sync_gap", xroad "invalid_body", 409, Info,
        "Thiếu bước trước đó của hồ sơ; hãy gửi từ bước kế tiếp bước đang giữ.", "An earlier step of the dossier is missing; send from the one after the step held.";
    SyncTransition = "sync_transition", xroad "invalid_body", 409, Warn,
        "Hồ sơ không thể chuyển từ trạng thái đang giữ sang trạng thái này; hãy kiểm tra hệ thống một cửa.", "The dossier cannot go from the status held to this one; check the one-stop system.";
    SyncEntry = "sync_entry", xroad "invalid_body", 422, Warn,
        "Minh chứng kèm theo không phải của bước này; hãy kiểm tra hệ thống một cửa.", "The entry that came along is not that of this step; check the one-stop system.";
    SyncForeign = "sync_foreign", xroad "access_denied", 403, Warn,
        "Mã hồ sơ không thuộc cơ quan của bên gửi; hãy kiểm tra cấu hình đơn vị.", "The dossier code belongs to another agency than the sender's; check the units' configuration.";
    // Vietnamese codes.
    PersonalNumberForm = "personal_number_form", xroad "invalid_body", 400, Info,
        "Số định danh phải có đúng 12 chữ số.", "A personal number has exactly 12 digits.";
    PersonalNumberProvince = "personal_number_province", xroad "invalid_body", 400, Info,
        "Mã tỉnh của số định danh không tồn tại.", "The personal number's province part belongs to nobody.";
    AgencyCodeForm = "agency_code_form", xroad "invalid_body", 400, Info,
        "Mã cơ quan không đúng dạng.", "The agency code is malformed.";
    AgencyCodeNotConvertible = "agency_code_not_convertible", xroad "invalid_body", 400, Info,
        "Mã cơ quan không chuyển đổi được giữa Quyết định 20/2020/QĐ-TTg và QCVN 102:2016.", "The agency code cannot be converted between Decision 20/2020/QĐ-TTg and QCVN 102:2016.";
    // Accounts and sessions.
    LogInFailed = "log_in_failed", xroad "log_in_failed", 401, Info,
        "Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the passphrase is wrong.";
    LogInLocked = "log_in_locked", xroad "log_in_locked", 429, Warn,
        "Đăng nhập sai quá nhiều lần: hãy thử lại sau 15 phút.", "Too many failed log-ins: try again in 15 minutes.";
    AccountNotActive = "account_not_active", xroad "account_not_active", 403, Info,
        "Tài khoản chưa được kích hoạt.", "The account is not activated yet.";
    SessionRequired = "session_required", xroad "session_required", 401, Info,
        "Phiên làm việc đã hết hoặc chưa bắt đầu: hãy đăng nhập.", "The session has ended or not begun: log in.";
    LevelTooLow = "level_too_low", xroad "level_too_low", 403, Info,
        "Việc này cần tài khoản định danh điện tử mức độ 2.", "This needs an electronic identity of level 2.";
    RoleRequired = "role_required", xroad "role_required", 403, Info,
        "Tài khoản của bạn không có vai trò cần cho trang này.", "Your account does not have the role that this page needs.";
    FormExpired = "form_expired", xroad "form_expired", 403, Info,
        "Biểu mẫu đã cũ hoặc đến từ trang khác: hãy mở lại trang và làm lại.", "The form is old or came from another site: open the page again.";
}

impl Code {
    /// The stable string of this code.
    pub const fn as_str(self) -> &'static str {
        self.description().code
    }

    /// The code whose string is `text`.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A refusal: its public code, what and where in words that may leave the house, and nothing else.
///
/// `detail` never holds a name, a number, a token or a body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Failure {
    /// The public code.
    pub code: Code,
    /// What is wrong and where, in English, safe to show.
    pub detail: String,
}

impl Failure {
    /// A refusal with its explanation.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }
}

/// A refusal that the catalogue's own sentence explains well enough.
impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code, code.description().en)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn descriptions() -> impl Iterator<Item = Description> {
        Code::ALL.iter().map(|code| code.description())
    }

    fn is_snake_case(text: &str) -> bool {
        text.split('_')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
    }

    #[test]
    fn codes_are_unique_and_found_again() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(Code::find(&code.to_string()), Some(*code));
        }
        assert_eq!(Code::find("no_such_code"), None);
        assert_eq!(Code::find("Overloaded"), None);
    }

    #[test]
    fn codes_and_types_are_snake_case() {
        for description in descriptions() {
            assert!(is_snake_case(description.code), "{}", description.code);
            assert!(is_snake_case(description.xroad), "{}", description.xroad);
        }
        assert!(!is_snake_case("Upper") && !is_snake_case("a__b") && !is_snake_case("a-b") && !is_snake_case(""));
    }

    #[test]
    fn every_code_speaks_both_languages_in_sentences() {
        for description in descriptions() {
            let Description { code, vi, en, .. } = description;
            for text in [vi, en] {
                assert!(
                    text.ends_with('.') && text.trim() == text && text.len() > 8,
                    "{code}: {text}"
                );
                assert!(text.starts_with(char::is_uppercase), "{code}: {text}");
            }
            assert!(!vi.is_ascii(), "{code}: {vi}");
            assert_ne!(vi, en);
        }
    }

    #[test]
    fn every_status_is_an_error() {
        for description in descriptions() {
            assert!((400..=599).contains(&description.status), "{}", description.code);
        }
    }

    #[test]
    fn a_failure_says_its_code_and_detail() {
        let failure = Failure::new(Code::InvalidBody, "line 3: no comma");
        assert_eq!(failure.to_string(), "invalid_body: line 3: no comma");
        let failure = Failure::from(Code::Starting);
        assert_eq!(failure.detail, Code::Starting.description().en);
    }
}
