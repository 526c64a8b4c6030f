//! One lane per recipient: messages to one person leave in the order they were given, different people do not wait for each other.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex as StdMutex, PoisonError, Weak},
    task::{Context, Poll, Waker},
};

use tokio::sync::{Mutex, OwnedMutexGuard};

/// Beyond this many lanes, those that nobody is in are swept.
const SWEEP_AT: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Lanes {
    lanes: StdMutex<HashMap<String, Weak<Mutex<()>>>>,
}

/// Holds the lane; the next one enters when it is dropped.
pub(super) type InLane = OwnedMutexGuard<()>;

/// A place in a recipient's lane.
pub(super) struct Place {
    entering: Pin<Box<dyn Future<Output = InLane> + Send>>,
    entered: Option<InLane>,
}

impl Lanes {
    /// Takes a place at once, so that the order is the order of the calls and not that in which tasks happen to run.
    pub fn queue(&self, recipient: &str) -> Place {
        let mut entering: Pin<Box<dyn Future<Output = InLane> + Send>> = Box::pin(self.lane(recipient).lock_owned());
        // The first poll puts it into the mutex's queue, which is served in order.
        let entered = match entering.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(lane) => Some(lane),
            Poll::Pending => None,
        };
        Place { entering, entered }
    }

    fn lane(&self, recipient: &str) -> Arc<Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() >= SWEEP_AT {
            lanes.retain(|_, lane| lane.strong_count() > 0);
        }
        if let Some(lane) = lanes.get(recipient).and_then(Weak::upgrade) {
            return lane;
        }
        let lane = Arc::new(Mutex::new(()));
        lanes.insert(recipient.to_owned(), Arc::downgrade(&lane));
        lane
    }
}

impl Place {
    /// Waits for those before.
    pub async fn enter(self) -> InLane {
        match self.entered {
            Some(lane) => lane,
            None => self.entering.await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn places_are_served_in_the_order_in_which_they_were_taken() {
        let lanes = Lanes::default();
        let places: Vec<_> = (0..5).map(|n| (n, lanes.queue("a"))).collect();
        let order = Arc::new(StdMutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (n, place) in places.into_iter().rev() {
            let order = Arc::clone(&order);
            tasks.push(tokio::spawn(async move {
                let _lane = place.enter().await;
                order.lock().unwrap().push(n);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
    }

    #[tokio::test]
    async fn a_place_that_is_given_up_lets_the_next_one_in() {
        let lanes = Lanes::default();
        let first = lanes.queue("a");
        let second = lanes.queue("a");
        let third = lanes.queue("a");
        drop(second);
        drop(first);
        third.enter().await;
    }
}
