//! Takes over the login of a whatsapp-web.js `LocalAuth` profile, by copy: the old service stays as it was.

use std::{
    fs, io,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use wa_bridge_core::Error;

use crate::{
    lock::{foreign_owner, host_name},
    profile::{Layout, storage},
};

/// What a browser makes again by itself, and its locks.
const SKIPPED: &[&str] = &[
    "Application Cache",
    "BrowserMetrics",
    "Cache",
    "CacheStorage",
    "Code Cache",
    "Crash Reports",
    "Crashpad",
    "DawnCache",
    "DawnGraphiteCache",
    "DawnWebGPUCache",
    "DevToolsActivePort",
    "GPUCache",
    "GrShaderCache",
    "GraphiteDawnCache",
    "LOCK",
    "Safe Browsing",
    "ScriptCache",
    "ShaderCache",
    "SingletonCookie",
    "SingletonLock",
    "SingletonSocket",
    "component_crx_cache",
    "lockfile",
    "optimization_guide_model_store",
];

/// Copies the first of `candidates` that holds a profile, if the session may have one. Says whether it did. `cancelled` ends it early.
pub(crate) fn adopt(layout: &Layout, candidates: &[impl AsRef<Path>], cancelled: &AtomicBool) -> Result<bool, Error> {
    if !layout.adoptable() {
        return Ok(false);
    }
    let Some(source) = candidates.iter().map(AsRef::as_ref).find(|path| path.join("Default").is_dir()) else {
        return Ok(false);
    };
    if let Some(pid) = foreign_owner(source) {
        return Err(Error::SessionInUse { pid, host: host_name() });
    }
    let copy = layout.scratch("adopting");
    let result = copy_tree(source, &copy, cancelled)
        .and_then(|()| fs::rename(&copy, layout.profile()))
        .map_err(|error| storage(source, error));
    if result.is_err() {
        // What stays behind is swept at the next start.
        let _ = fs::remove_dir_all(&copy);
    }
    result.map(|()| true)
}

fn copy_tree(from: &Path, to: &Path, cancelled: &AtomicBool) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        if cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "the start was given up"));
        }
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| SKIPPED.contains(&name)) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_tree(&entry.path(), &to.join(name), cancelled)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
