# Chỉ đạo: các con số
leader-title-digitised = { $place } có { $value } hồ sơ được số hóa
leader-title-reuse = { $place } tái sử dụng giấy tờ ở { $value } hồ sơ
leader-title-prefill = { $place } điền sẵn dữ liệu cho { $value } hồ sơ
leader-title-on-time = { $place } giải quyết đúng hạn { $value } hồ sơ
leader-title-electronic = { $place } trả kết quả điện tử cho { $value } hồ sơ
leader-title-per-day = { $place } trao đổi { $value } giao dịch mỗi ngày
leader-title-papers = Người dân nộp hồ sơ ở { $place } bớt được { $value } giấy tờ
leader-title-other = { $place }: { $name } là { $value }
leader-title-none = { $place } chưa có số liệu về { $name }
leader-everybody = Các tỉnh
leader-everybody-exchange = Các cơ quan
leader-provinces = { $count } tỉnh có dữ liệu
leader-agencies = { $count } cơ quan có dữ liệu
leader-lead = Số liệu { $period }, tính từ nhật ký đã kiểm của các trạm. { $reach }
leader-lead-short = Số liệu { $period }, tính từ nhật ký đã kiểm của các trạm.
leader-reach = { $with } trong { $all } tỉnh có dữ liệu.
leader-reach-unknown = { $with } tỉnh có dữ liệu.
leader-provisional = Kỳ này chưa hết, nên con số còn thay đổi.
leader-provisional-average = Kỳ này chưa hết: số giao dịch mới chia cho những ngày đã qua.

# Kỳ
leader-periods = Kỳ số liệu
leader-tab-today = Hôm nay
leader-tab-week = Tuần này
leader-tab-month = Tháng này
leader-tab-month-before = Tháng trước
leader-day = ngày { $date }
leader-month = tháng { $month }/{ $year }
leader-quarter = quý { $quarter }/{ $year }
leader-half = nửa năm thứ { $half }/{ $year }
leader-year = năm { $year }
leader-days = từ { $first } đến { $last }

# Một con số
leader-fraction = { $part } trong { $whole } hồ sơ
leader-fraction-steps = { $part } trong { $whole } lượt đổi trạng thái
leader-per-days = { $part } giao dịch trong { $days } ngày
leader-change = { $points } điểm so với { $period } ({ $fraction })
leader-no-figure = chưa có số liệu
leader-missing-received = Kỳ này chưa có hồ sơ nào được tiếp nhận.
leader-missing-finished = Kỳ này chưa có hồ sơ nào xử lý xong.
leader-missing-status = Kỳ này chưa có hồ sơ nào đổi trạng thái.
leader-missing-transactions = Kỳ này trung tâm chưa thấy giao dịch nào trong nhật ký của các trạm.
leader-seal-proven = Đã minh chứng: nhật ký của hai bên khớp nhau
leader-seal-one-sided = Một bên: dựa trên nhật ký của nơi giải quyết hồ sơ
leader-seal-reported = Được báo cáo: chưa có nhật ký nào chứng minh
leader-seal-entry = Một bên: bút toán trong nhật ký của trạm, mở minh chứng
leader-down = Xem từng nơi
leader-entries = Xem từng bút toán
leader-days-down = Xem từng ngày
leader-figures = Những con số khác cùng kỳ
leader-others = Các con số còn lại
leader-figure-column = Con số
leader-value-column = Giá trị

# Ba mươi ngày và từng nơi
leader-day-column = Ngày
leader-trend = { $name }: { $value } vào { $at }; { $known } trong { $days } ngày gần nhất có số liệu.
leader-trend-none = { $name }: chưa có số liệu trong 30 ngày đến { $last }.
leader-places-title = Từng nơi
leader-place-column = Nơi
leader-place-missing = chưa có số liệu
leader-fraction-column = Hồ sơ
leader-difference-column = Điểm so với chung
leader-places-caption = Con số của từng nơi, nơi cao nhất đứng trước
leader-places-none = Chưa nơi nào có số liệu trong kỳ này.
leader-places-one = Mới có { $place } có số liệu: { $value }.
leader-places = { $best } cao nhất với { $most }; { $last } thấp nhất với { $least }; cách nhau { $apart }.
leader-places-shares = { $best } cao nhất, { $most }; { $last } thấp nhất, { $least }; cách nhau { $apart } điểm.
leader-reference = chung { $value }

# Ý nghĩa
leader-meaning = Con số này nghĩa là gì
leader-numerator = Được đếm
leader-denominator = Chia cho
leader-population = Phạm vi
leader-belongs = Thuộc kỳ nào
leader-belongs-received = Kỳ có ngày tiếp nhận hồ sơ.
leader-belongs-ended = Kỳ có ngày xử lý xong hồ sơ.
leader-belongs-happened = Kỳ có ngày việc ấy xảy ra.
leader-belongs-start = Đếm vào sáng ngày đầu kỳ.
leader-belongs-end = Đếm vào cuối ngày cuối kỳ.
leader-level = Chắc tới đâu
leader-level-proven = Đã minh chứng.
leader-level-one-sided = Một bên.
leader-level-reported = Được báo cáo.
leader-why-own = Chỉ nơi giải quyết hồ sơ ghi việc này, không nhật ký nào khác xác nhận, nên mức cao nhất là một bên.
leader-why-links = Đã minh chứng khi lần tiếp nhận có bản sao giống hệt ở Cổng Dịch vụ công quốc gia, và mọi lần hỏi cơ sở dữ liệu là giao dịch khớp ở hai nhật ký; thiếu một điều thì là một bên.
leader-why-matched = Chỉ đếm giao dịch mà nhật ký bên hỏi và nhật ký bên trả lời cùng ghi và khớp nhau.
leader-why-unmatched = Đây là những giao dịch mới có trong nhật ký của một bên.
leader-why-status = Đã minh chứng khi mọi lần đổi trạng thái được dùng đều có bản sao giống hệt ở Cổng Dịch vụ công quốc gia; thiếu một bản sao thì là một bên.
leader-source = Nguồn của chỉ số
leader-code = Mã chỉ số

# Bút toán đứng sau con số
leader-entries-title = Bút toán đứng sau con số
leader-entries-lead = Mỗi dòng là một bút toán trong nhật ký hồ sơ. Bấm vào để mở minh chứng ở trạm giữ nhật ký ấy. Bí danh của hồ sơ không dẫn tới ai.
leader-entries-caption = Các bút toán được đếm, theo trạm và số thứ tự
leader-entries-empty = Không có bút toán nào ở phía này của con số.
leader-entry-column = Bút toán
leader-log-column = Nhật ký của
leader-dossier-column = Bí danh hồ sơ
leader-entry = Số { $index }
leader-sides = Hai phía của con số
leader-sum-equal = Đếm lại: có { $listed }, đúng bằng con số { $expected } ở trên.
leader-sum-differs = Đếm lại: có { $listed }, khác con số { $expected } ở trên. Đừng dựa vào con số này.
leader-position = { $first }–{ $last } trong { $all } bút toán
leader-days-title = Giao dịch theo từng ngày
leader-days-lead = Bút toán của giao dịch nằm trong nhật ký của cả hai trạm.
leader-days-link = Xem theo dịch vụ và mở minh chứng
leader-days-caption = Số giao dịch của từng ngày trong kỳ
leader-transactions-column = Giao dịch
leader-back = Các con số
leader-back-figure = Con số này ở mọi nơi

# Tự tính lại
leader-check = Tự tính lại
leader-check-lead = Ai có tệp nhật ký của các trạm đều tính lại được con số này, không cần mạng:
leader-table = Tải bảng số liệu này (CSV)
leader-table-part = Tải phần { $part } trong { $parts } của bảng số liệu này (CSV, mỗi phần nhiều nhất { $rows } dòng)
