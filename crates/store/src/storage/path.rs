//! Which paths a storage takes: relative, `/` between segments, no segment empty, hidden or relative.

use std::io;

/// Checks the path of a file and splits it into its folder (`""` for the storage's own) and its name.
pub(super) fn split(path: &str) -> io::Result<(&str, &str)> {
    if path.is_empty() {
        return Err(refused(path));
    }
    check_folder(path)?;
    Ok(path.rsplit_once('/').unwrap_or(("", path)))
}

/// Checks the path of a folder; `""` is the storage's own.
pub(super) fn check_folder(path: &str) -> io::Result<()> {
    // An absolute path begins with an empty segment; `..` and temporary files begin with a dot.
    let is_allowed =
        |segment: &str| !segment.is_empty() && !segment.starts_with('.') && !segment.contains(['\0', '\\']);
    if path.is_empty() || path.split('/').all(is_allowed) {
        return Ok(());
    }
    Err(refused(path))
}

/// The folders from `path` up to the storage's own, `path` first.
pub(super) fn with_parents(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| {
        (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}

fn refused(path: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("not a path of a storage: {path:?}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for path in ["", "/a", "a/", "a//b", "..", "a/../b", "./a", ".hidden", "a\\b", "a\0"] {
            assert!(split(path).is_err(), "{path:?}");
        }
        assert_eq!(split("a").unwrap(), ("", "a"));
        assert_eq!(split("a/b/c").unwrap(), ("a/b", "c"));
    }

    #[test]
    fn parents_end_at_the_root() {
        assert_eq!(with_parents("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(with_parents("").collect::<Vec<_>>(), [""]);
    }
}
