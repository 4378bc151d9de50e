//! The table. Longer than other files: it is data, and one table is read better than two.

use motlan_core::Code;

use super::row::{Both, Row, Says};
use super::{days, desk, document, draft, line, log_in};

/// Makes the table and a test for each row from the same lines.
macro_rules! rows {
    ($($group:ident {$(
        $name:ident: $what_vi:literal, $what_en:literal => $status:literal $says:expr;
            $next_vi:literal, $next_en:literal;
    )*})*) => {
        /// Every row, in the order of the page.
        pub(super) const ROWS: &[Row] = &[$($(Row {
            name: stringify!($name),
            group: stringify!($group),
            what: Both($what_vi, $what_en),
            status: $status,
            says: $says,
            next: Both($next_vi, $next_en),
        },)*)*];

        $($(
            #[tokio::test]
            async fn $name() {
                let row = ROWS.iter().find(|row| row.name == stringify!($name)).unwrap();
                $group::$name(row).await;
            }
        )*)*
    };
}

rows! {
    log_in {
        session_expired:
            "Phiên làm việc hết sau 30 phút không bấm gì, người dân đang xem hồ sơ nháp.",
            "The session ends after 30 minutes without a click, while a citizen looks at a draft."
            => 200 Says::Key("log-in-expired", None);
            "Đăng nhập lại; trang trở về đúng hồ sơ nháp, không mất gì.",
            "Log in again; the page returns to the very draft, nothing is lost.";
        form_after_the_session:
            "Phiên đã hết, người dân vẫn bấm nút gửi biểu mẫu.",
            "The session has ended and the citizen still sends a form."
            => 401 Says::Code(Code::SessionRequired);
            "Đăng nhập lại rồi bấm lại; chưa có gì được gửi.",
            "Log in and press the button again; nothing was sent.";
        form_of_another_session:
            "Biểu mẫu mở từ phiên trước được gửi trong phiên mới.",
            "A form of an earlier session is sent in a new one."
            => 403 Says::Code(Code::FormExpired);
            "Mở lại trang và làm lại; chưa có gì thay đổi.",
            "Open the page again and repeat; nothing has changed.";
        wrong_passphrase:
            "Gõ sai tên đăng nhập hoặc mật khẩu.",
            "The user name or the passphrase is mistyped."
            => 422 Says::Code(Code::LogInFailed);
            "Gõ lại; tên đăng nhập vẫn còn trong ô.",
            "Type it again; the user name is still in its field.";
        log_in_locked:
            "Gõ sai năm lần trong 15 phút: lần thứ sáu bị khóa, kể cả khi gõ đúng.",
            "Five failures within 15 minutes: the sixth attempt is locked, even with the right passphrase."
            => 422 Says::Code(Code::LogInLocked);
            "Chờ 15 phút rồi đăng nhập lại.",
            "Wait 15 minutes, then log in again.";
        wrong_role:
            "Người dân mở trang của cán bộ.",
            "A citizen opens a page of the desk."
            => 403 Says::Code(Code::RoleRequired);
            "Về trang đầu, hoặc đăng nhập bằng tài khoản có vai đó.",
            "Go to the front page, or log in with an account of that role.";
    }
    draft {
        wrong_level:
            "Tài khoản định danh mức 1 đi tới bước nộp.",
            "An account of level 1 comes to the submission."
            => 403 Says::Key("my-level-page-title", Some(Code::LevelTooLow));
            "Lên mức 2 ở công an xã, phường; hồ sơ nháp được giữ 30 ngày.",
            "Get level 2 at the police office; the draft is kept for 30 days.";
        registry_silent:
            "Một cơ sở dữ liệu không trả lời khi đang làm hồ sơ.",
            "A registry does not answer while the draft is made."
            => 200 Says::Key("my-review-title-silent", Some(Code::PeerUnreachable));
            "Bấm “Thử lại”; những gì nơi khác đã trả lời vẫn còn.",
            "Press “Try again”; what others have answered stays.";
        component_missing:
            "Bấm nộp khi còn thiếu giấy tờ bắt buộc.",
            "The button is pressed while a required paper is missing."
            => 422 Says::Code(Code::ComponentMissing);
            "Gửi tệp còn thiếu ngay tại chỗ trang chỉ ra.",
            "Hand in the missing file where the page points to.";
        upload_of_a_wrong_type:
            "Gửi tệp không phải PDF, JPEG, PNG, dù đặt tên .pdf.",
            "The file is no PDF, JPEG or PNG, although it is called .pdf."
            => 422 Says::Code(Code::UploadType);
            "Chọn tệp khác; tệp gửi trước đó vẫn còn.",
            "Choose another file; the one handed in before is still there.";
        upload_too_large:
            "Gửi tệp lớn hơn 10 MiB một byte.",
            "The file is one byte larger than 10 MiB."
            => 422 Says::Code(Code::UploadSize);
            "Chọn tệp nhỏ hơn; tệp gửi trước đó vẫn còn.",
            "Choose a smaller file; the one handed in before is still there.";
        upload_far_too_large:
            "Gửi tệp lớn đến mức cả biểu mẫu vượt giới hạn.",
            "The file is so large that the whole form exceeds its limit."
            => 422 Says::Code(Code::UploadSize);
            "Chọn tệp nhỏ hơn; tệp gửi trước đó vẫn còn.",
            "Choose a smaller file; the one handed in before is still there.";
        document_expired_before_submission:
            "Giấy tờ lấy từ kho hết hạn giữa lúc xem lại và lúc xác nhận.",
            "A document of the vault expires between the review and the confirmation."
            => 422 Says::Code(Code::DocumentExpired);
            "Gửi giấy tờ còn hạn ngay trên trang rồi nộp.",
            "Hand in a valid one on the same page, then submit.";
        draft_changed_after_the_review:
            "Ở thẻ khác của trình duyệt, tệp được thay sau khi xem lại và trước khi xác nhận.",
            "In another tab a file is replaced after the review and before the confirmation."
            => 409 Says::Code(Code::DraftChanged);
            "Xem lại rồi đồng ý lần nữa; chưa có gì được nộp.",
            "Look at it again and agree once more; nothing was submitted.";
        confirmation_refused:
            "Gõ sai mật khẩu ở bước xác nhận.",
            "The passphrase of the confirmation is wrong."
            => 422 Says::Key("my-confirm-wrong", Some(Code::LogInFailed));
            "Gõ lại; hồ sơ chưa nộp, hồ sơ nháp vẫn đủ.",
            "Type it again; nothing was submitted, the draft is complete.";
        double_submission:
            "Bấm nút nộp hai lần liền nhau.",
            "The button that submits is pressed twice."
            => 200 Says::Key("my-settled-title", Some(Code::DraftSubmitted));
            "Mở hồ sơ: chỉ có một hồ sơ, một mã.",
            "Open the dossier: there is one, with one code.";
    }
    document {
        back_button_of_a_citizen:
            "Người dân bấm nút quay lại rồi rút hồ sơ từ trang cũ.",
            "A citizen goes back and withdraws the dossier from an old page."
            => 409 Says::Key("my-changed-title", Some(Code::DossierChanged));
            "Xem trạng thái hiện nay rồi làm tiếp; chưa có gì thay đổi.",
            "Look at where it stands now, then go on; nothing has changed.";
        supplement_without_a_file:
            "Gửi bổ sung mà không chọn tệp nào.",
            "The supplement is sent without a file."
            => 422 Says::Code(Code::ComponentMissing);
            "Chọn tệp rồi gửi lại; thời hạn vẫn tạm dừng.",
            "Choose a file and send again; the clock still stands.";
        unknown_dossier:
            "Mở mã hồ sơ không có, hoặc của người khác.",
            "The dossier code does not exist, or is somebody else's."
            => 404 Says::Code(Code::DossierNotFound);
            "Kiểm tra lại mã trên giấy tiếp nhận.",
            "Check the code on the receipt.";
        unknown_document:
            "Mở mã giấy tờ không có, hoặc của người khác.",
            "The document does not exist, or is somebody else's."
            => 404 Says::Code(Code::DocumentNotFound);
            "Mở kho và chọn giấy tờ trong danh sách.",
            "Open the vault and choose from the list.";
        tampered_document:
            "Tệp kết quả trong kho bị sửa sau khi ký.",
            "The file of a result in the vault was altered after it was signed."
            => 200 Says::Key("my-signature-broken", None);
            "Không dùng tệp này; báo cho nơi cấp.",
            "Do not use the file; tell whoever issued it.";
    }
    desk {
        refusal_without_a_reason:
            "Cán bộ từ chối tiếp nhận mà không nêu lý do.",
            "An officer refuses a dossier without a reason."
            => 422 Says::Code(Code::ReasonRequired);
            "Viết lý do; hồ sơ vẫn ở trạng thái cũ.",
            "Write a reason; the dossier has not moved.";
        supplement_without_a_reason:
            "Cán bộ yêu cầu bổ sung mà không nêu bổ sung gì.",
            "An officer asks for more without saying what."
            => 422 Says::Code(Code::ReasonRequired);
            "Viết lý do; hồ sơ vẫn ở trạng thái cũ.",
            "Write a reason; the dossier has not moved.";
        stop_without_a_reason:
            "Cán bộ dừng xử lý mà không nêu lý do.",
            "An officer stops the work without a reason."
            => 422 Says::Code(Code::ReasonRequired);
            "Viết lý do; hồ sơ vẫn ở trạng thái cũ.",
            "Write a reason; the dossier has not moved.";
        reason_too_short:
            "Lý do chỉ có vài chữ.",
            "The reason is a few letters long."
            => 422 Says::Code(Code::ReasonTooShort);
            "Viết rõ hơn; những gì đã gõ vẫn còn trong ô.",
            "Say it more clearly; what was typed is still in its field.";
        result_without_a_signature:
            "Kết thúc xử lý khi kết quả chưa ký số.",
            "A dossier is decided before its result is signed."
            => 409 Says::Code(Code::ResultUnsigned);
            "Ký số kết quả rồi kết thúc xử lý.",
            "Sign the result, then decide.";
        signing_not_allowed:
            "Cán bộ không có quyền ký bấm ký kết quả.",
            "An officer who may not sign tries to."
            => 403 Says::Code(Code::SigningNotAllowed);
            "Chuyển cho người ký của đơn vị.",
            "Hand the dossier to a signer of the unit.";
        tampered_result:
            "Tệp kết quả bị sửa sau khi ký, trước khi kết thúc xử lý.",
            "The signed result is altered before the dossier is decided."
            => 409 Says::Code(Code::ResultUnsigned);
            "Báo người quản trị; tệp bị sửa không vào kho của người dân.",
            "Tell the operator; the altered file does not reach the citizen's vault.";
        document_expired_after_reuse:
            "Giấy tờ dùng lại hết hạn sau khi nộp, trước khi kết thúc xử lý.",
            "A reused document expires after the submission and before the decision."
            => 409 Says::Code(Code::DocumentExpired);
            "Yêu cầu bổ sung; người dân nộp giấy còn hạn rồi kết thúc xử lý.",
            "Ask for a supplement; decide once the citizen has handed in a valid one.";
        back_button_of_an_officer:
            "Cán bộ bấm nút quay lại rồi bấm tiếp nhận lần nữa.",
            "An officer goes back and receives the dossier again."
            => 409 Says::Key("desk-changed-title", Some(Code::DossierChanged));
            "Mở hồ sơ như hiện nay; lần bấm sau không làm gì.",
            "Open the dossier as it is now; the second click did nothing.";
        another_tab_decided:
            "Hồ sơ đã kết thúc xử lý ở thẻ khác của trình duyệt, thẻ cũ bấm dừng.",
            "The dossier was decided in another tab; the old one stops it."
            => 409 Says::Key("desk-changed-title", Some(Code::DossierChanged));
            "Mở hồ sơ như hiện nay; quyết định vẫn giữ nguyên.",
            "Open the dossier as it is now; the decision stands.";
        withdrawn_meanwhile:
            "Người dân rút hồ sơ trong lúc cán bộ đang xem.",
            "The citizen withdraws the dossier while an officer reads it."
            => 409 Says::Key("desk-changed-title", Some(Code::DossierChanged));
            "Về hàng đợi; hồ sơ đã kết thúc theo ý người dân.",
            "Go back to the queue; the dossier has ended as its owner wished.";
        registry_silent_at_the_desk:
            "Cơ sở dữ liệu dân cư không trả lời khi cán bộ xác minh.",
            "The population registry does not answer when an officer checks."
            => 502 Says::Code(Code::PeerUnreachable);
            "Làm tiếp việc khác trên trang, xác minh lại sau.",
            "Go on with the rest of the page, check again later.";
    }
    days {
        received_before_closing:
            "Tiếp nhận lúc 16:59 thứ Hai 30/11/2026, hạn 5 ngày làm việc.",
            "Received at 16:59 on Monday 30/11/2026, five working days."
            => 200 Says::Words(Both("Hạn trả kết quả: 07/12/2026", "Result due on 07/12/2026"));
            "Không phải làm gì.",
            "Nothing.";
        received_at_closing:
            "Tiếp nhận đúng 17:00: vẫn tính ngày đó.",
            "Received at 17:00 sharp: that day still counts."
            => 200 Says::Words(Both("Hạn trả kết quả: 07/12/2026", "Result due on 07/12/2026"));
            "Không phải làm gì.",
            "Nothing.";
        received_after_closing:
            "Tiếp nhận sau 17:00 một giây: tính từ ngày làm việc kế tiếp.",
            "Received a second after 17:00: counts from the next working day."
            => 200 Says::Words(Both("Hạn trả kết quả: 08/12/2026", "Result due on 08/12/2026"));
            "Không phải làm gì.",
            "Nothing.";
        received_in_the_last_second:
            "Nộp và tiếp nhận lúc 23:59:59: mã hồ sơ mang ngày đó, hạn tính từ ngày làm việc kế tiếp.",
            "Submitted and received at 23:59:59: the code carries that day, the deadline counts from the next working day."
            => 200 Says::Words(Both("Hạn trả kết quả: 08/12/2026", "Result due on 08/12/2026"));
            "Không phải làm gì.",
            "Nothing.";
        received_on_a_day_off:
            "Tiếp nhận thứ Bảy 28/11/2026: tính từ thứ Hai.",
            "Received on Saturday 28/11/2026: counts from Monday."
            => 200 Says::Words(Both("Hạn trả kết quả: 07/12/2026", "Result due on 07/12/2026"));
            "Không phải làm gì.",
            "Nothing.";
        received_before_the_lunar_new_year:
            "Tiếp nhận thứ Sáu 24/01/2025, ngay trước Tết Nguyên đán: năm ngày nghỉ không tính.",
            "Received on Friday 24/01/2025, just before the Lunar New Year: its five days off do not count."
            => 200 Says::Words(Both("Hạn trả kết quả: 07/02/2025", "Result due on 07/02/2025"));
            "Không phải làm gì.",
            "Nothing.";
        calendar_ends:
            "Hạn rơi vào năm mà lịch làm việc chưa có.",
            "The deadline falls into a year that the working calendar does not have."
            => 503 Says::Key("failed-title", Some(Code::CalendarNotCovered));
            "Báo người quản trị cài gói lịch mới; hồ sơ vẫn chờ tiếp nhận.",
            "Tell the operator to install a newer calendar; the dossier still waits to be received.";
    }
    line {
        line_cut:
            "Đường truyền lên Cổng quốc gia bị đứt.",
            "The line to the national portal is cut."
            => 200 Says::Key("my-portal-behind", Some(Code::PeerUnreachable));
            "Không phải làm gì; có đường truyền lại thì mọi thay đổi tự lên, đúng thứ tự.",
            "Nothing; once the line is back, every change goes through by itself and in order.";
        line_cut_at_the_desk:
            "Cùng lúc đó, người vận hành xem trang đồng bộ.",
            "Meanwhile the operator looks at the sync."
            => 200 Says::Words(Both(
                "Đường truyền đang đứt, 1 thay đổi nằm chờ, không mất thay đổi nào",
                "The line is down, 1 change waits, and nothing is lost"
            ));
            "Kiểm tra đường truyền và lỗi gần nhất ghi trên trang.",
            "Check the line and the last error that the page names.";
        unknown_code_at_the_portal:
            "Tra cứu mã hồ sơ mà Cổng quốc gia chưa nhận.",
            "The national portal is asked for a code that it has not got."
            => 404 Says::Key("find-title-nothing", None);
            "So lại mã với giấy tiếp nhận, hoặc chờ vài giây nếu vừa nộp.",
            "Compare the code with the receipt, or wait some seconds if it is new.";
        malformed_code_at_the_portal:
            "Gõ mã hồ sơ không đúng dạng.",
            "The dossier code is mistyped."
            => 422 Says::Code(Code::DossierCodeForm);
            "Sửa ngay trong ô; mã đã gõ vẫn còn.",
            "Correct it in its field; what was typed is still there.";
    }
}
