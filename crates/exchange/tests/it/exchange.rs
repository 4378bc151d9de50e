//! One exchange after another through real sockets: what passes untouched, who may ask, what is proven, what is not told.

mod bodies;
mod call;
mod caller;
mod connections;
mod cut;
mod feed;
mod follow;
mod framing;
mod gateways;
mod messages;
mod metadata;
mod privacy;
mod proofs;
mod repeated;
mod rights;
mod shutdown;
mod silence;
mod statuses;
mod wire;
