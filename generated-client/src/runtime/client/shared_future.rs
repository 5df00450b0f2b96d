//! A future that several tasks wait for, and each of them drives.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, ThreadId};

use crate::runtime::maybe_send::{MaybeSend, maybe_send};
use crate::runtime::waiting_tasks::WaitingTasks;

/// A future that several tasks wait for.
///
/// Whichever of them is polled polls the future, and all get its value. So it goes on as long as one of them is left, and
/// none depends on a task of another runtime, which may be idle. The future is polled without a lock.
pub(crate) struct SharedFuture<T>(Arc<Shared<T>>);

struct Shared<T> {
    /// It is looked at and changed while `tasks` is locked.
    stage: Mutex<Stage<T>>,
    tasks: Arc<Tasks>,
}

enum Stage<T> {
    Waiting(BoxFuture<T>),
    /// The future is being polled.
    Polled,
    Done(T),
}

type BoxFuture<T> = Pin<Box<maybe_send!(dyn Future<Output = T>)>>;

/// The tasks that wait. They are apart from the future, because wakers go to other threads, also where the future cannot.
#[derive(Default)]
struct Tasks(Mutex<TasksState>);

#[derive(Default)]
struct TasksState {
    waiting: WaitingTasks,
    /// The thread that polls the future.
    polled_by: Option<ThreadId>,
    /// Whether the future was woken while it was polled.
    woken: bool,
}

impl<T: Clone + MaybeSend + 'static> SharedFuture<T> {
    /// Shares a future, which must not panic.
    pub(crate) fn new(future: impl Future<Output = T> + MaybeSend + 'static) -> Self {
        Self(Arc::new(Shared { stage: Mutex::new(Stage::Waiting(Box::pin(future))), tasks: Arc::default() }))
    }

    /// Takes the future in order to poll it, or returns why it cannot be taken.
    fn take(&self, context: &Context<'_>) -> Result<BoxFuture<T>, Poll<Option<T>>> {
        let mut tasks = lock(&self.0.tasks.0);
        let mut stage = lock(&self.0.stage);
        match &*stage {
            Stage::Done(value) => return Err(Poll::Ready(Some(value.clone()))),
            Stage::Polled if tasks.polled_by == Some(thread::current().id()) => return Err(Poll::Ready(None)),
            Stage::Polled | Stage::Waiting(_) => {}
        }
        tasks.waiting.add(context);
        match std::mem::replace(&mut *stage, Stage::Polled) {
            Stage::Waiting(future) => {
                (tasks.polled_by, tasks.woken) = (Some(thread::current().id()), false);
                Ok(future)
            }
            Stage::Polled | Stage::Done(_) => Err(Poll::Pending),
        }
    }

    /// Puts the future back, or its value. Wakes those that wait if there is something to do.
    fn put(&self, stage: Stage<T>) {
        let mut tasks = lock(&self.0.tasks.0);
        let wakes = tasks.woken || matches!(stage, Stage::Done(_));
        *lock(&self.0.stage) = stage;
        tasks.polled_by = None;
        let waiting = if wakes { std::mem::take(&mut tasks.waiting) } else { WaitingTasks::default() };
        drop(tasks);
        waiting.wake();
    }
}

/// The value, or `None` if the future is polled by itself, and so would wait for itself.
impl<T: Clone + MaybeSend + 'static> Future for SharedFuture<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut future = match self.take(context) {
            Ok(future) => future,
            Err(done) => return done,
        };
        let waker = Waker::from(Arc::clone(&self.0.tasks));
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => {
                // Dropping it may run code of the application, which must not find the future in the middle of a poll.
                drop(future);
                self.put(Stage::Done(value.clone()));
                Poll::Ready(Some(value))
            }
            Poll::Pending => {
                self.put(Stage::Waiting(future));
                Poll::Pending
            }
        }
    }
}

impl Wake for Tasks {
    fn wake(self: Arc<Self>) {
        let mut tasks = lock(&self.0);
        if tasks.polled_by.is_some() {
            // The task that polls it wakes the others when it is done, also itself.
            tasks.woken = true;
            return;
        }
        let waiting = std::mem::take(&mut tasks.waiting);
        drop(tasks);
        waiting.wake();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Clone for SharedFuture<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Counted(AtomicUsize);

    impl Wake for Counted {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// A future that is ready when the sender sends.
    fn waiting() -> (tokio::sync::oneshot::Sender<u8>, SharedFuture<Option<u8>>) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        (sender, SharedFuture::new(async { receiver.await.ok() }))
    }

    fn poll<T: Clone + MaybeSend + 'static>(future: &mut SharedFuture<T>, waker: &Arc<Counted>) -> Poll<Option<T>> {
        Pin::new(future).poll(&mut Context::from_waker(&Waker::from(Arc::clone(waker))))
    }

    #[test]
    fn all_that_wait_are_woken_and_get_the_value() {
        let (sender, mut one) = waiting();
        let (mut other, wakers) = (one.clone(), [Arc::<Counted>::default(), Arc::default()]);
        assert!(poll(&mut one, &wakers[0]).is_pending() && poll(&mut other, &wakers[1]).is_pending());
        sender.send(7).expect("it is still waited for");
        assert!(wakers.iter().all(|waker| waker.0.load(Ordering::SeqCst) == 1));
        // The one that polled last has gone.
        drop(other);
        assert_eq!(poll(&mut one, &wakers[0]), Poll::Ready(Some(Some(7))));
        assert_eq!(poll(&mut one.clone(), &wakers[1]), Poll::Ready(Some(Some(7))));
    }

    #[test]
    fn a_wake_while_it_is_polled_wakes_all() {
        let mut polls = 0;
        let mut future = SharedFuture::new(std::future::poll_fn(move |context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 3 { Poll::Ready(polls) } else { Poll::Pending }
        }));
        let wakers = [Arc::<Counted>::default(), Arc::default()];
        assert!(poll(&mut future, &wakers[0]).is_pending());
        assert_eq!(wakers[0].0.load(Ordering::SeqCst), 1);
        assert!(poll(&mut future, &wakers[1]).is_pending());
        assert_eq!(wakers[1].0.load(Ordering::SeqCst), 1);
        assert_eq!(poll(&mut future, &wakers[0]), Poll::Ready(Some(3)));
    }

    #[test]
    fn a_future_that_waits_for_itself_ends() {
        let slot = Arc::new(Mutex::new(None::<SharedFuture<bool>>));
        let inner = Arc::clone(&slot);
        let mut future = SharedFuture::new(async move {
            let itself = inner.lock().unwrap_or_else(PoisonError::into_inner).clone();
            match itself {
                Some(itself) => itself.await.is_none(),
                None => false,
            }
        });
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(future.clone());
        assert_eq!(poll(&mut future, &Arc::default()), Poll::Ready(Some(true)));
        slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    #[test]
    fn another_thread_waits_while_one_polls() {
        let (enter, entered) = std::sync::mpsc::channel();
        let (leave, left) = std::sync::mpsc::channel::<()>();
        let left = Mutex::new(left);
        let mut future = SharedFuture::new(std::future::poll_fn(move |_| {
            let _ = enter.send(());
            let _ = left.lock().map(|left| left.recv());
            Poll::Ready(5)
        }));
        let (mut other, waker) = (future.clone(), Arc::<Counted>::default());
        let polling = thread::spawn(move || poll(&mut future, &Arc::default()));
        entered.recv().expect("it is polled");
        assert!(poll(&mut other, &waker).is_pending());
        leave.send(()).expect("it is polled still");
        assert_eq!(polling.join().expect("no panic"), Poll::Ready(Some(5)));
        assert_eq!((waker.0.load(Ordering::SeqCst), poll(&mut other, &waker)), (1, Poll::Ready(Some(5))));
    }
}
