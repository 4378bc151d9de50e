# The officer's desk
desk-title-none = No dossier is waiting for you
desk-title = { $count ->
    [one] { $count } dossier is waiting
   *[other] { $count } dossiers are waiting
}
desk-title-late = { $count ->
    [one] { $count } dossier is waiting, { $late } overdue
   *[other] { $count } dossiers are waiting, { $late } overdue
}
desk-title-overdue = { $count ->
    [one] { $count } dossier is overdue
   *[other] { $count } dossiers are overdue
}
desk-title-overdue-none = No dossier is overdue
desk-title-all = { $count ->
    [one] The unit has { $count } dossier in all
   *[other] The unit has { $count } dossiers in all
}
desk-title-status = { $count ->
    [one] { $count } dossier has the status “{ $status }”
   *[other] { $count } dossiers have the status “{ $status }”
}
desk-shows = Filter by status
desk-show-open = Waiting
desk-show-overdue = Overdue
desk-show-all = All
desk-units = Filter by unit
desk-units-all = All my units
desk-empty = There is no dossier here. Choose another list above; a new dossier is here when you open the page again.
desk-column-code = Dossier
desk-column-procedure = Procedure
desk-column-status = Status
desk-column-submitted = Submitted
desk-column-due = Due
desk-column-left = Working days left
desk-due-none = Not set
desk-clock-none = The clock has not begun, or has ended
desk-just-late = The due day has passed
desk-days-left = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
desk-days-today = Today
desk-days-over = { $days ->
    [one] { $days } day over
   *[other] { $days } days over
}
desk-days-paused = { $days ->
    [one] { $days } day, paused
   *[other] { $days } days, paused
}
desk-position = Dossiers { $first }–{ $last } of { $total }
desk-to-queue = Back to the queue
desk-is-new = A new dossier waits to be received
desk-is-received = The dossier is received, and nobody works on it yet
desk-is-refused = The dossier was not received
desk-is-in-progress = The dossier is being worked on
desk-is-waiting-papers = The dossier waits for papers from the applicant
desk-is-waiting-payment = The dossier waits for a payment
desk-is-withdrawn = The applicant withdrew this dossier
desk-is-stopped = Work on the dossier has stopped
desk-is-done = The dossier is finished, and its result waits to be handed over
desk-is-returned = The result of this dossier was handed over
desk-submitted-at = Submitted { $at }
desk-file = The file
desk-name = Full name
desk-birth = Date of birth
desk-number = Personal number
desk-applicant = The applicant
desk-transaction = Transaction
desk-paper-says = Show what it says
desk-paper-missing = Not there
desk-paper-unavailable = Could not be asked. { $why }
desk-document-open = Open the document
desk-upload-open = Open the file handed in
desk-from-upload = Handed in by the applicant
desk-from-registry = From { $from }
desk-from-registry-since = From { $from }, { $at }
desk-from-vault = From the applicant’s vault. Issued by { $from }
desk-from-component = Already part of an earlier dossier
desk-from-result = The result of an earlier dossier. Issued by { $from }
desk-result = The result
desk-result-signed = Signed with the unit’s digital signature
desk-result-open = Open the result
desk-checklist = Components
desk-is-there = There
desk-is-missing = Missing
desk-is-optional = Not required
desk-is-unavailable = Could not be asked
desk-population = Population check
desk-check = Check with the population registry
desk-check-again = Check again
desk-unchecked = Not checked
desk-matches = Everything agrees
desk-mismatches = Something does not agree
desk-checked-signed = Checked by { $officer }, { $at }. The answer is part of the dossier and bears the unit’s signature.
desk-checked-unsigned = Checked by { $officer }, { $at }. The answer is part of the dossier and bears no signature.
desk-match-caption = Each piece of data in the dossier and the population registry’s answer
desk-match-empty = One click compares each piece of data. The registry only says whether it agrees and sends no data back.
desk-column-field = Data
desk-column-value = In the dossier
desk-column-answer = Registry
desk-field-match = Agrees
desk-field-mismatch = Does not agree
desk-field-unknown = No data held
desk-decision = Decision
desk-received = Received
desk-due = Due
desk-ended = Finished
desk-receive = Receive the dossier
desk-refuse = Refuse the dossier
desk-start = Start work
desk-ask = Ask for more papers
desk-stop = Stop work
desk-resume = Resume work
desk-sign = Sign the result
desk-decide = Finish the dossier
desk-hand-over = Hand the result over
desk-note = A note for the applicant (optional)
desk-reason = Reason
desk-reason-whole = A reason about the whole dossier
desk-reason-hint = Say what is wrong and what to do, everything at once. At least one field, 10 characters or more in each. The applicant reads this.
desk-nothing-ended = The dossier has ended. There is nothing left to do.
desk-nothing-papers = The applicant must add papers. When they come, the dossier is back in the queue by itself.
desk-nothing-signer = Somebody who may sign for the unit must sign the result first.
desk-portal = National portal
desk-to-sync = See the sync
desk-portal-held = Holds “{ $status }” since { $at }.
desk-portal-behind = { $waiting ->
    [one] Knows “{ $status }” so far; { $waiting } change waits to be sent.
   *[other] Knows “{ $status }” so far; { $waiting } changes wait to be sent.
}
desk-portal-waiting = { $waiting ->
    [one] Does not know this dossier yet; { $waiting } change waits to be sent.
   *[other] Does not know this dossier yet; { $waiting } changes wait to be sent.
}
desk-portal-none = No change was sent yet.
desk-portal-parked = The portal refused a change, and somebody must act. { $why }
desk-history = What happened so far
desk-step-unproven = This step is being written into the evidence log
desk-changed-title = Somebody was a step ahead of you in this dossier
desk-changed-lead = The dossier has the status “{ $status }” since { $at }. The step you chose changed nothing.
desk-changed-open = Open the dossier as it is now
desk-done-receive = Received. The clock runs.
desk-done-refuse = Refused. The applicant sees the reasons at once.
desk-done-check = Checked. The answer is part of the dossier.
desk-done-start = The dossier is being worked on.
desk-done-ask = The applicant was asked for papers. The clock stands.
desk-done-stop = Work has stopped. The clock stands.
desk-done-resume = Work goes on. The clock runs again.
desk-done-sign = The result is signed. The dossier can be finished now.
desk-done-decide = Finished. The result is in the applicant’s vault.
desk-done-hand-over = The result was handed over.
