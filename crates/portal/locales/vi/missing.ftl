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
forbidden-title = Trang này không dành cho vai của bạn
to-front = Về trang đầu
refused-title = Việc này hiện chưa làm được
