# The seal
seal-proven = Proven: the logs of both sides agree, under checkpoints that were verified.
seal-one-sided = One-sided: only one log has it, or the other has not been compared yet.
seal-reported = Reported: somebody published it, no log proves it.
seal-broken = Contradicted or broken: a log disagrees with itself or with the other side.
label-proven = Proven: 2 logs agree
label-incomplete = One-sided: some transactions do not match yet, or a log was not read
label-consumer-only = One-sided: only in the consumer’s log
label-provider-only = One-sided: only in the provider’s log
label-log = One-sided: the gateway’s own log, true to its checkpoint
label-proof = One-sided: the entry stands in this gateway’s log
label-broken = Contradicted: the log cannot be believed
