# Who can do what here
about-title = Six people, six doors, one book of evidence
about-lead = Một lần lets agencies ask each other instead of asking people. Everybody comes in by a door of their own and sees their own part of the work.
citizen-how = Go to the pages of the province or agency that handles your dossier and log in with your electronic identity. What the state has you need not hand in again; before anything is sent, you see what goes where.
officer-how = Your unit gives you an account of its one-stop desk. Each look at a person’s data needs a purpose, and that person sees it in a journal of their own.
operator-how = The status page of each gateway and of the centre says at once what runs and what does not. On the server, this command checks configuration, keys, clock and directory:
leader-how = The figures on your pages are computed from the book of evidence; nobody types them in. Each has its numerator, its denominator, its seal, and the way down to the single entry.
auditor-how = You need not trust this page. Fetch the gateways’ log files and recompute every figure, without a network:
integrator-how = A system that speaks X-Road REST works at once, with nothing changed but the address. To try it first, this command brings up a small country with sample data on your machine:

# Contact
contact-title = { $member } runs this page
contact-lead = When something is wrong, tell the reception desk of { $member }.
contact-title-demo = This is a demonstration, and no agency stands behind it
contact-lead-demo = The names of agencies on these pages are examples. Whoever runs this demonstration on their machine is its operator.
contact-report = When a page reports an error
contact-report-how = Note three things printed on the page: the error code, the time at which it was made, and the root of the checkpoint in its foot. They are enough for the operator to find the place, and none of them is personal data.
contact-data = When data about you are wrong
contact-data-how = Data are corrected where they are kept: at the agency named beside the value. Whoever asks again receives the corrected value.

# Accessibility
accessibility-title = Everybody can use these pages, by keyboard, by ear or on a small screen
accessibility-lead = We follow WCAG 2.2, level AA. This is what the pages keep, and what is still missing.
access-keyboard = Keyboard and screen reader
access-keyboard-how = Everything works by keyboard and without JavaScript. A thick golden frame shows where you are. Each seal, each column and each field has a name that can be heard.
access-sight = Sight
access-sight-how = Text and ground differ by at least 5.7 to 1. Colour never speaks alone: shape and words come first. Pages follow your device’s dark mode, high contrast and reduced motion.
access-screen = Small screens and zoom
access-screen-how = At a width of 320 pixels, or at 400 % zoom, nothing needs to be scrolled sideways; the rows of a table become cards. What can be touched is at least 44 pixels high.
access-open = What is still missing
access-open-how = No independent body has audited these pages yet. If something does not work for you, please report it as the contact page says.

# Privacy
privacy-title = This page does not follow you
privacy-lead = It loads nothing from elsewhere, counts no readers and runs no code in the browser.
privacy-browser = In your browser
privacy-browser-how = Public pages set no cookie. When you log in, the browser keeps exactly one, that of your session; logging out ends it.
privacy-log = In the server’s log
privacy-log-how = The log has the path, the outcome and the time a request took. It has no name, no personal number and no content.
privacy-evidence = In the book of evidence
privacy-evidence-how = An entry holds keyed hashes only. The key lies apart and can be erased; once it is, the entry says nothing about anybody.
