//! Specimen pages: every piece of the design system with made-up words, and each composition. Nobody's data.
//!
//! Tests check their markup; the example `pages` writes them into a folder for the eye.

use askama::Template;
use motlan_portal::chart::{About, Aim, Bars, Chart, Datum, Dots, Drawing, Lines, Series, Unit, sparkline};
use motlan_portal::frame::{Composition, Frame, Reader};
use motlan_portal::language::{Choice, Language};
use motlan_portal::parts::{
    Cell, Checkbox, Clock, DataTable, Deadline, Form, FormError, Glyph, InputKind, Link, Notice, Radio, Radios, Ratio,
    Source, Step, SummaryRow, Tab, Tag, Task, TextField, Tone, Turn, Upload,
};
use motlan_portal::seal::{Seal, SealKind};
use motlan_portal::text::Text;

use crate::sample;

#[derive(Template)]
#[template(path = "specimen.html")]
struct Specimen {
    text: &'static Text,
    frame: Frame,
    errors: Vec<FormError>,
    notice: Notice,
    tags: Vec<Tag>,
    tasks: Vec<Task>,
    deadlines: Vec<Deadline>,
    steps: Vec<Step>,
    tabs: Vec<Tab>,
    turn: Turn,
    queue: DataTable,
    nothing: DataTable,
    post: Form,
    line: TextField,
    lines: TextField,
    radios: Radios,
    agree: Checkbox,
    upload: Upload,
    drawings: Vec<Chart>,
    spark: Drawing,
}

#[derive(Template)]
#[template(path = "citizen.html")]
struct CitizenSpecimen {
    text: &'static Text,
    frame: Frame,
    rows: Vec<SummaryRow>,
    post: Form,
}

#[derive(Template)]
#[template(path = "confirmation.html")]
struct ConfirmationSpecimen {
    text: &'static Text,
    frame: Frame,
    steps: Vec<Step>,
}

#[derive(Template)]
#[template(path = "officer.html")]
struct OfficerSpecimen {
    text: &'static Text,
    frame: Frame,
    tasks: Vec<Task>,
    matching: DataTable,
    deadline: Deadline,
    post: Form,
    lines: TextField,
}

#[derive(Template)]
#[template(path = "leader.html")]
struct LeaderSpecimen {
    text: &'static Text,
    frame: Frame,
    ratio: Ratio,
    trend: Chart,
    dots: Chart,
}

const VI: Language = Language::Vietnamese;

/// The names of a dossier's statuses.
const STATUSES: [&str; 10] = [
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
];

fn frame(choice: Choice, composition: Composition, title: &str) -> Frame {
    let tab = |name: &str, is_now| Tab {
        name: name.to_owned(),
        href: "/ho-so".to_owned(),
        count: None,
        is_now,
    };
    Frame::new(&sample::node().frame, choice, "/mau", title.to_owned())
        .composed(composition)
        .read_by(Reader {
            name: "Nguyễn Văn Mẫu".to_owned(),
            role: "Người dân".to_owned(),
            log_out: Form::new("/dang-xuat", "token"),
        })
        .with_sections(vec![
            tab("Thủ tục", false),
            tab("Hồ sơ của tôi", true),
            tab("Ai đã xem dữ liệu", false),
        ])
}

fn seal(kind: SealKind) -> Seal {
    Seal {
        kind,
        label: "Đã minh chứng: 2 nhật ký khớp".to_owned(),
        href: "/trang-thai".to_owned(),
    }
}

fn tasks() -> Vec<Task> {
    let task = |name: &str, code: u8| Task {
        name: name.to_owned(),
        href: (code > 1).then(|| "/mau".to_owned()),
        hint: (code == 4).then(|| "Cơ sở dữ liệu giấy phép lái xe, 03/05/2024".to_owned()),
        tag: Tag::of_dossier(code, STATUSES[usize::from(code) - 1]),
    };
    vec![
        task("Giấy phép lái xe cũ", 4),
        task("Giấy khám sức khỏe", 5),
        task("Ảnh chân dung", 1),
    ]
}

fn steps() -> Vec<Step> {
    let step = |name: &str, is_now, note: Option<&str>| Step {
        name: name.to_owned(),
        when: "21/11/2026 14:05:09".to_owned(),
        by: Some("Bộ phận một cửa, Sở Giao thông vận tải".to_owned()),
        note: note.map(str::to_owned),
        seal: Some(seal(if is_now { SealKind::OneSided } else { SealKind::Proven })),
        is_now,
    };
    vec![
        step("Mới đăng ký", false, None),
        step("Được tiếp nhận", false, Some("Hẹn trả kết quả ngày 26/11/2026.")),
        step("Đang xử lý", true, None),
    ]
}

fn queue() -> DataTable {
    let mut table = DataTable::new(
        "Hồ sơ chờ xử lý",
        &["Mã hồ sơ", "Thủ tục", "Trạng thái", "#Số giấy tờ"],
        "Không còn hồ sơ nào.",
    );
    for (number, code) in [(1, 2), (2, 4), (3, 5)] {
        table.push(vec![
            Cell::new(format!("000.00.08.H45-261121-{number:04}")).link("/mau"),
            Cell::new("Đổi giấy phép lái xe").note("5 ngày làm việc"),
            Cell::tag(Tag::of_dossier(code, STATUSES[usize::from(code) - 1])),
            Cell::new("1.234").seal(seal(SealKind::Proven)),
        ]);
    }
    table
}

fn reason() -> TextField {
    TextField::new("ly-do", "Lý do")
        .kind(InputKind::Lines)
        .hint("Từ 10 đến 1.000 chữ.")
}

fn about(id: &str, finding: &str, unit: Unit) -> About {
    About {
        id: id.to_owned(),
        finding: finding.to_owned(),
        names: "Ngày".to_owned(),
        unit,
        language: VI,
    }
}

fn trend() -> Chart {
    let day = |day: i32, value: Option<f64>| Datum::new(format!("{day:02}/11/2026"), value);
    let share = |day: i32, base: f64| Some(base + f64::from(day) * 0.006).filter(|_| !(12..15).contains(&day));
    let series = |name: &str, base| Series {
        name: name.to_owned(),
        data: (1..=30).map(|number| day(number, share(number, base))).collect(),
    };
    let lines = Lines {
        series: vec![series("Tái sử dụng", 0.134), series("Điền sẵn", 0.12)],
        aim: Some(Aim {
            value: 0.5,
            words: "cần đạt 50 %".to_owned(),
        }),
    };
    lines.chart(&about(
        "xu-huong",
        "Tái sử dụng tăng đều suốt tháng 11; ba ngày giữa tháng không có số liệu.",
        Unit::Percent(1),
    ))
}

fn dots() -> Chart {
    let place = |(name, value): (&str, Option<f64>)| Datum {
        is_chosen: name == "Phú Yên",
        seal: Some(seal(SealKind::Proven)),
        detail: value.map(|_| "157/500".to_owned()),
        ..Datum::new(name, value)
    };
    let dots = Dots {
        values: "Tỷ lệ tái sử dụng".to_owned(),
        data: [
            ("Đồng Nai", Some(0.412)),
            ("Phú Yên", Some(0.314)),
            ("Bộ Giao thông vận tải", Some(0.05)),
            ("Bà Rịa – Vũng Tàu", None),
        ]
        .map(place)
        .into(),
        reference: Some((0.35, "cả nước 35 %".to_owned())),
    };
    dots.chart(&about(
        "tung-noi",
        "Phú Yên thấp hơn cả nước 3,6 điểm.",
        Unit::Percent(1),
    ))
}

fn parts() -> Chart {
    let part = |name: &str, value| Datum::new(name, Some(value));
    let bars = Bars {
        values: "Số thành phần".to_owned(),
        parts: vec![
            part("Từ kho giấy tờ", 420.0),
            part("Điền sẵn", 310.0),
            part("Nộp mới", 70.0),
        ],
    };
    bars.chart(&about(
        "thanh-phan",
        "Cứ mười thành phần hồ sơ thì chín thành phần không phải nộp.",
        Unit::Count,
    ))
}

fn specimen(choice: Choice) -> Specimen {
    let clock = |clock| Deadline::new(clock, choice.language);
    let tab = |name: &str, count: &str, is_now| Tab {
        name: name.to_owned(),
        href: "/mau".to_owned(),
        count: Some(count.to_owned()),
        is_now,
    };
    let radio = |value: &str, label: &str, is_checked: bool| Radio {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: is_checked.then(|| "Không mất phí.".to_owned()),
        is_checked,
    };
    Specimen {
        text: Text::of(choice.language),
        frame: frame(choice, Composition::Public, "Mọi bộ phận của trang, mỗi thứ một lần"),
        errors: vec![FormError {
            field: "ma".to_owned(),
            text: "Mã hồ sơ phải có 4 nhóm số".to_owned(),
        }],
        notice: Notice {
            tone: Tone::Due,
            title: "Đường tới cổng quốc gia đang đứt.".to_owned(),
            text: Some("3 hồ sơ chờ gửi; hồ sơ lâu nhất chờ từ 14:01:00 ngày 21/11/2026.".to_owned()),
            link: Some(Link::new("Xem hàng đợi", "/dong-bo")),
        },
        tags: (1..=10)
            .zip(STATUSES)
            .map(|(code, name)| Tag::of_dossier(code, name))
            .collect(),
        tasks: tasks(),
        deadlines: vec![
            clock(Clock::Running { days_left: 4, days: 5 }),
            clock(Clock::Running { days_left: 1, days: 5 }),
            clock(Clock::Running { days_left: 0, days: 5 }),
            clock(Clock::Overdue { days: 2 }),
            clock(Clock::Paused { days_left: 3, days: 5 }),
            clock(Clock::Ended),
        ],
        steps: steps(),
        tabs: vec![tab("Chờ nhận", "12", true), tab("Đang xử lý", "1.034", false)],
        turn: Turn {
            previous: Some("/mau?trang=1".to_owned()),
            next: Some("/mau?trang=3".to_owned()),
            position: "51–100 trong 1.034".to_owned(),
        },
        queue: queue(),
        nothing: DataTable::new(
            "Trống",
            &["Tên"],
            "Chưa có hồ sơ nào. Hồ sơ mới hiện ở đây ngay khi nộp.",
        ),
        post: Form::new("/mau", "token").once("lan-1"),
        line: TextField::new("ma", "Mã hồ sơ")
            .hint("Như 000.00.08.H45-261121-0001.")
            .value("H45")
            .error(Some("Mã hồ sơ phải có 4 nhóm số".to_owned())),
        lines: reason(),
        radios: Radios {
            name: "nhan".to_owned(),
            legend: "Nhận kết quả ở đâu?".to_owned(),
            hint: None,
            error: None,
            options: vec![
                radio("kho", "Kho giấy tờ của tôi", true),
                radio("quay", "Tại quầy", false),
            ],
        },
        agree: Checkbox {
            name: "dong-y".to_owned(),
            value: "1".to_owned(),
            label: "Tôi đồng ý".to_owned(),
            hint: Some("Có thể rút lại khi hồ sơ chưa được xử lý.".to_owned()),
            error: None,
            is_checked: false,
        },
        upload: Upload {
            name: "tep".to_owned(),
            label: "Giấy khám sức khỏe".to_owned(),
            hint: Some("PDF, JPEG hoặc PNG, đến 10 MB.".to_owned()),
            error: None,
            accept: "application/pdf,image/jpeg,image/png".to_owned(),
        },
        drawings: vec![trend(), dots(), parts()],
        spark: sparkline(
            &[Some(3.0), Some(5.0), None, Some(4.0), Some(8.0)],
            "Giao dịch mỗi ngày, hôm nay 8",
        ),
    }
}

fn citizen(choice: Choice) -> CitizenSpecimen {
    let source = |name: &str, kind| Source {
        name: name.to_owned(),
        since: Some("03/05/2024".to_owned()),
        seal: Some(seal(kind)),
    };
    let wrong = |about: &str| Link {
        about: about.to_owned(),
        ..Link::new("Sai?", "/mau")
    };
    let row = |label: &str, value: &str, from: &str| {
        SummaryRow::new(label, value)
            .from(source(from, SealKind::OneSided))
            .link(wrong(label))
    };
    CitizenSpecimen {
        text: Text::of(choice.language),
        frame: frame(choice, Composition::Citizen, "Hồ sơ của ông đã đủ, chỉ còn bấm nộp"),
        rows: vec![
            row("Họ và tên", "Nguyễn Văn Mẫu", "Cơ sở dữ liệu quốc gia về dân cư"),
            row(
                "Giấy phép lái xe",
                "B2, có giá trị đến 01/02/2027",
                "Cơ sở dữ liệu giấy phép lái xe",
            ),
            row(
                "Giấy khám sức khỏe",
                "Đủ sức khỏe lái xe hạng B2",
                "Kho giấy tờ của tôi",
            ),
        ],
        post: Form::new("/ho-so/nhap/7/nop", "token").once("nhap-7"),
    }
}

fn officer(choice: Choice) -> OfficerSpecimen {
    let mut matching = DataTable::new("Đối chiếu", &["Điều khai", "Trong hồ sơ", "Kết quả"], "Chưa đối chiếu.");
    for (field, value, is_match) in [
        ("Họ và tên", "Nguyễn Văn Mẫu", true),
        ("Ngày sinh", "01/01/1980", false),
    ] {
        let tag = if is_match {
            Tag::new(Glyph::Tick, Tone::Calm, "Khớp")
        } else {
            Tag::new(Glyph::Barred, Tone::Late, "Không khớp")
        };
        matching.push(vec![Cell::new(field), Cell::new(value), Cell::tag(tag)]);
    }
    OfficerSpecimen {
        text: Text::of(choice.language),
        frame: frame(choice, Composition::Officer, "Hồ sơ 0001 chờ xác minh một điều khai"),
        tasks: tasks(),
        matching,
        deadline: Deadline::new(Clock::Running { days_left: 3, days: 5 }, choice.language),
        post: Form::new("/mau", "token"),
        lines: reason(),
    }
}

fn leader(choice: Choice) -> LeaderSpecimen {
    LeaderSpecimen {
        text: Text::of(choice.language),
        frame: frame(
            choice,
            Composition::Leader,
            "Phú Yên tái sử dụng giấy tờ ở 31,4 % hồ sơ",
        ),
        ratio: Ratio {
            value: choice.language.percent(0.314, 1),
            numerator: ("157".to_owned(), "hồ sơ có ít nhất một giấy tờ tái sử dụng".to_owned()),
            denominator: ("500".to_owned(), "hồ sơ được tiếp nhận trong tháng 11/2026".to_owned()),
            seal: seal(SealKind::OneSided),
        },
        trend: trend(),
        dots: dots(),
    }
}

/// Every specimen page by name.
pub(crate) fn pages(choice: Choice) -> Vec<(&'static str, Result<String, askama::Error>)> {
    let confirmation = ConfirmationSpecimen {
        text: Text::of(choice.language),
        frame: frame(choice, Composition::Citizen, "Hồ sơ đã được nộp"),
        steps: steps(),
    };
    vec![
        ("specimen", specimen(choice).render()),
        ("specimen-citizen", citizen(choice).render()),
        ("specimen-confirmation", confirmation.render()),
        ("specimen-officer", officer(choice).render()),
        ("specimen-leader", leader(choice).render()),
    ]
}
