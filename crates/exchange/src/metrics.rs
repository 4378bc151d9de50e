//! What a gateway counts, for Prometheus. Labels come from closed sets and never name a person.

use motlan_core::Code;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// On which side of a transaction this gateway stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Side {
    /// It asks for a system of its own.
    Consumer,
    /// It answers for a service of its own.
    Provider,
}

/// A code as a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct CodeLabel(Code);

impl EncodeLabelValue for CodeLabel {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        EncodeLabelValue::encode(&self.0.as_str(), encoder)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SideLabel {
    side: Side,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RefusalLabel {
    side: Side,
    code: CodeLabel,
}

/// Upper bounds in seconds: a commit takes 0.1 to 10 ms, a slow provider up to 30 s.
const DURATION_BUCKETS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 15.0, 30.0];

/// The counters of one gateway.
pub struct Metrics {
    registry: Registry,
    transactions: Family<SideLabel, Counter>,
    refusals: Family<RefusalLabel, Counter>,
    durations: Family<SideLabel, Histogram>,
    unauthenticated: Counter,
    in_flight: Gauge<i64>,
    directory_age: Gauge<i64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("motlan_exchange");
        let metrics = Self {
            transactions: Family::default(),
            refusals: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(DURATION_BUCKETS)),
            unauthenticated: Counter::default(),
            in_flight: Gauge::default(),
            directory_age: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register(
            "transactions",
            "Transactions with an entry",
            metrics.transactions.clone(),
        );
        registry.register("refusals", "Refused requests by code", metrics.refusals.clone());
        registry.register(
            "duration_seconds",
            "Time to the released answer",
            metrics.durations.clone(),
        );
        registry.register(
            "unauthenticated_refusals",
            "Refused before the peer was known",
            metrics.unauthenticated.clone(),
        );
        registry.register("in_flight_bytes", "Body bytes in memory", metrics.in_flight.clone());
        registry.register(
            "directory_age_seconds",
            "Age of the directory's heartbeat",
            metrics.directory_age.clone(),
        );
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// A transaction was answered after `seconds`.
    pub fn answered(&self, side: Side, seconds: f64) {
        self.transactions.get_or_create(&SideLabel { side }).inc();
        self.durations.get_or_create(&SideLabel { side }).observe(seconds);
    }

    /// A request of a known party was refused.
    pub fn refused(&self, side: Side, code: Code) {
        self.refusals
            .get_or_create(&RefusalLabel {
                side,
                code: CodeLabel(code),
            })
            .inc();
    }

    /// Something was refused before anybody was known.
    pub fn refused_unauthenticated(&self) {
        self.unauthenticated.inc();
    }

    /// Body bytes that are in memory now.
    pub fn set_in_flight_bytes(&self, size_bytes: u64) {
        self.in_flight.set(i64::try_from(size_bytes).unwrap_or(i64::MAX));
    }

    /// Age of the directory's last heartbeat.
    pub fn set_directory_age(&self, seconds: i64) {
        self.directory_age.set(seconds);
    }

    /// The text that Prometheus reads (OpenMetrics 1.0).
    pub fn encode(&self) -> String {
        let mut text = String::new();
        // Unwrap safety: writing to a String cannot fail; an empty page would be the worst.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}
