use std::error::Error as _;

use napi_derive::napi;
use wa_bridge_core::Error;

/// An error as data; the same fields as `WaBridgeError` and the argument errors.
#[napi(object, use_nullable = true, object_from_js = false)]
pub struct Fault {
    pub code: String,
    pub message: String,
    pub hint: String,
    pub retryable: bool,
    pub phase: Option<String>,
    pub message_id: Option<String>,
    pub pid: Option<u32>,
    pub host: Option<String>,
    pub candidates: Option<Vec<String>>,
    /// Of a wrong argument.
    pub field: Option<String>,
    /// A wrong argument of the right type: a `RangeError`.
    pub range: bool,
    /// What is below, outermost first.
    pub causes: Vec<String>,
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        let mut fault = Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            hint: error.hint(),
            retryable: error.retryable(),
            phase: error.phase().map(str::to_owned),
            message_id: None,
            pid: None,
            host: None,
            candidates: None,
            field: None,
            range: false,
            causes: causes(error),
        };
        match error {
            Error::InvalidArgument { field, range, .. } => (fault.field, fault.range) = (Some(field.clone()), *range),
            Error::SessionInUse { pid, host } => (fault.pid, fault.host) = (Some(*pid), Some(host.clone())),
            Error::NumberAmbiguous { candidates, .. } => fault.candidates = Some(candidates.clone()),
            Error::SendFailed { message_id, .. } => fault.message_id.clone_from(message_id),
            Error::SendUncertain { message_id, .. } => fault.message_id = Some(message_id.clone()),
            _ => {}
        }
        fault
    }
}

fn causes(error: &Error) -> Vec<String> {
    std::iter::successors(error.source(), |cause| (*cause).source()).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use std::io;

    use wa_bridge_core::error::cause;

    use super::*;

    #[test]
    fn details_cross_with_their_error() {
        let fault = Fault::from(&Error::SessionInUse { pid: 7, host: "here".into() });
        assert_eq!((fault.pid, fault.host.as_deref(), fault.retryable), (Some(7), Some("here"), true));
        let fault = Fault::from(&Error::NumberAmbiguous { phone: "1".into(), candidates: vec!["2".into()] });
        assert_eq!(fault.candidates, Some(vec!["2".to_owned()]));
        let fault = Fault::from(&Error::SendUncertain { message_id: "3EB0".into(), source: None });
        assert_eq!((fault.message_id.as_deref(), fault.causes.len()), (Some("3EB0"), 0));
        let fault = Fault::from(&Error::invalid("to", "must be a phone number"));
        assert_eq!((fault.field.as_deref(), fault.range), (Some("to"), false));
        assert_eq!(fault.message, "to must be a phone number");
    }

    #[test]
    fn causes_cross_outermost_first() {
        let below = io::Error::other("disk full");
        let error = Error::Storage { path: "/x".into(), problem: "no".into(), source: cause(below) };
        assert_eq!(Fault::from(&error).causes, ["disk full"]);
    }
}
