//! Everything that has a name: what is read is written so that it is read again as the same.
#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use motlan_core::caller::Purpose;
use motlan_core::vietnam::agency_code::AgencyCode;
use motlan_core::vietnam::text::fold_key;
use motlan_core::{ClientId, GatewayId, MemberId, ServiceId, SystemId};
use motlan_exchange::xroad::RequestHash;

fn reads_again<T>(text: &str)
where
    T: FromStr + Display + PartialEq + Debug,
{
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string().parse::<T>().ok(), Some(value));
    }
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    reads_again::<MemberId>(text);
    reads_again::<SystemId>(text);
    reads_again::<GatewayId>(text);
    reads_again::<ServiceId>(text);
    reads_again::<ClientId>(text);
    reads_again::<Purpose>(text);
    reads_again::<AgencyCode>(text);
    let _ = text.parse::<RequestHash>();
    let folded = fold_key(text);
    assert_eq!(fold_key(&folded), folded);
});
