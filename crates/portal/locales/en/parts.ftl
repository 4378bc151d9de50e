# Pieces that pages share
errors-title = Something needs correcting
turn = Pages of the list
turn-previous = Previous page
turn-next = Next page
deadline-left = { $days ->
    [one] { $days } working day left
   *[other] { $days } working days left
}
deadline-today = Due today
deadline-over = { $days ->
    [one] { $days } working day overdue
   *[other] { $days } working days overdue
}
deadline-paused = { $days ->
    [one] Clock stopped, { $days } working day left
   *[other] Clock stopped, { $days } working days left
}
deadline-ended = No deadline any more
chart-table = Show the figures as a table
chart-missing = no figure yet
value-expired = Expired
value-held = Held or suspended
value-revoked = Revoked
value-valid = Valid
value-vietnam = Viet Nam
