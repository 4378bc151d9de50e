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
log-casework = Steps of dossiers
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
