//! What a form is made of. Labels stand above, then the hint, then the error, then the control.
//!
//! A page that refuses answers 422 with the same form, every error at once: in the summary on top and at its field.

/// What every form that changes something carries. It is sent with POST and answered with a redirect.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent, an address of this node.
    pub action: String,
    /// The session's token against forged forms, the field `csrf`. Empty where there is no session yet.
    pub csrf: String,
    /// Names this one filling of the form, the field `form`: sent twice, it counts once. Empty where that is no matter.
    pub id: String,
}

/// The token stays out of logs.
impl std::fmt::Debug for Form {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Form")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl Form {
    /// A form of a session.
    pub fn new(action: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            csrf: csrf.into(),
            id: String::new(),
        }
    }

    /// Counts once, however often it is sent.
    #[must_use]
    pub fn once(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }
}

/// What may be typed into a text field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// One line.
    #[default]
    Line,
    /// One line that is not shown.
    Passphrase,
    /// Several lines.
    Lines,
}

/// A text field.
#[derive(Clone, PartialEq, Eq)]
pub struct TextField {
    /// The field's name, which is its id too.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// How to answer.
    pub hint: Option<String>,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// The answer so far.
    pub value: String,
    /// What may be typed.
    pub kind: InputKind,
    /// The purpose of the field in the words of HTML's `autocomplete`; `off` if there is none.
    pub autocomplete: &'static str,
    /// Whether the answer is short, as a code is.
    pub is_short: bool,
}

impl TextField {
    /// An empty field of one line.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            value: String::new(),
            kind: InputKind::Line,
            autocomplete: "off",
            is_short: false,
        }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With an answer.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With what is wrong, if something is.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// Of another kind.
    #[must_use]
    pub fn kind(mut self, kind: InputKind) -> Self {
        self.kind = kind;
        self
    }

    /// The ids of hint and error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }

    /// Whether several lines may be typed.
    pub fn is_lines(&self) -> bool {
        self.kind == InputKind::Lines
    }

    /// The control's type in HTML.
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            InputKind::Passphrase => "password",
            InputKind::Line | InputKind::Lines => "text",
        }
    }
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radio {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub is_checked: bool,
}

/// A question with several answers, of which one is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radios {
    /// The field's name; the first answer has it as its id.
    pub name: String,
    /// What is asked.
    pub legend: String,
    /// How to answer.
    pub hint: Option<String>,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// The answers.
    pub options: Vec<Radio>,
}

impl Radios {
    /// The ids of hint and error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }

    /// The id of an answer: the error summary leads to the first.
    pub fn id(&self, place: &usize) -> String {
        match place {
            0 => self.name.clone(),
            place => format!("{}-{place}", self.name),
        }
    }
}

/// Yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkbox {
    /// The field's name, which is its id too.
    pub name: String,
    /// What is sent if it is ticked.
    pub value: String,
    /// What ticking it says.
    pub label: String,
    /// What it means.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// Whether it is ticked.
    pub is_checked: bool,
}

impl Checkbox {
    /// The ids of hint and error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

/// A file from the reader's device. Its form must be sent as `multipart/form-data`: use the macro `upload_form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The field's name, which is its id too.
    pub name: String,
    /// What is asked for.
    pub label: String,
    /// Which files and how large.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// Media types and endings that the browser offers, as in `application/pdf,image/jpeg`.
    pub accept: String,
}

impl Upload {
    /// The ids of hint and error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

/// A line of the error summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The name of the field that it is about.
    pub field: String,
    /// What is wrong and how to put it right.
    pub text: String,
}

fn described_by(name: &str, has_hint: bool, has_error: bool) -> String {
    let mut ids = Vec::new();
    if has_hint {
        ids.push(format!("{name}-goi-y"));
    }
    if has_error {
        ids.push(format!("{name}-loi"));
    }
    ids.join(" ")
}

/// What was typed may be a person's data.
impl std::fmt::Debug for TextField {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TextField")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_only_the_words_that_stand_beside_it() {
        let bare = TextField::new("ly-do", "Lý do");
        assert_eq!(bare.described_by(), "");
        let both = bare.hint("10 chữ").error(Some("Thiếu".to_owned()));
        assert_eq!(both.described_by(), "ly-do-goi-y ly-do-loi");
    }

    #[test]
    fn tokens_and_answers_stay_out_of_debug_output() {
        let form = Form::new("/nop", "secret-token").once("form-7");
        let field = TextField::new("ten", "Tên").value("Nguyễn Thị Mẫu");
        let shown = format!("{form:?} {field:?}");
        assert!(!shown.contains("secret") && !shown.contains("Nguyễn"), "{shown}");
    }
}
