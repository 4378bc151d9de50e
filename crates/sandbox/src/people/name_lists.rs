//! The names that people are given: lists written for this project from general knowledge, most frequent first.
//!
//! The order is a rough guess; [`super::names`] turns a rank into a weight. Tone marks stand where the older spelling
//! puts them (Hòa, Thúy). Words are parted by white space. Nothing here was taken from a data set of real people.

/// Given names of men.
pub(super) const MALE_GIVEN: &str = "\
    Anh Tuấn Hùng Dũng Minh Hải Thành Sơn Nam Cường Long Hiếu Trung Đức Tùng Quân Huy Khánh Phong Bình Thắng \
    Quang Hoàng Tú Tâm Toàn Việt Duy Vinh Linh Thanh Phúc Hưng Dương Mạnh Kiên Lâm Khoa Tài Lộc Phát Đạt Nghĩa \
    Thịnh Trường Giang Bảo Nhân Thái Hòa Tiến Tân Trí Quý Khang Đông Hậu Công Chiến Lợi Luân Phương Sang Thiện \
    Tín Vũ Xuân An Bách Biên Cảnh Chung Chương Danh Diện Đại Đăng Điền Định Đoàn Độ Đồng Hiệp Hoài Huân Hữu Khải \
    Khiêm Khôi Kỳ Lân Liêm Luyện Lực Mẫn Nguyên Nhật Ninh Phú Phước Quốc Quyền Quyết Sáng Sĩ Tấn Thạch Thăng \
    Thao Thân Thế Thiên Thọ Thông Thuận Thức Tiệp Toản Trình Trọng Trực Tuyên Tường Văn Viên Vượng Ý Triều";

/// Given names of women.
pub(super) const FEMALE_GIVEN: &str = "\
    Hương Lan Hoa Hà Linh Trang Thảo Hằng Hạnh Nga Hiền Thủy Phương Mai Yến Ngọc Huyền Dung Nhung Loan Thu Vân \
    Oanh Tuyết Anh Châu Ngân Nhi Vy My Trâm Thư Quỳnh Giang Chi Hồng Hoài Liên Liễu Lý Ly Mỹ Minh Nguyệt Nhàn \
    Phượng Quyên Thanh Thắm Thoa Thơm Thúy Thùy Tiên Trinh Trúc Tú Uyên Xuân Ái An Ánh Bích Cúc Diễm Diệp Diệu \
    Duyên Đào Đan Gấm Hải Hân Hảo Hậu Hiên Hiếu Hòa Hoàn Huế Huệ Khuyên Khánh Kiều Kim Lài Lam Lành Lệ Luyến Mận \
    Miên Mơ Na Nết Ngà Nghĩa Nhạn Nhã Nhiên Như Nương Phúc Sen Sương Tâm Thái Thịnh Thuận Thục Thương Tình Trà \
    Tuyền Tươi Vi Viên Vui Xoan Xuyến Yên Sáu Bảy Lê Mến Hường Thêu";

/// Middle names of men, but for Văn, which is drawn apart.
pub(super) const MALE_MIDDLE: &str = "\
    Hữu Đức Công Quang Minh Xuân Ngọc Đình Quốc Anh Thanh Tuấn Trọng Bá Duy Thành Hoàng Tấn Gia Bảo Mạnh Viết \
    Thế Hồng Trung Nhật Phước Khắc Huy Đăng Tiến Chí Hải Việt Như Thái Kim Danh Sỹ";

/// Middle names of women, but for Thị, which is drawn apart.
pub(super) const FEMALE_MIDDLE: &str = "\
    Ngọc Thu Thanh Phương Kim Hồng Minh Bích Mỹ Thùy Như Khánh Quỳnh Diệu Lan Mai Ánh Bảo Tuyết Xuân Cẩm Hoài \
    Kiều Thúy Hải Vân Hương Nguyệt Thảo Yến Diễm Tú Trúc Ái Gia Tường Hà Hoàng";

/// Surnames outside the counted ones.
pub(super) const RARE_SURNAMES: &str = "\
    Trương Đinh Trịnh Đoàn Lương Mai Cao Đào Hà Lâm Tạ Lưu Phùng Thái Tô Châu Tăng Tống Vương Quách Kiều Nghiêm \
    Lại La Từ Chu Văn Trà Mạc Thân Viên Khuất Cù Doãn Diệp Khổng Ninh Thiều Nhữ Giang Ông Phí Bạch Bành Cát Đàm \
    Đồng Đậu Hứa Kim Lục Liêu Mã Nhan Phó Quản Sầm Thạch Tiêu Tôn Triệu Ung Ứng Vi Xa Âu Cung Đới Hàn Hàng Huyền \
    Khương Lã Lều Lữ Mẫn Ngụy Nhâm Phương Quan Thang Thi Thịnh Thôi Tòng Trang Uông Yên";

/// Surnames outside the counted ones that are usual among other ethnicities than Kinh.
pub(super) const MINORITY_SURNAMES: &str = "\
    Hà Nông Lò Giàng Ma Quàng Vàng Cầm Lường Triệu Sùng Thào Lầu Vi Bàn Thạch Kim Sơn Danh Đinh Quách Bế Lục Mùa \
    Hạng Cứ Chảo Tẩn Phàn Sầm Lương Tòng Mã Chu Đàm Lô Kha Vừ Cà Và Xồng Kiên Từ Siu Ksor Lâm Hứa Châu Tráng Ly \
    Sần Thò Hờ";
