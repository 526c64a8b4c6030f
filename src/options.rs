use std::{collections::HashMap, path::PathBuf};

use napi_derive::napi;
use wa_bridge_core::options::{Environment, GivenOptions, SessionOptions};

/// `SessionOptions` of the public API, flat; null is not given. `js/arguments.js` has checked the types.
#[napi(object, use_nullable = true, object_to_js = false)]
pub struct OptionsData {
    pub client_id: Option<String>,
    pub data_dir: Option<String>,
    pub web_url: Option<String>,
    pub executable_path: Option<String>,
    pub args: Option<Vec<String>>,
    pub headless: Option<bool>,
    pub sandbox: Option<bool>,
    pub default_region: Option<String>,
    pub device_name: Option<String>,
}

impl From<OptionsData> for GivenOptions {
    fn from(data: OptionsData) -> Self {
        Self {
            client_id: data.client_id,
            data_dir: data.data_dir,
            web_url: data.web_url,
            executable: data.executable_path,
            args: data.args,
            headless: data.headless,
            sandbox: data.sandbox,
            default_region: data.default_region,
            device_name: data.device_name,
        }
    }
}

/// The caller's `process.env` and `process.cwd()`.
#[napi(object, object_to_js = false)]
pub struct EnvironmentData {
    pub vars: HashMap<String, String>,
    pub working_directory: String,
}

impl From<EnvironmentData> for Environment {
    fn from(data: EnvironmentData) -> Self {
        Self { vars: data.vars, working_directory: PathBuf::from(data.working_directory) }
    }
}

/// The engine's options out of a session's.
pub fn browser_options(options: &SessionOptions) -> wa_bridge_browser::BrowserOptions {
    wa_bridge_browser::BrowserOptions {
        session_dir: options.session_dir(),
        adopt_from: options.adopt_from.clone(),
        web_url: options.web_url.clone(),
        executable: options.executable.clone(),
        args: options.args.clone(),
        headless: options.headless,
        sandbox: options.sandbox,
        device_name: options.device_name.clone(),
        deadlines: wa_bridge_browser::Deadlines::default(),
    }
}
