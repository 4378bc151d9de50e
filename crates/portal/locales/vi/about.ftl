# Ai làm được gì ở đây
about-title = Sáu người, sáu cửa, cùng một sổ minh chứng
about-lead = Một lần là nền tảng để các cơ quan hỏi nhau thay vì hỏi dân. Mỗi người vào bằng cửa của mình và thấy đúng phần việc của mình.
citizen-how = Vào trang của tỉnh hoặc cơ quan giải quyết hồ sơ của bạn và đăng nhập bằng tài khoản định danh điện tử. Giấy tờ Nhà nước đã có thì không phải nộp lại; trước khi gửi, bạn được xem cái gì đi tới đâu.
officer-how = Đơn vị của bạn cấp tài khoản gắn với bộ phận một cửa. Mỗi lần bạn xem dữ liệu của một người đều cần mục đích, và người đó thấy lần xem ấy trong nhật ký của mình.
operator-how = Trang trạng thái của mỗi trạm và của trung tâm nói ngay cái gì chạy, cái gì không. Trên máy chủ, lệnh dưới đây kiểm cấu hình, khóa, đồng hồ và danh bạ:
leader-how = Con số trên trang của bạn được tính từ sổ minh chứng, không do ai gõ vào. Mỗi con số có tử số, mẫu số, con dấu, và đường đi xuống tới từng bút toán.
auditor-how = Bạn không cần tin trang này. Lấy tệp nhật ký của các trạm về và tính lại mọi con số, không cần mạng:
integrator-how = Hệ thống đã nói được X-Road REST thì dùng được ngay, chỉ đổi địa chỉ. Muốn thử trước, lệnh dưới đây dựng một quốc gia nhỏ với dữ liệu mẫu trên máy của bạn:

# Liên hệ
contact-title = Trang này do { $member } vận hành
contact-lead = Khi có điều không đúng, hãy báo cho bộ phận tiếp nhận của { $member }.
contact-title-demo = Đây là bản chạy thử, không có cơ quan nào đứng sau
contact-lead-demo = Tên cơ quan trên các trang chỉ là ví dụ. Người chạy bản thử này trên máy của mình là người vận hành.
contact-report = Khi trang báo lỗi
contact-report-how = Hãy ghi lại ba điều in trên trang: mã lỗi, giờ lập trang và gốc của điểm kiểm tra ở chân trang. Ba điều ấy đủ để người vận hành tìm đúng chỗ, và không điều nào là dữ liệu cá nhân.
contact-data = Khi dữ liệu về bạn sai
contact-data-how = Dữ liệu được sửa ở nơi giữ nó: cơ quan có tên bên cạnh giá trị ấy. Nơi khác hỏi lại thì nhận được giá trị đã sửa.

# Trợ năng
accessibility-title = Ai cũng dùng được trang này, bằng bàn phím, bằng tai hay trên màn hình nhỏ
accessibility-lead = Chúng tôi làm theo WCAG 2.2 mức AA. Dưới đây là điều các trang giữ, và điều còn chưa đạt.
access-keyboard = Bàn phím và trình đọc màn hình
access-keyboard-how = Mọi việc làm được bằng bàn phím, không cần JavaScript. Khung vàng dày cho biết đang ở đâu. Mỗi con dấu, mỗi cột và mỗi ô nhập có tên đọc được.
access-sight = Mắt nhìn
access-sight-how = Chữ và nền chênh nhau ít nhất 5,7 lần. Màu không bao giờ nói một mình: hình và chữ nói trước. Trang theo chế độ tối, chế độ tương phản cao và chế độ giảm chuyển động của máy.
access-screen = Màn hình nhỏ và phóng to
access-screen-how = Ở bề rộng 320 điểm ảnh hay khi phóng to 400 %, trang không phải kéo ngang; dòng của bảng thành thẻ. Chỗ bấm trên màn hình chạm cao ít nhất 44 điểm ảnh.
access-open = Điều còn chưa đạt
access-open-how = Chưa có đơn vị độc lập kiểm định các trang này. Nếu bạn gặp chỗ không dùng được, xin báo theo trang Liên hệ.

# Quyền riêng tư
privacy-title = Trang này không theo dõi bạn
privacy-lead = Trang không tải gì từ nơi khác, không đo đếm người đọc, không chạy mã trong trình duyệt.
privacy-browser = Trong trình duyệt của bạn
privacy-browser-how = Trang công khai không đặt cookie. Khi bạn đăng nhập, trình duyệt giữ đúng một cookie của phiên; đăng xuất là hết.
privacy-log = Trong nhật ký của máy chủ
privacy-log-how = Nhật ký ghi đường dẫn, kết quả và thời gian xử lý. Không ghi tên, số định danh hay nội dung.
privacy-evidence = Trong sổ minh chứng
privacy-evidence-how = Bút toán chỉ giữ giá trị băm có khóa. Khóa nằm riêng và xóa được; xóa khóa rồi thì bút toán không còn nói gì về ai.
