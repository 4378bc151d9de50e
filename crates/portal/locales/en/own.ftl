# Cross-check: figures of one's own
own-title = Check figures of your own, from a text or a table
own-lead = Paste a report or upload a table of figures: this page says which add up, which do not, and why.
own-not-stored = Nothing is stored: text, table and result exist only on the page that you are looking at.
own-text-title = From the text of a report
own-text-lead = Figures are found and proposed; you confirm or mend each before it is checked.
own-text-how = How a text is read
own-text-file = Text file
own-text-file-hint = A .txt file in UTF-8, at most { $text } KB. With a file the field below is not used.
own-text-pasted = Or paste the text
own-text-pasted-hint = Vietnamese text copied from a report, words and numbers as they are.
own-text-do = Find figures
own-table-title = From a table
own-table-lead = Each row is a figure as it was printed.
own-table-file = Table file
own-table-file-hint = CSV in UTF-8, parted by commas, semicolons or tabs; at most { $table } KB and { $rows } rows. With a file the field below is not used.
own-table-pasted = Or paste rows
own-table-pasted-hint = The first line has the names of the columns. Rows copied from a spreadsheet will do.
own-table-do = Check
own-columns = Names of the columns
own-columns-needed = Needed are id, indicator, kind and one of printed, value, numerator. The others may be missing, in any order:
own-columns-words = kind is stock, flow, ratio, average, delta_percent, multiple, part or target; hedge is exact, about, nearly or more_than; days are written 2024-06-30 or 30/06/2024.
own-beside = Check beside the sample reports
own-beside-hint = Your figures are also held against those printed in the reports of the previous page.
own-too-big = The table has more than { $table } KB. Split it into several.
own-text-too-big = The text has more than { $text } KB. Split it into parts.
own-not-text = The file is no text in UTF-8. Save it as UTF-8 and upload it again.
own-table-empty = Choose a table file, or paste rows into the field.
own-text-empty = Choose a text file, or paste a text into the field.
own-no-rows = The table has names of columns and no row.
own-bad-rows = No row of the table can be read. Each fault is listed on this page.
own-too-many-rows = The table has more than { $rows } rows. Split it into several.
own-faults = Rows that cannot be read

# Proposals
own-back = Back to the forms
own-found = { $count ->
    [one] 1 figure found, for you to confirm or mend
   *[other] { $count } figures found, for you to confirm or mend
 }
own-found-none = No figure was found in the text
own-found-none-lead = The text has no numbers, or only dates and numbers of documents. Try a passage with figures.
own-found-lead = Each number is marked in the sentence that it was read from. Mend what is wrong, untick what need not be checked.
own-found-how = A figure without an indicator is not checked.
own-beyond = { $count ->
    [one] 1 more number is not shown here. Split the text into parts to read all.
   *[other] { $count } more numbers are not shown here. Split the text into parts to read all.
 }
own-keep = Check this figure
own-more-parts = Mend the other parts
own-unit = Unit
own-whom = Of whom
own-first-day = First day
own-last-day = Last day
own-change-unit = Change said in
own-change-hedge = Hedge of the change
own-same-unit = the unit of the figure
own-points = percentage points
own-percent = percent of the earlier level
own-confirm = Confirm and check
own-left-out = Digits that are no figures
own-left-out-lead = Digits in these places were left out, each for a reason.
own-wrong-at = Number { $number }, { $field }: { $why }
own-wrong-number = Write a number as reports do, as in 1.234.567 or 81,05.
own-wrong-day = Write a day, as in 30/06/2024.
own-wrong-order = The last day is before the first.
own-wrong-nothing = A value or a numerator is needed.
own-wrong-indicator = Choose an indicator of the list, or give it a name.
own-wrong-none-kept = No figure is kept and has an indicator. Keep and name at least one.

# Results
own-was-beside = Checked beside the figures of the sample reports.
own-unnamed = { $count ->
    [one] 1 number has no indicator and was not checked.
   *[other] { $count } numbers have no indicator and were not checked.
 }
own-more = { $count ->
    [one] 1 lighter row is not shown here; the files have all of them.
   *[other] { $count } lighter rows are not shown here; the files have all of them.
 }
own-save-xlsx = Download the result (XLSX)
own-save-csv = Download the result (CSV)
own-other = Check other figures
own-beside-again = Check again beside the sample reports
own-alone = Check again these figures alone
own-in-other-language = Bằng tiếng Việt
