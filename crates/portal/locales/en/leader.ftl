# For leaders: the figures
leader-title-digitised = { $place } digitised { $value } of dossiers
leader-title-reuse = { $place } reused papers in { $value } of dossiers
leader-title-prefill = { $place } prefilled data in { $value } of dossiers
leader-title-on-time = { $place } finished { $value } of dossiers on time
leader-title-electronic = { $place } gave electronic results in { $value } of dossiers
leader-title-per-day = { $place } exchanged { $value } transactions a day
leader-title-papers = { $place }: people were spared { $value } papers
leader-title-other = { $place }: { $name } stand at { $value }
leader-title-none = { $place }: no figure yet for { $name }
leader-everybody = Every province
leader-everybody-exchange = The agencies
leader-provinces = { $count ->
    [one] 1 province with data
   *[other] { $count } provinces with data
 }
leader-agencies = { $count ->
    [one] 1 agency with data
   *[other] { $count } agencies with data
 }
leader-lead = Figures of { $period }, computed from the verified logs of the gateways. { $reach }
leader-lead-short = Figures of { $period }, computed from the verified logs of the gateways.
leader-reach = { $with } of { $all } provinces have data.
leader-reach-unknown = { $with ->
    [one] 1 province has data.
   *[other] { $with } provinces have data.
 }
leader-provisional = This period is not over, so the figure will change.
leader-provisional-average = This period is not over: so far the transactions are divided by the days that have passed.

# Periods
leader-periods = Period of the figures
leader-tab-today = Today
leader-tab-week = This week
leader-tab-month = This month
leader-tab-month-before = Last month
leader-day = { $date }
leader-month = { $month }/{ $year }
leader-quarter = quarter { $quarter } of { $year }
leader-half = half { $half } of { $year }
leader-year = { $year }
leader-days = { $first } to { $last }

# One figure
leader-fraction = { $part } of { $whole } dossiers
leader-fraction-steps = { $part } of { $whole } changes of status
leader-per-days = { $part } transactions in { $days } days
leader-change = { $points } points on { $period } ({ $fraction })
leader-no-figure = no figure yet
leader-missing-received = No dossier was received in this period.
leader-missing-finished = No dossier was finished in this period.
leader-missing-status = No dossier changed its status in this period.
leader-missing-transactions = The centre has seen no transaction of this period in the gateways’ logs.
leader-seal-proven = Proven: the logs of both sides agree
leader-seal-one-sided = One-sided: rests on the log of the agency that handles the dossiers
leader-seal-reported = Reported: no log proves it yet
leader-seal-entry = One-sided: an entry of the gateway’s log, open its proof
leader-down = Place by place
leader-entries = Entry by entry
leader-days-down = Day by day
leader-figures = Other figures of the same period
leader-others = The other figures
leader-figure-column = Figure
leader-value-column = Value

# Thirty days, and place by place
leader-day-column = Day
leader-trend = { $name }: { $value } on { $at }; { $known } of the last { $days } days have a figure.
leader-trend-none = { $name }: no figure in the 30 days to { $last }.
leader-places-title = Place by place
leader-place-column = Place
leader-place-missing = no figure yet
leader-fraction-column = Dossiers
leader-difference-column = Points on all
leader-places-caption = The figure of each place, the highest first
leader-places-none = No place has a figure in this period.
leader-places-one = Only { $place } has a figure: { $value }.
leader-places = { $best } is highest with { $most }; { $last } is lowest with { $least }; { $apart } apart.
leader-places-shares = { $best } is highest, { $most }; { $last } is lowest, { $least }; { $apart } points apart.
leader-reference = all { $value }

# Meaning
leader-meaning = What this figure means
leader-numerator = Counted
leader-denominator = Divided by
leader-population = Who is counted
leader-belongs = Which period
leader-belongs-received = The period in which the dossier was received.
leader-belongs-ended = The period in which the dossier was finished.
leader-belongs-happened = The period in which it happened.
leader-belongs-start = Counted on the morning of the first day.
leader-belongs-end = Counted at the end of the last day.
leader-level = How sure it is
leader-level-proven = Proven.
leader-level-one-sided = One-sided.
leader-level-reported = Reported.
leader-why-own = Only the agency that handles the dossier writes this down and no other log confirms it, so one-sided is the most that it can be.
leader-why-links = Proven when the receipt has an equal copy at the national portal and every question to a registry is a transaction that both logs hold; one of them missing makes it one-sided.
leader-why-matched = Only transactions that the consumer’s and the provider’s logs both hold alike are counted.
leader-why-unmatched = These are transactions that only one side’s log holds so far.
leader-why-status = Proven when every change of status that is used has an equal copy at the national portal; one copy missing makes it one-sided.
leader-source = Where the indicator comes from
leader-code = Code of the indicator

# The entries behind a figure
leader-entries-title = The entries behind the figure
leader-entries-lead = Each line is an entry of a log of dossiers. It opens its proof at the gateway that keeps the log. The pseudonym of a dossier leads to nobody.
leader-entries-caption = The entries that are counted, by gateway and index
leader-entries-empty = There is no entry on this side of the figure.
leader-entry-column = Entry
leader-log-column = Log of
leader-dossier-column = Pseudonym of the dossier
leader-entry = Number { $index }
leader-sides = The two sides of the figure
leader-sum-equal = Counted again: { $listed }, the same as { $expected } above.
leader-sum-differs = Counted again: { $listed }, not { $expected } as above. Do not rely on this figure.
leader-position = { $first }–{ $last } of { $all } entries
leader-days-title = Transactions day by day
leader-days-lead = The entries of a transaction stand in the logs of both gateways.
leader-days-link = See them by service and open a proof
leader-days-caption = Transactions of each day of the period
leader-transactions-column = Transactions
leader-back = The figures
leader-back-figure = This figure everywhere

# Compute it yourself
leader-check = Compute it yourself
leader-check-lead = Whoever has the gateways’ log files can recompute this figure, without a network:
leader-table = Download these figures (CSV)
leader-table-part = Download part { $part } of { $parts } of these figures (CSV, at most { $rows } lines each)
