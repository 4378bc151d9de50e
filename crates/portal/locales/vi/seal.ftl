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
