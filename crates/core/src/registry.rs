//! The sessions of this process, by client id. One truth, however often the JavaScript above is loaded.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use crate::{Error, engine::Engine, options::SessionOptions, session::Session};

struct Entry {
    session: Session,
    options: SessionOptions,
}

/// See the module.
#[derive(Default)]
pub struct Registry {
    sessions: Mutex<HashMap<String, Entry>>,
}

impl Registry {
    /// The one of this process.
    #[must_use]
    pub fn global() -> &'static Self {
        static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::default);
        &REGISTRY
    }

    /// The session of that client id, if it was opened before.
    pub fn get(&self, client_id: &str) -> Option<Session> {
        self.lock().get(client_id).map(|entry| entry.session.clone())
    }

    /// The options under which a session was opened.
    pub fn options(&self, client_id: &str) -> Option<SessionOptions> {
        self.lock().get(client_id).map(|entry| entry.options.clone())
    }

    /// The session of `options.client_id`, opened under these options. An existing one that does not run takes them over.
    ///
    /// # Errors
    /// [`Error::AlreadyStarted`] naming the first option that differs when it runs under others.
    pub fn get_or_open(
        &self,
        options: &SessionOptions,
        engine: impl FnOnce(&SessionOptions) -> Arc<dyn Engine>,
        spawn: impl FnOnce(String, Arc<dyn Engine>) -> Session,
    ) -> Result<Session, Error> {
        let mut sessions = self.lock();
        if let Some(entry) = sessions.get_mut(&options.client_id) {
            if let Some(field) = entry.options.difference(options) {
                entry.session.replace_engine(engine(options), field)?;
                entry.options = options.clone();
            }
            return Ok(entry.session.clone());
        }
        let session = spawn(options.client_id.clone(), engine(options));
        sessions.insert(options.client_id.clone(), Entry { session: session.clone(), options: options.clone() });
        Ok(session)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Entry>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
