//! How often WhatsApp did not say yes, by its code.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

use super::outcome::Answer;

/// So often, since this process has started. A copy is the same.
pub type Refusals = Family<Refusal, Counter>;

/// One kind of no.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Refusal {
    /// Meta's code, `none` where a refusal had none, `lost` where there was no answer, and `unreached` where there was
    /// no connection.
    code: String,
}

/// None yet. Those that have nothing to do with what is asked are there from the beginning, so that the first is seen.
pub(super) fn none() -> Refusals {
    let refusals = Refusals::default();
    for code in ["lost", "unreached"] {
        refusals.get_or_create(&Refusal { code: code.into() }).inc_by(0);
    }
    refusals
}

/// Counts an answer, if it was no yes.
pub(super) fn count(refusals: &Refusals, answer: &Answer) {
    let code = match answer {
        Answer::Said(_) => return,
        Answer::Refused(error) => error.code.map_or_else(|| "none".into(), |code| code.to_string()),
        Answer::Lost => "lost".into(),
        Answer::Unreached => "unreached".into(),
    };
    refusals.get_or_create(&Refusal { code }).inc();
}
