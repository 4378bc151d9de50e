# Cross-check: printed figures
reported-title = { $count ->
    [one] 1 printed figure
   *[other] { $count } printed figures
 }
reported-title-impossible = { $count } cannot be right
reported-title-ambiguous = { $count } can be read in two ways
reported-title-clean = none is contradicted
reported-title-empty = There are no such figures
reported-lead = Of the others { $adds } add up, { $rounding } agree only if rounded loosely, { $nothing } have nothing to check.
reported-what = These figures are quoted from { $reports } public reports and checked by rules: against their own parts and against one another. Nobody marks them by hand.
section-reported = Printed figures
front-reported = Check the figures of a report
reported-own-link = Check figures of your own
reported-back = All checked figures
reported-choose = Choose figures
reported-choose-verdict = By verdict
reported-choose-source = By report
reported-choose-more = Choose by report or indicator
reported-choose-do = Choose
reported-clear = Drop these choices, show everything
reported-all = All
reported-all-sources = Every report
reported-all-indicators = Every indicator
reported-figures = Figures, the worst first
reported-caption = Printed figures with the verdict and the weightiest reason of each
reported-empty = No figure fits every choice. Drop one of them to go on.
reported-position = { $first }–{ $last } of { $all } figures
reported-files = Download exactly these figures with verdicts and reasons:
reported-files-one = Download this row:
reported-column-printed = As printed
reported-column-indicator = Indicator
reported-column-whom = Of whom, when
reported-column-verdict = Verdict
reported-column-why = Weightiest reason
reported-whom-none = nobody is named
reported-days = { $first } to { $last }
reported-day = as of { $date }
reported-since = from { $date }
reported-no-day = no day printed
reported-unit-as-printed = % (points or percent not said)

# The five verdicts
reported-how-title = How to read this
reported-how = A hollow seal means that somebody published the figure and no log proves it. A seal with a red stroke means that it is contradicted. A verdict speaks of the figure as printed, not of who was at fault.
reported-verdict-impossible = Cannot be right
reported-verdict-ambiguous = Two readings
reported-verdict-rounding = Loosely rounded
reported-verdict-adds-up = Adds up
reported-verdict-nothing = Nothing to check
reported-means-impossible = Its own parts, or another figure, make it impossible as printed.
reported-means-ambiguous = The words can be read in two ways that give different numbers, or another figure contradicts one reading.
reported-means-rounding = It agrees only if digits are cut off or rounded loosely; correct rounding gives another number.
reported-means-adds-up = The printed parts make this number after correct rounding.
reported-means-nothing = Only parts or only a result is printed, so there is nothing to compute again; no other figure contradicts it.
reported-seal = Reported, not proven: { $verdict }
reported-seal-broken = Contradicted: { $verdict }
reported-is-impossible = cannot be right
reported-is-ambiguous = can be read in two ways
reported-is-rounding = agrees only if rounded loosely
reported-is-adding-up = agrees with its own parts
reported-is-nothing = gives nothing to check yet

# One figure
reported-in-document = Printed in:
reported-why-title = What the rules say
reported-why-nothing = No rule has anything to say: a single number is printed and no other figure relates to it.
reported-sums-note = Sums are written as Vietnamese documents write numbers: dots between thousands, a comma before decimals.
reported-held-against = Held against:
reported-weight-contradiction = Contradiction
reported-weight-doubt = Doubt
reported-weight-loose = Loosely rounded
reported-weight-agrees = Agrees
reported-weight-note = Note
reported-needs-title = What to print so that it can be checked
reported-needs-parts = Print the share’s numerator and denominator.
reported-needs-numerator = Print the numerator: how many of that denominator.
reported-needs-denominator = Print the denominator: divided by how many.
reported-needs-share = Print the percentage that follows.
reported-needs-days = Print the sum and the days that it was divided by.
reported-needs-earlier = Print the level before and the level after the change.
reported-needs-total = Print the total and all of its parts.
reported-needs-points = Say whether it rose by percentage points or by percent of the earlier level.
reported-needs-base = Say which period it is compared with, and print the level of that period.
reported-needs-day = Print the day as of which it was counted.
reported-needs-first-day = Print the first and the last day that were added up.
reported-speakers-title = Figures that were held against this one
reported-row-title = This figure in the table
reported-code = Code of the indicator
reported-kind = Kind of number
reported-kind-stock = Level on a day
reported-kind-flow = Sum over a period
reported-kind-ratio = Share
reported-kind-average = Average
reported-kind-delta = Change in percent
reported-kind-multiple = Multiple
reported-kind-part = Part of a total
reported-kind-target = Target
reported-period = Period
reported-period-label = Period in the printed words
reported-numerator = Numerator
reported-denominator = Denominator
reported-value = Value
reported-hedge = Hedge
reported-hedge-exact = none
reported-hedge-about = about
reported-hedge-nearly = nearly
reported-hedge-more = more than
reported-change = Change printed beside it
reported-id = Row

# Rules
reported-rules-link = See every rule and how text is read
reported-rules-title = { $count ->
    [one] 1 rule checks all figures alike
   *[other] { $count } rules check all figures alike
 }
reported-rules-lead = No rule knows a particular figure, report or agency. There is no language model and no network: whoever runs it again gets this result.
reported-rules-list = Rule by rule
reported-rule-reference = Rests on:
reported-weigh-title = From findings to a verdict
reported-weigh-heaviest = Each rule may find something at a figure. The verdict follows the weightiest finding: a contradiction, then a doubt, then loose rounding, then agreement.
reported-weigh-words = In the explanations of rules “does not add up” means that a figure cannot be right, “ambiguous” that it has two readings.
reported-weigh-note = A note never changes a verdict: a missing denominator, or reports that count different numbers of ministries, is worth knowing and not yet a fault.
reported-weigh-hedge = “About” does not widen the printed precision. “More than” allows the true value to lie up to 5% above, “nearly” up to 5% below.
reported-weigh-undecided = A change printed without what it is compared with is taken as the same period one year earlier, and the explanation says that this is assumed. A rule without enough to go on says that it cannot decide.
reported-reads-title = How a text is read
reported-reads-numbers = Each number is read by its own marks: dots between thousands, a comma before decimals, but “2.5 triệu” is two and a half million. Nghìn, ngàn, triệu and tỷ are multiplied in; “22,75/24 triệu” is two numbers of millions; “63/63” is a numerator over a denominator.
reported-reads-hedges = The word before a number is kept: khoảng (about), gần (nearly), hơn and trên (more than).
reported-reads-words = Dictionaries lead from the phrases of reports to indicators, to places (ministries, provinces, names), to periods (“the first six months”, “as of”) and to kinds of number (“a day on average”, “times as many”, “is to reach”).
reported-reads-nothing-invented = Nothing is added: every part of a proposal was read from words of the text, and what had to be assumed stands beside it. A number that the dictionaries do not know is still shown, without an indicator.
reported-reads-person = A proposal is only that: a person confirms or mends each figure before it is checked.
reported-leaves-title = Digits that are left out
reported-leaves-dates = Days, months, quarters, years: 31/01/2024, quý II/2024, 6 tháng đầu năm.
reported-leaves-laws = Numbers of documents: decrees, decisions, articles, clauses, programmes.
reported-leaves-codes = Codes of dossiers and agencies, telephone numbers, page numbers, levels of identification.
reported-leaves-lists = Numbered marks of lists: 1., 2.1., (3).
