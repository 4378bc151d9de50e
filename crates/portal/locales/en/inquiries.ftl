# People ask why their data were looked at
inquiry-answered = Answered
inquiry-answered-none = Nothing was answered yet.
inquiry-asked = Asked at
inquiry-code = Code of the question
inquiry-column-agency = Agency
inquiry-column-answer = Answer
inquiry-column-answered = Answered at
inquiry-due = Due by { $due }
inquiry-hint = 10 to 1,000 characters. Say why, by which article, and what the data were used for. The person reads exactly these words.
inquiry-label = Answer to the person
inquiry-late = Overdue since { $due }
inquiry-lead = Everybody has the right to know why an agency looked at their data. Ask the agency that is named, by the time of the look, then answer here. This page does not tell who asked.
inquiry-look = About the look at
inquiry-more = { $count } more { $count ->
    [one] question
   *[other] questions
}, shown once those above are answered.
inquiry-no-look = none was named
inquiry-not-open = This question is no longer open: somebody has answered it, or the code is wrong.
inquiry-send = Send the answer
inquiry-title = { $open } { $open ->
    [one] question waits
   *[other] questions wait
} for an answer
inquiry-title-late = { $open } { $open ->
    [one] question waits
   *[other] questions wait
} for an answer, { $late } overdue
inquiry-title-none = No question waits for an answer
inquiry-was-late = after the deadline
