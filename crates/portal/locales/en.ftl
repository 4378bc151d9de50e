# The words of the pages, English. The keys are those of vi.ftl.

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
foot-privacy = This page runs no code in the browser, sets no cookie and holds no personal data.
foot-software = Motlan, version { $version }
mark = code not confirmed
mark-note = An agency code with the mark (?) is not confirmed: it was inferred from other sources and not compared with the annex of Decision 20/2020/QĐ-TTg.
copy-hint = Click the command to select all of it.

# The seal
seal-proven = Proven: the logs of both sides agree, under checkpoints that were verified.
seal-one-sided = One-sided: only one log has it, or the other has not been compared yet.
seal-reported = Reported: somebody published it, no log proves it.
seal-broken = Contradicted or broken: a log disagrees with itself or with the other side.
label-proven = Proven: 2 logs agree
label-incomplete = One-sided: some transactions do not match yet, or a log was not read
label-consumer-only = One-sided: only in the consumer’s log
label-provider-only = One-sided: only in the provider’s log
label-log = One-sided: the gateway’s own log, true to its checkpoint
label-proof = One-sided: the entry stands in this gateway’s log
label-broken = Contradicted: the log cannot be believed

# Status, centre
title-no-gateways = The directory has no gateway yet
title-reading = The centre is reading the gateways’ logs
title-nothing = No transactions yet today
title-nothing-unread = { $logs ->
    [one] No transactions seen yet today; { $logs } log could not be read
   *[other] No transactions seen yet today; { $logs } logs could not be read
}
title-matched = { $matched ->
    [one] { $matched } transaction today, and both sides agree
   *[other] { $matched } transactions today, all of them agree on both sides
}
title-unmatched = { $matched ->
    [one] { $matched } transaction agrees on both sides today, { $unmatched } not matched yet
   *[other] { $matched } transactions agree on both sides today, { $unmatched } not matched yet
}
title-matched-unread = { $logs ->
    [one] Transactions that agree on both sides today: { $matched }; { $logs } log could not be read
   *[other] Transactions that agree on both sides today: { $matched }; { $logs } logs could not be read
}
title-unmatched-unread = { $logs ->
    [one] Transactions that agree on both sides today: { $matched }, not matched yet: { $unmatched }; { $logs } log could not be read
   *[other] Transactions that agree on both sides today: { $matched }, not matched yet: { $unmatched }; { $logs } logs could not be read
}
centre-lead = On { $date }. Each transaction is entered twice: by the gateway that asks and by the one that answers. The centre reads every gateway’s log, verifies each entry and joins the two sides.
alerts-title = Needs attention
alert-broken = { $gateway }: the log contradicts its checkpoint
alert-unreachable = { $gateway }: the log cannot be read
alert-stopped = Evidence cannot be written, so the gateway serves nothing more
alert-directory = The heartbeat of the centre’s directory is not heard

today-title = Today’s transactions per service
today-caption = Today’s transactions by service, consumer and provider; what does not match comes first
today-empty = No entries of today yet. Figures appear here about a second after the first transaction.
service = Service
consumer = Consumer
provider = Provider
matched = Both sides agree
consumer-only = Consumer only
provider-only = Provider only
total = Total
none = none
more-rows = { $rows ->
    [one] { $rows } more row is not shown here; the totals count it.
   *[other] { $rows } more rows are not shown here; the totals count them.
}

gateways-title = What runs
gateways-caption = The directory’s gateways and the transaction log of each; those with a problem come first
gateways-empty = No gateway is registered yet. It appears here as soon as the directory names it.
gateway = Gateway
entries = Verified entries
state = State
problem = Problem
state-read = Read, true to its checkpoint
state-not-yet-read = Not read yet
state-unreachable = Cannot be read
state-broken = Contradicted
not-known = not known
keys-title = Verifier keys of the logs
key-none = no key registered

# Status, a node
title-stopped = The gateway has stopped: it cannot write evidence
title-node-empty = The gateway is running and has entered no transaction yet
title-node = { $entries ->
    [one] The gateway is running and has entered { $entries } transaction
   *[other] The gateway is running and has entered { $entries } transactions
}
node-lead = The gateway of { $member } makes one entry for every transaction that it asks or answers. An entry holds nobody’s name, number or content.
node-centre = The centre counts what agrees on both sides, service by service.
node-centre-link = Open the centre’s page
logs-title = This gateway’s logs
logs-caption = The gateway’s logs up to their last checkpoint
log = Log
log-exchange = Transactions with an answer
log-unfinished = Unfinished transactions
log-entries = Entries
log-root = Root of the tree
services-title = Services that this gateway offers
services-caption = Services registered in the directory
services-empty = This member offers no service; its gateway only asks.
service-enabled = In service
service-disabled = Out of service
directory-title = Directory
directory-heard = Record { $sequence }. The centre’s last heartbeat came at { $time } on { $date }, { $age ->
    [one] { $age } second ago
   *[other] { $age } seconds ago
}.
directory-never = Record { $sequence }. No heartbeat of the centre has been heard yet.

# A proof to open
open-title = Open a proof
open-link = Open the proof
proof-own = The newest entry under a checkpoint is number { $number }. Look at it, download it, check it yourself.
proof-elsewhere = The newest entry lies at the gateway of { $node }: number { $number }. Look at it, download it, check it yourself.
proof-no-address = Proofs lie on the pages of each gateway; this centre was not told the addresses of those pages.
proof-nothing = There is no entry to open yet. A proof exists about a second after the first transaction.

# Check it yourself
check-title = Check it yourself
check-lead = The seal beside a figure says how sure the figure is, and leads to its evidence.
check-audit = Whoever has the gateways’ log files can recompute every figure of this page, without a network:

# The page of a proof
back = Status
proof-title = Transaction { $number } stands in the log of { $member }
proof-title-unfinished = Unfinished transaction { $number } stands in the log of { $member }
proof-title-failed = Proof { $number } of { $member } does not verify
proof-lead-consumer = This gateway asked, and keeps the entry below. The provider keeps its own; the centre joins the two.
proof-lead-provider = This gateway answered, and keeps the entry below. The consumer keeps its own; the centre joins the two.
proof-lead-failed = The proof file does not lead to the signed checkpoint. Do not rely on it, and tell the agency that runs this gateway.
entry-title = Entry
entry-other = This side’s entry stands in its own log, not at this gateway. If both sides agree, it holds the same transaction id commitment:
field-hour = Hour of the signed request
field-hour-value = { $from }–{ $to } on { $date }
field-outcome = Outcome
field-id = Transaction id commitment
field-request = Request commitment
field-response = Response commitment
entry-note = A commitment is a keyed hash: equal ones mean equal content, and without the key they reveal nothing.
outcome-success = Answered, success (2xx)
outcome-redirection = Answered, redirection (3xx)
outcome-client-error = Answered, the request was not accepted (4xx)
outcome-server-error = Answered, the provider’s system reported an error (5xx)
outcome-crash = Unfinished: a crash left no answer
outcome-peer-lost = Unfinished: the connection to the other gateway was lost
outcome-commit-missing = Unfinished: the answer came, its commit did not
outcome-provider-silent = Unfinished: the provider’s system was silent
ladder-title = From the entry to the checkpoint
ladder-lead = Each rung hashes the value below with the value beside it. The last one must be the root that the checkpoint signs.
ladder-leaf = Hash of the entry
rung-left = Joined with the value on its left
rung-right = Joined with the value on its right
rung-result = gives
ladder-root = Root of the tree, signed by the checkpoint
checkpoint-title = Checkpoint
checkpoint-origin = Log
checkpoint-size = Entries
checkpoint-root = Root (base64)
checkpoint-key = Verifier key
checkpoint-text = Verbatim, with its signature
verify-title = Check this proof yourself
verify-lead = Download the file and run this command; it needs no network and no trust in this page. Take the verifier key from the directory or another source.
download = Download the proof (.tlog-proof)
failure-title = Why it does not verify

# No page
missing-title = There is no such page
missing-lead = The address may be mistyped, or no entry with this number was made yet.
pending-title = This proof will be ready in a moment
pending-lead = The entry is durable; the checkpoint that covers it is published within a second.
failed-title = This page cannot be opened now
failed-lead = The fault is with the gateway, not with you. Its operator sees it in the system log.
again = Try again
to-status = To the status page
code = Error code
