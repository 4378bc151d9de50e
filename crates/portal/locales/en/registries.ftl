# Registries: what each is, who is connected to which, and the operator's desk
db-about = { $code }, version { $version }, { $state }
db-all-fields = all { $count } fields named below
db-back = All registries
db-basic = Basic
db-by = Finds by:
db-clean = Clean
db-clean-means = Nothing twice, everything well-formed. What is malformed is refused on entry.
db-column-field = Field
db-column-fields = Fields
db-column-name = Registry
db-column-right = Right needed
db-column-sensitivity = Sensitivity
db-column-services = What it can be asked
db-column-validity = Validity
db-column-values = Values
db-column-where = Offered by
db-complete = Complete
db-complete-means = No value is missing that must be there.
db-correct = Correct
db-correct-means = Agrees with the place that the data come from.
db-count-basic = { $count } basic
db-count-open = { $count } open
db-count-sensitive = { $count } sensitive
db-does-changes = Tells receivers which records have changed, in order.
db-does-correct = Takes requests to correct what is wrong, with evidence; whoever owns the data decides.
db-does-look-up = Gives the fields that the asker’s grant allows.
db-does-search = Finds the records that hold exactly the value asked about.
db-does-sync = Takes records from where they are made; each is taken, or refused with its reason.
db-does-usage = Tells each person who asked about them.
db-does-verify = Answers for each value whether it matches, does not match or is unknown. Gives no data.
db-existence = An asker without the right person.existence cannot tell somebody whom the registry does not know from somebody whose data differ.
db-fields = { $count } { $count ->
    [one] field
   *[other] fields
}
db-fields-caption = The fields of the registry
db-fields-changes = May report: { $fields }
db-fields-correct = Can be asked to correct: { $fields }
db-fields-empty = This pack has no fields yet.
db-fields-give = May give: { $fields }
db-fields-sync = Takes: { $fields }
db-fields-verify = Can be asked about: { $fields }
db-file = Read the pack
db-forms = Form { $forms }: 9 is a digit, A a letter
db-heading-about = The pack
db-heading-basis = Legal basis
db-heading-fields = Which fields it holds
db-heading-keys = What a question needs
db-heading-lists = Lists of codes
db-heading-quality = When its data are good
db-heading-services = What it can be asked
db-here = runs in this node
db-keys = Each question must name, correctly and completely:
db-kept-records = A record is kept for { $years } { $years ->
    [one] year
   *[other] years
} after it ends.
db-kept-records-always = Records are kept for good.
db-kept-usage = Who asked is kept for { $years } { $years ->
    [one] year
   *[other] years
}.
db-kept-usage-always = Who asked is kept for good.
db-lead-nobody = Each record is found by: { $key }. It is about nobody.
db-lead-person = Each record is about one person and is found by that person’s number.
db-lead-thing = Each record is found by: { $key }. It is data of those named in: { $persons }.
db-list-caption = The registries, who offers them and what they can be asked
db-list-empty = There are no packs yet.
db-list-heading = Each registry
db-list-lead = Each registry is a pack that anybody can read: which fields it holds, why it may hold them, what it can be asked, and when its data are good.
db-list-title = { $running } of { $all } registries are running
db-live = Live
db-live-means = Not out of date.
db-no-rule = This pack sets no rule here.
db-nowhere = offered by nobody yet
db-one-title = { $name }: { $count } { $count ->
    [one] field
   *[other] fields
}
db-open = Open
db-pack = Code and version
db-retention = Kept for
db-rule-complete = Must be there: { $fields }.
db-rule-correct = { $fields } must agree with the registry
db-rule-fresh = { $fields }: at most { $days } days ago.
db-rule-unique = No two records share: { $fields }.
db-sensitive = Sensitive
db-sensitivity = By sensitivity
db-service-off = Out of order at
db-service-on = In service at
db-state-archived = archived
db-state-draft = draft
db-state-published = published
db-to-all = All registries and what they hold
db-to-connections = Who may ask which registry
db-type-code = a code of the list
db-type-code-set = one or more codes of the list
db-type-date = a date; the year alone may be known
db-type-number = a number
db-type-number-unit = a number, in { $unit }
db-type-person-name = a person’s name
db-type-personal-number = a personal number, 12 digits
db-type-text = text
db-type-unit-code = a code of the administrative division, { $digits } digits
db-valid-all = as the pack
db-valid-always = without limit
db-valid-both = from { $from } to { $until }
db-valid-from = from { $from }
db-valid-until = to { $until }
db-validity = Validity
db-verb-changes = changes
db-verb-correct = correct
db-verb-look-up = look up
db-verb-search = search
db-verb-sync = sync
db-verb-usage = who asked
db-verb-verify = verify
link-back = All connections
link-column-agencies = Agencies
link-column-registry = Registry
link-column-rights = Rights
link-heading-registries = Registry by registry
link-heading-rights = Right by right
link-one-title = { $registry }: { $agencies } { $agencies ->
    [one] agency
   *[other] agencies
} may ask; { $rights } { $rights ->
    [one] right
   *[other] rights
}
link-position = Rights { $first }–{ $last } of { $all }
link-registries-caption = A row for each registry: how many agencies may ask, how many rights, how often they were used
link-to-registry = What this registry holds
link-caption = Who may ask: { $registry }
link-centre = See at the centre how much is used
link-column-purpose = Basis
link-column-service = Service
link-column-since = Since
link-column-used = Used
link-column-who = Who asks
link-heading-matrix = Which agency is connected to which registry
link-lead = Rights are those of the directory. Use counts the transactions that agree in the logs of both sides, over { $days } days, from { $first } to { $last }.
link-lead-node = Rights are those of the directory as this node has it. Only the centre can count their use: it has the logs of both sides.
link-matrix-caption = A row for each agency, a column for each registry: what it may ask, since when, how often it did
link-never = Never used
link-no-registry = The directory has no registry with a service yet.
link-no-right = no right to ask
link-nobody = Nobody may ask this registry yet.
link-since = since { $date }
link-title = { $agencies } { $agencies ->
    [one] agency
   *[other] agencies
} may ask { $registries } { $registries ->
    [one] registry
   *[other] registries
}
link-title-none = No agency may ask any registry yet
link-title-unused = { $agencies } { $agencies ->
    [one] agency
   *[other] agencies
} may ask { $registries } { $registries ->
    [one] registry
   *[other] registries
}; { $unused } { $unused ->
    [one] right was
   *[other] rights were
} never used
link-until = to before { $date }
console-any-field = the whole record
console-answering = Answers
console-column-appears = Among the reasons of
console-column-field = Field
console-column-file = File
console-column-fixes = Fixed by this alone
console-column-records = Records
console-column-rejected = Refused
console-column-remedy = What to do
console-column-superseded = Another version held
console-column-taken = Taken
console-column-unchanged = Unchanged
console-counted = counted at { $time }, { $age } { $age ->
    [one] second
   *[other] seconds
} ago
console-counting = being counted; look again in some seconds
console-feed = Last position of the feed of changes
console-feed-at = at { $at }
console-feed-none = no change since the first load
console-journal = Usage journal
console-journal-stopped = stopped
console-journal-writing = written before each answer
console-lead = Every registry that runs in this node; what does not answer stands first. Nobody’s data are on this page.
console-loading = Loading, answers nothing yet
console-loading-next = A bulk load has not ended. If none is running, start the same command again: it goes on where it stopped.
console-records = Records
console-records-loading = not counted during a load
console-remedies = What to correct first, file { $file }
console-run-finished = read to its end
console-run-unfinished = not read to its end
console-runs = Files that were synced
console-seal = Counted by this node in its own tables
console-snapshot = Newest snapshot
console-snapshot-at = at { $at }, encrypted, on this node alone
console-snapshot-none = none yet
console-snapshot-of = { $records } { $records ->
    [one] record
   *[other] records
}, { $megabytes } MB
console-stopped = The usage journal has stopped, nobody is answered
console-stopped-next = Where the journal cannot be written, no answer leaves. Check the disk, then start the node again.
console-title = { $all } { $all ->
    [one] registry answers
   *[other] registries answer
}
console-title-loading = { $count } of { $all } registries { $count ->
    [one] is
   *[other] are
} loading
console-title-none = This node runs no registry
console-title-stopped = { $count } of { $all } registries { $count ->
    [one] has
   *[other] have
} stopped
console-update = Look again
console-corrections = Requests to correct that wait
console-corrections-many = { $count } or more
console-corrections-none = none
console-corrections-open = Look at the requests and decide
console-corrections-since = the oldest since { $at }
console-versions = Versions served
console-waiting = Subscribers
console-waiting-none = none is waiting at this moment
console-waiting-some = { $count } { $count ->
    [one] waits
   *[other] wait
} for the next change
