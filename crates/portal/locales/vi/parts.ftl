# Bộ phận dùng chung của các trang
errors-title = Có chỗ cần sửa
turn = Các trang của danh sách
turn-previous = Trang trước
turn-next = Trang sau
deadline-left = Còn { $days } ngày làm việc
deadline-today = Đến hạn hôm nay
deadline-over = Quá hạn { $days } ngày làm việc
deadline-paused = Tạm dừng tính hạn, còn { $days } ngày làm việc
deadline-ended = Không còn tính hạn
chart-table = Xem bảng số liệu
chart-missing = chưa có số liệu
value-expired = Hết hạn
value-held = Đang bị tạm giữ hoặc tước quyền sử dụng
value-revoked = Đã bị thu hồi
value-valid = Còn giá trị
value-vietnam = Việt Nam
