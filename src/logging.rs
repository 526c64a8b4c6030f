//! `tracing` to stderr, or to a callback. One for the process, as `tracing` is.

use std::{
    fmt::{self, Write as _},
    io::{self, Write as _},
    sync::{Once, PoisonError, RwLock},
    time::SystemTime,
};

use napi::{
    Status,
    threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode},
};
use napi_derive::napi;
use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    fmt::{
        format::Writer,
        time::{FormatTime as _, SystemTime as Rfc3339},
    },
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

use crate::events::millis;

/// One record, as it goes to the callback.
#[napi(object, object_from_js = false)]
pub struct LogRecordData {
    pub level: &'static str,
    pub target: String,
    pub message: String,
    /// Milliseconds since 1970.
    pub time: f64,
    /// A JSON object.
    pub fields: String,
}

type Logger = ThreadsafeFunction<LogRecordData, (), LogRecordData, Status, false, true>;

static LOGGER: RwLock<Option<Logger>> = RwLock::new(None);

/// Starts logging; the level of the first call stands. Ours only: what the libraries below log can hold headers and cookies.
#[napi]
pub fn start_logging(level: Option<String>) {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let level = level.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::WARN);
        let ours = Targets::new().with_target("wa_bridge", level);
        // It fails only when there is a subscriber already, and this is the only place that sets one.
        let _ = tracing_subscriber::registry().with(ours).with(Records).try_init();
    });
}

/// Gives records to a callback instead of stderr; the last one given gets them, and null goes back to stderr.
#[napi(ts_args_type = "logger: ((record: LogRecordData) => void) | null")]
pub fn set_logger(logger: Option<Logger>) {
    *LOGGER.write().unwrap_or_else(PoisonError::into_inner) = logger;
}

/// For faults that the JavaScript layer alone sees.
#[napi]
pub fn log_error(message: String) {
    tracing::error!(target: "wa_bridge::js", "{message}");
}

/// Makes records of events, with the fields of the spans around them.
struct Records;

/// A span's fields.
struct SpanFields(Map<String, Value>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Records {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(fields.named));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(SpanFields(named)) = span.extensions().get() {
                fields.named.extend(named.clone());
            }
        }
        event.record(&mut fields);
        let metadata = event.metadata();
        let level = level_name(*metadata.level());
        write_record(level, metadata.target(), fields);
    }
}

fn level_name(level: tracing::Level) -> &'static str {
    match level {
        tracing::Level::ERROR => "error",
        tracing::Level::WARN => "warn",
        tracing::Level::INFO => "info",
        tracing::Level::DEBUG => "debug",
        tracing::Level::TRACE => "trace",
    }
}

fn write_record(level: &'static str, target: &str, Fields { message, named }: Fields) {
    let logger = LOGGER.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(logger) = logger.as_ref() {
        let record = LogRecordData {
            level,
            target: target.to_owned(),
            message: message.clone(),
            time: millis(SystemTime::now()),
            fields: Value::Object(named.clone()).to_string(),
        };
        if logger.call(record, ThreadsafeFunctionCallMode::NonBlocking) == Status::Ok {
            return;
        }
        // Its environment is gone.
    }
    let mut line = String::new();
    // Writing to a String cannot fail.
    let _ = Rfc3339.format_time(&mut Writer::new(&mut line));
    let _ = write!(line, " {level} {target}: {message}");
    for (name, value) in &named {
        let _ = write!(line, " {name}={value}");
    }
    line.push('\n');
    // A host without stderr has nobody who could be told.
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// What an event or a span says.
#[derive(Default)]
struct Fields {
    message: String,
    named: Map<String, Value>,
}

impl Fields {
    fn set(&mut self, field: &Field, value: Value) {
        self.named.insert(field.name().to_owned(), value);
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        } else {
            self.set(field, Value::String(format!("{value:?}")));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.set(field, value.to_string().into());
    }
}
