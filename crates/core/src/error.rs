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
    CallerMissing = "caller_missing", xroad "access_denied", 403, Error,
        "Yêu cầu không đi qua trạm kết nối.", "The request did not come through a gateway.";
    FieldNotGranted = "field_not_granted", xroad "access_denied", 403, Info,
        "Trường dữ liệu không nằm trong quyền khai thác.", "A field asked for is not in the grant.";
    UnknownField = "unknown_field", xroad "invalid_body", 400, Info,
        "Cơ sở dữ liệu không có trường này.", "The registry has no such field.";
    RecordNotFound = "record_not_found", xroad "not_found", 404, Info,
        "Không có bản ghi khớp với các khóa đã cho.", "No record matches the given keys.";
    JournalUnavailable = "journal_unavailable", xroad "logging_failed", 500, Error,
        "Không ghi được nhật ký khai thác, không trả lời về người dân.", "The usage journal cannot be written; no answer about a person leaves.";
    // Vietnamese codes.
    PersonalNumberForm = "personal_number_form", xroad "invalid_body", 400, Info,
        "Số định danh phải có đúng 12 chữ số.", "A personal number has exactly 12 digits.";
    PersonalNumberProvince = "personal_number_province", xroad "invalid_body", 400, Info,
        "Mã tỉnh của số định danh không tồn tại.", "The personal number's province part belongs to nobody.";
    AgencyCodeForm = "agency_code_form", xroad "invalid_body", 400, Info,
        "Mã cơ quan không đúng dạng.", "The agency code is malformed.";
    AgencyCodeNotConvertible = "agency_code_not_convertible", xroad "invalid_body", 400, Info,
        "Mã cơ quan không chuyển đổi được giữa Quyết định 20/2020/QĐ-TTg và QCVN 102:2016.", "The agency code cannot be converted between Decision 20/2020/QĐ-TTg and QCVN 102:2016.";
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
