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
forbidden-title = This page is not for your role
to-front = To the front page
refused-title = This cannot be done now
