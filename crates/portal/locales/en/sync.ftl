# Sync with the national portal, and finding a dossier
sync-title-done = The national portal has every change
sync-title-waiting = { $count ->
    [one] { $count } change is on its way to the national portal
   *[other] { $count } changes are on their way to the national portal
}
sync-title-down = The line to the national portal is down, and nothing waits yet
sync-title-down-waiting = { $count ->
    [one] The line is down, { $count } change waits, and nothing is lost
   *[other] The line is down, { $count } changes wait, and nothing is lost
}
sync-title-parked = { $count ->
    [one] The national portal refused { $count } change, and somebody must act
   *[other] The national portal refused { $count } changes, and somebody must act
}
sync-lead-done = Whenever a dossier changes its status, this node tells the national portal and waits until the portal confirms.
sync-lead-waiting = Changes are sent in their order, again and again until the portal confirms. Choose “Update” to see the number fall.
sync-lead-down = Nothing is lost: every change is in this node’s book, in its order. Work on dossiers goes on as usual. When the line is back, the node goes on sending within a minute.
sync-line-none = The directory has no national portal yet
sync-line-cut = The line is cut for an exercise
sync-line-down = The last attempt did not get through
sync-line-up = The line is up
sync-seal = One-sided: counted in this node’s book of changes to send
sync-waiting-title = Changes waiting
sync-update = Update
sync-oldest = Longest wait
sync-oldest-none = Nothing waits
sync-last = Last confirmation
sync-last-none = The portal has confirmed no change yet
sync-since = { $at }, { $age } ago
sync-other-end = Other end
sync-last-error = Last error
sync-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
sync-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
sync-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
sync-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
sync-parked = Refused changes
sync-parked-how = Sending again at once would not help. The operators of both sides look at the code and put the fault right; later changes of the same dossier wait until then. Once it is right, the operator presses the button below.
sync-send-again = Send the changes of dossier { $dossier } again
sync-parked-none = No change was refused.
sync-column-dossier = Dossier
sync-column-number = Change
sync-column-since = Since
sync-column-code = Code
sync-column-state = State
sync-column-changes = Changes
sync-finding = The national portal has confirmed { $held } of { $total } changes
sync-held = Confirmed
sync-waiting = Waiting
sync-refused = Refused
sync-look-up = See what the national portal knows of a dossier
sync-exercise = Cut the line for an exercise
sync-cut = Cut the line
sync-cut-hint = This node can send nothing to the national portal until you join the line again. The button exists in a demonstration only.
sync-join = Join the line
sync-join-hint = Join the line, then choose “Update”: the number falls to 0, without a change missing or sent twice.
find-title = Find a dossier by its code
find-title-no-code = This is not the code of a dossier
find-title-nothing = The national portal knows no dossier with this code
find-title-held = The dossier has the status “{ $status }”
find-title-elsewhere = Dossiers are found on the national portal
find-lead = Type the code that stands on your receipt. No log-in is needed; the page only says how far the dossier is, and nothing about anybody.
find-lead-nothing = Compare each character with your receipt. A dossier that was just submitted may need a few seconds to arrive here.
find-lead-elsewhere = It answers for every province and ministry, without log-in.
find-lead-unknown = This node does not know the address of the national portal. Ask the desk where you submitted.
find-code = Dossier code
find-code-hint = For example: 000.00.08.H45-261121-0001
find-search = Find a dossier
find-another = Find another dossier
find-do = Find
find-elsewhere = Find it on the national portal
find-dossier = Dossier code
find-changed = Has this status since
find-told = Told to the portal
find-teller = Told by:
find-history = What happened so far
find-received = Change { $number }, received by the portal { $at }
find-reasons = The reasons of each step are for the applicant and the agency only.
