//! Which artifacts differ from what is on disk. Files are read, never trusted by their times.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use rayon::prelude::*;

use crate::output::Artifact;

use super::PublishError;
use super::survey::Survey;

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// The artifacts whose file is not there or holds other bytes, in the order given.
pub(super) fn changed<'a>(artifacts: &'a [Artifact], out: &Path, survey: &Survey) -> Result<Vec<&'a Artifact>, PublishError> {
    let differs = |buffer: &mut Vec<u8>, artifact: &'a Artifact| {
        if !survey.files.contains(&artifact.path) {
            return Ok(Some(artifact));
        }
        let path = out.join(&artifact.path);
        let equal = holds(&path, &artifact.bytes, buffer).map_err(|source| PublishError::Read { path, source })?;
        Ok((!equal).then_some(artifact))
    };
    artifacts.par_iter().map_init(|| vec![0; PIECE], differs).filter_map(Result::transpose).collect()
}

/// Whether the file holds exactly these bytes. Read in pieces, so that a large file costs no large buffer.
fn holds(path: &Path, bytes: &[u8], buffer: &mut [u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if usize::try_from(file.metadata()?.len()).ok() != Some(bytes.len()) {
        return Ok(false);
    }
    for piece in bytes.chunks(buffer.len()) {
        let here = &mut buffer[..piece.len()];
        match file.read_exact(here) {
            Ok(()) if here == piece => {}
            Err(error) if error.kind() != ErrorKind::UnexpectedEof => return Err(error),
            _ => return Ok(false),
        }
    }
    Ok(true)
}
