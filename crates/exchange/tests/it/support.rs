//! Builders for tests on real sockets: a small country of gateways on loopback, clients, hand-made peers, providers.
//!
//! Nothing here asserts what a test is about. The clock stands still until a test moves it.

mod body;
mod client;
mod country;
mod fake;
mod node;
mod pair;
mod peer;
mod provider;
mod registry;
mod setup;
mod step;
mod watch;

pub(crate) use body::AnyBody;
pub(crate) use client::{Ask, Line, Reply, raw};
pub(crate) use country::{BASIS, CENTRE, CLIENT, CONSUMER, Country, PROVIDER, SERVICE, START};
pub(crate) use fake::{Answer, Faked};
pub(crate) use node::Node;
pub(crate) use pair::Pair;
pub(crate) use peer::Peer;
pub(crate) use provider::{Heard, Server, echo, response, verbatim};
pub(crate) use registry::{LAN, lan, population};
pub(crate) use setup::Setup;
pub(crate) use step::{step, synced};
pub(crate) use watch::Watch;
