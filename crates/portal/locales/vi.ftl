# Các câu chữ của trang, tiếng Việt. Khóa phải trùng với en.ftl.

# Khung trang
skip = Đến nội dung chính
language = Ngôn ngữ
language-other = English
role-centre = Trung tâm trao đổi
role-node = Trạm kết nối
demo-name = Dữ liệu mẫu
demo = Đây là bản chạy thử: mọi người, hồ sơ và giao dịch trên trang đều do máy sinh ra, không phải của ai.
foot-name = Căn cứ của trang này
foot-at = Lập lúc { $time } ngày { $date }, giờ Việt Nam
foot-directory = Danh bạ, bản ghi số { $sequence }
foot-checkpoint = Điểm kiểm tra bao gồm { $size } bút toán
foot-no-checkpoint = Nhật ký của trạm này chưa công bố điểm kiểm tra nào.
foot-privacy = Trang không chạy mã trong trình duyệt, không đặt cookie, không chứa dữ liệu cá nhân.
foot-software = Motlan, phiên bản { $version }
mark = mã chưa được xác nhận
mark-note = Mã cơ quan có dấu (?) là mã chưa được xác nhận: chỉ suy ra từ nguồn khác, chưa đối chiếu với phụ lục Quyết định 20/2020/QĐ-TTg.
copy-hint = Bấm vào dòng lệnh để chọn cả dòng.

# Con dấu
seal-proven = Đã minh chứng: nhật ký của hai bên khớp nhau, điểm kiểm tra đúng.
seal-one-sided = Một bên: mới có trong một nhật ký, hoặc chưa đối chiếu xong.
seal-reported = Được báo cáo: có người công bố, chưa có nhật ký nào chứng minh.
seal-broken = Mâu thuẫn hoặc hỏng: nhật ký không khớp với chính nó hoặc với bên kia.
label-proven = Đã minh chứng: 2 nhật ký khớp
label-incomplete = Một bên: còn giao dịch chưa khớp hoặc nhật ký chưa đọc
label-consumer-only = Một bên: chỉ nhật ký bên hỏi có
label-provider-only = Một bên: chỉ nhật ký bên trả lời có
label-log = Một bên: nhật ký của trạm, đúng với điểm kiểm tra
label-proof = Một bên: bút toán nằm trong nhật ký của trạm này
label-broken = Mâu thuẫn: nhật ký không tin được

# Trang thái, trung tâm
title-no-gateways = Danh bạ chưa có trạm kết nối nào
title-reading = Trung tâm đang đọc nhật ký của các trạm
title-nothing = Hôm nay chưa có giao dịch nào
title-nothing-unread = Hôm nay chưa thấy giao dịch nào; { $logs } nhật ký chưa đọc được
title-matched = Hôm nay { $matched } giao dịch, tất cả khớp hai bên
title-unmatched = Hôm nay { $matched } giao dịch khớp hai bên, { $unmatched } chưa khớp
title-matched-unread = Hôm nay { $matched } giao dịch khớp hai bên; { $logs } nhật ký chưa đọc được
title-unmatched-unread = Hôm nay { $matched } giao dịch khớp hai bên, { $unmatched } chưa khớp; { $logs } nhật ký chưa đọc được
centre-lead = Ngày { $date }. Mỗi giao dịch được ghi hai lần: ở trạm hỏi và ở trạm trả lời. Trung tâm đọc nhật ký của mọi trạm, kiểm từng bút toán rồi ghép hai bên với nhau.
alerts-title = Có việc cần xem
alert-broken = { $gateway }: nhật ký mâu thuẫn với điểm kiểm tra
alert-unreachable = { $gateway }: không đọc được nhật ký
alert-stopped = Không ghi được minh chứng, nên trạm không phục vụ nữa
alert-directory = Không nhận được tín hiệu danh bạ của trung tâm

today-title = Giao dịch hôm nay theo dịch vụ
today-caption = Giao dịch hôm nay, theo dịch vụ, bên hỏi và bên trả lời; dòng chưa khớp đứng trước
today-empty = Chưa có bút toán nào của hôm nay. Con số sẽ hiện ở đây khoảng một giây sau giao dịch đầu tiên.
service = Dịch vụ
consumer = Bên hỏi
provider = Bên trả lời
matched = Khớp hai bên
consumer-only = Chỉ bên hỏi có
provider-only = Chỉ bên trả lời có
total = Cộng
none = không có
more-rows = Còn { $rows } dòng không hiện ở đây; các dòng cộng vẫn tính đủ.

gateways-title = Những trạm đang chạy
gateways-caption = Các trạm kết nối trong danh bạ và nhật ký giao dịch của từng trạm; trạm có vấn đề đứng trước
gateways-empty = Chưa có trạm nào đăng ký. Trạm hiện ở đây ngay khi danh bạ có tên trạm.
gateway = Trạm kết nối
entries = Bút toán đã kiểm
state = Tình trạng
problem = Vấn đề
state-read = Đọc được, đúng với điểm kiểm tra
state-not-yet-read = Chưa đọc
state-unreachable = Không đọc được
state-broken = Mâu thuẫn
not-known = chưa biết
keys-title = Khóa kiểm tra của các nhật ký
key-none = chưa đăng ký khóa

# Trạng thái, một trạm
title-stopped = Trạm đã dừng vì không ghi được minh chứng
title-node-empty = Trạm đang chạy, chưa ghi giao dịch nào
title-node = Trạm đang chạy, đã ghi { $entries } giao dịch
node-lead = Trạm của { $member } ghi một bút toán cho mỗi giao dịch nó hỏi hoặc trả lời. Bút toán không chứa tên, số hay nội dung của ai.
node-centre = Số khớp hai bên theo từng dịch vụ do trung tâm đếm.
node-centre-link = Mở trang của trung tâm
logs-title = Nhật ký của trạm
logs-caption = Các nhật ký của trạm tới điểm kiểm tra gần nhất
log = Nhật ký
log-exchange = Giao dịch đã có trả lời
log-unfinished = Giao dịch dở dang
log-entries = Bút toán
log-root = Gốc của cây
services-title = Dịch vụ trạm này cung cấp
services-caption = Dịch vụ đã đăng ký trong danh bạ
services-empty = Thành viên này không cung cấp dịch vụ nào; trạm chỉ hỏi.
service-enabled = Đang phục vụ
service-disabled = Tạm ngừng
directory-title = Danh bạ
directory-heard = Bản ghi số { $sequence }. Nhịp gần nhất của trung tâm lúc { $time } ngày { $date }, { $age } giây trước.
directory-never = Bản ghi số { $sequence }. Chưa nhận được tín hiệu nào của trung tâm.

# Một minh chứng để mở
open-title = Mở một minh chứng
open-link = Mở minh chứng
proof-own = Bút toán mới nhất đã có điểm kiểm tra là bút toán số { $number }. Mở ra xem, tải về và tự kiểm.
proof-elsewhere = Bút toán mới nhất nằm ở trạm của { $node }: số { $number }. Mở ra xem, tải về và tự kiểm.
proof-no-address = Minh chứng nằm ở trang của từng trạm; trung tâm này không được cho biết địa chỉ các trang đó.
proof-nothing = Chưa có bút toán nào để mở. Minh chứng có sau giao dịch đầu tiên khoảng một giây.

# Tự kiểm lại
check-title = Tự kiểm lại
check-lead = Con dấu cạnh mỗi con số nói con số ấy chắc tới đâu, và dẫn tới chứng cứ của nó.
check-audit = Ai có tệp nhật ký của các trạm đều tính lại được mọi con số trên trang này, không cần mạng:

# Trang một minh chứng
back = Trạng thái
proof-title = Giao dịch số { $number } nằm trong nhật ký của { $member }
proof-title-unfinished = Giao dịch dở dang số { $number } nằm trong nhật ký của { $member }
proof-title-failed = Minh chứng số { $number } của { $member } không kiểm được
proof-lead-consumer = Trạm này là bên hỏi và giữ bút toán dưới đây. Bên trả lời giữ bút toán của mình; trung tâm ghép hai bút toán với nhau.
proof-lead-provider = Trạm này là bên trả lời và giữ bút toán dưới đây. Bên hỏi giữ bút toán của mình; trung tâm ghép hai bút toán với nhau.
proof-lead-failed = Tệp minh chứng không dẫn tới điểm kiểm tra đã ký. Đừng dựa vào nó; hãy báo cho cơ quan vận hành trạm.
entry-title = Bút toán
entry-other = Bút toán của bên này nằm trong nhật ký của họ, không ở trạm này. Nếu hai bên khớp, ở đó có cùng cam kết mã giao dịch:
field-hour = Giờ ký yêu cầu
field-hour-value = { $from }–{ $to } ngày { $date }
field-outcome = Kết quả
field-id = Cam kết mã giao dịch
field-request = Cam kết yêu cầu
field-response = Cam kết trả lời
entry-note = Cam kết là giá trị băm có khóa: khớp nhau nghĩa là cùng nội dung, nhưng không có khóa thì không suy ra được gì.
outcome-success = Đã trả lời, thành công (2xx)
outcome-redirection = Đã trả lời, chuyển hướng (3xx)
outcome-client-error = Đã trả lời, yêu cầu không được chấp nhận (4xx)
outcome-server-error = Đã trả lời, hệ thống bên trả lời báo lỗi (5xx)
outcome-crash = Dở dang: trạm dừng đột ngột, chưa có trả lời
outcome-peer-lost = Dở dang: mất kết nối với trạm bên kia
outcome-commit-missing = Dở dang: có trả lời, thiếu xác nhận đã ghi
outcome-provider-silent = Dở dang: hệ thống bên trả lời không phản hồi
ladder-title = Từ bút toán tới điểm kiểm tra
ladder-lead = Mỗi bậc băm giá trị ở dưới với giá trị bên cạnh. Bậc cuối phải bằng gốc mà điểm kiểm tra đã ký.
ladder-leaf = Băm của bút toán
rung-left = Ghép với giá trị bên trái
rung-right = Ghép với giá trị bên phải
rung-result = thành
ladder-root = Gốc của cây, điểm kiểm tra đã ký
checkpoint-title = Điểm kiểm tra
checkpoint-origin = Nhật ký
checkpoint-size = Số bút toán
checkpoint-root = Gốc (base64)
checkpoint-key = Khóa kiểm tra
checkpoint-text = Nguyên văn có chữ ký
verify-title = Tự kiểm minh chứng này
verify-lead = Tải tệp về rồi chạy lệnh này; không cần mạng và không cần tin trang này. Khóa kiểm tra nên lấy từ danh bạ hoặc từ nguồn khác.
download = Tải minh chứng (.tlog-proof)
failure-title = Vì sao không kiểm được

# Không có trang
missing-title = Không có trang này
missing-lead = Địa chỉ có thể gõ sai, hoặc bút toán có số này chưa được ghi.
pending-title = Minh chứng này sẽ có trong giây lát
pending-lead = Bút toán đã được ghi bền vững; điểm kiểm tra bao gồm nó được công bố trong vòng một giây.
failed-title = Trang này hiện không mở được
failed-lead = Lỗi nằm ở trạm, không phải ở bạn. Người vận hành thấy lỗi này trong nhật ký hệ thống.
again = Thử lại
to-status = Về trang trạng thái
code = Mã lỗi
