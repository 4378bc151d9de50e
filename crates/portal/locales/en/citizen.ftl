# A citizen's pages
my-age-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
my-age-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
my-age-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
my-age-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
my-basis-one-stop = To handle a procedure at the one-stop desk (Decree 107/2021/NĐ-CP, article 1).
my-basis-own-data = To answer you: who looked at your data (Decree 13/2023/NĐ-CP, articles 9 and 14).
my-basis-project-06 = To clean data under Project 06 (Decision 06/QĐ-TTg of 2022, article 1).
my-basis-other = On the basis { $code }.
my-changed-title = The dossier has moved on; nothing was sent
my-changed-lead = The page you used was old: the dossier took a new step meanwhile. Look at where it stands now, then go on.
my-confirm = Confirm and submit
my-confirm-back = Back to the dossier
my-confirm-days = Time
my-confirm-days-value = { $days ->
    [one] { $days } working day from receipt
   *[other] { $days } working days from receipt
}
my-confirm-lead = Enter the passphrase of your electronic identity. It is your signature for this dossier.
my-confirm-lead-button = One click stands for the confirmation on your phone, because this is a demonstration. With it you agree to submit this dossier.
my-confirm-papers = Papers
my-confirm-passphrase = Passphrase of your electronic identity
my-confirm-passphrase-hint = You may paste it.
my-confirm-summary = You are about to submit
my-confirm-title = One step left: confirm that it is you
my-confirm-title-failed = Not confirmed, so nothing was submitted
my-confirm-to = To
my-confirm-wrong = The passphrase is wrong. Try again.
my-confirm-what = Procedure
my-document-back = Back to my documents
my-document-consent = you agreed at { $time }
my-document-digest = Hash of the file (SHA-256)
my-document-download = Download the PDF
my-document-issued = Date of issue
my-document-issuer = Issued by
my-document-origin = Who issued it, and until when it holds
my-document-result-of = This is the result of dossier
my-document-says = What it says
my-document-size = { $size } KiB
my-document-title = { $name }: valid
my-document-title-expired = { $name }: no longer valid
my-document-title-until = { $name }: valid until { $date }
my-document-unused = No dossier has used this document.
my-document-uses = Which dossiers used it
my-document-validity = Validity
my-dossier-code = Dossier code
my-dossier-deadline = Deadline
my-dossier-no-deadline = The time begins when the dossier is received.
my-dossier-papers = What the dossier holds
my-dossier-procedure = Procedure
my-dossier-status = Status
my-dossier-steps = Steps so far
my-dossier-title-done = Your result is ready
my-dossier-title-in-progress = Your dossier is being worked on
my-dossier-title-new = Submitted, waiting to be received
my-dossier-title-not-received = Your dossier was not received
my-dossier-title-payment = A payment is needed before it can go on
my-dossier-title-received = Your dossier was received
my-dossier-title-returned = The result was handed over to you
my-dossier-title-stopped = Your dossier is on hold
my-dossier-title-supplement = You need to add papers
my-dossier-title-withdrawn = You took this dossier back
my-due-on = Result due on { $date }
my-ended-on = Ended on { $date }
my-home-begin = You can do this now
my-home-begin-text = We fetch what the state already has. You look at it first and agree afterwards.
my-home-dossiers = Your dossiers
my-home-empty = Once you submit your first dossier, its code and status stand here.
my-home-title-closed = No dossier is waiting
my-home-title-done = Your result is ready
my-home-title-none = You have no dossier yet, and can begin now
my-home-title-open = Your dossier is being handled
my-home-title-waits = A dossier is waiting for you
my-law = Basis:
my-level-back = Back to my draft
my-level-how = How to get level 2
my-level-kept = Your draft is kept for 30 days. With level 2, log in again and submit it.
my-level-law = Decree 59/2022/NĐ-CP on electronic identification and authentication.
my-level-lead = Your account has level 1. Submitting needs level 2, so that it is certainly you.
my-level-notice = Your account has level 1. You can read this page but not submit yet.
my-level-page-title = You need an identity of level 2 to submit
my-level-step-1 = Take your identity card to the nearest police office.
my-level-step-2 = An officer takes your photograph and fingerprints and sets up the account of level 2.
my-level-step-3 = Open the message with the result and activate the account on your phone.
my-level-title = Level 2 is needed to submit
my-mark = not compared with the original text
my-mark-note = What carries the mark (?) has not been compared with the original text.
my-offer-about = { $days ->
    [one] { $days } working day · { $unit }
   *[other] { $days } working days · { $unit }
}
my-offer-more = See what is needed
my-outcome-correction = It asked to correct something, or its owner dealt with that.
my-outcome-found = It was answered.
my-outcome-match = Result: it matched.
my-outcome-no-match = Result: it did not match.
my-outcome-not-found = No data were given out.
my-outcome-other = Result: { $code }.
my-outcome-snapshot-opened = A copy of the whole registry was opened
my-outcome-synced = It sent data about you and was told whether they were taken.
my-open = Open
my-page-of = Page { $page } of { $pages }
my-paper-registry = We ask { $system }.
my-paper-result = From the result of your earlier dossier.
my-paper-upload = If nobody has it, you send a photograph or a file.
my-paper-vault = From your documents.
my-payment-notice = A payment is needed
my-payment-text = The office will tell you how much and how to pay. While it waits, the clock stands.
my-person-birth = Date of birth
my-person-name = Full name
my-person-number = Personal number
my-portal-behind = National portal: not the same status
my-portal-behind-text = The national portal still says “{ $status }”, { $age } behind. We keep sending; your dossier is not affected.
my-portal-nothing-text = The national portal has not got the dossier yet, after { $age }. We keep sending; your dossier is not affected.
my-portal-refused = National portal: it does not take the new step
my-portal-refused-text = An operator has to look at it. The status on this page is the right one.
my-portal-same = National portal: the same status
my-portal-same-text = The national portal says “{ $status }” too, received at { $time }.
my-preview = Preview
my-procedure-code = National code
my-procedure-days = { $days ->
    [one] { $days } working day, the day of receipt not counted
   *[other] { $days } working days, the day of receipt not counted
}
my-procedure-facts = What to know
my-procedure-lead = What the state already has, we fetch. You only look at it and agree.
my-procedure-licence = Renew a driving licence
my-procedure-log-in = Log in to begin
my-procedure-papers = What is needed, and where it comes from
my-procedure-permit = Issue an international driving permit
my-procedure-result = Result
my-procedure-time = Time
my-procedure-title = { $days ->
    [one] { $name }: done in { $days } working day
   *[other] { $name }: done in { $days } working days
}
my-procedure-unit = Handled by
my-procedures-lead = Press what you need. You see everything before it is submitted.
my-procedures-lead-stranger = Choose a procedure to see what it needs. To begin, log in with your electronic identity.
my-procedures-none = This office has no procedure online yet. Come back later, or go to its one-stop desk.
my-procedures-title = What you can do here
my-procedures-title-none = There is no procedure here yet
my-receipt-next = { $unit } will look at the dossier and receive it. You need do nothing more.
my-receipt-title = Your dossier was submitted
my-receipt-what-next = What happens next
my-receipt-when = { $days ->
    [one] The result comes within { $days } working day of receipt. The date stands on this page once the dossier is received.
   *[other] The result comes within { $days } working days of receipt. The date stands on this page once the dossier is received.
}
my-receipt-who = { $unit } decides. The result goes into your documents.
my-refused-notice = Why it was not received
my-refused-text = The reason stands below. You can put it right and submit a new dossier.
my-result-open = Open the result in my documents
my-result-ready = The result is here
my-result-ready-text = The electronic original carries the office’s digital signature and counts as the paper does.
my-review-after = { $days ->
    [one] Then { $unit } looks at it. The result comes within { $days } working day of receipt and goes into your documents.
   *[other] Then { $unit } looks at it. The result comes within { $days } working days of receipt and goes into your documents.
}
my-review-again = Try again
my-review-agree = Agree and submit
my-review-consent = With the button below you agree that what is listed above is sent, to the office named above only and for this procedure only.
my-review-error = { $paper }: { $sentence }
my-review-gap = Nobody has this paper. Ask whoever issued it to bring it up to date, then come back.
my-review-greeting = Dear { $name },
my-review-lead-all = You have nothing to fill in and no paper to send.
my-review-lead-missing = What is there already you need not send again. What is missing is named in the letter below.
my-review-lead-some = You only sent what no agency has. We fetched everything else.
my-review-not-yet = The dossier is not complete, so it cannot be submitted yet. The draft is kept for 30 days; you can come back later.
my-review-person = About you
my-review-person-source = From the electronic identity that you logged in with.
my-review-sent = What is sent, and to whom
my-review-sent-to = When you agree, this is sent to { $unit }:
my-review-silent = { $system } has not answered. Trying again in a few minutes usually helps.
my-review-title = Everything is here; you only look and agree
my-review-title-changed = The draft has changed, look at it again
my-review-title-missing = A paper is still missing
my-review-title-silent = Somebody has not answered; try again
my-review-wish = You want this: { $procedure }. Below is what agencies already know and what this dossier would use.
my-review-wrong = Tell us
my-review-wrong-text = Is something not right?
my-seal-result = One-sided: this decision is in the office’s log
my-seal-step = One-sided: this step is in the office’s log
my-sent-at = Submitted at { $time }
my-settled-lead = This draft has become a dossier. No second one was submitted.
my-settled-on = See the dossier
my-settled-title = You have submitted this already
my-signature-broken = The digital signature does not fit the file any more. Do not use the file; tell whoever issued it.
my-signature-holds = Digitally signed, and the file is whole. The certificate names { $by }; signed on { $date }.
my-signature-none = The file carries no digital signature.
my-since = updated on { $date }
my-since-asked = asked at { $date }
my-since-issued = issued on { $date }
my-source-result = Result of your earlier dossier · { $issuer }
my-source-upload = The file you sent
my-source-vault = Your documents · { $issuer }
my-step-by-you = You
my-step-paused = The clock stands while it waits.
my-stopped-notice = Why it is on hold
my-stopped-text = The reason stands below. While it is on hold, the clock stands.
my-supplement-notice = The office needs more papers
my-supplement-send = Send the papers
my-supplement-text = The reason stands below. While it waits for you, the clock stands.
my-supplement-title = Send more papers
my-tag-expired = No longer valid
my-tag-valid = Valid
my-upload-hint = PDF, JPEG or PNG, at most 10 MiB. A photograph from your phone will do.
my-upload-label = Choose a file: { $paper }
my-upload-replace = Replace it with this file
my-upload-send = Send the file
my-usage-again = Try again
my-usage-ask = Ask why
my-usage-coverage-more = There are older looks.
my-usage-coverage-nobody = Every question has been written down since this registry joined the system. Nobody has asked.
my-usage-coverage-since = Every question has been written down since this registry joined the system. The first was on { $date }.
my-usage-dossier = Your dossier { $code }
my-usage-fields = Asked for:
my-usage-first = First time seen
my-usage-late = Shown late, as the law allows
my-usage-lead = Each time an agency asks about you, it is written down before it gets an answer. This page asks every registry itself and keeps nothing.
my-usage-limits = What this page does not tell
my-usage-limits-text = Only the registries above can answer. What people see who work at the registry’s own agency does not show here yet.
my-usage-machine = Asked by a program; no officer was named.
my-usage-newest = Back to the newest
my-usage-no-field = no field
my-usage-officer = An officer asked; that agency knows who.
my-usage-older = Older ones
my-usage-silent-text = The line is busy or down, so its journal could not be read.
my-usage-title-part = A registry has not answered; other looks are below
my-usage-silent = This registry has not answered
my-usage-title = Most recently, { $who } asked about you on { $date }
my-usage-title-no-registry = No registry can answer yet
my-usage-title-nobody = Nobody has looked at your data
my-usage-title-silent = The journals could not be read; try again
my-valid-until = Valid until { $date }
my-valid-without-end = Without a last day
my-vault-begin = See what you can do now
my-vault-empty = There is nothing here yet. When a dossier has a result, it comes here, and you need not send it again.
my-vault-lead = Your electronic documents, put here by whoever issued them. A dossier uses one only if you agree.
my-vault-title = All your documents are valid
my-vault-title-empty = You have no documents yet
my-vault-title-expired = A document has expired
my-withdraw = Take the dossier back
my-withdraw-hint = You need not say why. If you do, write 10 to 1,000 characters.
my-withdraw-reason = Reason
my-withdraw-summary = I want to take this dossier back
my-withdraw-text = A dossier that was taken back ends and cannot be opened again. You can always submit a new one.
my-withdraw-title = Changed your mind?
my-usage-count = { $count } { $count ->
    [one] time
   *[other] times
} on this page, last on { $date }.
my-usage-no-dossier = For no dossier
my-usage-other-dossier = For a dossier that is not yours here
my-usage-persons = The answer was about { $persons } people.
my-usage-sources = The registries that were asked
my-why-answered = Answered at { $at }
my-why-answered-late = Answered at { $at }, after the deadline of { $due }
my-why-asked = You asked why at { $at }.
my-why-hint = Optional. The agency knows which look you ask about; do not write your personal number.
my-why-label = What else do you want to know?
my-why-law = When you ask why, the answer is due within 72 hours (Decree 13/2023/NĐ-CP, article 14(3)).
my-why-nobody = The directory has no such agency, so nothing was asked.
my-why-open = Waiting for an answer, due by { $due }
my-why-overdue = No answer; it was due by { $due }
my-why-overdue-next = You have the right to complain.
my-why-send = Send the question
