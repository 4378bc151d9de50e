# Frame
skip = Skip to main content
language = Language
language-other = Tiếng Việt
role-centre = Centre of the exchange
role-node = Gateway
demo-name = Sample data
demo = This is a demonstration: every person, dossier and transaction on this page was made by a machine and belongs to nobody.
foot-name = What this page stands on
foot-at = Made at { $time } on { $date }, Vietnam time
foot-directory = Directory, record { $sequence }
foot-checkpoint = { $size ->
    [one] Checkpoint over { $size } entry
   *[other] Checkpoint over { $size } entries
}
foot-no-checkpoint = This gateway's log has not published a checkpoint yet.
foot-software = Motlan, version { $version }
mark = code not confirmed
mark-note = An agency code with the mark (?) is not confirmed: it was inferred from other sources and not compared with the annex of Decision 20/2020/QĐ-TTg.
copy-hint = Click the command to select all of it.
era-sample = Sample data, period 2022–2024, 63 provinces
era-before-merger = Figures before 01/07/2025, 63 provinces
era-after-merger = Figures from 01/07/2025, 34 provinces
sections = Sections
log-in = Log in
log-out = Log out
foot-contact = Contact
foot-accessibility = Accessibility
foot-privacy-link = Privacy
foot-registries = Registries
foot-status = System status
