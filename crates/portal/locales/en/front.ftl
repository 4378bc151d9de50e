# The centre's front page
front-title-people = People tell the state once.
front-title-agencies = Agencies ask each other,
front-title-proof = and every question leaves proof.
front-lead = Two gateways enter each transaction, each in a book of its own. Only where the two books agree does a transaction count as proven, and anybody can recompute it.
book-title = Today’s book of transactions
book-date = { $date }, Vietnam time
book-caption = Today’s transactions as each side entered them in its own book, by service
book-service = Service
book-consumer = Consumer entered
book-joint = Compared
book-provider = Provider entered
book-more = { $services ->
    [one] { $services } more service is on the status page.
   *[other] { $services } more services are on the status page.
}
book-empty = No transactions yet today. Figures appear here about a second after the first one.
today-matched = transactions today agree on both sides
today-seen = { $count ->
    [one] Out of { $count } transaction in the book of at least one side.
   *[other] Out of { $count } transactions in the book of at least one side.
}
today-unmatched = { $count ->
    [one] { $count } transaction stands on one side only and waits to be compared.
   *[other] { $count } transactions stand on one side only and wait to be compared.
}
today-none-unmatched = No transaction differs between the two sides.
runs-title = What runs
runs-all = { $gateways ->
    [one] The centre reads the book of the only gateway.
   *[other] The centre reads the books of all { $gateways } gateways.
}
runs-some = The centre reads the books of { $read } out of { $gateways } gateways. What is not read is not counted.
runs-none = The directory has no gateway yet. The first appears here as soon as it is registered.
runs-link = Each gateway and each service
doors-title = Come in
doors-lead-demo = This is a demonstration: one button lets you in, as a sample person who does not exist.
doors-lead = Everybody comes in by a door of their own.
door-enter = Try it
door-read = What can be done here
citizen = Citizen
citizen-about = File a dossier without repeating what the state already knows, and know who looked at your data.
officer = One-stop officer
officer-about = Receive dossiers, check with the population data in one click, hand over signed results.
operator = Operator
operator-about = Which gateway runs, which line is cut, which message failed, and the evidence of each failure.
leader = Leader
leader-about = One answer to a page, one figure with its seal, and the way down to the single dossier.
auditor = Auditor
auditor-about = Open any entry, climb from it to the signed root, recompute every figure and trust nobody.
integrator = Integrator
integrator-about = Connect your system over X-Road REST, and try it first with sample data.

# The first page of a node
start-title = This is the gateway of { $member }
start-lead = Each time { $member } asks another agency or answers one, the gateway signs it and makes an entry.
start-entries = transaction entries in this gateway’s book, up to its last checkpoint
start-none = This gateway’s book has no entries under a checkpoint yet. The first appears here about a second after the first transaction.
start-status = See this gateway’s status
start-centre = To the centre’s front page
