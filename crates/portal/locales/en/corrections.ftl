# Requests to correct data, for their owner, who decides
correction-accept = Accept and correct
correction-asked = It is to be
correction-back = The requests that wait
correction-back-console = Registries of this node
correction-by = Sent by
correction-changed = The record has changed since you looked. What it is now stands below: look again, then decide.
correction-decided = Somebody has decided this request.
correction-decision = Decision
correction-evidence = The evidence named
correction-field = Field
correction-held = It is
correction-held-none = no value yet
correction-lead = This list does not tell about whom a request is. To open one is to read about a person: that person sees the look in their own journal.
correction-not-unique = Another record has this value, and no two may share it.
correction-outdated = The registry has no such field or value any more: the request can only be refused.
correction-one-title = Correct the field { $field }?
correction-open = Waiting, the oldest first
correction-open-none = No request waits.
correction-reason = The reason for the decision
correction-reason-hint = The sender reads exactly these words. Say which document the value was compared with.
correction-reason-missing = Every decision needs a reason.
correction-refuse = Refuse
correction-seen = This look is written in the journal of the person whose data it is.
correction-sent = Sent at
correction-state-accepted = Accepted
correction-state-open = Waits for a decision
correction-state-refused = Refused
correction-title = { $count ->
        [one] 1 request to correct waits: { $name }
       *[other] { $count } requests to correct wait: { $name }
    }
correction-title-many = { $count } requests to correct or more wait: { $name }
correction-title-none = No request to correct waits: { $name }
correction-version = Version of the record
correction-why = Why it is said to be wrong
