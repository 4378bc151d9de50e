//! Passphrases: Argon2id (RFC 9106) with the parameters that OWASP names for it, 19 MiB, 2 passes, 1 lane.
//!
//! Hashing takes some 20 ms of one core on purpose, so it runs away from the tasks that serve sockets.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::rand;

use crate::identity::IdentityError;

/// Shorter ones are guessed.
pub(crate) const CHARACTERS_MIN: usize = 12;

/// Longer ones only cost memory.
const BYTES_MAX: usize = 1024;

/// 19 MiB in KiB.
const MEMORY_KIB: u32 = 19 * 1024;

fn argon2() -> Result<Argon2<'static>, IdentityError> {
    let params = Params::new(MEMORY_KIB, 2, 1, None).map_err(|_| IdentityError::Passphrase)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string that is stored. Blocks.
pub(crate) fn hash(passphrase: &str) -> Result<String, IdentityError> {
    if passphrase.chars().count() < CHARACTERS_MIN || passphrase.len() > BYTES_MAX {
        return Err(IdentityError::Passphrase);
    }
    let mut salt = [0; 16];
    rand::fill(&mut salt).map_err(|_| IdentityError::Randomness)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| IdentityError::Passphrase)?;
    let hash = argon2()?.hash_password(passphrase.as_bytes(), &salt);
    Ok(hash.map_err(|_| IdentityError::Passphrase)?.to_string())
}

/// Whether the passphrase is the one that was hashed. Without a hash the same work is done, so that time does not tell
/// which user names exist. Blocks.
pub(crate) fn verify(passphrase: &str, stored: Option<&str>) -> Result<bool, IdentityError> {
    let cut = passphrase.len() > BYTES_MAX;
    let passphrase = if cut { "" } else { passphrase };
    let Some(parsed) = stored.and_then(|text| PasswordHash::new(text).ok()) else {
        let salt = SaltString::encode_b64(&[0; 16]).map_err(|_| IdentityError::Passphrase)?;
        let _ = argon2()?.hash_password(passphrase.as_bytes(), &salt);
        return Ok(false);
    };
    Ok(argon2()?.verify_password(passphrase.as_bytes(), &parsed).is_ok() && !cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_passphrase_opens() {
        let stored = hash("mot cau du dai").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("mot cau du dai", Some(&stored)).unwrap());
        assert!(!verify("mot cau du dai ", Some(&stored)).unwrap());
        assert!(!verify("mot cau du dai", None).unwrap());
        assert_ne!(hash("mot cau du dai").unwrap(), stored);
        assert!(hash("ngắn quá").is_err());
    }
}
